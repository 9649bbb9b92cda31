// What residents do, by touching, in a real browser against a real server: sign in
// with a phone code, order a week of lunches in care mode, read the story, cancel
// one, pause the rest. axe looks at every page at 320 and 390 px and in care mode.
//
//   LINLI_BIN=../../bin/linli npm run e2e             starts a demo of its own
//   npm run e2e -- --stand-in                         dist/h5 before the stand-in of tests/standin
//   npm run e2e -- --pictures ../../docs/pictures     also writes resident-*.png
//   npm run e2e -- --only axe                         the pages only
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { arg, chromium as how, freePort, serve, teller } from '../../e2e/server.mjs'

const pictures = arg('pictures'), only = arg('only')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const { say, step, end } = teller()

/** start runs a demo and reads the codes that it prints instead of sending them. */
async function start() {
  if (process.argv.includes('--stand-in')) {
    const port = await freePort(), child = spawn('node', ['tests/standin/serve.mjs', String(port)], { stdio: 'ignore' })
    const url = `http://127.0.0.1:${port}`
    for (let i = 0; i < 50; i++) {
      try { if ((await fetch(url + '/api/v1/session')).ok) break } catch { /* not up yet */ }
      await new Promise(r => setTimeout(r, 100))
    }
    return { url, stop: () => child.kill('SIGTERM'), code: async () => '123456', codes: () => 0 }
  }
  return serve()
}

const server = await start()
const browser = await chromium.launch(how)
const shown = page => page.locator('.page:visible').last()
const main = page => shown(page).locator('main')
const button = (page, name) => shown(page).getByRole('button', { name })
const open = async (page, path) => {
  await page.goto(server.url + '/healthz')
  await page.goto(`${server.url}/app/#/${path}`)
  await main(page).waitFor()
}
const settle = page => page.waitForTimeout(500)
const picture = async (page, name) => {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, name) })
}

/** visit is a phone: its width, and what it remembers. The policy of the server holds, so a blocked script or style is a fault. */
async function visit({ width = 390, settings, cookies } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 780 }, locale: 'zh-CN', reducedMotion: 'reduce', hasTouch: true })
  if (cookies) await context.addCookies(cookies)
  if (settings) await context.addInitScript(s => { if (!localStorage.getItem('linli.settings')) localStorage.setItem('linli.settings', s) }, JSON.stringify({ care: false, lang: 'zh', size: 0, privacy: 'agreed', offered: true, ...settings }))
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', e => say(false, 'no error in the page', e.message.slice(0, 200)))
  page.on('console', m => { if (m.type() === 'error' && /Content Security Policy/.test(m.text())) say(false, 'nothing is against the policy', m.text().slice(0, 200)) })
  return { page, context }
}

async function check(page, name, least) {
  await settle(page)
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
  const bad = violations.filter(v => ['serious', 'critical'].includes(v.impact))
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  const small = await page.evaluate(min => [...document.querySelectorAll('button, a[href], input')].filter(e => e.getClientRects().length).map(e => [e.textContent.slice(0, 12) || e.getAttribute('aria-label'), e.getBoundingClientRect()]).filter(([, r]) => r.height < min - 0.5 || r.width < min - 0.5).map(([t, r]) => `${t} ${Math.round(r.width)}×${Math.round(r.height)}`), least)
  say(!bad.length && wide <= 1 && !small.length, `page: ${name}`, [...bad.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 120)}`), wide > 1 ? `${wide} px too wide` : '', small.length ? 'too small: ' + small.slice(0, 3).join(', ') : ''].filter(Boolean).join('; '))
  const wrong = await main(page).locator('.problem').allInnerTexts()
  say(!wrong.length, `no problem shown: ${name}`, wrong.join(' ').replaceAll('\n', ' ').slice(0, 200))
}

async function signIn(page, phone) {
  const before = server.codes(phone)
  await shown(page).getByLabel('手机号').fill(phone)
  await button(page, '发验证码').click()
  const code = await server.code(phone, before)
  await shown(page).getByRole('textbox', { name: '验证码' }).fill(code)
  await button(page, /^登录$/).click()
}

// A server that does not know residents yet answers 404 where it should ask to sign in.
const ready = (await fetch(server.url + '/api/v1/my/home')).status !== 404
if (!ready) console.log('skipped: this server has no /my/home; only pages that need none of it are looked at')

try {
  const { items } = await (await fetch(server.url + '/api/v1/demo/logins')).json()
  const who = items.find(i => i.role === 'resident' && i.phone)
  if (ready) say(!!who, 'the demo has a resident with a telephone')

  let cookies
  if (ready && only !== 'axe') await step('a week of lunches', async () => {
    // 1. Without signing in; the privacy notice first; care mode from the header.
    const { page, context } = await visit()
    await page.goto(server.url + '/app/')
    await main(page).waitFor()
    await settle(page)
    await check(page, 'home, signed out, first start', 44)
    await button(page, '找服务').first().click()
    await shown(page).locator('.svc').first().waitFor()
    say(true, 'services are open to everybody', `${await shown(page).locator('.svc').count()} listed`)
    await open(page, 'sub/my/signin/index')
    say(await shown(page).getByLabel('手机号').count() === 0, 'no personal field before the privacy notice')
    await button(page, '看隐私说明').click()
    await button(page, '不同意，只看公开的').click()
    await open(page, 'sub/my/signin/index')
    say(/公开/.test(await main(page).innerText()), 'refusing leaves the public part')
    await button(page, '看隐私说明').click()
    await button(page, '同意').first().click()
    await signIn(page, who.phone)
    await page.waitForURL(/home/)
    await settle(page)
    // 2. Care mode: offered to whoever is 60 or older, or two taps away.
    const offer = button(page, '好，换成关怀版')
    if (await offer.waitFor({ timeout: 4000 }).then(() => true, () => false)) {
      say(true, 'care mode is offered at the first start')
      await offer.click()
    } else await shown(page).locator('.mode').click()
    await shown(page).locator('.care .help, .help').first().waitFor()
    say(await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('.page.care')).fontSize)) >= 20, 'body text is 20 px or more in care mode')
    await check(page, 'home in care mode', 60)
    await picture(page, 'resident-home-care.png')
    // 3. What, when, confirm.
    await button(page, '订午餐').click()
    await page.waitForURL(/place/)
    const choice = shown(page).locator('.line')
    await choice.first().waitFor()
    if (await choice.first().getAttribute('aria-pressed') !== 'true') await choice.first().click()
    await check(page, 'ordering 1: what', 60)
    await page.reload()
    await shown(page).locator('.line[aria-pressed=true]').waitFor()
    say(true, 'the choice survives a reload')
    await button(page, '下一步').click()
    await button(page, '这一周都要').click()
    await settle(page)
    const n = await shown(page).locator('.dayb.on').count()
    say(n >= 5, 'a week is chosen in one tap', `${n} days`)
    await check(page, 'ordering 2: when', 60)
    await picture(page, 'resident-when-care.png')
    await button(page, '下一步').click()
    await shown(page).locator('.split').waitFor()
    const rows = await shown(page).locator('.split .pair').allInnerTexts() // the last figure of a row: its reason may have some too
    const fen = label => Math.round(100 * Number(rows.find(r => r.startsWith(label))?.match(/[\d,]+\.\d\d/g)?.pop().replaceAll(',', '') ?? 0))
    const total = fen('总价'), pay = fen('您付'), help = fen('补贴') + fen('基金')
    say(total > 0 && total === pay + help, 'the price adds up to the fen', `${total} = ${pay} + ${help}`)
    await check(page, 'ordering 3: confirm', 60)
    await picture(page, 'resident-confirm-care.png')
    await button(page, '确认预约').click()
    await page.waitForURL(/series/)
    await shown(page).getByText(`共 ${n} 次`).waitFor()
    say(true, 'one page tells the whole story', `${n} lunches`)
    await check(page, 'the series', 60)
    // 4. Cancel one.
    await shown(page).locator('.order').first().click()
    await page.waitForURL(/story/)
    await button(page, '取消这次预约').waitFor()
    await check(page, 'the story of one', 60)
    await picture(page, 'resident-story-care.png')
    await button(page, '取消这次预约').click()
    await button(page, '取消这次预约').click()
    await shown(page).locator('.tag', { hasText: '已取消' }).waitFor()
    say(true, 'one is cancelled after asking once')
    // 5. Pause the rest.
    await button(page, '看这一组的所有预约').click()
    await page.waitForURL(/series/)
    await button(page, /^暂停$/).click()
    await shown(page).locator('.sure').getByRole('button', { name: /^暂停$/ }).click()
    await button(page, '恢复').waitFor()
    say(true, 'the series is paused')
    const left = await page.evaluate(async () => (await (await fetch('/api/v1/my/orders?limit=100')).json()).items.filter(o => ['placed', 'accepted', 'assigned'].includes(o.state)).length)
    say(left < n, 'what was booked for the pause is cancelled', `${left} of ${n} left`)
    cookies = await context.cookies()
    await context.close()
  })

  const pages = !ready ? ['pages/hut/index', 'pages/discuss/index', 'pages/me/index', 'sub/my/signin/index', 'sub/my/privacy/index', 'sub/my/settings/index', 'sub/my/care/index'] : ['pages/home/index', 'pages/hut/index', 'pages/discuss/index', 'pages/me/index', 'sub/order/find/index', 'sub/order/find/index?entitled=1', 'sub/order/place/index?category=elder.meal_delivery', 'sub/order/mine/index', 'sub/order/series/index', 'sub/order/waiting/index',
    'sub/my/privacy/index', 'sub/my/family/index', 'sub/my/invite/index', 'sub/my/messages/index', 'sub/my/settings/index', 'sub/my/looked/index', 'sub/my/who/index', 'sub/my/care/index']
  for (const [name, o, least] of [['320 px', { width: 320, settings: {} }, 44], ['390 px', { width: 390, settings: {} }, 44], ['care mode at 320 px', { width: 320, settings: { care: true } }, 60], ['English', { width: 320, settings: { lang: 'en' } }, 44]]) {
    await step(name, async () => {
      const { page, context } = await visit({ ...o, cookies })
      await page.request.put(server.url + '/api/v1/my/settings', { data: { care: !!o.settings.care, lang: o.settings.lang ?? 'zh' } }).catch(() => undefined)
      for (const p of pages) await step(`${name}: ${p}`, async () => {
        await open(page, p)
        await check(page, `${name}: ${p.replace(/^(pages|sub)\/|\/index/g, '')}`, least)
        if (p === 'pages/home/index') await picture(page, `resident-home-${o.settings.care ? 'care-' : ''}${o.width}${o.settings.lang === 'en' ? '-en' : ''}.png`)
      })
      await context.close()
    })
  }

  if (ready && only !== 'axe') await step('by keyboard', async () => {
    const { page, context } = await visit({ settings: {}, cookies })
    await page.request.put(server.url + '/api/v1/my/settings', { data: { care: false, lang: 'zh' } }).catch(() => undefined)
    await open(page, 'pages/me/index')
    const sw = shown(page).getByRole('switch', { name: '关怀版' })
    await sw.focus()
    await page.keyboard.press('Space')
    await shown(page).locator('.help').waitFor()
    say(await sw.getAttribute('aria-checked') === 'true', 'care mode is switched by keyboard')
    await page.keyboard.press('Space')
    await open(page, 'pages/home/index')
    for (let i = 0; i < 60 && !/^找服务/.test(await page.evaluate(() => document.activeElement?.textContent ?? '')); i++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/find/)
    say(true, 'a tile is reached by Tab and opened by Enter')
    await context.close()
  })
} finally {
  await browser.close()
  await server.stop()
}
end()
