import { lazy, Suspense, useMemo, type ReactNode } from 'react'
import { Link } from 'react-router'
import { Alert, Select } from 'antd'
import { useApi, type List } from '../kit/api'
import { count, metres, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Empty, Loading, Shown } from '../kit/States'
import { keepRegion, useUrl } from '../kit/url'
import { named } from '../kit/words'
import { useAreas } from '../map/data'
import { aimWord, price, reachWords, share, signed, told, w, type Area, type Cells, type Portfolio, type Result, type Scenario, type ScenarioView } from './data'
import { useOrderWords } from './order'
import { PProof } from './Funded'
import { Proof } from './Sited'
import { cellShapes, fc, pointShapes } from './shapes'
import './decisions.css'

const PlanMap = lazy(() => import('./PlanMap'))

/** Compare sets two scenarios side by side. */
export default function Compare() {
  const url = useUrl()
  const a = useApi<ScenarioView>('/decisions/' + url.get('a'))
  const b = useApi<ScenarioView>(url.get('b') && '/decisions/' + url.get('b'))
  const all = useApi<List<Scenario>>('/decisions', { state: 'done', limit: 100 }, { scoped: true })
  const options = (all.data?.items ?? []).map(s => ({ value: s.id, label: `${s.name} · ${when(s.created)}` }))
  const pick = (k: 'a' | 'b') => {
    const other = url.get(k === 'a' ? 'b' : 'a')
    return <Select aria-label={w.cPick} placeholder={w.cPick} style={{ width: '100%' }} showSearch={{ optionFilterProp: 'label' }} value={url.get(k) || undefined} onChange={v => url.set({ [k]: v })} options={options.filter(o => o.value !== other)} />
  }
  return (
    <div className="page">
      <PageHeader title={w.cTitle} up={{ to: '/decisions', title: w.title }} />
      <div className="twomaps" style={{ marginBottom: 16 }}>{pick('a')}{pick('b')}</div>
      {all.data && options.length < 2 ? <div className="panel"><Empty title={w.cNone} next={w.noneNext} /></div>
        : !url.get('b') ? <div className="panel"><Empty title={w.cPick} /></div>
        : <Shown of={a} rows={8}>{x => <Shown of={b} rows={8}>{y => (x.result && y.result ? <Both x={x} y={y} r={x.result} q={y.result} /> : x.portfolio && y.portfolio ? <BothFunds x={x} y={y} r={x.portfolio} q={y.portfolio} /> : x.kind !== y.kind ? <div className="panel"><Empty title={w.kinds} /></div> : <div className="panel"><Empty title={w.failed} /></div>)}</Shown>}</Shown>}
    </div>
  )
}

function Both({ x, y, r, q }: { x: ScenarioView; y: ScenarioView; r: Result; q: Result }) {
  const say = useOrderWords()
  const url = useUrl()
  const group = (v: ScenarioView) => JSON.stringify([v.where?.group, v.where?.category])
  const diff = (a?: number | null, b?: number | null, unit = '') => (a === null || b === null || a === undefined || b === undefined ? '—' : `${signed(b - a)} ${unit}`)
  const points = (a?: number | null, b?: number | null) => (a === null || b === null || a === undefined || b === undefined ? '—' : w.points(`${b >= a ? '+' : '−'}${(100 * Math.abs(b - a)).toFixed(1)}`))
  const rows: [string, ReactNode, ReactNode, ReactNode][] = [
    [w.about, x.where && say.order(x.where), y.where && say.order(y.where), ''],
    [w.aim, aimWord(r.aim), aimWord(q.aim), ''],
    [`${w.inReach} · ${w.before}`, share(r.before.inside, r.people), share(q.before.inside, q.people), points(r.before.share, q.before.share)],
    [`${w.inReach} · ${w.after}`, <b key="a">{share(r.after.inside, r.people)}</b>, <b key="b">{share(q.after.inside, q.people)}</b>, <b key="d">{points(r.after.share, q.after.share)}</b>],
    [`${w.inReach} · ${w.groupN}`, told(r.after.inside), told(q.after.inside), diff(r.after.inside, q.after.inside)],
    [w.k_lost, told(r.lost), told(q.lost), diff(r.lost, q.lost)],
    [w.meanWay, metres(r.after.mean_m), metres(q.after.mean_m), diff(r.after.mean_m, q.after.mean_m, w.metres)],
    [w.farWay, metres(r.after.farthest_m), metres(q.after.farthest_m), diff(r.after.farthest_m, q.after.farthest_m, w.metres)],
    [w.newSites, count(r.sites?.length), count(q.sites?.length), diff(r.sites?.length, q.sites?.length)],
    [w.money, r.spent_fen ? price(r.spent_fen) : '—', q.spent_fen ? price(q.spent_fen) : '—', r.spent_fen && q.spent_fen ? (q.spent_fen >= r.spent_fen ? '+' : '') + price(q.spent_fen - r.spent_fen) : '—'],
  ]
  const name = (v: ScenarioView) => <Link to={keepRegion('/decisions/' + v.id, url.params)}>{v.name}</Link>
  return (
    <div className="stack">
      {group(x) !== group(y) ? <Alert type="warning" showIcon title={w.cGroup} /> : r.radius_m !== q.radius_m && <Alert type="info" showIcon title={w.cOther} />}
      <div className="panel" style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={w.cTitle}>
        <table className="figs" data-compare>
          <thead><tr><td /><th scope="col">{name(x)}</th><th scope="col">{name(y)}</th><th scope="col" className="num">{w.cDiff}</th></tr></thead>
          <tbody>{rows.map(([l, a, b, d]) => <tr key={l}><td className="muted">{l}</td><td>{a}</td><td>{b}</td><td className="num">{d}</td></tr>)}</tbody>
        </table>
      </div>
      <div className="twomaps">{[[x, r, q] as const, [y, q, r] as const].map(([v, one, other]) => <Side key={v.id} v={v} r={one} other={other} />)}</div>
      <Communities r={r} q={q} x={x.name} y={y.name} />
    </div>
  )
}

/** BothFunds sets two portfolios side by side: which projects, for how much, for whom. */
function BothFunds({ x, y, r, q }: { x: ScenarioView; y: ScenarioView; r: Portfolio; q: Portfolio }) {
  const url = useUrl()
  const n = (p: Portfolio) => (p.projects ?? []).filter(j => j.chosen).length
  const theirs = new Map((q.projects ?? []).map(p => [p.name, p]))
  const all = [...(r.projects ?? []).map(p => [p, theirs.get(p.name)] as const), ...(q.projects ?? []).filter(p => !(r.projects ?? []).some(o => o.name === p.name)).map(p => [undefined, p] as const)]
  const mark = (p?: { chosen: boolean }) => (p === undefined ? '—' : p.chosen ? `✓ ${w.pChosen}` : `✕ ${w.pNot}`)
  const rows: [string, string, string, string][] = [
    [w.budget, price(r.budget_fen), price(q.budget_fen), ''], [w.served, count(r.people), count(q.people), signed(q.people - r.people)], [w.spent, price(r.spent_fen), price(q.spent_fen), (q.spent_fen >= r.spent_fen ? '+' : '') + price(q.spent_fen - r.spent_fen)], [w.pChosen, count(n(r)), count(n(q)), signed(n(q) - n(r))],
  ]
  const name = (v: ScenarioView) => <Link to={keepRegion('/decisions/' + v.id, url.params)}>{v.name}</Link>
  return (
    <div className="stack">
      <div className="panel"><table className="figs" data-compare>
        <thead><tr><td /><th scope="col">{name(x)}</th><th scope="col">{name(y)}</th><th scope="col" className="num">{w.cDiff}</th></tr></thead>
        <tbody>{rows.map(([l, a, b, d]) => <tr key={l}><td className="muted">{l}</td><td>{a}</td><td>{b}</td><td className="num">{d}</td></tr>)}</tbody>
      </table></div>
      <div className="twomaps"><div className="panel"><PProof r={r} /></div><div className="panel"><PProof r={q} /></div></div>
      <div className="panel"><header><h2>{w.pFrom}</h2></header><table className="figs">
        <thead><tr><th scope="col">{w.pName}</th><th scope="col">{x.name}</th><th scope="col">{y.name}</th></tr></thead>
        <tbody>{all.map(([a, b]) => { const p = (a ?? b)!; return <tr key={p.from + p.id + p.name} style={a?.chosen !== b?.chosen ? { background: '#fdf3e1' } : undefined}><td>{named(p)}</td><td>{mark(a)}</td><td>{mark(b)}</td></tr> })}</tbody>
      </table></div>
    </div>
  )
}

function Side({ v, r, other }: { v: ScenarioView; r: Result; other: Result }) {
  const cells = useApi<Cells>(`/decisions/${v.id}/cells`, {}, { staleTime: Infinity })
  const areas = useAreas('community', v.region)
  const shapes = useMemo(() => ({ cells: cellShapes(cells.data, 'after'), ...pointShapes(r, 'after') }), [cells.data, r])
  const ground = useMemo(() => fc((areas.data?.features ?? []).filter(f => f.geometry).map(f => ({ ...f, properties: { label: named(f.properties as { name: string }) } }))), [areas.data])
  const theirs = new Set((other.sites ?? []).map(s => s.id))
  return (
    <section className="panel" aria-label={v.name}>
      <header><h2 className="grow">{v.name}</h2>{v.where && <span className="muted">{reachWords(v.where)}</span>}</header>
      <Suspense fallback={<Loading rows={10} />}><PlanMap height={360} areas={ground} cells={shapes.cells} points={shapes.points} circles={shapes.circles} bounds={(r.box as [number, number, number, number] | undefined) ?? null} /></Suspense>
      <table className="figs">
        <tbody>{(r.sites ?? []).map(s => <tr key={s.id}><td><span className="row"><span className="num-badge">{s.no}</span>{named(s)}</span></td><td className="small muted">{theirs.has(s.id) ? w.both : w.only}</td><td className="num">{s.adds === null ? w.few : '+' + count(s.adds)}</td></tr>)}</tbody>
      </table>
      <Proof r={r} />
    </section>
  )
}

function Communities({ r, q, x, y }: { r: Result; q: Result; x: string; y: string }) {
  const theirs = new Map((q.areas ?? []).map(a => [a.region, a]))
  const rows = (r.areas ?? []).flatMap(a => { const b = theirs.get(a.region); return b ? [[a, b] as const] : [] })
  const gap = ([a, b]: readonly [Area, Area]) => Math.abs((b.after ?? 0) - (a.after ?? 0))
  if (!rows.length) return null
  return (
    <div className="panel">
      <header><h2 className="grow">{w.tAreas}</h2></header>
      <div style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={w.tAreas}>
        <table className="figs">
          <thead><tr><th scope="col">{w.place}</th><th scope="col" className="num">{w.before}</th><th scope="col" className="num">{x}</th><th scope="col" className="num">{y}</th><th scope="col" className="num">{w.cDiff}</th></tr></thead>
          <tbody>{[...rows].sort((m, n) => gap(n) - gap(m)).map(([a, b]) => (
            <tr key={a.region}><td>{named(a)}</td><td className="num muted">{share(a.before, a.people)}</td><td className="num">{share(a.after, a.people)}</td><td className="num">{share(b.after, b.people)}</td><td className="num">{a.after === null || b.after === null ? '—' : a.after === b.after ? <span className="muted">{w.same}</span> : <b>{signed(b.after - a.after)}</b>}</td></tr>
          ))}</tbody>
        </table>
      </div>
    </div>
  )
}
