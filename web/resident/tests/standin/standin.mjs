// A small stand-in for the server, in memory, for development and the harness:
// the operations under /my after their contract, one household, three services.
const two = n => String(n).padStart(2, '0')
const china = () => new Date(Date.now() + 8 * 3600_000)
export const today = () => china().toISOString().slice(0, 10)
export const addDays = (d, n) => new Date(Date.parse(d) + n * 86400_000).toISOString().slice(0, 10)
const at = (day, clock) => new Date(Date.parse(`${day}T${clock}:00+08:00`)).toISOString()
const problem = (status, code, title, detail) => ({ status, body: { type: 'about:blank', status, code, title, detail, trace: 'standin-0001' } })
const ok = (body, status = 200) => ({ status, body })

const point = { id: 'pt-canteen', name: '同心社区长者饭堂', name_en: 'Tongxin Elder Canteen', address: '同心路 12 号一楼', phone: '0757-81230001', lon: 113.1, lat: 23, distance_m: 320, open_now: true, until: new Date(Date.now() + 3 * 3600_000).toISOString(), step_free: true }
const care = { id: 'pt-care', name: '同心社区日间托管中心', name_en: 'Tongxin Day-care Centre', address: '同心路 20 号', phone: '0757-81230002', distance_m: 850, open_now: false, step_free: true }
const yes = { verdict: 'yes', reasons: [{ verdict: 'yes', zh: '年满 60 岁', en: 'is 60 or older' }] }
const no = { verdict: 'no', reasons: [{ verdict: 'no', zh: '未登记为失能老人', en: 'is not registered as disabled' }] }
const services = [
  { id: 'sv-lunch', name: '长者午餐送餐上门', name_en: 'Lunch delivered', category: 'elder.meal_delivery', mode: 'delivery', unit: '份', price_fen: 1500, answer: yes, points: [point], order_until: '-1d 16:00', cancel_hours: 12, about: '两荤一素一汤，可少盐、软食。', sub: 700 },
  { id: 'sv-canteen', name: '长者饭堂午餐', name_en: 'Canteen lunch', category: 'elder.canteen', mode: 'on_site', unit: '份', price_fen: 1200, answer: yes, points: [point], sub: 400 },
  { id: 'sv-bath', name: '上门助浴', name_en: 'Bathing at home', category: 'elder.bathing', mode: 'home_visit', unit: '次', price_fen: 8000, answer: no, points: [care], order_until: '-1d 12:00', cancel_hours: 24, sub: 0 },
]
const price = (s, n) => ({ unit_fen: s.price_fen, total_fen: s.price_fen * n, resident_fen: (s.price_fen - s.sub) * n, subsidy_fen: s.sub * n, fund_fen: 0, programme: 'p1', why_zh: s.sub ? '80 岁以上，每餐补 7 元' : '', why_en: s.sub ? '80 and over: 7 yuan a meal' : '' })
const card = s => { const { sub, order_until, cancel_hours, about, ...c } = s; return { ...c, price: price(s, 1) } }

export function standIn({ signedIn = false } = {}) {
  let session = signedIn, likes = {}, seq = 0
  const orders = new Map(), series = new Map(), keys = new Map(), waiting = new Map(), ties = new Map(), messages = []
  const log = []
  const full = addDays(today(), 4)
  const people = [
    { id: 'p-self', name: '陈秀英', self: true, age: 82, address: '同心路 8 号 3 栋 502' },
    { id: 'p-husband', name: '李国强', relation: '配偶', self: false, age: 84, address: '同心路 8 号 3 栋 502' },
  ]
  ties.set('t1', { id: 't1', state: 'agreed', mine: true, name: '李国强', relation: 'spouse', what: ['orders', 'messages'] })
  ties.set('t2', { id: 't2', state: 'asked', mine: false, name: '李小梅', relation: 'child', what: ['orders'] })
  messages.push({ id: 'm1', at: at(today(), '08:10'), title: '今天的午餐', text: '11:00–12:30 送到家，请留在家里。', read: false })
  const slot = { key: 'lunch', from: '11:00', to: '12:30' }
  const say = (o, kind, zh, en) => o.story.push({ at: new Date(Date.now() + o.story.length).toISOString(), kind, zh, en })
  function add(ask, ser) {
    const s = services.find(x => x.id === ask.service)
    const id = `00000000-0000-7000-8000-${String(++seq).padStart(12, '0')}`
    const o = { id, number: `${ask.day.slice(5, 7)}${ask.day.slice(8)}-${'KMNPQR'[seq % 6]}${two(seq)}`, region: '440604001001', person: ask.person, name: people.find(p => p.id === ask.person)?.name, service: s.id, service_name: s.name, service_name_en: s.name_en, category: s.category, mode: s.mode,
      point: s.points[0].id, point_name: s.points[0].name, day: ask.day, slot, quantity: ask.quantity || 1, note: ask.note, options: ask.options, price: price(s, ask.quantity || 1), state: 'accepted', due: at(ask.day, '12:30'), code: '4821', placed_by: { how: 'self' }, series: ser, created: new Date().toISOString(), changed: new Date().toISOString(), free_until: at(addDays(ask.day, -1), '23:00'), steps: ['cancel'], version: 1, story: [] }
    say(o, 'orders.placed', '已下单', 'placed')
    say(o, 'orders.accepted', '已接单', 'accepted')
    orders.set(id, o)
    return o
  }
  const taken = (person, day) => [...orders.values()].some(o => o.person === person && o.day === day && o.state !== 'cancelled' && o.mode !== 'home_visit')
  const days = () => Array.from({ length: 14 }, (_, i) => addDays(today(), i)).map(d => ({ day: d, slots: new Date(d + 'T00:00:00Z').getUTCDay() === 0 ? [] : [{ ...slot, free: d === full ? 0 : 24 - (seq % 5), until: at(addDays(d, -1), '16:00'), }] }))
  const quote = a => {
    const s = services.find(x => x.id === a.service)
    const refusals = []
    if (a.day <= today()) refusals.push({ code: 'orders.cut_off', zh: '已过截单时间。', en: 'It is too late.' })
    if (a.day === full) refusals.push({ code: 'orders.full', zh: '这个时段已经订满，可以排队等候。', en: 'This time is full; you can wait for a place.' })
    if (taken(a.person, a.day)) refusals.push({ code: 'orders.twice', zh: '这一餐已经有订单了。', en: 'There is an order for this meal already.' })
    return { can: !refusals.length, refusals, service: s.id, point: s.points[0].id, day: a.day, slot, price: price(s, a.quantity || 1), entitled: s.answer, free: a.day === full ? 0 : 20, waiting: 0, until: at(addDays(a.day, -1), '16:00'), slots: [] }
  }
  const seriesOf = x => ({ ...x })
  add({ person: 'p-self', service: 'sv-lunch', day: addDays(today(), 1), quantity: 1 })
  const old = add({ person: 'p-self', service: 'sv-lunch', day: addDays(today(), -1), quantity: 1 })
  Object.assign(old, { state: 'delivered', steps: ['confirm'] })
  waiting.set('w1', { id: 'w1', person: 'p-self', service: 'sv-lunch', service_name: '长者午餐送餐上门', service_name_en: 'Lunch delivered', day: full, slot, quantity: 1, rank: 1, why_zh: '独居 +2', why_en: 'lives alone +2', state: 'offered', until: new Date(Date.now() + 3 * 3600_000).toISOString() })

  function handle(method, path, query = {}, body = {}, headers = {}) {
    log.push({ method, path, query, body })
    const id = headers['idempotency-key']
    if (id && keys.has(id)) return keys.get(id)
    const r = act(method, path, query, body)
    if (id && r.status < 300) keys.set(id, r)
    return r
  }
  function act(method, path, query, body) {
    const p = path.replace(/^\/api\/v1/, ''), part = p.split('/').slice(1), is = (m, re) => method === m && re.test(p)
    if (is('GET', /^\/session$/)) return ok(session ? { signed_in: true, account: { id: 'a1', name: '陈秀英', kind: 'resident' }, posts: [], permissions: ['orders.mine'], demo: true } : { signed_in: false, posts: [], permissions: [], demo: true })
    if (is('POST', /^\/session\/code$/)) return ok(undefined, 202)
    if (is('POST', /^\/session\/resident$/)) { if (body.code !== '123456') return problem(401, 'account.code_wrong', '验证码不正确或已过期。'); session = true; return { ...ok({ ok: true }), cookie: 'linli_session=t1; Path=/' } }
    if (is('POST', /^\/session\/wechat$/)) { if (!body.phone_code) return problem(401, 'account.wechat_phone', '请点“用微信手机号登录”。'); session = true; return { ...ok({ ok: true }), cookie: 'linli_session=t1; Path=/' } }
    if (is('DELETE', /^\/session$/)) { session = false; return { ...ok({ ok: false }), cookie: 'linli_session=; Path=/; Max-Age=0' } }
    if (is('GET', /^\/demo\/logins$/)) return ok({ items: [{ login: 'resident', name: '陈秀英', role: 'resident', phone: '13800000001' }] })
    if (is('GET', /^\/categories$/)) return ok({ items: [['elder', '养老', 'Elder care'], ['health', '健康', 'Health'], ['children', '儿童青少年', 'Children'], ['home', '家政维修', 'Home and repair'], ['culture', '文体', 'Culture'], ['legal', '法律调解', 'Legal']].map(([key, name_zh, name_en]) => ({ key, name_zh, name_en })) })
    if (is('GET', /^\/service-points$/)) return ok({ items: [{ ...point, id: 'hut1', name: '同心共享小屋', name_en: 'Tongxin Sharing Hut', distance_m: 210, kind: 'hut' }] })
    if (is('GET', /^\/my\/services$/)) return ok({ items: services.filter(s => (!query.category || s.category.startsWith(query.category)) && (!query.q || s.name.includes(query.q) || s.category.includes(query.q) || 'wucan'.startsWith(query.q)) && (!query.entitled || s.answer.verdict === 'yes' || true) && (!query.open_now || s.points[0].open_now)).map(card) })
    if (is('GET', /^\/my\/services\/[^/]+$/)) { const s = services.find(x => x.id === part[2]); return s ? ok({ ...card(s), about: s.about, order_until: s.order_until, cancel_hours: s.cancel_hours, hours: [{ days: [1, 2, 3, 4, 5, 6], from: '11:00', to: '12:30' }] }) : problem(404, 'orders.service', '没有这项服务，或已停办。') }
    if (p.startsWith('/my') && !session) return problem(401, 'access.sign_in', '请先登录。')
    if (is('GET', /^\/my\/people$/)) return ok({ items: people })
    if (is('GET', /^\/my\/settings$/)) return ok(likes)
    if (is('PUT', /^\/my\/settings$/)) { likes = body; return ok(likes) }
    if (is('GET', /^\/my\/home$/)) return ok({ person: people.find(x => x.id === query.person), call: { name: '社区李敏', phone: '0757-81230000' }, orders: [...orders.values()].filter(o => o.person === query.person && o.day >= today() && ['placed', 'accepted', 'assigned', 'on_the_way'].includes(o.state)).sort((a, b) => a.day.localeCompare(b.day)).slice(0, 3), unread: messages.filter(m => !m.read).length, offers: [...waiting.values()].filter(w => w.state === 'offered' && w.person === query.person) })
    if (is('GET', /^\/my\/order-slots$/)) return ok({ items: days() })
    if (is('POST', /^\/my\/orders\/quote$/)) return ok(quote(body))
    if (is('POST', /^\/my\/orders$/)) {
      const q = quote(body)
      if (!q.can && body.wait) { const w = { id: 'w' + ++seq, person: body.person, service: body.service, service_name: services.find(s => s.id === body.service).name, day: body.day, slot, quantity: 1, rank: 2, state: 'waiting' }; waiting.set(w.id, w); return ok(w, 201) }
      if (!q.can) return problem(409, q.refusals[0].code, q.refusals[0].zh)
      if (body.expect_fen !== undefined && body.expect_fen !== q.price.resident_fen) return problem(409, 'orders.price', '价格已变，请确认后再下单。')
      return ok(add(body), 201)
    }
    if (is('GET', /^\/my\/orders$/)) return ok({ items: [...orders.values()].filter(o => (!query.person || o.person === query.person) && (!query.from || o.day >= query.from) && (!query.to || o.day <= query.to) && (!query.series || o.series === query.series)) })
    if (is('GET', /^\/my\/orders\/[^/]+$/)) { const o = orders.get(part[2]); return o ? ok(o) : problem(404, 'orders.none', '找不到这个订单。') }
    if (is('POST', /^\/my\/orders\/[^/]+\/cancel$/)) { const o = orders.get(part[2]); Object.assign(o, { state: 'cancelled', reason: body.reason, steps: [] }); say(o, 'orders.cancelled', '已取消', 'cancelled'); return ok(o) }
    if (is('POST', /^\/my\/orders\/[^/]+\/confirm$/)) { const o = orders.get(part[2]); Object.assign(o, { state: 'confirmed', steps: [] }); say(o, 'orders.confirmed', '已确认', 'confirmed'); return ok(o) }
    if (is('POST', /^\/my\/orders\/[^/]+\/rate$/)) { Object.assign(orders.get(part[2]), { state: 'rated' }); return ok({}, 201) }
    if (is('POST', /^\/my\/orders\/[^/]+\/complain$/)) return ok({ number: 'T1125-01', due: at(addDays(today(), 5), '17:00') }, 201)
    if (is('GET', /^\/my\/series$/)) return ok({ items: [...series.values()].filter(s => !query.person || s.person === query.person).map(seriesOf) })
    if (is('POST', /^\/my\/series$/)) {
      const s = services.find(x => x.id === body.service), sid = `10000000-0000-7000-8000-${String(++seq).padStart(12, '0')}`
      const list = body.rule.dates ?? Array.from({ length: 14 }, (_, i) => addDays(body.rule.from, i)).filter(d => body.rule.weekdays.includes(new Date(d + 'T00:00:00Z').getUTCDay() || 7))
      const tried = []
      for (const d of list) { const q = quote({ ...body, day: d }); tried.push(q.can ? { day: d, order: add({ ...body, day: d }, sid).id } : { day: d, refused: q.refusals[0].code, why_zh: q.refusals[0].zh, why_en: q.refusals[0].en }) }
      const x = { id: sid, person: body.person, service: s.id, service_name: s.name, slot: 'lunch', quantity: body.quantity, rule: { ...body.rule, pauses: [] }, state: 'active', upto: addDays(today(), 14), days: tried, version: 1 }
      series.set(sid, x)
      return ok(x, 201)
    }
    if (is('POST', /^\/my\/series\/copy-week$/)) return ok({ items: [] })
    if (is('GET', /^\/my\/series\/[^/]+$/)) return ok(seriesOf(series.get(part[2])))
    if (is('POST', /^\/my\/series\/[^/]+\/(pause|resume|end)$/)) {
      const x = series.get(part[2]); x.version++
      if (part[3] === 'pause') { x.rule.pauses = [body]; for (const o of orders.values()) if (o.series === x.id && o.day >= body.from && (!body.to || o.day <= body.to)) Object.assign(o, { state: 'cancelled', reason: '固定预约已暂停', steps: [] }) }
      if (part[3] === 'resume') x.rule.pauses = []
      if (part[3] === 'end') x.state = 'ended'
      return ok(x)
    }
    if (is('GET', /^\/my\/waiting$/)) return ok({ items: [...waiting.values()].filter(w => !query.person || w.person === query.person) })
    if (is('POST', /^\/my\/waiting\/[^/]+\/take$/)) { const w = waiting.get(part[2]); w.state = 'taken'; add({ person: w.person, service: w.service, day: w.day, quantity: 1 }); return ok(w) }
    if (is('POST', /^\/my\/waiting\/[^/]+\/leave$/)) { waiting.get(part[2]).state = 'left'; return ok(waiting.get(part[2])) }
    if (is('GET', /^\/my\/family$/)) return ok({ items: [...ties.values()] })
    if (is('POST', /^\/my\/family$/)) { const t = { id: 't' + ++seq, state: 'asked', mine: true, ...body }; ties.set(t.id, t); return ok(t, 201) }
    if (is('POST', /^\/my\/family\/[^/]+\/(agree|refuse|end)$/)) { const t = ties.get(part[2]); t.state = { agree: 'agreed', refuse: 'refused', end: 'ended' }[part[3]]; return ok(t) }
    if (is('GET', /^\/my\/messages$/)) return ok({ items: messages })
    if (is('POST', /^\/my\/messages\/[^/]+\/read$/)) { messages.find(m => m.id === part[2]).read = true; return ok(undefined, 204) }
    if (is('GET', /^\/my\/access-log$/)) return ok({ items: [{ at: at(addDays(today(), -2), '15:20'), by: '李敏', role: '社区工作者', what: '查看联系电话', purpose: '确认送餐地址' }] })
    return problem(404, 'standin.none', '没有这个操作：' + method + ' ' + p)
  }
  return { handle, log, orders, series, reset: () => { session = signedIn } }
}
