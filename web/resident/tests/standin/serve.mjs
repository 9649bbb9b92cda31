// Serves dist/h5 at /app with the stand-in behind it: npm run stand-in [-- port]
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { standIn } from './standin.mjs'

const port = Number(process.argv[2] ?? 8091)
const s = standIn({ signedIn: process.argv.includes('--in') })
const kinds = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' }
createServer((req, res) => {
  const u = new URL(req.url, 'http://x')
  if (u.pathname === '/api/v1/events/stream') {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.write('retry: 2000\n\n')
    return
  }
  if (u.pathname.startsWith('/api/')) {
    let raw = ''
    req.on('data', d => { raw += d }).on('end', () => {
      const r = s.handle(req.method, u.pathname, Object.fromEntries(u.searchParams), raw ? JSON.parse(raw) : {}, req.headers)
      res.writeHead(r.status, { 'content-type': r.status < 300 ? 'application/json' : 'application/problem+json' })
      res.end(r.body === undefined ? '' : JSON.stringify(r.body))
    })
    return
  }
  const name = u.pathname.replace(/^\/app\/?/, '') || 'index.html'
  const f = join('dist/h5', existsSync(join('dist/h5', name)) ? name : 'index.html')
  res.writeHead(200, { 'content-type': kinds[extname(f)] ?? 'application/octet-stream', 'content-security-policy': "default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'" })
  res.end(readFileSync(f))
}).listen(port, '127.0.0.1', () => console.log(`stand-in at http://127.0.0.1:${port}/app/`))
