// Builds for a platform: node tools/build.mjs h5 | weapp. The H5 page must have no
// inline script: the server's policy (web/embed.go) lets none run.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'

const type = process.argv[2]
if (!['h5', 'weapp'].includes(type)) throw new Error('build: h5 or weapp')
rmSync(`dist/${type}`, { recursive: true, force: true })
const r = spawnSync('node_modules/.bin/taro', ['build', '--type', type], { encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production', TARO_ENV: type, CI: 'true' } })
if (r.status !== 0 || /error during build/i.test(r.stdout + r.stderr)) {
  console.error(r.stdout, r.stderr)
  process.exit(1)
}
if (type === 'h5') {
  rmSync('dist/h5/assets', { recursive: true, force: true }) // WeChat's pictures of the tabs; ours are drawn in the style sheet
  // The font of Taro's own icons, which we draw none of: the policy lets no font in by a data address.
  for (const f of readdirSync('dist/h5/css')) writeFileSync(`dist/h5/css/${f}`, readFileSync(`dist/h5/css/${f}`, 'utf8').replace(/@font-face\s*\{[^}]*\}/g, ''))
  const page = readFileSync('dist/h5/index.html', 'utf8')
  if (/<script(?![^>]*\ssrc=)[^>]*>/.test(page)) throw new Error('build: the page has an inline script, which the policy of the server refuses')
}
