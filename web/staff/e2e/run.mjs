// The main job, by clicking, in a real browser against a real server:
// each role signs in; a roster is imported and the map counts it; a match is run
// and confirmed; the need shows its match. axe looks at every screen.
//
//   LINLI_BIN=../../bin/linli npm run e2e             starts a demo of its own
//   LINLI_URL=http://127.0.0.1:8080 npm run e2e       uses one that runs
//   npm run e2e -- --pictures ../../docs/pictures     also writes map.png, people.png, match.png
//   npm run e2e -- --only axe                         the screens only
import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const arg = name => { const i = process.argv.indexOf('--' + name); return i > 0 ? process.argv[i + 1] : undefined }
const pictures = arg('pictures')
const only = arg('only')
const width = Number(arg('width') ?? 1280)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const faults = []
const say = (ok, what, more = '') => { console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}${more ? ' — ' + more : ''}`); if (!ok) faults.push(what) }

const freePort = () => new Promise(r => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => r(port)) }) })

async function start() {
  if (process.env.LINLI_URL) return { url: process.env.LINLI_URL, stop() {} }
  const bin = process.env.LINLI_BIN
  if (!bin) throw new Error('e2e: set LINLI_BIN or LINLI_URL')
  const data = mkdtempSync(join(tmpdir(), 'linli-e2e-'))
  const port = await freePort()
  const child = spawn(bin, ['demo', '--data', data, '--listen', `127.0.0.1:${port}`, ...(process.env.LINLI_DEMO_ARGS ?? '').split(' ').filter(Boolean)], { stdio: ['ignore', 'ignore', 'inherit'] })
  const url = `http://127.0.0.1:${port}`
  const stop = () => { child.kill('SIGTERM'); rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 }) }
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) throw new Error(`e2e: the server ended with ${child.exitCode}`)
    try { if ((await fetch(url + '/api/v1/session')).ok) return { url, stop } } catch { /* not up yet */ }
    await new Promise(r => setTimeout(r, 250))
  }
  stop()
  throw new Error('e2e: the server did not come up in 150 s')
}

/** residentID makes a fictional number of the unused code 449901 with its check digit (GB 11643-1999, ISO 7064 MOD 11-2). */
function residentID(birth, seq) {
  const body = '449901' + birth.replaceAll('-', '') + String(seq).padStart(3, '0')
  const sum = [...body].reduce((s, d, i) => s + Number(d) * (2 ** (17 - i) % 11), 0)
  return body + '10X98765432'[sum % 11]
}

const server = await start()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

async function signIn(role) {
  const { items } = await (await fetch(server.url + '/api/v1/demo/logins')).json()
  const who = items.find(i => i.role === role) ?? items.find(i => String(i.login).includes(role))
  if (!who) { say(false, `a demo login for ${role}`); return null }
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'zh-CN', bypassCSP: true, acceptDownloads: true, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.on('pageerror', e => say(false, `no error in the page (${role})`, e.message.slice(0, 200)))
  page.setDefaultTimeout(20_000)
  await page.goto(server.url + '/')
  await page.locator(`[data-demo="${who.login}"]`).click()
  await page.locator('.ant-layout-sider').waitFor()
  return { page, context }
}

async function check(page, name) {
  await page.waitForTimeout(700)
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
  const bad = violations.filter(v => ['serious', 'critical'].includes(v.impact))
  say(bad.length === 0, `axe: ${name}`, bad.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 120)}`).join('; '))
  const failed = await page.locator('main .ant-alert-error').count()
  say(failed === 0, `no error shown: ${name}`, failed ? (await page.locator('main .ant-alert-error').first().innerText()).replaceAll('\n', ' ') : '')
}
const picture = async (page, name) => { if (pictures) { mkdirSync(pictures, { recursive: true }); await page.screenshot({ path: join(pictures, name) }) } }
const open = (page, path) => page.goto(server.url + path)
const api = (page, path) => page.evaluate(p => fetch('/api/v1' + p).then(r => r.json()), path)
const step = async (what, f) => { try { await f() } catch (e) { say(false, what, String(e.message).split('\n')[0]) } }

const screens = {
  district_planner: ['/map', '/map?show=heat', '/services', '/matching'],
  data_steward: ['/map?points=true&reach=800', '/people', '/households', '/imports', '/duplicates', '/services', '/service-points', '/organisations', '/projects', '/categories', '/calendar', '/needs', '/offers', '/services?edit=new', '/service-points?edit=new', '/organisations?edit=new', '/projects?edit=new'],
  street_operator: ['/map', '/needs', '/matching', '/matters', '/service-points?now=true'],
  community_worker: ['/map', '/people', '/people?new=1', '/needs?new=1', '/households', '/imports', '/duplicates', '/needs', '/matters'],
  grid_worker: ['/map', '/people', '/needs', '/offers'],
  provider_manager: ['/services', '/service-points', '/offers'],
  auditor: ['/audit', '/people', '/needs', '/matching'],
  administrator: ['/accounts'],
}

try {
  for (const [role, paths] of Object.entries(screens)) {
    const s = await signIn(role)
    if (!s) continue
    say(true, `signs in as ${role}`)
    const menu = await s.page.locator('.ant-layout-sider [role=menuitem]').count()
    say(menu > 0, `${role} has a menu`, `${menu} places`)
    for (const p of paths) await step(`${role} ${p}`, async () => { await open(s.page, p); await s.page.locator('main h1').first().waitFor(); await check(s.page, `${role} ${p}`) })
    await s.context.close()
  }

  if (only !== 'axe') await step('the main job', async () => {
    // 1 import
    const { page, context } = await signIn('community_worker')
    const session = await api(page, '/session')
    const region = session.posts.find(p => p.role === 'community_worker').region
    const before = (await api(page, `/people?total=true&limit=1&region=${region}`)).total
    const rows = Array.from({ length: 20 }, (_, i) => {
      const birth = `19${40 + i}-0${1 + (i % 9)}-15`
      return [`测试${'甲乙丙丁戊己庚辛壬癸'[i % 10]}${i < 10 ? '一' : '二'}`, residentID(birth, 900 + i), '160000009' + String(i).padStart(2, '0'), `测试路${i + 1}号`, region, i % 2 ? '是' : ''].join(',')
    })
    const file = { name: '导入测试.csv', mimeType: 'text/csv', buffer: Buffer.from('\ufeff' + ['姓名,身份证号,联系电话,居住地址,社区,独居', ...rows, '坏行,449901194001010000,1,x,' + region + ','].join('\r\n') + '\r\n') }
    await open(page, `/imports?new=1&region=${region}`)
    await page.locator('input[type=file]').setInputFiles(file)
    await page.waitForURL(/\/imports\/[0-9a-f-]{36}/)
    const begin = page.getByRole('button', { name: '开始导入' })
    const nextStep = page.getByRole('button', { name: '下一步' })
    await begin.or(nextStep).first().waitFor()
    if (await nextStep.isVisible()) await nextStep.click()
    await begin.waitFor()
    await check(page, 'import: preview')
    await begin.click()
    await page.getByText(/导入完成/).waitFor({ timeout: 60_000 })
    await page.reload()
    await page.getByText(/导入完成/).waitFor()
    await check(page, 'import: result')
    const after = (await api(page, `/people?total=true&limit=1&region=${region}`)).total
    say(after === before + 20, 'the import took 20 people and refused the bad row', `${before} → ${after}`)
    // 2 the map shows them
    await open(page, `/map?region=${region}&level=community`)
    let shown = ''
    for (let i = 0; i < 60 && shown !== after.toLocaleString('en-US'); i++) {
      await page.waitForTimeout(500)
      shown = (await page.locator('table.figs tbody tr td.num').first().innerText().catch(() => '')).trim()
    }
    say(shown === after.toLocaleString('en-US'), 'the map counts them', `${shown} of ${after}`)
    await open(page, '/people')
    await page.locator('tr.ant-table-row').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/people\//)
    say(true, 'a person opens by keyboard')
    await check(page, 'person')
    const show = page.getByRole('button', { name: /^显示/ }).first()
    if (await show.count()) {
      await show.click()
      await page.locator('.ant-modal').getByRole('button', { name: '显示' }).click()
      await page.getByRole('button', { name: '隐藏' }).waitFor()
      say(true, 'a number is shown after its purpose is given')
    }
    await open(page, '/people')
    await page.locator('tr.ant-table-row').first().waitFor()
    await page.waitForTimeout(800)
    await picture(page, 'people.png')
    await context.close()

    // 3 a match run
    const m = await signIn('street_operator')
    await open(m.page, '/matching?new=1')
    await m.page.getByRole('button', { name: '开始计算' }).waitFor()
    await check(m.page, 'new run')
    await m.page.getByRole('button', { name: '开始计算' }).click()
    await m.page.waitForURL(/\/matching\/[0-9a-f-]{36}/)
    await m.page.getByRole('button', { name: '确认匹配' }).waitFor({ timeout: 120_000 })
    say(/已证明/.test(await m.page.locator('[data-proof]').innerText()), 'the run is proved optimal', await m.page.locator('[data-proof] b').innerText())
    await m.page.locator('tr.ant-table-row').first().waitFor()
    await check(m.page, 'run')
    await picture(m.page, 'match.png')
    const run = m.page.url().split('/').pop().split('?')[0]
    const first = (await api(m.page, `/match-runs/${run}/matches?limit=1`)).items[0]
    await m.page.getByRole('button', { name: '确认匹配' }).click()
    await m.page.locator('.ant-popover').getByRole('button', { name: '确认匹配' }).click()
    await m.page.locator('main .tag', { hasText: '已确认' }).first().waitFor()
    say(true, 'the run is confirmed')
    // 4 the need shows its match
    await open(m.page, '/needs?open=' + first.need)
    await m.page.locator('[data-match] .panel').waitFor()
    say(true, 'the need shows its match', (await m.page.locator('[data-match] b').first().innerText()))
    await check(m.page, 'need')
    await m.context.close()
  })

  if (pictures) {
    const p = await signIn('data_steward')
    await open(p.page, '/map?level=community&points=true')
    await p.page.locator('.map[data-idle]').waitFor()
    await p.page.waitForTimeout(1500)
    await picture(p.page, 'map.png')
    await p.context.close()
  }
} finally {
  await browser.close()
  server.stop()
}
console.log(faults.length ? `${faults.length} failed` : 'all passed')
process.exit(faults.length ? 1 : 0)
