import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { Alert, App, Button, DatePicker, Popconfirm, Select } from 'antd'
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import dayjs from 'dayjs'
import { send, useApi, useDo, type List } from '../kit/api'
import { clock, count } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { Empty, Loading, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { OrderDrawer } from '../orders/OrderDrawer'
import { dayOf } from '../orders/words'
import { may, useSession } from '../session/session'
import './delivery.css'
import { Kitchen } from './Kitchen'
import { useKitchens } from './kitchens'
import { PlanRounds } from './PlanRounds'
import { colours } from './RoundMap'
import { door, missing, moved, outcomes, roundStates, w, type Courier, type KitchenDay, type Plan, type Round } from './words'

const RoundMap = lazy(() => import('./RoundMap'))

/** Delivery is a kitchen's day: what is cooked for each time, and who brings it. */
export default function Delivery() {
  const url = useUrl()
  const kitchens = useKitchens()
  const point = url.get('point') || kitchens.all[0]?.id || ''
  const on = url.get('day') || dayOf(0)
  const day = useApi<KitchenDay>(point ? '/delivery/kitchen/' + point : '', { day: on })
  const rounds = useApi<List<Round>>(point ? '/delivery/rounds' : '', { point, day: on })
  const at = `point=${point}&day=${on}`
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<><Live kinds="orders.,delivery." again={['/delivery', '/orders']} />{point && <Link to={`/print/kitchen?${at}`}><Button>{w.printKitchen}</Button></Link>}</>} />
      {kitchens.loading ? <Loading /> : !point ? <div className="panel"><Empty title={w.noPoint} next={w.noPointNext} /></div> : (
        <>
          <div className="panel filterbar" style={{ marginBottom: 16 }}>
            <label>{w.point}<Select style={{ width: 260 }} value={point} aria-label={w.point} onChange={v => url.set({ point: v })} options={kitchens.all.map(p => ({ value: p.id, label: p.name }))} showSearch={{ optionFilterProp: 'label' }} /></label>
            <label>{w.day}<DatePicker value={dayjs(on)} allowClear={false} aria-label={w.day} onChange={d => d && url.set({ day: d.format('YYYY-MM-DD') })} /></label>
          </div>
          <Shown of={day}>{d => d.times.length === 0 ? <div className="panel"><Empty title={w.nothing} next={w.nothingNext} /></div> : (
            <div className="stack">
              {d.times.map(t => (
                <section key={t.slot} className="panel" aria-label={`${t.from}–${t.to}`}>
                  <header><h2>{t.from}–{t.to}</h2><span className="muted">{[t.eat > 0 && `${w.eat} ${count(t.eat)}`, t.bring > 0 && `${w.bring} ${count(t.bring)}`].filter(Boolean).join(' · ')}</span><span className="grow" />{t.bring > 0 && <Link to={`/print/labels?${at}&slot=${t.slot}`}><Button size="small">{w.printLabels}</Button></Link>}</header>
                  <Kitchen time={t} />
                  {t.bring > 0 && <Rounds point={point} day={on} slot={t.slot} bring={t.bring} rounds={(rounds.data?.items ?? []).filter(r => r.slot === t.slot)} />}
                </section>
              ))}
            </div>
          )}</Shown>
        </>
      )}
      {url.get('open') && <OrderDrawer key={url.get('open')} id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

function Rounds({ point, day, slot, bring, rounds }: { point: string; day: string; slot: string; bring: number; rounds: Round[] }) {
  const session = useSession().data
  const plans = may(session, 'delivery.plan')
  const [asking, setAsking] = useState(false)
  const [plan, setPlan] = useState<Plan>()
  return (
    <div className="rounds">
      <header className="row wrap"><h3>{w.rounds}</h3><span className="grow" />{plans && day >= dayOf(0) && <Button type={rounds.length ? 'default' : 'primary'} onClick={() => setAsking(true)}>{rounds.length ? w.again : w.plan}</Button>}</header>
      {plan && (
        <Alert type={plan.left.length ? 'warning' : 'success'} showIcon closable={{ onClose: () => setPlan(undefined) }} title={w.planned(plan.rounds.length, plan.minutes)}
          description={[plan.kept + plan.broken > 0 && w.kept(plan.kept, plan.broken), plan.left.length > 0 && w.left(plan.left.length), plan.waiting > 0 && w.waiting(plan.waiting)].filter(Boolean).join('；') || undefined} />
      )}
      {rounds.length === 0 ? <p className="muted">{w.noRounds}。{w.noRoundsNext(bring)}</p> : (
        <div className="roundsbody">
          <div className="stack">{rounds.map((r, i) => <RoundCard key={r.id} r={r} colour={colours[i % colours.length]} />)}</div>
          <Suspense fallback={<Loading rows={8} />}><RoundMap rounds={rounds} height={460} /></Suspense>
        </div>
      )}
      {asking && <PlanRounds point={point} day={day} slot={slot} onDone={setPlan} onClose={() => setAsking(false)} />}
    </div>
  )
}

/** RoundCard is one round: its courier, its stops in their order, what came of each. */
function RoundCard({ r, colour }: { r: Round; colour: string }) {
  const url = useUrl()
  const { message } = App.useApp()
  const session = useSession().data
  const edit = may(session, 'delivery.plan') && r.state === 'planned'
  const couriers = useApi<List<Courier>>(edit ? `/delivery/kitchen/${r.point}/couriers` : '')
  const failed = (e: Error) => void message.error(e.message)
  const change = useDo((body: { courier?: string; stops?: string[] }) => send<Round>('put', '/delivery/rounds/' + r.id, { body, etag: `"${r.version}"` }), ['/delivery', '/orders'], () => void message.success(w.saved))
  const dissolve = useDo(() => send('post', `/delivery/rounds/${r.id}/dissolve`, { etag: `"${r.version}"` }), ['/delivery', '/orders'])
  const order = (i: number, d: number) => change.mutate({ stops: moved(r.stops.map(s => s.order), i, d) }, { onError: failed })
  return (
    <article className="roundcard" aria-label={w.round(r.name)}>
      <header className="row wrap">
        <i className="swatch" style={{ background: colour }} aria-hidden="true" /><b>{w.round(r.name)}</b><StateTag state={r.state} table={roundStates()} />
        <span className="muted">{w.stops(r.stops.length)} · {w.portions(r.boxes)} · {clock(r.leaves)}–{clock(r.returns)}</span>
        {r.state === 'back' && <span className="muted">{w.bags(r.bags_out, r.bags_in)}</span>}{missing(r) > 0 && <Tag tone="red">{w.missing(missing(r))}</Tag>}
        {r.readings.map(x => <Tag key={x.at} tone={x.cold ? 'red' : 'green'}>{x.cold ? w.cold(x.celsius) : w.warm(x.celsius)}</Tag>)}
      </header>
      <div className="row wrap">
        {edit ? <Select size="small" style={{ minWidth: 140 }} value={r.courier} aria-label={`${w.round(r.name)} ${w.courier}`} loading={couriers.isFetching} options={(couriers.data?.items ?? [{ account: r.courier, name: r.courier_name ?? '' }]).map(c => ({ value: c.account, label: c.name }))} onChange={courier => change.mutate({ courier }, { onError: failed })} /> : <span>{w.courier} {r.courier_name}</span>}
        <Link to={keepRegion(`/print/round/${r.id}`, url.params)}><Button size="small">{w.sheet}</Button></Link>
        {edit && <Popconfirm title={w.dissolveAsk} onConfirm={() => dissolve.mutate(undefined as never, { onError: failed })}><Button size="small" danger>{w.dissolve}</Button></Popconfirm>}
      </div>
      <ol className="stops">
        {r.stops.map((s, i) => (
          <li key={s.order} className={s.outcome}>
            <span className="seq">{s.seq}</span>
            <button className="plain grow" onClick={() => url.set({ open: s.order })}>{s.shown?.name ?? '—'} <span className="muted small">{door(s.shown?.address)}</span></button>
            <span className="muted small">{s.unknown ? w.unknown : clock(s.expect)}</span>
            {s.outcome !== 'open' && <StateTag state={s.outcome ?? 'open'} table={outcomes()} />}{s.reading?.cold && <Tag tone="red">{w.cold(s.reading.celsius)}</Tag>}
            {edit && <><Button size="small" type="text" icon={<ArrowUpOutlined />} aria-label={w.up(s.seq)} disabled={i === 0 || change.isPending} onClick={() => order(i, -1)} /><Button size="small" type="text" icon={<ArrowDownOutlined />} aria-label={w.down(s.seq)} disabled={i === r.stops.length - 1 || change.isPending} onClick={() => order(i, 1)} /></>}
          </li>
        ))}
      </ol>
    </article>
  )
}
