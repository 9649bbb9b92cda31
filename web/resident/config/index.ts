import { defineConfig } from '@tarojs/cli'

// Sizes are CSS pixels on both platforms: text must not shrink on a narrow phone,
// so nothing is turned into rem or rpx, and the H5 page needs no inline script.
const asWritten = { pxtransform: { enable: false, config: { targetUnit: 'px' } } }

export default defineConfig({
  projectName: 'linli-resident',
  date: '2026-11-25',
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 1.17, 750: 1, 828: 0.905 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  plugins: [],
  framework: 'react',
  compiler: { type: 'vite', vitePlugins: [] },
  // Where the mini-program finds the server; WeChat wants a full HTTPS address.
  defineConstants: { API_HOST: JSON.stringify(process.env.LINLI_API_HOST ?? 'https://linli.invalid') },
  mini: { postcss: asWritten },
  h5: {
    publicPath: '/app/',
    staticDirectory: 'assets',
    router: { mode: 'hash' },
    postcss: { ...asWritten, autoprefixer: { enable: true } },
    output: {},
  },
} as never)
