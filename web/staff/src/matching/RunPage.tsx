import { lazy, Suspense, useMemo } from 'react'
import { useNavigate, useParams } from 'react-router'
import { Alert, App, Button, Popconfirm, Select, Tabs } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { count, metres, percent, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Progress } from '../kit/Progress'
import { Empty, Loading, Problems, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language, named } from '../kit/words'
import { useNames } from '../directory/lookups'
import { boundsOf } from '../map/classes'
import { useAreas } from '../map/data'
import { useRegions } from '../shell/regions'
import { busy, proved, runStates, w, whyText, type Compare, type Match, type Need, type Run } from './data'

const MapPanel = lazy(() => import('../kit/MapPanel'))
const why = (m: { reasons?: Match['reasons']; reason?: string }) => (m.reasons ?? (m.reason ? [m.reason] : [])).map(r => whyText(r, language()))

export default function RunPage() {
  const { id = '' } = useParams()
  const run = useApi<Run>('/match-runs/' + id, {}, { refetchInterval: q => (busy(q.state.data?.state) ? 700 : false) })
  return <div className="page"><Shown of={run} rows={10}>{r => <Sheet r={r} />}</Shown></div>
}

function Sheet({ r }: { r: Run }) {
  const url = useUrl()
  const { message } = App.useApp()
  const act = useDo((verb: string) => send('post', `/match-runs/${r.id}/${verb}`, { body: {} }), ['/match-runs', '/needs', '/offers'], (_, v) => message.success(v === 'confirm' ? w.s_confirmed : w.s_discarded))
  const total = (r.matched ?? 0) + (r.unmatched ?? 0)
  return (
    <>
      <PageHeader title={r.name} up={{ to: '/matching', title: w.runs }} lead={<span className="row"><StateTag state={r.state} table={runStates()} />{when(r.created_at ?? r.created)}</span>}
        extra={r.state === 'proposed' && <>
          <Popconfirm title={w.discard} description={w.discardAsk} okText={w.discard} cancelText={c.cancel} onConfirm={() => act.mutate('discard')}><Button>{w.discard}</Button></Popconfirm>
          <Popconfirm title={w.confirm} description={<div style={{ maxWidth: 320 }}>{w.confirmAsk(count(r.matched))}</div>} okText={w.confirm} cancelText={c.cancel} onConfirm={() => act.mutate('confirm')}><Button type="primary" loading={act.isPending}>{w.confirm}</Button></Popconfirm>
        </>} />
      {act.isError && <Alert type="error" showIcon title={act.error.message} description={<Problems error={act.error} />} style={{ marginBottom: 16 }} />}
      {r.state === 'failed' && <Alert type="error" showIcon title={w.failed} description={r.error} />}
      {busy(r.state) && <div className="panel"><div className="body"><Progress label={w.running} share={r.progress !== undefined ? (r.progress > 1 ? r.progress / 100 : r.progress) : 0} note={w.leave} /></div></div>}
      {!busy(r.state) && r.state !== 'failed' && (
        <div className="stack">
          <div className="panel">
            <div className="figures">
              <div><span>{w.matched}</span><b>{count(r.matched)}</b></div>
              <div><span>{w.unmatched}</span><b>{count(r.unmatched)}</b></div>
              <div><span>{w.share}</span><b>{percent(r.matched ?? 0, total)}</b></div>
              {(r.mean_distance_m ?? r.mean_distance) !== undefined && <div><span>{w.mean}</span><b>{metres(r.mean_distance_m ?? r.mean_distance)}</b></div>}
              <div><span>{w.cost}</span><b>{count(r.cost)}</b></div>
              <div><span>{w.dual}</span><b>{count(r.dual_cost)}</b></div>
            </div>
            <div data-proof style={{ padding: '10px 16px', borderTop: '1px solid var(--line)', background: 'var(--soft)', borderRadius: '0 0 6px 6px' }}>
              {proved(r) ? <><b style={{ color: '#136239' }}>✓ {w.proof(count(r.cost), count(r.dual_cost))}</b> <span className="muted">{w.proofNote}</span></> : <b style={{ color: '#7a4700' }}>{w.unproved(count(r.cost), count(r.dual_cost))}</b>}
            </div>
          </div>
          <div className="panel">
            <Tabs style={{ paddingInline: 0 }} tabBarStyle={{ padding: '0 16px', margin: 0 }} destroyOnHidden activeKey={url.get('tab') || 'matches'} onChange={k => url.set({ tab: k === 'matches' ? '' : k })} items={[
              { key: 'matches', label: w.tMatches, children: <Matches r={r} /> },
              { key: 'unmatched', label: `${w.tUnmatched} ${count(r.unmatched)}`, children: <Unmatched r={r} /> },
              { key: 'map', label: w.tMap, children: <Lines r={r} /> },
              { key: 'compare', label: w.tCompare, children: <Compared r={r} /> },
            ]} />
          </div>
        </div>
      )}
    </>
  )
}

function Matches({ r }: { r: Run }) {
  const names = useNames()
  const regions = useRegions()
  const go = useNavigate()
  const url = useUrl()
  const needOf = (m: Match) => m.need_id ?? m.need ?? ''
  const offer = (m: Match) => m.offer_name ?? m.service_name ?? m.point_name ?? m.offer_id ?? m.offer ?? '—'
  const columns: Column<Match>[] = [
    { key: 'need', title: w.need, render: m => <button className="plain" onClick={() => go(keepRegion('/needs?open=' + needOf(m), url.params))}>{m.person_name ?? names.category(m.category)}</button>, text: m => m.person_name ?? '' },
    { key: 'category', title: c.category, render: m => names.category(m.category), text: m => names.category(m.category) },
    { key: 'region', title: c.region, render: m => regions.longName(m.region), text: m => regions.longName(m.region) },
    { key: 'offer', title: w.offer, render: offer, text: offer },
    { key: 'distance', title: w.distance, num: true, render: m => metres(m.distance_m ?? m.distance), text: m => String(m.distance_m ?? m.distance ?? '') },
    { key: 'cost', title: w.cost, num: true, render: m => count(m.cost), text: m => String(m.cost ?? ''), off: true },
    { key: 'why', title: w.why, render: m => <span className="muted">{why(m).join('；') || '—'}</span>, text: m => why(m).join('；') },
  ]
  return <DataTable<Match> id="matches" path={`/match-runs/${r.id}/matches`} scoped={false} columns={columns} rowKey={m => m.id ?? needOf(m)} onOpen={m => go(keepRegion('/needs?open=' + needOf(m), url.params))} empty={{ title: w.noMatches }} />
}

function Unmatched({ r }: { r: Run }) {
  const names = useNames()
  const regions = useRegions()
  const go = useNavigate()
  const url = useUrl()
  type U = Need & { need?: string; need_id?: string; reason?: string }
  const idOf = (n: U) => n.need_id ?? n.need ?? n.id
  const columns: Column<U>[] = [
    { key: 'need', title: w.need, render: n => <button className="plain" onClick={() => go(keepRegion('/needs?open=' + idOf(n), url.params))}>{n.person_name ?? names.category(n.category)}</button>, text: n => n.person_name ?? '' },
    { key: 'category', title: c.category, render: n => names.category(n.category), text: n => names.category(n.category) },
    { key: 'region', title: c.region, render: n => regions.longName(n.region), text: n => regions.longName(n.region) },
    { key: 'why', title: w.reason, render: n => <span className="muted">{why(n).join('；') || '—'}</span>, text: n => why(n).join('；') },
  ]
  return <DataTable<U> id="unmatched" path={`/match-runs/${r.id}/unmatched`} scoped={false} columns={columns} rowKey={idOf} onOpen={n => go(keepRegion('/needs?open=' + idOf(n), url.params))} empty={{ title: w.allMatched }} />
}

function Lines({ r }: { r: Run }) {
  const matches = useApi<List<Match>>(`/match-runs/${r.id}/matches`, { limit: 200 })
  const areas = useAreas('community', r.region)
  const view = useMemo(() => {
    const lines: GeoJSON.Feature[] = []
    const points: GeoJSON.Feature[] = []
    for (const m of matches.data?.items ?? []) {
      const a = m.from ?? (m.need_lon !== undefined ? [m.need_lon, m.need_lat!] : undefined)
      const b = m.to ?? (m.offer_lon !== undefined ? [m.offer_lon, m.offer_lat!] : undefined)
      if (!a || !b) continue
      lines.push({ type: 'Feature', geometry: { type: 'LineString', coordinates: [a, b] }, properties: { colour: '#1668dc' } })
      points.push({ type: 'Feature', geometry: { type: 'Point', coordinates: b }, properties: { label: m.offer_name ?? m.service_name ?? '', colour: '#0f4fa8', size: 6 } }, { type: 'Feature', geometry: { type: 'Point', coordinates: a }, properties: { label: '', colour: '#ad6800', size: 3 } })
    }
    const fc = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({ type: 'FeatureCollection', features })
    const shapes = (areas.data?.features ?? []).filter(f => f.geometry)
    return {
      lines: fc(lines), points: fc(points),
      areas: fc(shapes.map(f => ({ ...f, properties: { ...f.properties, colour: '#ffffff', label: named(f.properties as { name: string }) } }))),
      box: boundsOf(lines.length ? lines.map(l => l.geometry as GeoJSON.LineString) : shapes.map(f => f.geometry as GeoJSON.Polygon)),
    }
  }, [matches.data, areas.data])
  return <div style={{ padding: 16 }}><p className="muted" style={{ margin: '0 0 8px' }}>{w.mapLead}</p><Suspense fallback={<Loading />}><MapPanel height={520} areas={view.areas} lines={view.lines} points={view.points} bounds={view.box} /></Suspense></div>
}

function Compared({ r }: { r: Run }) {
  const runs = useApi<List<Run>>('/match-runs', { limit: 50 })
  const url = useUrl()
  const others = (runs.data?.items ?? []).filter(x => x.id !== r.id && ['proposed', 'confirmed', 'discarded'].includes(x.state))
  const other = url.get('with') || others[0]?.id || ''
  const cmp = useApi<Compare>(other ? `/match-runs/${r.id}/compare` : '', { with: other })
  if (runs.data && !others.length) return <Empty title={w.noOther} />
  const n = (v: unknown) => (Array.isArray(v) ? count(v.length) : typeof v === 'number' ? count(v) : '—')
  return (
    <div style={{ padding: 16 }} className="stack">
      <Select aria-label={w.compareWith} style={{ width: 360 }} value={other || undefined} onChange={v => url.set({ with: v })} options={others.map(x => ({ value: x.id, label: `${x.name} · ${when(x.created_at ?? x.created)}` }))} />
      {other && <Shown of={cmp} rows={3}>{x => (
        <div className="figures">
          {([[w.same, x.same], [w.changed, x.changed], [w.gained, x.gained], [w.lost, x.lost]] as const).map(([l, v]) => <div key={l}><span>{l}</span><b>{n(v)}</b></div>)}
          {typeof x.cost === 'number' && <div><span>{w.dCost}</span><b>{x.cost > 0 ? '+' : ''}{count(x.cost)}</b></div>}
        </div>
      )}</Shown>}
    </div>
  )
}
