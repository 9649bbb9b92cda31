import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: [{ find: '@tarojs/taro', replacement: new URL('./tests/taro.ts', import.meta.url).pathname }] },
  define: { API_HOST: '""' },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
