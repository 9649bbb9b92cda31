import { lazy, Suspense } from 'react'
import { useNavigate, useParams } from 'react-router'
import { Alert, App, Button, Popconfirm, Select, Tabs } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { FilterBar } from '../kit/FilterBar'
import { count, metres, percent, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Progress } from '../kit/Progress'
import { Empty, Loading, Problems, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language } from '../kit/words'
import { useNames } from '../directory/lookups'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { busy, proved, reasonOf, runStates, urgencyWord, w, whyWord, type Compare, type Row, type Run } from './data'

const RunMap = lazy(() => import('./RunMap'))

export default function RunPage() {
  const { id = '' } = useParams()
  const run = useApi<Run>('/match-runs/' + id, {}, { refetchInterval: q => (busy(q.state.data?.state) ? 700 : false) })
  return <div className="page"><Shown of={run} rows={10}>{r => <Sheet r={r} />}</Shown></div>
}

function Sheet({ r }: { r: Run }) {
  const url = useUrl()
  const go = useNavigate()
  const session = useSession().data
  const { message } = App.useApp()
  const runs = may(session, 'exchange.run')
  const act = useDo((verb: string) => send('post', `/match-runs/${r.id}/${verb}`, { etag: `"${r.version}"` }), ['/match-runs', '/needs', '/offers'], (_, v) => message.success(v === 'confirm' ? w.s_confirmed : w.s_discarded))
  const again = useDo(() => send<Run>('post', `/match-runs/${r.id}/repeat`, { key: crypto.randomUUID() }), ['/match-runs'], n => go(keepRegion('/matching/' + n.id, url.params)))
  const failed = act.error ?? again.error
  return (
    <>
      <PageHeader title={r.name} up={{ to: '/matching', title: w.runs }} lead={<span className="row wrap"><StateTag state={r.state} table={runStates()} /><span>{r.region_name}</span><span>{when(r.created)}</span></span>}
        extra={<>
          {runs && !busy(r.state) && <Button loading={again.isPending} onClick={() => again.mutate(undefined as never)}>{w.again}</Button>}
          {runs && r.state === 'proposed' && <>
            <Popconfirm title={w.discard} description={w.discardAsk} okText={w.discard} cancelText={c.cancel} onConfirm={() => act.mutate('discard')}><Button>{w.discard}</Button></Popconfirm>
            <Popconfirm title={w.confirm} description={<div style={{ maxWidth: 320 }}>{w.confirmAsk(count(r.matched))}</div>} okText={w.confirm} cancelText={c.cancel} onConfirm={() => act.mutate('confirm')}><Button type="primary" loading={act.isPending}>{w.confirm}</Button></Popconfirm>
          </>}
        </>} />
      {failed && <Alert type="error" showIcon title={failed.message} description={<Problems error={failed} />} style={{ marginBottom: 16 }} />}
      {r.state === 'failed' && <Alert type="error" showIcon title={w.failed} description={r.error} />}
      {busy(r.state) && <div className="panel"><div className="body"><Progress label={w.running} share={r.progress} note={w.leave} /></div></div>}
      {!busy(r.state) && r.state !== 'failed' && (
        <div className="stack">
          <Totals r={r} />
          <div className="panel">
            {may(session, 'exchange.see_needs') ? (
              <Tabs style={{ paddingInline: 0 }} tabBarStyle={{ padding: '0 16px', margin: 0 }} destroyOnHidden activeKey={url.get('tab') || 'matches'} onChange={k => url.set({ tab: k === 'matches' ? '' : k })} items={[
                { key: 'matches', label: `${w.tMatches} ${count(r.matched)}`, children: <Rows r={r} path="matches" /> },
                { key: 'unmatched', label: `${w.tUnmatched} ${count(r.unmatched)}`, children: <Rows r={r} path="unmatched" /> },
                { key: 'map', label: w.tMap, children: <Suspense fallback={<Loading />}><RunMap r={r} /></Suspense> },
                { key: 'compare', label: w.tCompare, children: <Compared r={r} /> },
              ]} />
            ) : <Compared r={r} />}
          </div>
        </div>
      )}
    </>
  )
}

function Totals({ r }: { r: Run }) {
  const why = Object.entries(r.unmatched_why ?? {}).sort((a, b) => b[1] - a[1])
  return (
    <div className="panel">
      <div className="figures">
        <div><span>{w.matched}</span><b>{count(r.matched)}</b></div>
        <div><span>{w.unmatched}</span><b>{count(r.unmatched)}</b></div>
        <div><span>{w.share}</span><b>{percent(r.matched, r.matched + r.unmatched)}</b></div>
        <div><span>{w.mean}</span><b>{metres(r.mean_distance_m)}</b></div>
        <div><span>{w.offers}</span><b>{count(r.offers)}</b></div>
        <div><span>{w.units}</span><b>{count(r.units)}</b></div>
      </div>
      {why.length > 0 && (
        <div className="row wrap" style={{ padding: '10px 16px', borderTop: '1px solid var(--line)', gap: 16 }}>
          <span className="muted">{w.whyNot}</span>
          {why.map(([k, n]) => <span key={k}>{whyWord(k)} <b>{count(n)}</b></span>)}
        </div>
      )}
      <div data-proof style={{ padding: '10px 16px', borderTop: '1px solid var(--line)', background: 'var(--soft)', borderRadius: '0 0 6px 6px' }}>
        {proved(r) ? <><b style={{ color: '#136239' }}>✓ {w.proof(count(r.cost), count(r.dual_cost))}</b> <span className="muted">{w.proofNote}</span></> : <b style={{ color: '#7a4700' }}>{w.unproved(count(r.cost), count(r.dual_cost))}</b>}
        <div className="muted small">{w.how(count(r.pairs), r.seconds.toFixed(1))}{r.dropped ? ` · ${w.dropped(count(r.dropped))}` : ''}</div>
      </div>
    </div>
  )
}

function Rows({ r, path }: { r: Run; path: 'matches' | 'unmatched' }) {
  const names = useNames()
  const regions = useRegions()
  const go = useNavigate()
  const url = useUrl()
  const open = (m: Row) => go(keepRegion('/needs?open=' + m.need, url.params))
  const offer = (m: Row) => (language() === 'en' && m.offer_name_en) || m.offer_name || '—'
  const first: Column<Row>[] = [
    { key: 'need', title: w.need, render: m => <button className="plain" onClick={() => open(m)}>{m.name || names.category(m.category)}</button>, text: m => m.name ?? '' },
    { key: 'category', title: c.category, render: m => names.category(m.category), text: m => names.category(m.category) },
    { key: 'region', title: c.region, render: m => regions.longName(m.region), text: m => regions.longName(m.region), off: path === 'matches' },
    { key: 'urgency', title: w.urgency, render: m => urgencyWord(m.urgency), text: m => urgencyWord(m.urgency) },
  ]
  const given: Column<Row>[] = [
    { key: 'offer', title: w.offer, render: m => <div>{offer(m)}{m.who_name && <div className="muted small">{m.who_name}</div>}</div>, text: offer },
    { key: 'distance', title: w.distance, num: true, render: m => metres(m.distance_m), text: m => String(m.distance_m) },
    { key: 'rank', title: w.rank, render: m => (m.rank && m.possible ? w.rankOf(m.rank, m.possible) : '—'), text: m => `${m.rank ?? ''}/${m.possible ?? ''}`, off: true },
  ]
  const last: Column<Row>[] = [{ key: 'why', title: path === 'matches' ? w.why : w.reason, render: m => <div className="muted" style={{ minWidth: 220, whiteSpace: 'normal' }}>{reasonOf(m)}</div>, text: reasonOf }]
  return (
    <>
      <FilterBar filters={[{ kind: 'choice', name: 'category', label: c.category, options: names.categories, width: 168 }]} />
      <DataTable<Row> id={path} path={`/match-runs/${r.id}/${path}`} scoped={false} query={{ category: url.get('category') }} columns={path === 'matches' ? [...first, ...given, ...last] : [...first, ...last]} rowKey={m => m.need} onOpen={open} empty={{ title: path === 'matches' ? w.noMatches : w.allMatched }} />
    </>
  )
}

function Compared({ r }: { r: Run }) {
  const runs = useApi<List<Run>>('/match-runs', { limit: 50 })
  const url = useUrl()
  const others = (runs.data?.items ?? []).filter(x => x.id !== r.id && ['proposed', 'confirmed', 'discarded'].includes(x.state))
  const other = url.get('with') || others[0]?.id || ''
  const cmp = useApi<Compare>(other ? `/match-runs/${r.id}/compare` : '', { with: other })
  if (runs.data && !others.length) return <Empty title={w.noOther} />
  const signed = (n: number) => (n > 0 ? '+' : '') + count(n)
  return (
    <div style={{ padding: 16 }} className="stack">
      <Select aria-label={w.compareWith} style={{ width: 360 }} value={other || undefined} onChange={v => url.set({ with: v })} options={others.map(x => ({ value: x.id, label: `${x.name} · ${when(x.created)}` }))} />
      {other && <Shown of={cmp} rows={3}>{x => (
        <div className="figures">
          {([[w.same, x.same], [w.changed, x.changed], [w.gained, x.gained], [w.lost, x.lost]] as const).map(([l, v]) => <div key={l}><span>{l}</span><b>{count(v)}</b></div>)}
          <div><span>{w.dCost}</span><b>{signed(x.cost)}</b></div>
        </div>
      )}</Shown>}
    </div>
  )
}
