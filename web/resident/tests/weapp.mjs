// The built mini-program, played on Node: its size, sign-in, the privacy notice,
// ordering a week, the story, cancelling, care mode. npm run harness
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { standIn } from './standin/standin.mjs'
import { boot, find, seen, tap, text, tick, type } from './wx.mjs'

const root = 'dist/weapp'
if (!existsSync(root + '/app.json')) {
  console.error('harness: dist/weapp is missing; run npm run build:weapp')
  process.exit(1)
}
const faults = []
const say = (ok, what, more = '') => {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}${more ? ' — ' + more : ''}`)
  if (!ok) faults.push(what)
}
const step = async (what, f) => { try { await f() } catch (e) { say(false, what, String(e.message).split('\n')[0]) } }

// Size: WeChat takes 2 MB a package at most.
const app = JSON.parse(readFileSync(root + '/app.json', 'utf8'))
const weigh = dir => readdirSync(dir).reduce((n, f) => {
  const p = path.join(dir, f), s = statSync(p)
  return n + (s.isDirectory() ? weigh(p) : s.size)
}, 0)
const subs = (app.subPackages ?? app.subpackages).map(s => [s.root, weigh(path.join(root, s.root))])
const whole = weigh(root), main = whole - subs.reduce((n, [, b]) => n + b, 0)
const kb = b => `${Math.round(b / 1024)} kB`
say(main < 2 * 1024 * 1024 && subs.every(([, b]) => b < 2 * 1024 * 1024), 'every package is under 2 MB', `main ${kb(main)}, ${subs.map(([r, b]) => `${r} ${kb(b)}`).join(', ')}`)
for (const t of app.tabBar.list) say(existsSync(path.join(root, t.iconPath)) && statSync(path.join(root, t.iconPath)).size < 40 * 1024, `the tab ${t.text} has its icon`)
for (const p of [...app.pages, ...(app.subPackages ?? app.subpackages).flatMap(s => s.pages.map(x => `${s.root}/${x}`))]) if (!existsSync(`${root}/${p}.wxml`)) say(false, 'page is built', p)

await step('without signing in', async () => {
  const s = standIn(), a = boot(root, { request: r => s.handle(r.method, r.path, r.query, r.body, r.headers) })
  await tick(60)
  const home = await a.open('pages/home/index')
  say(seen(home).includes('不登录也能看服务') && seen(home).includes('找服务'), 'home is open to everybody')
  const list = await a.open('sub/order/find/index')
  await tick(100)
  say(seen(list).includes('长者午餐送餐上门'), 'services are listed without signing in')
  await type(list, 'q', 'wucan')
  await tick(500)
  say(s.log.some(r => r.query.q === 'wucan'), 'searching asks the server')
  const sign = await a.open('sub/my/signin/index')
  say(seen(sign).includes('隐私说明') && !seen(sign).includes('验证码'), 'the privacy notice comes before the telephone')
  await tap(sign, '看隐私说明')
  const notice = await a.follow()
  await tap(notice, '不同意，只看公开的')
  const refused = await a.open('sub/my/signin/index')
  say(seen(refused).includes('公开的服务'), 'refusing leaves the public part')
  await tap(refused, '看隐私说明')
  await tap(await a.follow(), '同意')
  const form = await a.open('sub/my/signin/index')
  say(seen(form).includes('用微信手机号登录'), 'WeChat’s number is offered')
  await tap(form, '发验证码')
  say(seen(form).includes('11 位手机号'), 'a missing number is said at the field')
  await type(form, 'phone', '13800000001')
  await tap(form, '发验证码')
  say(a.requests.some(r => r.path === '/api/v1/session/code' && r.body.phone === '13800000001'), 'the code is asked for')
  await type(form, 'code', '000000')
  await tap(form, '登录')
  say(seen(form).includes('验证码不正确'), 'a wrong code is refused in words')
  await type(form, 'code', '123456')
  await tap(form, '登录', 300)
  say(a.storage.get('linli.cookie') === 't1', 'the session is kept')
  await a.open('sub/order/mine/index')
  say(a.requests.filter(r => r.path === '/api/v1/my/orders').every(r => r.headers.cookie === 'linli_session=t1'), 'the session is sent along')
})

await step('a week of lunches', async () => {
  const s = standIn({ signedIn: true })
  const b = boot(root, { request: r => s.handle(r.method, r.path, r.query, r.body, r.headers), kept: { 'linli.settings': { care: true, lang: 'zh', size: 0, privacy: 'agreed', offered: true } } })
  await tick(100)
  const home = await b.open('pages/home/index')
  await tick(150)
  say(seen(home).includes('明天 11:00–12:30') && seen(home).includes('送到家'), 'home says what comes next')
  await tap(home, '订午餐')
  say(b.went().route === 'sub/order/place/index', 'lunch is one tap from home')
  const place = await b.follow()
  await tick(200)
  say(seen(place).includes('第 1 步，共 3 步') && seen(place).includes('陈秀英'), 'step 1 says for whom')
  await tap(place, '下一步')
  await tick(200)
  say(seen(place).includes('第 2 步，共 3 步'), 'step 2', seen(place).slice(0, 120))
  await tap(place, '下一步')
  say(seen(place).includes('请点选日子'), 'no day: it says so')
  await tap(place, '这一周都要')
  await tap(place, '下一步', 300)
  say(seen(place).includes('第 3 步，共 3 步') && /您付¥\d+\.00/.test(seen(place)), 'step 3 shows the price split', /您付¥[\d.]+/.exec(seen(place))?.[0])
  say(seen(place).includes('补贴') && seen(place).includes('80 岁以上'), 'and why')
  await tap(place, '确认预约', 300)
  const sent = b.requests.find(r => r.method === 'POST' && r.path === '/api/v1/my/series')
  say(sent?.status === 201 && sent.body.rule.dates.length >= 4 && !!sent.headers['idempotency-key'], 'the order goes out once, with a key', JSON.stringify(sent?.body.rule.dates))
  const series = await b.follow()
  await tick(200)
  say(seen(series).includes(`共 ${sent.body.rule.dates.length} 次`), 'one page tells the whole story')
  const card = find(series.data.root, n => /(^| )order( |$)/.test(n.cl ?? ''))[0]
  await tap(series, text(card))
  const story = await b.follow()
  await tick(150)
  say(seen(story).includes('取餐码') && seen(story).includes('4821'), 'the story has the code')
  await tap(story, '取消这次预约')
  say(seen(story).includes('前取消不收钱'), 'cancelling asks once and says the rule')
  await tap(story, '取消这次预约', 300)
  say(seen(story).includes('已取消'), 'it is cancelled')
  const again = await b.open('sub/order/series/index', { id: [...s.series.keys()][0] })
  await tick(150)
  await tap(again, '暂停')
  await tap(again, '暂停', 300)
  say([...s.series.values()][0].rule.pauses.length === 1 && seen(again).includes('恢复'), 'the series is paused')
  say(b.requests.filter(r => (r.status ?? 500) >= 400).length === 0, 'no request failed', b.requests.filter(r => r.status >= 400).map(r => r.path + ' ' + r.status).join())
})

await step('care mode', async () => {
  const s = standIn({ signedIn: true }), a = boot(root, { request: r => s.handle(r.method, r.path, r.query, r.body, r.headers) })
  await tick(80)
  const page = await a.open('pages/me/index')
  await tap(page, '关怀版')
  await tick(100)
  say(a.storage.get('linli.settings')?.care === true && seen(page).includes('找社区'), 'care mode is remembered, and help is on the page')
  say(!seen(page).includes('读给我听'), 'reading aloud is hidden where there is no voice')
  const settings = await a.open('sub/my/settings/index')
  await tap(settings, 'English')
  await tick(100)
  say(seen(settings).includes('Text size') && !/[\u4e00-\u9fff]/.test(seen(settings).replaceAll('中文', '').replaceAll('语言', '')), 'English is complete on the settings', seen(settings).slice(0, 60))
})

await step('when the line is down', async () => {
  const a = boot(root, {})
  await tick(80)
  const page = await a.open('sub/order/find/index')
  await tick(200)
  say(seen(page).includes('网络不通') && seen(page).includes('再试一次') && seen(page).includes('12345'), 'it says what happened, what to try and whom to call')
})

console.log(faults.length ? `${faults.length} failed` : 'all passed')
process.exit(faults.length ? 1 : 0)
