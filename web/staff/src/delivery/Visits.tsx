import { useState } from 'react'
import { Alert, App, Button } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { clock } from '../kit/format'
import { StateTag } from '../kit/Tag'
import { dayOf, howWord, serviceName, slotWord, states, w as o, type Order } from '../orders/words'
import { useSession } from '../session/session'
import { DoorDrawer } from './Doors'
import { here } from './picture'
import { door, w, type Door } from './words'

/** Visits are a carer's home visits of today: set out, check in with place and time, check out. Nothing where there are none. */
export function Visits() {
  const me = useSession().data?.account?.id
  const { message } = App.useApp()
  const all = useApi<List<Order>>('/orders', { day: dayOf(0), assigned: me, limit: 50 }, { refetchInterval: 60_000 })
  const [shut, setShut] = useState<string>()
  const step = useDo(async (a: { v: Order; verb: 'start' | 'arrive' | 'deliver' }) => send('post', `/orders/${a.v.id}/${a.verb}`, { body: a.verb === 'start' ? {} : await here(), etag: `"${a.v.version}"` }), ['/orders'])
  const nobody = useDo((v: Order) => send<Door>('post', '/doors', { body: { order: v.id }, key: crypto.randomUUID() }), ['/doors', '/orders'], d => setShut(d.id))
  const visits = (all.data?.items ?? []).filter(v => v.mode === 'home_visit' && ['assigned', 'on_the_way', 'in_service', 'delivered'].includes(v.state)).sort((a, b) => a.slot.from.localeCompare(b.slot.from))
  if (!visits.length) return null
  const failed = { onError: (e: Error) => void message.error(e.message) }
  return (
    <section aria-label={o.visits}>
      <h2>{o.visits}</h2>
      {visits.map(v => (
        <article key={v.id} className="door" aria-label={v.name || v.number}>
          <p className="muted row wrap" style={{ margin: 0 }}>{slotWord(v)} · {serviceName(v)} <StateTag state={v.state} table={states()} /></p>
          <div className="who">{v.name || v.number}</div>
          <div className="addr">{door(v.address)}</div>
          {(v.options ?? []).map(x => <span key={x} className="wish">{howWord(x)}</span>)}
          {v.note && <p style={{ margin: '8px 0 0' }}><b>{v.note}</b></p>}
          {v.check_in && <p style={{ margin: '8px 0 0' }}>{o.checkIn} {clock(v.check_in.at)}{v.check_out ? ` · ${o.checkOut} ${clock(v.check_out.at)}` : ''}</p>}
          <div className="two">
            {v.state === 'assigned' && <Button onClick={() => step.mutate({ v, verb: 'start' }, failed)}>{o.setOut}</Button>}
            {(v.state === 'assigned' || v.state === 'on_the_way') && <Button type="primary" loading={step.isPending} onClick={() => step.mutate({ v, verb: 'arrive' }, failed)}>{o.checkIn}</Button>}
            {v.state === 'on_the_way' && <Button danger loading={nobody.isPending} onClick={() => nobody.mutate(v, failed)}>{w.nobody}</Button>}
            {v.state === 'in_service' && <Button type="primary" loading={step.isPending} onClick={() => step.mutate({ v, verb: 'deliver' }, failed)}>{o.checkOut}</Button>}
          </div>
        </article>
      ))}
      {step.isError && <Alert type="error" showIcon title={step.error.message} />}
      {shut && <DoorDrawer id={shut} onClose={() => setShut(undefined)} />}
    </section>
  )
}
