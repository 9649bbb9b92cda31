// What the browser tests of both faces share: a demo of their own on a free
// loopback port, the codes it prints instead of sending them, and how they tell
// what they saw.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const arg = name => { const i = process.argv.indexOf('--' + name); return i > 0 ? process.argv[i + 1] : undefined }
export const freePort = () => new Promise(r => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => r(port)) }) })
export const chromium = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] }

/** teller prints a line for each thing seen, and remembers what was wrong. */
export function teller() {
  const faults = []
  const say = (ok, what, more = '') => { console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}${more ? ' — ' + more : ''}`); if (!ok) faults.push(what) }
  const step = async (what, f) => { try { await f() } catch (e) { say(false, what, String(e.message).split('\n').slice(0, 3).join(' | ').slice(0, 400)) } }
  const end = () => { console.log(faults.length ? `${faults.length} failed` : 'all passed'); process.exit(faults.length ? 1 : 0) }
  return { say, step, faults, end }
}

/** folder is an empty place for a demo; forget takes it away. */
export const folder = () => mkdtempSync(join(tmpdir(), 'linli-e2e-'))
export const forget = data => rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 })

/** serve starts the demo in a folder (one of its own where none is given) and waits until it answers. stop waits until it has ended. */
export async function serve({ data, args = [] } = {}) {
  const bin = process.env.LINLI_BIN
  if (!bin) throw new Error('e2e: set LINLI_BIN')
  const own = !data
  data ??= folder()
  const port = await freePort()
  const child = spawn(bin, ['demo', '--data', data, '--listen', `127.0.0.1:${port}`, ...(process.env.LINLI_DEMO_ARGS ?? '').split(' ').filter(Boolean), ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let printed = ''
  child.stderr.on('data', d => { printed = (printed + d).slice(-20_000) })
  const ended = new Promise(r => child.on('exit', r))
  const stop = async () => { child.kill('SIGTERM'); await ended; if (own) forget(data) }
  const seen = phone => [...printed.matchAll(new RegExp(`…${phone.slice(-4)}:[^\\n]*?(\\d{6})`, 'g'))]
  const codes = phone => seen(phone).length
  const code = async (phone, before) => {
    for (let i = 0; i < 60; i++) {
      if (seen(phone).length > before) return seen(phone).pop()[1]
      await new Promise(r => setTimeout(r, 100))
    }
    throw new Error('the server printed no code')
  }
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) throw new Error(`e2e: the server ended with ${child.exitCode}: ${printed.slice(-500)}`)
    try { if ((await fetch(url + '/api/v1/session')).ok) return { url, stop, code, codes } } catch { /* not up yet */ }
    await new Promise(r => setTimeout(r, 250))
  }
  await stop()
  throw new Error('e2e: the server did not come up in 150 s')
}
