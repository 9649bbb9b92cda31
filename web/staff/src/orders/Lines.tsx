import { App, Button, Popconfirm } from 'antd'
import type { components } from '../../../client/schema'
import { send, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { FilterBar } from '../kit/FilterBar'
import { count, day, when } from '../kit/format'
import { Tag, type Tone } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, language, words } from '../kit/words'
import { may, useSession } from '../session/session'
import { howWord, slotWord, w as o } from './words'

type Waiting = components['schemas']['Waiting']
type Series = components['schemas']['OrderSeries']
type Pause = components['schemas']['PersonPause']

export const w = words({
  waiting: ['候补名单', 'Wait lists'], series: ['系列预约', 'Series'], pauses: ['暂停中', 'Paused'],
  rank: ['排位', 'Rank'], why: ['为什么', 'Why'], until: ['保留到', 'Kept until'], offer: ['给名额', 'Offer a place'], out: ['退出排队', 'Take out'], outAsk: ['让这位居民退出排队？', 'Take this person out of the line?'], ended: ['也看已结束的', 'Ended too'], s_waiting: ['排队中', 'Waiting'], s_offered: ['已给名额', 'Offered'], s_taken: ['已接受', 'Taken'], s_left: ['已退出', 'Left'], s_closed: ['已截止', 'Closed'],
  noLine: ['没有人排队', 'Nobody waits'], noLineNext: ['时段订满后，居民可以选择排队；空出名额按公布的公式依次询问。', 'When a time is full people may wait; a free place goes round by the published formula.'],
  rule: ['安排', 'Rule'], upto: ['已排到', 'Ordered up to'], active: ['进行中', 'Active'], end: ['结束', 'End'], endAsk: ['结束这个系列？以后的订单会取消。', 'End this series? Its coming orders are cancelled.'], noSeries: ['没有系列预约', 'No series'], noSeriesNext: ['在“代客下单”里选“每周固定”。', 'Choose “Every week” when ordering for a caller.'], except: ['节假日除外', 'not on holidays'], dates: (n: number) => [`${n} 个日期`, `${n} dates`],
  again: ['恢复服务', 'Begin again'], againAsk: ['从今天起恢复这位居民的服务？', 'Let services begin again from today?'], noPauses: ['没有暂停的居民', 'Nobody is paused'], noPausesNext: ['在订单里登记住院或外出。', 'Note a hospital stay or a journey on an order.'], open: ['不清楚', 'open'], done: ['已办理', 'Done'],
})

/** WaitList is who stands in line for what, in the published order, with its reasons. */
export function WaitList() {
  const url = useUrl()
  const session = useSession().data
  const { message } = App.useApp()
  const act = useDo((a: { id: string; verb: string }) => send('post', `/order-waiting/${a.id}/${a.verb}`), ['/order-waiting', '/orders'], () => void message.success(w.done))
  const go = (id: string, verb: string) => act.mutate({ id, verb }, { onError: e => void message.error(e.message) })
  const states: Record<string, readonly [Tone, string]> = { waiting: ['amber', w.s_waiting], offered: ['blue', w.s_offered], taken: ['green', w.s_taken], left: ['', w.s_left], closed: ['', w.s_closed] }
  const columns: Column<Waiting>[] = [
    { key: 'rank', title: w.rank, num: true, render: x => (x.rank ? count(x.rank) : '—'), text: x => String(x.rank ?? '') },
    { key: 'person', title: o.person, render: x => x.name || '—', text: x => x.name ?? '' },
    { key: 'service', title: o.service, render: x => <span>{x.service_name}<span className="muted small" style={{ display: 'block' }}>{x.point_name}</span></span>, text: x => x.service_name },
    { key: 'day', title: o.day, render: x => <span>{day(x.day)} <span className="muted">{slotWord(x)}</span></span>, text: x => `${x.day} ${slotWord(x)}` },
    { key: 'state', title: c.state, render: x => <Tag tone={states[x.state][0]}>{states[x.state][1]}</Tag>, text: x => states[x.state][1] },
    { key: 'why', title: w.why, render: x => <span className="small">{language() === 'en' ? x.why_en : x.why_zh}</span>, text: x => x.why_zh },
    { key: 'until', title: w.until, render: x => (x.state === 'offered' && x.until ? when(x.until) : '—'), text: x => x.until ?? '' },
    { key: 'do', title: c.actions, render: x => may(session, 'orders.manage_waiting') && (x.state === 'waiting' || x.state === 'offered') && <span className="row">{x.state === 'waiting' && <Button size="small" onClick={() => go(x.id, 'offer')}>{w.offer}</Button>}<Popconfirm title={w.outAsk} onConfirm={() => go(x.id, 'withdraw')}><Button size="small" danger>{w.out}</Button></Popconfirm></span> },
  ]
  return (
    <div className="panel">
      <FilterBar filters={[{ kind: 'flag', name: 'ended', label: w.ended }]} />
      <DataTable<Waiting> id="waiting" path="/order-waiting" query={{ ended: url.get('ended') || undefined }} columns={columns} rowKey={x => x.id} empty={{ title: w.noLine, next: w.noLineNext }} />
    </div>
  )
}

/** SeriesList is what is ordered every week. */
export function SeriesList() {
  const session = useSession().data
  const { message } = App.useApp()
  const end = useDo((x: Series) => send('post', `/order-series/${x.id}/end`, { body: {}, etag: `"${x.version}"` }), ['/order-series', '/orders'], () => void message.success(w.done))
  const rule = (x: Series) => [(x.rule.weekdays ?? []).map(n => o.weekday(n)).join(' '), (x.rule.dates ?? []).length ? w.dates(x.rule.dates!.length) : '', x.rule.except_holidays ? w.except : ''].filter(Boolean).join('，')
  const columns: Column<Series>[] = [
    { key: 'person', title: o.person, render: x => x.name || '—', text: x => x.name ?? '' },
    { key: 'service', title: o.service, render: x => <span>{x.service_name}<span className="muted small" style={{ display: 'block' }}>{x.point_name}</span></span>, text: x => x.service_name },
    { key: 'rule', title: w.rule, render: x => <span>{rule(x)} <span className="muted small">{day(x.rule.from)} – {day(x.rule.to)}</span></span>, text: rule },
    { key: 'upto', title: w.upto, render: x => day(x.upto), text: x => x.upto },
    { key: 'how', title: o.how, render: x => howWord(x.how ?? 'self'), text: x => x.how ?? '', off: true },
    { key: 'state', title: c.state, render: x => <span className="row">{x.state === 'active' ? <Tag tone="green">{w.active}</Tag> : <Tag>{w.end}</Tag>}{x.state === 'active' && may(session, 'orders.manage_series') && <Popconfirm title={w.endAsk} onConfirm={() => end.mutate(x, { onError: e => void message.error(e.message) })}><Button size="small" danger>{w.end}</Button></Popconfirm>}</span>, text: x => x.state },
  ]
  return <div className="panel"><DataTable<Series> id="order-series" path="/order-series" columns={columns} rowKey={x => x.id ?? ''} empty={{ title: w.noSeries, next: w.noSeriesNext }} /></div>
}

/** PauseList is whose services rest just now. */
export function PauseList() {
  const session = useSession().data
  const { message } = App.useApp()
  const end = useDo((x: Pause) => send('post', `/people-pauses/${x.id}/end`, { body: {} }), ['/people-pauses', '/orders'], () => void message.success(w.done))
  const columns: Column<Pause>[] = [
    { key: 'why', title: o.whyPause, render: x => howWord(x.why), text: x => howWord(x.why) },
    { key: 'from', title: o.pauseFrom, render: x => day(x.from), text: x => x.from },
    { key: 'to', title: o.pauseTo, render: x => (x.to ? day(x.to) : w.open), text: x => x.to ?? '' },
    { key: 'note', title: o.note, render: x => x.note ?? '', text: x => x.note ?? '' },
    { key: 'do', title: c.actions, render: x => may(session, 'orders.pause_person') && <Popconfirm title={w.againAsk} onConfirm={() => end.mutate(x, { onError: e => void message.error(e.message) })}><Button size="small">{w.again}</Button></Popconfirm> },
  ]
  return <div className="panel"><DataTable<Pause> id="pauses" path="/people-pauses" columns={columns} rowKey={x => x.id ?? ''} empty={{ title: w.noPauses, next: w.noPausesNext }} /></div>
}
