import { useEffect, useRef, useState } from 'react'
import { Alert, App, Button, Input, Select, Tabs, type InputRef } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { count, money } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { Empty, Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { language, words } from '../kit/words'
import { howWord, serviceName, slotWord, states, type Order } from '../orders/words'
import { holds, useSession } from '../session/session'

const w = words({
  title: ['柜台', 'Counter'], lead: ['取餐码、单号、姓名、电话或身份证号都可以查；没有预约也能现场用餐。', 'Find by code, number, name, phone or card number; guests without a booking are served too.'],
  point: ['服务点', 'Service point'], find: ['取餐码 / 单号 / 姓名 / 电话 / 证件号', 'Code, number, name, phone or card'], meals: ['用餐', 'Meals'], care: ['日间托管', 'Day care'],
  serve: ['取餐', 'Hand over'], walkIn: ['现场用餐', 'Serve now'], people: ['没有预约的居民', 'Residents without a booking'], guestService: ['现场服务', 'Service'], today: ['今天的订单', 'Orders of today'], found: (n: number) => [`找到 ${n} 单`, `${n} found`],
  served: (name: string, pay: string) => [`${name}：已取餐，自付 ${pay}`, `${name}: served, pays ${pay}`], none: ['今天还没有订单', 'No orders today'], noneNext: ['输入姓名可以为没有预约的居民现场用餐。', 'Type a name to serve somebody without a booking.'], nothing: ['没有找到', 'Nothing found'], nothingNext: ['核对一下取餐码，或换姓名、电话再查。', 'Check the code, or try a name or phone.'],
  years: (n: number) => [`${n} 岁`, `${n} years`], arrived: ['到托', 'Arrived'], left: ['离托', 'Left'], absent: ['缺席', 'Absent'], noGuests: ['今天没有托管预约', 'Nobody is expected today'], pays: ['自付', 'Pays'], noPoint: ['没有可用的服务点', 'No service point'], done: (n: number, of: number) => [`已取 ${n} / ${of}`, `${n} of ${of} served`], choose: ['先选现场服务', 'Choose the service first'],
})

interface Desk { point: string; day: string; orders: Order[]; people: { id: string; name: string; age: number; home?: string }[] }
interface Point { id: string; name: string; region: string; organisation: string }
interface Service { id: string; name: string; name_en?: string; mode: string; points?: string[]; category: string }

/** Counter is the desk of a point: who comes for a meal or a day, with or without a booking. */
export default function Counter() {
  const url = useUrl()
  const session = useSession().data
  const post = session?.posts?.find(x => x.org)
  const services = useApi<List<Service>>('/services', { state: 'published', organisation: post?.org, limit: 200 }, { scoped: true })
  const points = useApi<List<Point>>('/service-points', { organisation: post?.org, limit: 200 }, { scoped: true })
  const here = (points.data?.items ?? []).filter(p => holds(session, p.region) && (services.data?.items ?? []).some(s => (s.mode === 'on_site' || s.mode === 'day_care') && s.points?.includes(p.id)))
  const point = url.get('point') || here[0]?.id || ''
  const offered = (services.data?.items ?? []).filter(s => s.points?.includes(point))
  const modes = [offered.some(s => s.mode === 'on_site') && { key: 'meals', label: w.meals, children: <Meals key={point} point={point} services={offered.filter(s => s.mode === 'on_site')} /> }, offered.some(s => s.mode === 'day_care') && { key: 'care', label: w.care, children: <Attendance key={point} point={point} /> }].filter(x => !!x)
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<Live kinds="orders." again={['/counter', '/attendance']} />} />
      <Shown of={points}>{() => !here.length ? <div className="panel"><Empty title={w.noPoint} /></div> : (
        <>
          <div className="panel filterbar" style={{ marginBottom: 16 }}><label>{w.point}<Select style={{ width: 280 }} value={point} aria-label={w.point} onChange={v => url.set({ point: v })} options={here.map(p => ({ value: p.id, label: p.name }))} showSearch={{ optionFilterProp: 'label' }} /></label></div>
          <Tabs items={modes} activeKey={url.get('tab') || modes[0]?.key} onChange={tab => url.set({ tab })} destroyOnHidden />
        </>
      )}</Shown>
    </div>
  )
}

function Meals({ point, services }: { point: string; services: Service[] }) {
  const { message } = App.useApp()
  const box = useRef<InputRef>(null)
  const [typed, setTyped] = useState('')
  const [look, setLook] = useState('')
  const [service, setService] = useState(services[0]?.id)
  useEffect(() => { const t = setTimeout(() => setLook(typed.trim()), 250); return () => clearTimeout(t) }, [typed])
  const desk = useApi<Desk>(`/counter/${point}/today`, { look: look || undefined })
  const serve = useDo((body: Record<string, unknown>) => send<Order>('post', `/counter/${point}/serve`, { body, key: crypto.randomUUID() }), ['/counter', '/orders'], o => {
    void message.success(w.served(o.name ?? o.number, money(o.price.resident_fen)), 5)
    setTyped('')
    box.current?.focus()
  })
  const name = (s: Service) => (language() === 'en' && s.name_en ? s.name_en : s.name)
  return (
    <div className="stack">
      <Input ref={box} size="large" allowClear value={typed} onChange={e => setTyped(e.target.value)} placeholder={w.find} aria-label={w.find} autoFocus style={{ maxWidth: 560, height: 56, fontSize: 20 }}
        onPressEnter={() => { const one = desk.data?.orders.filter(o => !['delivered', 'confirmed', 'rated', 'settled'].includes(o.state)); if (look === typed.trim() && look && one?.length === 1) serve.mutate({ order: one[0].id }) }} />
      {serve.isError && <Alert type="error" showIcon title={serve.error.message} description={<Problems error={serve.error} />} />}
      <Shown of={desk}>{d => (
        <>
          <section className="panel" aria-label={w.today}>
            <header><h2>{look ? w.found(d.orders.length) : w.today}</h2>{!look && <span className="muted">{w.done(d.orders.filter(o => o.state === 'delivered').length, d.orders.length)}</span>}</header>
            {d.orders.length === 0 ? <Empty title={look ? w.nothing : w.none} next={look ? w.nothingNext : w.noneNext} /> : (
              <table className="figs"><tbody>
                {d.orders.slice(0, 100).map(o => (
                  <tr key={o.id}>
                    <td style={{ fontSize: 18 }}><b>{o.name || '—'}</b> <span className="mono small muted">{o.number}</span></td><td>{serviceName(o)}{o.quantity > 1 ? ` × ${count(o.quantity)}` : ''} <span className="muted">{slotWord(o)}</span>{(o.options ?? []).map(x => <Tag key={x} tone="amber">{howWord(x)}</Tag>)}</td><td className="num">{w.pays} <b>{money(o.price.resident_fen)}</b></td><td><StateTag state={o.state} table={states()} /></td>
                    <td className="num">{['placed', 'accepted', 'in_service'].includes(o.state) && <Button type="primary" size="large" loading={serve.isPending && serve.variables?.order === o.id} onClick={() => serve.mutate({ order: o.id })}>{w.serve}</Button>}</td>
                  </tr>
                ))}
              </tbody></table>
            )}
          </section>
          {d.people.length > 0 && (
            <section className="panel" aria-label={w.people}>
              <header className="wrap"><h2>{w.people}</h2><span className="grow" /><label className="row">{w.guestService}<Select style={{ minWidth: 220 }} value={service} aria-label={w.guestService} onChange={setService} options={services.map(s => ({ value: s.id, label: name(s) }))} /></label></header>
              <table className="figs"><tbody>
                {d.people.map(p => <tr key={p.id}><td style={{ fontSize: 18 }}><b>{p.name}</b></td><td>{w.years(p.age)} {p.home}</td><td className="num"><Button size="large" disabled={!service} title={service ? '' : w.choose} loading={serve.isPending && serve.variables?.person === p.id} onClick={() => serve.mutate({ person: p.id, service })}>{w.walkIn}</Button></td></tr>)}
              </tbody></table>
            </section>
          )}
        </>
      )}</Shown>
    </div>
  )
}

function Attendance({ point }: { point: string }) {
  const { message } = App.useApp()
  const all = useApi<List<Order>>('/attendance/' + point)
  const mark = useDo((a: { order: string; what: string }) => send('post', '/attendance/' + point, { body: a }), ['/attendance', '/orders'])
  const go = (order: string, what: string) => mark.mutate({ order, what }, { onError: e => void message.error(e.message) })
  return (
    <Shown of={all}>{list => (
      <div className="panel">{list.items.length === 0 ? <Empty title={w.noGuests} /> : (
        <table className="figs"><tbody>
          {list.items.map(o => (
            <tr key={o.id}><td style={{ fontSize: 18 }}><b>{o.name || '—'}</b> <span className="mono small muted">{o.number}</span></td><td>{serviceName(o)}</td><td><StateTag state={o.state} table={states()} /></td>
              <td className="num"><span className="row" style={{ justifyContent: 'flex-end' }}>
                {['placed', 'accepted'].includes(o.state) && <><Button type="primary" size="large" onClick={() => go(o.id, 'arrived')}>{w.arrived}</Button><Button size="large" onClick={() => go(o.id, 'absent')}>{w.absent}</Button></>}
                {o.state === 'in_service' && <Button type="primary" size="large" onClick={() => go(o.id, 'left')}>{w.left}</Button>}
              </span></td></tr>
          ))}
        </tbody></table>
      )}</div>
    )}</Shown>
  )
}
