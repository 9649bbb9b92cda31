// A week of lunches, by clicking, on both faces, with the clock moved on between the
// days: an 82-year-old orders in care mode, a clerk and a grid worker order for
// others, somebody walks in; the provider accepts, the round is planned, the courier
// delivers four and gets no answer at the fifth; the protocol is gone through; it is
// rated, settled, paid. The sums agree to the fen with those reckoned here by hand.
//
//   LINLI_BIN=../../bin/linli npm run week                 -- --shots DIR keeps a picture of each step that failed
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { arg, chromium as how, folder, forget, serve, teller } from '../../e2e/server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const { say, step: tell, end } = teller()
let looking // the page of the step, for a picture of what went wrong
const step = (what, f) => tell(what, async () => { try { await f() } catch (e) { const shots = arg('shots'); if (shots) await looking?.screenshot({ path: join(shots, what.replace(/[^a-z0-9]+/gi, '-') + '.png') }).catch(() => undefined); throw e } })
const browser = await chromium.launch(how)
const data = folder()
let server, now
const at = async moment => {
  await server?.stop()
  now = moment
  server = await serve({ data, args: ['--no-weeks', '--now', moment] })
}

/** visit opens a window whose clock says what the server's does. */
async function visit({ width = 1280, phone = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 820 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', bypassCSP: true, reducedMotion: 'reduce', hasTouch: phone, permissions: [] })
  await context.clock.setFixedTime(new Date(now))
  if (phone) await context.addInitScript(() => { if (!localStorage.getItem('linli.settings')) localStorage.setItem('linli.settings', JSON.stringify({ care: false, lang: 'zh', size: 0, privacy: 'agreed', offered: true })) })
  const page = looking = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', e => say(false, 'no error in the page', e.message.slice(0, 200)))
  return { page, context, close: () => context.close() }
}
async function staff(login, o = {}) {
  const v = await visit(o)
  await v.page.goto(server.url + '/')
  await v.page.locator(`[data-demo="${login}"]`).click()
  await v.page.locator('.ant-layout-sider, .phone').first().waitFor()
  return v
}
async function resident(phone) {
  const v = await visit({ width: 390, phone: true })
  await v.page.goto(server.url + '/app/#/sub/my/signin/index')
  await shown(v.page).getByLabel('手机号').fill(phone)
  const before = server.codes(phone)
  await shown(v.page).getByRole('button', { name: '发验证码' }).click()
  await shown(v.page).getByRole('textbox', { name: '验证码' }).fill(await server.code(phone, before))
  await shown(v.page).getByRole('button', { name: /^登录$/ }).click()
  await v.page.waitForURL(/home/)
  await shown(v.page).locator('.tile, .help, .mode').first().waitFor()
  await v.page.waitForTimeout(600) // what the server remembers of her settings
  if (!(await v.page.locator('.page.care:visible').count())) {
    const offer = shown(v.page).getByRole('button', { name: '好，换成关怀版' })
    await (await offer.count() ? offer : shown(v.page).locator('.mode')).first().click()
    await v.page.locator('.page.care:visible').first().waitFor()
  }
  return v
}
const shown = page => page.locator('.page:visible').last()
const api = async (page, path, method = 'GET', body, header = {}) => page.evaluate(async ([p, m, b, h]) => {
  const r = await fetch('/api/v1' + p, { method: m, headers: { 'content-type': 'application/json', ...h }, body: b ? JSON.stringify(b) : undefined })
  const t = await r.text()
  return { status: r.status, ...(t ? JSON.parse(t) : {}) }
}, [path, method, body, header])
async function check(page, name) {
  await page.waitForTimeout(500)
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
  const bad = violations.filter(v => ['serious', 'critical'].includes(v.impact))
  say(!bad.length, `axe: ${name}`, bad.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`).join('; '))
}

/** byHand is who pays what of one lunch, reckoned from the words of the demo's programmes: the published 8, 5 and 2 yuan, 3 yuan kept, and 1 yuan of the fund for whoever is 70 and lives alone and has it brought. */
function byHand({ price, age, alone, hardship, brought }) {
  const subsidy = Math.min(hardship ? 800 : age >= 80 ? 500 : age >= 60 ? 200 : 0, price - 300)
  const fund = brought && alone && age >= 70 ? 100 : 0
  return { total: price, subsidy, fund, resident: price - subsidy - fund }
}
const day = '2026-11-24' // a Tuesday
const guests = [] // {id, name, order, split}
let lan, walkIn

try {
  await at('2026-11-23T09:00+08:00')
  const { items: logins } = await (await fetch(server.url + '/api/v1/demo/logins')).json()
  const elder = logins.find(l => l.phone === '16600000001')

  await step('Monday: an 82-year-old orders the week in care mode', async () => {
    const { page, close } = await resident(elder.phone)
    await shown(page).getByRole('button', { name: '订午餐' }).click()
    await page.waitForURL(/place/)
    const choice = shown(page).locator('.line').first()
    await choice.waitFor()
    if (await choice.getAttribute('aria-pressed') !== 'true') await choice.click()
    await shown(page).getByRole('button', { name: '下一步' }).click()
    await shown(page).getByRole('button', { name: '这一周都要' }).click()
    const n = await shown(page).locator('.dayb.on').count()
    await shown(page).getByRole('button', { name: '下一步' }).click()
    await shown(page).locator('.split').waitFor()
    await shown(page).getByRole('button', { name: '确认预约' }).click()
    await page.waitForURL(/series/)
    await shown(page).getByText(`共 ${n} 次`).waitFor()
    const mine = (await api(page, '/my/orders?limit=100')).items
    lan = mine.find(o => o.day === day)
    const want = byHand({ price: 1800, age: 82, alone: true, brought: true })
    say(mine.length === n && mine.every(o => o.price.resident_fen === want.resident && o.price.subsidy_fen === want.subsidy && o.price.fund_fen === want.fund), 'each lunch is priced as by hand', `${n} × ${JSON.stringify(want)}`)
    guests.push({ id: lan.person, name: elder.name, order: lan.id, code: lan.code, split: want })
    await close()
  })

  await step('a clerk orders for a caller, by keyboard', async () => {
    const { page, close } = await staff('street')
    await page.goto(server.url + '/orders/new')
    const began = Date.now()
    await page.locator('#person').click()
    await page.keyboard.type('冯桂芳')
    await page.locator('.ant-select-item-option', { hasText: '冯桂芳' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#service').click()
    await page.keyboard.type('送餐')
    await page.keyboard.press('Enter')
    await page.locator('#day').click()
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '11月24日' }).click()
    await page.getByRole('button', { name: /^下单 · / }).waitFor()
    await page.locator('#note').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: '已下单' }).waitFor()
    say(Date.now() - began < 30_000, 'it takes less than thirty seconds', `${((Date.now() - began) / 1000).toFixed(1)} s`)
    const o = (await api(page, `/orders?day=${day}&limit=50`)).items.find(x => x.name === '冯桂芳' || x.placed_by.how === 'caller')
    guests.push({ id: o.person, name: '冯桂芳', order: o.id, split: byHand({ price: 1800, age: 87, alone: true, brought: true }) })
    // the others who call, and one at the door: whoever of the street may have meals brought
    const people = (await api(page, '/people?attribute=lives_alone&age_from=70&limit=100')).items
    const known = new Set(['冯桂芳', '邝婉珍', '陈桂英'])
    const chen = (await api(page, '/people?q=' + encodeURIComponent('陈桂英') + '&limit=5')).items.find(p => p.birth?.startsWith('1938'))
    for (const p of [chen, ...people.filter(p => !known.has(p.name))]) {
      if (guests.length === 5) break
      const x = await api(page, '/orders', 'POST', { person: p.id, service: lan.service, point: lan.point, day, slot: 'lunch', how: guests.length === 2 ? 'door' : 'caller', consent: '当面口头同意' }, { 'idempotency-key': p.id })
      if (x.status !== 201) continue
      const full = await api(page, '/people/' + p.id)
      const has = k => (full.attributes ?? []).some(a => a.key === k)
      const level = Number((full.attributes ?? []).find(a => a.key === 'ability_level')?.level ?? 0)
      const age = 2026 - Number(full.birth.slice(0, 4)) - (full.birth.slice(5) > day.slice(5) ? 1 : 0)
      guests.push({ id: p.id, name: p.name, order: x.id, split: byHand({ price: 1800, age, alone: has('lives_alone'), hardship: has('minimum_allowance') || has('low_income') || level >= 3, brought: true }) })
    }
    say(guests.length === 5, 'five lunches are ordered for Tuesday', guests.map(g => g.name).join('、'))
    for (const g of guests) {
      const x = await api(page, '/orders/' + g.order)
      const p = x.price
      say(p.total_fen === g.split.total && p.subsidy_fen === g.split.subsidy && p.fund_fen === g.split.fund && p.resident_fen === g.split.resident, 'the price is that by hand', `${p.resident_fen} + ${p.subsidy_fen} + ${p.fund_fen}, by hand ${JSON.stringify(g.split)}`)
    }
    await close()
  })

  await step('the provider accepts and plans the round', async () => {
    const { page, close } = await staff('provider')
    await page.goto(server.url + '/orders?day=any&state=placed')
    await page.locator('tr.ant-table-row').nth(4).waitFor()
    await page.locator('thead .ant-checkbox-input').click()
    await page.getByRole('button', { name: /接下所选/ }).click()
    await page.getByText(/已接 \d+ 单/).waitFor()
    await page.goto(server.url + `/delivery?day=${day}`)
    await page.getByRole('button', { name: '规划路线' }).click()
    await check(page, 'planning rounds')
    await page.locator('.ant-drawer .ant-checkbox-wrapper', { hasText: '梁伟强' }).click() // one courier is enough
    await page.getByRole('button', { name: '开始规划' }).click()
    await page.locator('.roundcard').waitFor()
    say(await page.locator('.roundcard').count() === 1 && await page.locator('.roundcard .stops li').count() === 5, 'one round with five doors')
    await check(page, 'kitchen and rounds')
    await page.getByRole('button', { name: '路线单' }).click()
    await page.locator('.paper tr').nth(4).waitFor()
    say((await page.locator('.paper').innerText()).includes('冯桂芳'), 'the route sheet is there on paper')
    await check(page, 'route sheet')
    await close()
  })

  await at('2026-11-24T10:40+08:00')
  // What the elders say at the door: their codes, which staff never see.
  await step('codes are with the elders', async () => {
    for (const [phone, name] of [['16600000001', '邝婉珍'], ['16600000009', '冯桂芳']]) {
      const { page, close } = await resident(phone)
      const g = guests.find(x => x.name === name)
      g.code = (await api(page, '/my/orders?limit=20&person=' + g.id)).items.find(o => o.id === g.order).code
      await close()
    }
    say(guests.slice(0, 2).every(g => /^\d{4}$/.test(g.code)), 'the person sees four digits')
  })

  const shut = () => guests[4]
  await step('Tuesday: the courier delivers four and gets no answer at the fifth', async () => {
    const { page, close } = await staff('courier', { width: 390 })
    await page.getByRole('button', { name: '出发' }).waitFor()
    await page.getByLabel('饭菜中心温度（℃）').fill('72')
    await check(page, 'the courier sets out')
    await page.getByRole('button', { name: '出发' }).click()
    await page.locator('.door .who').waitFor()
    await check(page, 'a door')
    let photo = 0
    for (let i = 0; i < 5; i++) {
      const name = (await page.locator('.door .who').innerText()).trim()
      const g = guests.find(x => name.startsWith(x.name))
      if (g === shut()) {
        await page.getByRole('button', { name: '没人应门' }).click()
        await page.locator('.ant-drawer').getByRole('button', { name: '没有接通' }).first().waitFor()
        await check(page, 'nobody opens')
        await page.locator('.ant-drawer').getByRole('button', { name: '没有接通' }).first().click()
        await page.locator('.ant-drawer tr.on', { hasText: '找邻居' }).waitFor()
        await page.locator('.ant-drawer tr.on').getByRole('button', { name: '没有这个人' }).click()
        await page.locator('.ant-drawer tr.on', { hasText: '联系家人' }).waitFor()
        await page.locator('.ant-drawer-close').click()
      } else if (g.code) {
        await page.getByLabel('请居民说出四位取餐码').fill(g.code)
        await page.getByRole('button', { name: '核对并送达' }).click()
      } else if (photo++ === 0) {
        const chooser = page.waitForEvent('filechooser')
        await page.getByRole('button', { name: '拍照送达' }).click()
        await (await chooser).setFiles({ name: 'door.png', mimeType: 'image/png', buffer: await page.screenshot() })
      } else {
        await page.getByRole('button', { name: '签名送达' }).click()
        const pad = await page.locator('canvas').boundingBox()
        await page.mouse.move(pad.x + 30, pad.y + 60)
        await page.mouse.down()
        await page.mouse.move(pad.x + 160, pad.y + 120, { steps: 8 })
        await page.mouse.up()
        await page.getByRole('button', { name: '用此签名送达' }).click()
      }
      if (i < 4) await page.locator('.door .who', { hasNotText: g.name }).waitFor()
    }
    await page.getByText('全部有结果，可以返回').waitFor()
    const round = (await api(page, `/delivery/rounds?day=${day}`)).items[0]
    const came = round.stops.map(s => s.outcome).sort().join()
    say(came === 'delivered,delivered,delivered,delivered,shut', 'four are delivered, one is shut', round.stops.map(s => `${s.outcome} ${s.shown.proof ?? ''}`).join('; '))
    say(['code', 'code', 'photo', 'signature'].every((k, i) => round.stops.map(s => s.shown.proof).filter(Boolean).sort()[i] === k), 'with code, photo and signature')
    await page.getByRole('button', { name: '返回交接' }).click()
    await page.getByText('这趟已交接，辛苦了。').waitFor()
    say(true, 'bags are counted in')
    await close()
  })

  await step('the grid worker finds out', async () => {
    const v = await staff('street')
    await v.page.goto(server.url + '/doors')
    await v.page.locator('tr.ant-table-row button.plain').first().click()
    const drawer = v.page.locator('.ant-drawer')
    await drawer.locator('tr.on', { hasText: '联系家人' }).waitFor()
    await drawer.locator('tr.on').getByRole('button', { name: '没有这个人' }).click()
    await drawer.locator('tr.on', { hasText: '网格员上门' }).waitFor()
    await check(v.page, 'a shut door')
    await drawer.getByLabel('情况').fill('网格员上门：在邻居家打牌，平安')
    await drawer.getByText('平安，不在家').click()
    await drawer.getByRole('button', { name: '结束处置' }).click()
    await drawer.locator('.tag', { hasText: '平安，不在家' }).first().waitFor()
    say(await drawer.locator('.timeline li').count() === 5, 'every step is in the log')
    const o = await api(v.page, '/orders/' + shut().order)
    say(o.state === 'no_show', 'the order is closed as not there', o.state)
    await v.close()
  })

  await step('somebody walks in at noon', async () => {
    await at('2026-11-24T11:30+08:00')
    const { page, close } = await staff('provider')
    await page.goto(server.url + '/counter?point=' + lan.point)
    await page.getByLabel('取餐码 / 单号 / 姓名 / 电话 / 证件号').fill('罗桂香')
    await page.getByRole('button', { name: '现场用餐' }).waitFor()
    await check(page, 'the counter')
    await page.getByRole('button', { name: '现场用餐' }).click()
    await page.getByText('罗桂香：已取餐').waitFor()
    const o = (await api(page, `/orders?day=${day}&limit=50&state=delivered`)).items.find(x => x.placed_by.how === 'counter')
    walkIn = byHand({ price: 1500, age: 83, alone: false, brought: false })
    say(o.price.resident_fen === walkIn.resident && o.price.subsidy_fen === walkIn.subsidy && o.state === 'delivered', 'the walk-in is priced as by hand', JSON.stringify(walkIn))
    await close()
  })

  await step('it is rated', async () => {
    const { page, close } = await resident(elder.phone)
    await page.goto(server.url + '/healthz')
    await page.goto(`${server.url}/app/#/sub/order/rate/index?id=${lan.id}`)
    await shown(page).locator('.grade').first().click()
    await shown(page).getByRole('button', { name: '提交' }).click()
    for (let i = 0; i < 40 && (await api(page, '/my/orders/' + lan.id)).state !== 'rated'; i++) await page.waitForTimeout(100)
    say((await api(page, '/my/orders/' + lan.id)).state === 'rated', 'five stars from care mode')
    await close()
  })

  await at('2026-12-01T09:00+08:00')
  await step('December: settled and paid, to the fen', async () => {
    const street = await staff('street')
    await street.page.goto(server.url + '/settlement')
    await street.page.getByRole('button', { name: '编制结算单' }).click()
    await street.page.locator('tr.ant-table-row').first().waitFor()
    const came = [...guests.filter(g => g !== shut()).map(g => g.split), walkIn]
    const sum = k => came.reduce((s, x) => s + x[k], 0)
    const [x] = (await api(street.page, '/statements')).items
    say(x.sums.total_fen === sum('total') && x.sums.resident_fen === sum('resident') && x.sums.subsidy_fen === sum('subsidy') && x.sums.fund_fen === sum('fund') && x.payable_fen === sum('subsidy') + sum('fund'), 'the statement is the sum by hand', `${x.sums.quantity} portions, ${x.sums.resident_fen} + ${x.sums.subsidy_fen} + ${x.sums.fund_fen} = ${x.sums.total_fen}`)
    await street.page.locator('tr.ant-table-row button.plain').first().click()
    const own = street.page.locator('.ant-drawer')
    await own.getByRole('button', { name: '审批' }).click()
    await own.locator('.ant-alert-error').waitFor()
    say(true, 'whoever drew it up does not approve it', await own.locator('.ant-alert-error').innerText().then(t => t.split('\n')[0]))
    await street.close()
    const planner = await staff('planner')
    await planner.page.goto(server.url + '/settlement')
    await planner.page.locator('tr.ant-table-row button.plain').first().click()
    const drawer = planner.page.locator('.ant-drawer')
    await drawer.getByRole('button', { name: '审批' }).click()
    await drawer.getByRole('button', { name: '登记已付款' }).waitFor()
    await check(planner.page, 'a statement')
    await drawer.getByRole('button', { name: '登记已付款' }).click()
    await planner.page.locator('.ant-popover').getByRole('button', { name: /确定|OK/ }).click()
    await drawer.locator('.tag', { hasText: '已付款' }).waitFor()
    await planner.page.goto(server.url + '/settlement?tab=balances')
    await planner.page.locator('table.figs tbody tr').first().waitFor()
    const balances = (await api(planner.page, '/books/balances')).items
    const bank = balances.find(b => b.account === 'assets:bank')?.fen, owed = balances.find(b => b.account.startsWith('liabilities:provider:'))?.fen
    say(bank === -x.payable_fen && owed === 0 && balances.reduce((s, b) => s + b.fen, 0) === 0, 'the bank paid what was owed, and the books balance', JSON.stringify(balances.map(b => [b.account.split(':').slice(0, 2).join(':'), b.fen])))
    await check(planner.page, 'balances')
    for (let i = 0; i < 60; i++) {
      if ((await api(planner.page, '/orders/' + lan.id)).state === 'settled') break
      await planner.page.waitForTimeout(250)
    }
    await planner.close()
    const { page, close } = await resident(elder.phone)
    say((await api(page, '/my/orders/' + lan.id)).state === 'settled', 'her lunch is settled')
    await close()
    await server.stop()
    const file = join(data, 'week.journal')
    execFileSync(process.env.LINLI_BIN, ['export', 'journal', '--data', data, '--out', file])
    try {
      execFileSync('hledger', ['-f', file, 'check'])
      say(true, 'hledger accepts the journal')
    } catch (e) {
      if (e.code === 'ENOENT') console.log('skipped: hledger is not installed')
      else say(false, 'hledger accepts the journal', String(e.stderr ?? e.message).slice(0, 200))
    }
  })
} finally {
  await browser.close()
  await server?.stop().catch(() => undefined)
  forget(data)
}
end()
