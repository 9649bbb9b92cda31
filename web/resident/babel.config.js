// No polyfills: the oldest browsers named in package.json have what we use.
module.exports = { presets: [['taro', { framework: 'react', ts: true, compiler: 'vite', useBuiltIns: false }]] }
