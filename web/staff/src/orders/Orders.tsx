import { useState } from 'react'
import { Link } from 'react-router'
import { App, Button, Tabs } from 'antd'
import { send, useApi, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { FilterBar } from '../kit/FilterBar'
import { clock, count, day, money } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { StateTag, Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { Reminders } from '../directory/Reminders'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { AssignBoard } from './AssignBoard'
import { PauseList, SeriesList, WaitList, w as lines } from './Lines'
import { OrderDrawer } from './OrderDrawer'
import { dayOf, serviceName, slotWord, states, stateWord, w, type Board, type Order } from './words'

/** Orders is the dispatch board: what is late, how many are where, and the list with its actions. */
export default function Orders() {
  const url = useUrl()
  const regions = useRegions()
  const session = useSession().data
  const { message } = App.useApp()
  const [giving, setGiving] = useState(false)
  const tab = url.get('tab') || 'orders'
  const span = url.get('day') || 'today'
  const from = span === 'any' ? '' : span === 'tomorrow' ? dayOf(1) : dayOf(0)
  const to = span === 'today' ? dayOf(0) : span === 'tomorrow' ? dayOf(1) : span === 'week' ? dayOf(6) : ''
  const board = useApi<Board>(may(session, 'orders.see_board') ? '/orders/board' : '', { day: from || dayOf(0) }, { scoped: true })
  const accept = useDo(async (rows: Order[]) => {
    let done = 0
    for (const o of rows) await send('post', `/orders/${o.id}/accept`, { body: {}, etag: `"${o.version}"` }).then(() => { done++ }, () => undefined)
    return { done, bad: rows.length - done }
  }, ['/orders'], ({ done, bad }) => void (bad ? message.warning(w.accepted(done, bad)) : message.success(w.accepted(done, bad))))
  const columns: Column<Order>[] = [
    { key: 'number', title: w.number, render: o => <button className="plain mono" onClick={() => url.set({ open: o.id })}>{o.number}</button>, text: o => o.number },
    { key: 'state', title: c.state, render: o => <span className="row"><StateTag state={o.state} table={states()} />{o.overdue && <Tag tone="red">{w.late}</Tag>}</span>, text: o => stateWord(o.state) },
    { key: 'day', title: w.day, render: o => <span>{day(o.day)} <span className="muted">{slotWord(o)}</span></span>, text: o => `${o.day} ${slotWord(o)}` },
    { key: 'person', title: w.person, render: o => o.name || '—', text: o => o.name ?? '' },
    { key: 'service', title: w.service, render: o => <span>{serviceName(o)}{o.point_name && <span className="muted small" style={{ display: 'block' }}>{o.point_name}</span>}</span>, text: serviceName },
    { key: 'quantity', title: w.quantity, num: true, render: o => count(o.quantity), text: o => String(o.quantity) },
    { key: 'price', title: w.pays, num: true, render: o => <span title={money(o.price.total_fen)}>{money(o.price.resident_fen)}</span>, text: o => money(o.price.resident_fen) },
    { key: 'due', title: w.due, render: o => (o.due ? `${day(o.due.slice(0, 10))} ${clock(o.due)}` : '—'), text: o => o.due ?? '' },
    { key: 'region', title: c.region, render: o => regions.name(o.region), text: o => regions.name(o.region), off: true },
  ]
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<><Live kinds="orders." again={['/orders']} />{may(session, 'orders.assign_board') && <Button onClick={() => setGiving(true)}>{w.assignAll}</Button>}{may(session, 'orders.take') && <Link to={keepRegion('/orders/new', url.params)}><Button type="primary">{w.add}</Button></Link>}</>} />
      {session?.posts?.some(p => p.org) && <Reminders />}
      <Tabs activeKey={tab} onChange={v => url.set({ tab: v === 'orders' ? '' : v, open: '' })} items={[{ key: 'orders', label: w.title }, ...(may(session, 'orders.see_waiting') ? [{ key: 'waiting', label: lines.waiting }] : []), ...(may(session, 'orders.see_series') ? [{ key: 'series', label: lines.series }] : []), ...(may(session, 'orders.see_pauses') ? [{ key: 'pauses', label: lines.pauses }] : [])]} />
      {tab === 'waiting' && <WaitList />}{tab === 'series' && <SeriesList />}{tab === 'pauses' && <PauseList />}
      {tab === 'orders' && board.data && <Counts board={board.data} onOpen={id => url.set({ open: id })} />}
      {tab === 'orders' && <div className="panel">
        <FilterBar filters={[
          { kind: 'text', name: 'text', label: w.search, width: 200 },
          { kind: 'choice', name: 'day', label: w.day, options: [{ value: 'today', label: w.today }, { value: 'tomorrow', label: w.tomorrow }, { value: 'week', label: w.week }, { value: 'any', label: w.any }] },
          { kind: 'many', name: 'state', label: c.state, options: Object.entries(states()).map(([value, [, label]]) => ({ value, label })) },
          { kind: 'flag', name: 'overdue', label: w.onlyLate },
        ]} />
        <DataTable<Order> id="orders" path="/orders" query={{ text: url.get('text'), from, to, state: url.list('state'), overdue: url.get('overdue') || undefined, total: true }} columns={columns} rowKey={o => o.id} onOpen={o => url.set({ open: o.id })}
          bulk={may(session, 'orders.answer') ? (rows, clear) => {
            const open = rows.filter(o => o.state === 'placed')
            return <Button type="primary" disabled={!open.length} loading={accept.isPending} onClick={() => accept.mutate(open, { onSuccess: clear })}>{w.acceptMany(open.length)}</Button>
          } : undefined}
          empty={{ title: w.none, next: w.noneNext }} />
      </div>}
      {giving && <AssignBoard on={from || dayOf(0)} onClose={() => setGiving(false)} />}
      {url.get('open') && <OrderDrawer key={url.get('open')} id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

/** Counts says how many orders stand where on the day, and names those that are late. */
function Counts({ board, onOpen }: { board: Board; onOpen: (id: string) => void }) {
  const url = useUrl()
  const sum = new Map<string, number>()
  for (const x of board.counts) sum.set(x.state, (sum.get(x.state) ?? 0) + x.n)
  const shown = Object.keys(states()).filter(s => sum.get(s))
  if (!shown.length && !board.late.length) return null
  return (
    <div className="panel" style={{ padding: '12px 16px', marginBottom: 16 }}>
      <div className="row wrap" style={{ gap: 20 }}>
        {shown.map(s => (
          <button key={s} className="plain" onClick={() => url.set({ state: [s] })} style={{ textAlign: 'left' }}>
            <b style={{ fontSize: 22, display: 'block' }}>{count(sum.get(s))}</b><span className="muted small">{stateWord(s)}</span>
          </button>
        ))}
      </div>
      {board.late.length > 0 && (
        <div className="row wrap" style={{ marginTop: 10, gap: 8 }}>
          <Tag tone="red">{`${w.late} ${board.late.length}`}</Tag>
          {board.late.slice(0, 6).map(o => <button key={o.id} className="plain small" onClick={() => onOpen(o.id)}>{[o.number, o.name, serviceName(o)].filter(Boolean).join(' · ')}</button>)}
        </div>
      )}
    </div>
  )
}
