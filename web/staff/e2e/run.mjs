// The main job, by clicking, in a real browser against a real server:
// each role signs in; a roster is imported and the map counts it; a match is run
// and confirmed; the need shows its match; a siting scenario is set up, compared
// and deleted; two records are merged and parted. axe looks at every screen.
//
//   LINLI_BIN=../../bin/linli npm run e2e             starts a demo of its own
//   LINLI_URL=http://127.0.0.1:8080 npm run e2e       uses one that runs
//   npm run e2e -- --pictures ../../docs/pictures     also writes map.png, people.png, match.png, decision.png
//   npm run e2e -- --only axe                         the screens only
//   npm run e2e -- --only portfolio                   the stories whose names hold the word
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { arg, chromium as how, serve, teller } from '../../e2e/server.mjs'

const pictures = arg('pictures')
const only = arg('only')
const width = Number(arg('width') ?? 1280)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const { say, step, end } = teller()

/** residentID makes a fictional number of the unused code 449901 with its check digit (GB 11643-1999, ISO 7064 MOD 11-2). */
function residentID(birth, seq) {
  const body = '449901' + birth.replaceAll('-', '') + String(seq).padStart(3, '0')
  const sum = [...body].reduce((s, d, i) => s + Number(d) * (2 ** (17 - i) % 11), 0)
  return body + '10X98765432'[sum % 11]
}

const server = process.env.LINLI_URL ? { url: process.env.LINLI_URL, stop() {} } : await serve()
const browser = await chromium.launch(how)

async function signIn(role) {
  const { items } = await (await fetch(server.url + '/api/v1/demo/logins')).json()
  const who = items.find(i => i.role === role) ?? items.find(i => i.login === role)
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
const story = async (name, f) => { if (!only || name.includes(only)) await step(name, f) }

const screens = {
  district_planner: ['/map', '/map?show=heat', '/services', '/matching', '/decisions', '/decisions/new', '/decisions/new-portfolio', '/decisions/compare'],
  data_steward: ['/map?points=true&reach=800', '/people', '/households', '/imports', '/duplicates', '/services', '/service-points', '/organisations', '/projects', '/categories', '/calendar', '/needs', '/offers', '/services?edit=new', '/service-points?edit=new', '/organisations?edit=new', '/projects?edit=new'],
  street_operator: ['/orders?tab=waiting', '/orders?tab=series', '/orders?tab=pauses', '/delivery', '/doors', '/counter', '/supervision', '/supervision?tab=ratings', '/supervision?tab=callbacks', '/supervision?tab=cards', '/supervision?tab=sanctions', '/settlement', '/settlement?tab=vouchers', '/settlement?tab=balances', '/programmes', '/programmes?edit=new', '/orders', '/orders?day=any', '/orders/new', '/map', '/needs', '/matching', '/matters', '/service-points?now=true', '/decisions', '/decisions/new'],
  community_worker: ['/orders', '/orders/new', '/map', '/people', '/people?new=1', '/needs?new=1', '/households', '/imports', '/duplicates', '/needs', '/matters'],
  grid_worker: ['/map', '/people', '/needs', '/offers'],
  provider_manager: ['/delivery', '/counter', '/doors', '/supervision', '/supervision?tab=ratings', '/settlement', '/settlement?tab=vouchers', '/programmes', '/orders', '/orders/new', '/services', '/service-points', '/offers'],
  auditor: ['/audit', '/people', '/needs', '/matching', '/decisions'],
  administrator: ['/accounts'],
}

try {
  for (const [role, paths] of Object.entries(!only || only === 'axe' ? screens : {})) {
    const s = await signIn(role)
    if (!s) continue
    say(true, `signs in as ${role}`)
    const menu = await s.page.locator('.ant-layout-sider [role=menuitem]').count()
    say(menu > 0, `${role} has a menu`, `${menu} places`)
    for (const p of paths) await step(`${role} ${p}`, async () => { await open(s.page, p); await s.page.locator('main h1').first().waitFor(); await check(s.page, `${role} ${p}`) })
    await s.context.close()
  }

  await story('the main job', async () => {
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

  await story('a decision', async () => {
    // the planner asks where three more canteens do most, and sees what changes and how good it is
    const { page, context } = await signIn('district_planner')
    await open(page, '/decisions/new')
    await page.getByRole('button', { name: '开始计算' }).click()
    await page.locator('.ask .ant-form-item-has-error').waitFor()
    say(true, 'a scenario without a service is not sent')
    await page.getByLabel('类别').click()
    await page.keyboard.type('饭堂')
    await page.keyboard.press('Enter')
    await page.getByText('步行时间').click()
    await page.getByRole('spinbutton', { name: '步行时间' }).fill('4')
    await page.locator('.looking b', { hasText: /现在 \d/ }).waitFor()
    await check(page, 'new scenario')
    await page.reload()
    await page.locator('.looking b', { hasText: /现在 \d/ }).waitFor()
    say(true, 'what was typed is still there after a reload')
    await page.getByRole('button', { name: '开始计算' }).click()
    await page.waitForURL(/\/decisions\/[0-9a-f-]{36}/)
    await page.locator('[data-verdict]').waitFor({ timeout: 120_000 })
    const verdict = (await page.locator('[data-verdict]').innerText()).replaceAll('\n', ' ')
    const [before, after] = [...verdict.matchAll(/([\d.]+)%/g)].map(m => Number(m[1]))
    say(after > before, 'the scenario says what changes', verdict)
    say(/已证明/.test(await page.locator('[data-proof]').innerText()), 'the choice is proved the best', await page.locator('[data-proof] b').innerText())
    say(await page.locator('[data-sites] tbody tr').count() === 3, 'three sites are listed, by number')
    say(await page.locator('[data-areas] tbody tr').count() > 3, 'every community has its line')
    await page.locator('.planmap .map[data-idle]').waitFor()
    await check(page, 'scenario')
    await picture(page, 'decision.png')
    const id = page.url().split('/').pop().split('?')[0]
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: /导出/ }).click()
    await page.getByText('地图 GeoJSON').click()
    const geo = JSON.parse(readFileSync(await (await file).path(), 'utf8'))
    say(geo.features.filter(f => f.properties.layer === 'new_site').length === 3, 'the sites go out as GeoJSON')
    // beside the one that every demo begins with
    await open(page, '/decisions')
    await page.locator('tr.ant-table-row').nth(1).waitFor()
    for (const i of [0, 1]) await page.locator('tr.ant-table-row .ant-checkbox-input').nth(i).click()
    await page.getByRole('button', { name: '比较所选两个' }).click()
    await page.locator('[data-compare]').waitFor()
    await page.locator('.planmap .map[data-idle]').nth(1).waitFor()
    await check(page, 'two scenarios')
    await open(page, '/decisions/' + id)
    await page.getByRole('button', { name: '改名' }).click()
    await page.locator('.ant-modal input').fill('三个新饭堂')
    await page.locator('.ant-modal').getByRole('button', { name: '保存' }).click()
    await page.locator('main h1', { hasText: '三个新饭堂' }).waitFor()
    say(true, 'a scenario gets another name')
    await page.getByRole('button', { name: '删除' }).click()
    await page.locator('.ant-popover').getByRole('button', { name: '删除' }).click()
    await page.waitForURL(/\/decisions(\?|$)/)
    say((await api(page, '/decisions/' + id)).status === 404, 'a scenario is deleted')
    await context.close()
  })

  await story('a portfolio', async () => {
    const { page, context } = await signIn('district_planner')
    await open(page, '/decisions/new-portfolio')
    await page.locator('input[type=file]').setInputFiles({ name: '项目.csv', mimeType: 'text/csv', buffer: Buffer.from('\ufeff项目,区域,费用,服务人数,依赖,组\r\n助浴车,449901001,180000,320,,\r\n助餐小巴,449901002,220000,260,,\r\n助餐随访,449901002,30000,40,助餐小巴,\r\n坏行,没有这里,1,1,,\r\n') })
    await page.locator('table.ideas tbody tr').nth(2).waitFor()
    say(/1 行不能用/.test(await page.locator('main').innerText()), 'a list of projects is read, and its bad row named')
    await page.getByRole('spinbutton', { name: '总预算' }).fill('700000')
    await check(page, 'new portfolio')
    await page.getByRole('button', { name: '开始计算' }).click()
    await page.waitForURL(/\/decisions\/[0-9a-f-]{36}/)
    await page.locator('[data-verdict]').waitFor({ timeout: 120_000 })
    say(/已证明/.test(await page.locator('[data-proof]').innerText()), 'the projects are proved the best', await page.locator('[data-proof] b').innerText())
    say(await page.locator('[data-projects] tbody tr').count() > 3, 'every project has its reason')
    await check(page, 'portfolio')
    await context.close()
  })

  await story('an order for a caller', async () => {
    const { page, context } = await signIn('provider_manager')
    const guest = (await (await fetch(server.url + '/api/v1/demo/logins')).json()).items.find(i => i.phone)
    await open(page, '/orders/new')
    await page.locator('#service').click()
    await page.keyboard.type('送餐')
    await page.keyboard.press('Enter')
    await page.locator('#person').click()
    await page.keyboard.type(guest.name)
    await page.locator('.ant-select-item-option', { hasText: guest.name }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#day').click()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const place = page.getByRole('button', { name: /^下单 · / })
    await place.waitFor()
    await check(page, 'an order for a caller')
    const yuan = async label => Number((await page.locator('aside tr', { hasText: label }).first().innerText()).match(/[\d.]+$/)[0])
    say(Math.abs(await yuan('总价') - await yuan('补贴') - await yuan('基金') - await yuan('自付')) < 0.001, 'the price is split to the fen', (await page.locator('aside table').innerText()).replaceAll('\n', ' '))
    await place.click()
    await page.getByRole('button', { name: '查看订单' }).click()
    const drawer = page.locator('.ant-drawer')
    await drawer.getByRole('button', { name: '接单' }).click()
    await drawer.locator('.tag', { hasText: '已接单' }).waitFor()
    await check(page, 'an order')
    say(await drawer.locator('.timeline li').count() === 2, 'an order tells its story')
    await drawer.getByRole('button', { name: '派单' }).click()
    await page.locator('#account').click()
    await page.keyboard.press('Enter')
    await page.locator('.ant-modal').getByRole('button', { name: '派单' }).click()
    await drawer.locator('.tag', { hasText: '已派单' }).waitFor()
    say(true, 'the provider accepts it and sends somebody')
    await context.close()
  })

  await story('every week for a caller', async () => {
    const { page, context } = await signIn('street_operator')
    const guest = (await (await fetch(server.url + '/api/v1/demo/logins')).json()).items.filter(i => i.phone)[2]
    await open(page, '/orders/new')
    await page.locator('#person').click()
    await page.keyboard.type(guest.name)
    await page.locator('.ant-select-item-option', { hasText: guest.name }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#service').click()
    await page.keyboard.type('送餐')
    await page.keyboard.press('Enter')
    await page.locator('#day').click()
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').nth(3).click()
    await page.getByText('每周固定').first().click()
    await page.locator('#until').click()
    await page.keyboard.type(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10))
    await page.keyboard.press('Enter')
    const place = page.getByRole('button', { name: /^下系列订单 · / })
    await place.waitFor()
    await check(page, 'every week for a caller')
    await place.click()
    await page.getByRole('status').filter({ hasText: /已订 \d+ 天/ }).waitFor()
    const n = Number((await page.getByRole('status').filter({ hasText: '已订' }).locator('h2').innerText()).match(/\d+/)[0])
    say(n >= 5, 'a series is in two weeks ahead', `${n} days`)
    await open(page, '/orders?day=any')
    await page.locator('tr.ant-table-row button.plain').first().click()
    const drawer = page.locator('.ant-drawer')
    await drawer.getByRole('button', { name: '住院、外出暂停' }).click()
    await check(page, 'a pause')
    await page.locator('.ant-modal').getByRole('button', { name: '住院、外出暂停' }).click()
    await page.getByText('已登记暂停').waitFor()
    say(true, 'a hospital stay lets services rest')
    await drawer.getByRole('button', { name: '代为投诉' }).click()
    await page.locator('#about').click()
    await page.keyboard.press('Enter')
    await page.locator('.ant-modal textarea').fill('电话里说昨天的汤是凉的')
    await page.locator('.ant-modal').getByRole('button', { name: '代为投诉' }).click()
    await page.getByText(/已受理，编号 C/).waitFor()
    say(true, 'a complaint is filed for a caller')
    await context.close()
  })

  await story('visits given out at once', async () => {
    const care = (await (await fetch(server.url + '/api/v1/demo/logins')).json()).items.find(i => i.login === 'care')
    const { page, context } = await signIn(care.login)
    await open(page, '/orders?day=tomorrow')
    await page.getByRole('button', { name: '一次排完上门服务' }).click()
    const drawer = page.locator('.ant-drawer')
    await drawer.locator('tbody tr').first().waitFor()
    say(/等于对偶值/.test(await drawer.innerText()), 'the plan of visits comes with its proof')
    await check(page, 'the board of visits')
    await drawer.getByRole('button', { name: /确认派出/ }).click()
    await page.getByText(/已派 \d+ 单/).waitFor()
    say(true, 'visits are given out', await page.getByText(/已派 \d+ 单/).innerText())
    await context.close()
    // the carer's phone, tomorrow
    const phone = await browser.newContext({ viewport: { width: 390, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', bypassCSP: true, reducedMotion: 'reduce' })
    await phone.clock.setFixedTime(new Date(Date.now() + 86_400_000))
    const c = await phone.newPage()
    await c.goto(server.url + '/')
    await c.locator('[data-demo="carer"]').click()
    await c.getByRole('button', { name: '到达签到' }).first().waitFor()
    await check(c, "a carer's phone")
    await c.getByRole('button', { name: '到达签到' }).first().click()
    await c.getByRole('button', { name: '完成签退' }).first().click()
    await c.locator('article', { hasText: /到达签到 \d\d:\d\d · 完成签退 \d\d:\d\d/ }).first().waitFor()
    say(true, 'a visit is checked in and out')
    await phone.close()
  })

  await story('two records of one person', async () => {
    const { page, context } = await signIn('data_steward')
    await open(page, '/duplicates?state=open')
    await page.locator('tr.ant-table-row button.plain').first().click()
    await page.getByRole('button', { name: '合并，保留左侧' }).click()
    await page.locator('.ant-popover').getByRole('button', { name: '合并，保留左侧' }).click()
    await page.getByRole('button', { name: '撤销合并' }).waitFor()
    await check(page, 'a pair, merged')
    await page.getByRole('button', { name: '撤销合并' }).click()
    await page.getByRole('button', { name: '不是同一人' }).waitFor()
    say(true, 'two records become one, and two again')
    await context.close()
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
  await server.stop()
}
end()
