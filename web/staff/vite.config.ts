import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// LINLI_API: where a running server answers, for `npm run dev` only.
const api = process.env.LINLI_API ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  worker: { format: 'es' },
  server: { proxy: { '/api': api } },
  build: {
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'maplibre', test: /maplibre-gl/ },
            { name: 'echarts', test: /node_modules.(echarts|zrender)/ },
            { name: 'react', test: /node_modules.(react|react-dom|scheduler|react-router)[\\/]/ },
          ],
        },
      },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
