// Runs a mini-program built for WeChat on Node: a small fake wx, no DevTools. What
// setData would draw is read back as text, and taps are fired at its nodes.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'

export const tick = (ms = 60) => new Promise(r => setTimeout(r, ms))

/** boot loads the app; request answers wx.request: { method, path, query, body, headers } → { status, body, cookie }; kept is what the phone remembers. */
export function boot(root, { request, kept = {} } = {}) {
  const storage = new Map(Object.entries(kept)), calls = [], requests = []
  const info = { SDKVersion: '3.8.0', platform: 'ios', system: 'iOS 17', windowWidth: 375, windowHeight: 667, screenWidth: 375, screenHeight: 667, pixelRatio: 2, fontSizeScaleFactor: 1, fontSizeSetting: 17 }
  const known = {
    getStorageSync: k => storage.get(k) ?? '', setStorageSync: (k, v) => { storage.set(k, v) }, removeStorageSync: k => { storage.delete(k) }, getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    canIUse: () => true, getSystemInfoSync: () => info, getAppBaseInfo: () => info, getWindowInfo: () => info, getDeviceInfo: () => info, nextTick: f => setTimeout(f, 0),
    login: o => { o?.success?.({ code: 'wx-login-code' }); o?.complete?.({}) },
    request: o => {
      const u = new URL(o.url)
      const r = request?.({ method: o.method ?? 'GET', path: u.pathname, query: Object.fromEntries(u.searchParams), body: o.data ? JSON.parse(o.data) : {}, headers: o.header ?? {} })
      requests.push({ method: o.method ?? 'GET', path: u.pathname, body: o.data ? JSON.parse(o.data) : undefined, headers: o.header, status: r?.status })
      setTimeout(() => {
        if (!r) o.fail?.({ errMsg: 'request:fail' })
        else o.success?.({ statusCode: r.status, header: { 'Content-Type': 'application/json', ...(r.cookie ? { 'Set-Cookie': r.cookie } : {}) }, cookies: r.cookie ? [r.cookie] : [], data: r.body === undefined ? '' : JSON.stringify(r.body) })
        o.complete?.({})
      }, 1)
      return { abort() {}, onHeadersReceived() {}, offHeadersReceived() {} }
    },
  }
  // Taro takes over the names that wx has.
  const wx = { ...known }
  for (const k of ['setNavigationBarTitle', 'navigateTo', 'redirectTo', 'switchTab', 'navigateBack', 'reLaunch', 'showToast', 'makePhoneCall', 'setTabBarItem', 'getLocation']) {
    wx[k] = o => {
      calls.push([k, o])
      o?.success?.({})
      o?.complete?.({})
    }
  }
  const apps = [], defs = {}, stack = [], cache = {}
  let loading
  const context = vm.createContext({ wx, console, setTimeout, clearTimeout, setInterval, clearInterval, Promise, App: o => apps.push(o), Page: o => { defs[loading] = o }, Component: o => { defs[loading] = { ...o, ...o.methods } }, Behavior: o => o, getApp: () => apps[0], getCurrentPages: () => stack, requirePlugin: () => ({}) })
  context.global = {}
  const load = file => {
    let f = path.resolve(file)
    if (!f.endsWith('.js')) f += '.js'
    if (cache[f]) return cache[f].exports
    const m = cache[f] = { exports: {} }
    vm.runInContext(`(function(require,module,exports){${readFileSync(f, 'utf8')}\n})`, context, { filename: f })(p => load(path.resolve(path.dirname(f), p)), m, m.exports)
    return m.exports
  }
  load(path.join(root, 'app.js'))
  apps[0].onLaunch?.call(apps[0], { path: 'pages/home/index', query: {} })
  const open = async (route, query = {}) => {
    loading = route
    if (!defs[route]) load(path.join(root, route))
    const def = defs[route], page = Object.create(def)
    page.data = JSON.parse(JSON.stringify(def.data || {}))
    page.route = page.__route__ = route
    page.setData = (d, done) => {
      for (const [k, v] of Object.entries(d)) put(page.data, k, v)
      setTimeout(() => done?.call(page), 0)
    }
    page.selectComponent = () => null
    page.createSelectorQuery = () => ({})
    stack.push(page)
    page.onLoad?.(query)
    page.onShow?.()
    page.onReady?.()
    await tick(120)
    return page
  }
  /** went is the last page gone to, with its query; follow opens it. */
  const went = () => {
    const c = calls.filter(([k]) => ['navigateTo', 'redirectTo', 'switchTab', 'navigateBack'].includes(k)).pop()
    if (!c || c[0] === 'navigateBack') return { how: c?.[0], route: '', query: {} }
    const [p, q = ''] = c[1].url.split('?')
    return { how: c[0], route: p.replace(/^\//, ''), query: Object.fromEntries(q.split('&').filter(Boolean).map(x => x.split('=').map(decodeURIComponent))) }
  }
  return { wx, calls, requests, storage, stack, open, went, follow: () => { const w = went(); return open(w.route, w.query) } }
}

function put(o, k, v) {
  const parts = k.replace(/\.?\[(\d+)\]/g, '.$1').split('.')
  const last = parts.pop()
  for (const p of parts) o = o[p] ??= {}
  o[last] = v
}

// Taro's short names in the data: cn children, v text, sid id, cl class.
export const text = n => !n ? '' : (n.v ?? '') + (n.cn || []).map(text).join('')
export const find = (n, f) => !n ? [] : [...(n.cn || []).flatMap(c => find(c, f)), ...(f(n) ? [n] : [])]
export const seen = page => text(page.data.root)

const fire = (page, node, type, detail = {}) => page.eh({ type, target: { id: node.sid, dataset: { sid: node.sid } }, currentTarget: { id: node.sid, dataset: { sid: node.sid } }, detail, timeStamp: Date.now(), mpEvent: { detail } })
/** tap fires at the button whose words hold what is given. */
export async function tap(page, words, ms = 150) {
  const all = find(page.data.root, n => n.sid && /(^| )b( |$)/.test(n.cl ?? '') && text(n).includes(words))
  const node = all.find(n => text(n) === words) ?? all[0]
  if (!node) throw new Error(`no button says “${words}”; the page says: ${seen(page).slice(0, 400)}`)
  fire(page, node, 'tap')
  await tick(ms)
}
/** type puts text into the input of an id. */
export async function type(page, id, value) {
  const node = find(page.data.root, n => n.uid === id || n.id === id).find(n => n.sid)
  if (!node) throw new Error(`no input has the id ${id}`)
  fire(page, node, 'input', { value })
  await tick(60)
}
export { fire }
