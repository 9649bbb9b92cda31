import { useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'react-router'
import { Alert, Button, Checkbox, DatePicker, Form, Input, InputNumber, Segmented, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { send, useApi, useDo, type List } from '../kit/api'
import { Explain } from '../kit/Explain'
import { day, money } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems } from '../kit/States'
import { keepRegion, useUrl } from '../kit/url'
import { language } from '../kit/words'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { dayOf, howWord, shared, slotWord, w, type Order, type Quote, type Series } from './words'

interface Person { id: string; name: string; birth?: string; region: string }
interface Service { id: string; region: string; name: string; name_en?: string; at?: { id: string; name: string; address?: string }[]; points?: string[] }
interface Day { day: string; slots: { key: string; from: string; to: string; free: number }[] }
interface Draft { person?: string; service?: string; point?: string; day?: string; slot?: string; quantity?: number; note?: string; options?: string[]; caller?: string; consent?: string; often?: 'once' | 'weekly'; weekdays?: number[]; until?: Dayjs; free?: boolean }

/** NewOrder is an order for somebody who calls: every field follows the one before, the price stands beside, Enter places it. */
export default function NewOrder() {
  const url = useUrl()
  const regions = useRegions()
  const session = useSession().data
  const [form] = Form.useForm<Draft>()
  const d = Form.useWatch([], form) as Draft | undefined
  const [typed, setTyped] = useState('')
  const homeOf = useRef<Record<string, string>>({}) // of whoever was chosen: the list of people moves on
  const [q, setQ] = useState('')
  const [placed, setPlaced] = useState<Order>()
  const [key, setKey] = useState(() => crypto.randomUUID())
  useEffect(() => { const t = setTimeout(() => setQ(typed.trim()), 200); return () => clearTimeout(t) }, [typed])
  // Whoever may search the register does; the others look people up at the counter of a point: names and ages only.
  const search = may(session, 'people.search')
  const people = useApi<List<Person>>(search && q ? '/people' : '', { q, limit: 10 }, { scoped: true })
  const desk = useApi<{ people: { id: string; name: string; age: number; home?: string }[] | null }>(!search && q && d?.point ? `/counter/${d.point}/today` : '', { look: q })
  const found = search ? (people.data?.items ?? []).map(p => ({ value: p.id, label: `${p.name} · ${day(p.birth)} · ${regions.longName(p.region)}` })) : (desk.data?.people ?? []).map(p => ({ value: p.id, label: `${p.name} · ${w.age(p.age)}${p.home ? ' · ' + p.home : ''}` }))
  const services = useApi<List<Service>>('/services', { state: 'published', organisation: session?.posts?.find(x => x.org)?.org, limit: 200 })
  const post = session?.posts?.find(x => x.org)
  const door = !!session?.posts?.length && session.posts.every(x => x.role === 'grid_worker') // they stand there
  const offered = (services.data?.items ?? []).filter(s => !post || s.region.startsWith(post.region))
  // What is round the corner of the person's home stands first.
  const places = useApi<List<{ id: string; region: string }>>('/service-points', { organisation: post?.org, limit: 200 }, { scoped: true })
  const home = people.data?.items.find(p => p.id === d?.person)?.region ?? homeOf.current[d?.person ?? ''] ?? ''
  if (d?.person && home) homeOf.current[d.person] = home
  const near = useMemo(() => {
    const at = new Map((places.data?.items ?? []).map(p => [p.id, p.region]))
    const rank = (s: Service) => Math.max(0, ...(s.points ?? []).map(id => shared(at.get(id) ?? '', home)))
    return home ? [...offered].sort((a, b) => rank(b) - rank(a)) : offered
  }, [services.data, places.data, home]) // eslint-disable-line
  const service = useApi<Service>(d?.service ? '/services/' + d.service : '')
  const points = service.data?.at ?? []
  useEffect(() => { if (d?.service && points.length && !points.some(p => p.id === d.point)) form.setFieldValue('point', points[0].id) }, [d?.service, points.length]) // eslint-disable-line
  const days = useApi<List<Day>>(d?.service && d.point ? '/order-slots' : '', { service: d?.service, point: d?.point, from: dayOf(0), to: dayOf(7) })
  const slots = days.data?.items.find(x => x.day === d?.day)?.slots ?? []
  useEffect(() => { if (slots.length && !slots.some(s => s.key === d?.slot)) form.setFieldValue('slot', (slots.find(s => s.key === 'lunch') ?? slots[0]).key) }, [d?.day, slots.length]) // eslint-disable-line
  const ask = d?.person && d.service && d.point && d.day && d.slot ? { person: d.person, service: d.service, point: d.point, day: d.day, slot: d.slot, quantity: d.quantity ?? 1, note: d.note, options: d.options, how: door ? 'door' : 'caller', caller: d.caller, consent: d.consent } : undefined
  const weekly = d?.often === 'weekly'
  const [series, setSeries] = useState<Series>()
  const repeat = useDo(() => send<Series>('post', '/order-series', { body: { ...ask, day: undefined, rule: { from: d!.day, to: (form.getFieldValue('until') as Dayjs).format('YYYY-MM-DD'), weekdays: d!.weekdays, except_holidays: !!d!.free } }, key }), ['/orders', '/order-series'], x => { void send<Series>('get', '/order-series/' + x.id).then(setSeries); setKey(crypto.randomUUID()) })
  const [quote, setQuote] = useState<Quote>()
  const [wrong, setWrong] = useState<unknown>()
  const asked = JSON.stringify(ask)
  useEffect(() => {
    if (!ask) return setQuote(undefined)
    let gone = false
    send<Quote>('post', '/orders/quote', { body: ask }).then(x => { if (!gone) { setQuote(x); setWrong(undefined) } }, e => { if (!gone) { setQuote(undefined); setWrong(e) } })
    return () => { gone = true }
  }, [asked]) // eslint-disable-line
  const place = useDo(() => send<Order>('post', '/orders', { body: { ...ask, expect_fen: quote?.price.resident_fen }, key }), ['/orders'], o => { setPlaced(o); setKey(crypto.randomUUID()) })
  const who = (
    <Form.Item name="person" label={w.person} rules={[{ required: true }]}>
      <Select autoFocus={search} showSearch={{ onSearch: setTyped, filterOption: false }} placeholder={w.find} notFoundContent={null} loading={people.isFetching || desk.isFetching} options={found} />
    </Form.Item>
  )
  if (series) {
    const bad = (series.days ?? []).filter(x => x.refused)
    return (
      <div className="page">
        <PageHeader title={w.add} />
        <div className="panel" style={{ padding: 24, maxWidth: 720 }} role="status">
          <h2>{w.seriesPlaced((series.days ?? []).length - bad.length, bad.length)}</h2>
          <p>{[series.service_name, series.point_name, (series.days ?? []).filter(x => !x.refused).map(x => day(x.day)).join('、')].filter(Boolean).join(' · ')}</p>
          {bad.length > 0 && <><h3>{w.refusedDays}</h3><ul>{bad.map(x => <li key={x.day}>{day(x.day)}：{language() === 'en' ? x.why_en : x.why_zh}</li>)}</ul></>}
          <Button type="primary" autoFocus onClick={() => { setSeries(undefined); form.resetFields(['day', 'slot', 'note']) }}>{w.again}</Button>
        </div>
      </div>
    )
  }
  if (placed) {
    return (
      <div className="page">
        <PageHeader title={w.add} />
        <div className="panel" style={{ padding: 24, maxWidth: 720 }} role="status">
          <h2>{w.placedNow(placed.number)}</h2>
          <p>{[placed.name, placed.service_name, day(placed.day), slotWord(placed), money(placed.price.resident_fen)].filter(Boolean).join(' · ')}</p>
          <div className="row"><Button type="primary" autoFocus onClick={() => { setPlaced(undefined); form.resetFields(['day', 'slot', 'note']) }}>{w.again}</Button><Link to={keepRegion('/orders?day=any&open=' + placed.id, url.params)}><Button>{w.see}</Button></Link></div>
        </div>
      </div>
    )
  }
  return (
    <div className="page">
      <PageHeader title={w.add} lead={w.keys} />
      <div className="row wrap" style={{ alignItems: 'flex-start', gap: 16 }}>
        <Form form={form} layout="vertical" className="panel" style={{ padding: 20, flex: '1 1 420px', maxWidth: 640 }} initialValues={{ quantity: 1, consent: door ? w.consentDoor : w.consentDefault, often: 'once', weekdays: [1, 2, 3, 4, 5] }} onFinish={() => (weekly ? repeat : place).mutate(undefined as never)}>
          {search && who}
          <Form.Item name="service" label={w.findService} rules={[{ required: true }]}>
            <Select autoFocus={!search} showSearch={{ optionFilterProp: 'label' }} loading={services.isLoading} options={near.map(s => ({ value: s.id, label: language() === 'en' && s.name_en ? s.name_en : s.name }))} />
          </Form.Item>
          {points.length > 1 && <Form.Item name="point" label={w.pointNeeded} rules={[{ required: true }]}><Select options={points.map(p => ({ value: p.id, label: [p.name, p.address].filter(Boolean).join(' · ') }))} /></Form.Item>}
          {points.length <= 1 && <Form.Item name="point" hidden><Input /></Form.Item>}
          {!search && d?.service && who}
          <Form.Item name="day" label={w.day} rules={[{ required: true }]}>
            <Select options={(days.data?.items ?? []).map(x => ({ value: x.day, label: day(x.day), disabled: !x.slots.length }))} />
          </Form.Item>
          {slots.length > 0 && <Form.Item name="slot" label={w.times} rules={[{ required: true }]}><Segmented options={slots.map(s => ({ value: s.key, label: `${s.from}–${s.to} · ${s.free > 0 ? w.left(s.free) : w.full}` }))} /></Form.Item>}
          {may(session, 'orders.manage_series') && <Form.Item name="often" label={w.repeat}><Segmented options={[{ value: 'once', label: w.once }, { value: 'weekly', label: w.weekly }]} /></Form.Item>}
          {weekly && (
            <fieldset className="group"><legend>{w.weekly}</legend>
              <Form.Item name="weekdays" label={w.weekdays} rules={[{ validator: (_, v?: number[]) => (v?.length ? Promise.resolve() : Promise.reject(new Error(w.weekdays))) }]}><Checkbox.Group options={[1, 2, 3, 4, 5, 6, 7].map(n => ({ value: n, label: w.weekday(n) }))} /></Form.Item>
              <div className="row" style={{ gap: 16, alignItems: 'flex-end' }}><Form.Item name="until" label={w.until} rules={[{ required: true }]}><DatePicker onKeyDown={e => { if (e.key === 'Enter') e.preventDefault() }} disabledDate={x => !!d?.day && x.format('YYYY-MM-DD') < d.day} /></Form.Item><Form.Item name="free" valuePropName="checked"><Checkbox>{w.noHolidays}</Checkbox></Form.Item></div>
            </fieldset>
          )}
          <div className="row" style={{ gap: 16 }}>
            <Form.Item name="quantity" label={w.quantity}><InputNumber min={1} max={20} /></Form.Item>
            <Form.Item name="options" label={w.options} className="grow"><Checkbox.Group options={['low_salt', 'diabetic', 'soft', 'small_portion'].map(v => ({ value: v, label: howWord(v) }))} /></Form.Item>
          </div>
          <Form.Item name="note" label={w.note}><Input maxLength={200} /></Form.Item>
          <div className="row" style={{ gap: 16 }}>
            <Form.Item name="caller" label={w.callerName} extra={w.callerNote} className="grow"><Input maxLength={40} /></Form.Item>
            <Form.Item name="consent" label={w.consent} className="grow" rules={[{ required: true, whitespace: true }]}><Input maxLength={200} /></Form.Item>
          </div>
          {repeat.isError && <Alert type="error" showIcon title={repeat.error.message} description={<Problems error={repeat.error} />} style={{ marginBottom: 12 }} />}
          {place.isError && <Alert type="error" showIcon title={place.error.message} description={<Problems error={place.error} />} style={{ marginBottom: 12 }} />}
          <Button type="primary" size="large" htmlType="submit" disabled={!quote?.can} loading={place.isPending || repeat.isPending}>{weekly ? w.placeSeries : w.place}{quote ? ` · ${money(quote.price.resident_fen)}` : ''}</Button>
        </Form>
        {(quote || !!wrong) && (
          <aside className="panel" style={{ padding: 20, flex: '0 1 340px' }} aria-live="polite">
            <h2 style={{ marginTop: 0 }}>{w.quote}</h2>
            {!!wrong && <Problems error={wrong} />}
            {quote && (
              <div className="stack">
                <table className="figs"><tbody>
                  <tr><td className="muted">{w.total}</td><td className="num">{money(quote.price.total_fen)}</td></tr>
                  <tr><td className="muted">{w.subsidy}</td><td className="num">{money(quote.price.subsidy_fen)}</td></tr>
                  {quote.price.fund_fen > 0 && <tr><td className="muted">{w.fund}</td><td className="num">{money(quote.price.fund_fen)}</td></tr>}
                  <tr><td>{w.pays}</td><td className="num"><b style={{ fontSize: 20 }}>{money(quote.price.resident_fen)}</b></td></tr>
                </tbody></table>
                {quote.price.why_zh && <p className="small muted">{language() === 'en' ? quote.price.why_en : quote.price.why_zh}</p>}
                {(quote.refusals ?? []).length > 0 && <Explain reasons={quote.refusals!.map(r => ({ ok: false, text: language() === 'en' ? r.en : r.zh }))} />}
                <div><h3>{w.entitled}</h3><Explain reasons={(quote.entitled.reasons ?? []).map(r => ({ ok: r.verdict === 'yes' ? true : r.verdict === 'no' ? false : null, text: language() === 'en' ? r.en : r.zh }))} /></div>
              </div>
            )}
          </aside>
        )}
      </div>
    </div>
  )
}
