import { lazy, Suspense, useMemo, useState } from 'react'
import { Radio } from 'antd'
import { useApi } from '../kit/api'
import { count, metres, money, when } from '../kit/format'
import { Loading } from '../kit/States'
import { language, named } from '../kit/words'
import { useAreas } from '../map/data'
import { aimed, aimWord, changes, price, reachWords, share, signed, sourceWord, told, w, type Area, type Cells, type Result, type ScenarioView, type Site, type Where } from './data'
import type { useOrderWords } from './order'
import { useOrderWords as words } from './order'
import { cellShapes, colours, fc, pointShapes, type Side } from './shapes'

const PlanMap = lazy(() => import('./PlanMap'))
const proofOf = (r: Result) => (language() === 'en' ? r.proof_en : r.proof_zh)

/** summary is the figures of a scenario as rows, for a file. */
export function summary(v: ScenarioView, say: ReturnType<typeof useOrderWords>): string[][] {
  const r = v.result!
  const o = v.where!
  const n = (x?: number | null) => (x === null || x === undefined ? '' : String(x))
  return [
    [v.name, w.before, w.after],
    [say.order(o), share(r.before.inside, r.people), share(r.after.inside, r.people)],
    [w.inReach, n(r.before.inside), n(r.after.inside)], [w.groupN, n(r.people), n(r.people)], [w.meanWay, n(r.before.mean_m), n(r.after.mean_m)], [w.farWay, n(r.before.farthest_m), n(r.after.farthest_m)],
    [w.newSites, '', String(r.sites?.length ?? 0)], [w.money, '', r.spent_fen ? money(r.spent_fen) : ''], [w.aim, aimWord(r.aim), ''], [w.reach, reachWords(o), `${r.radius_m} m`], [w.proof, proofOf(r), ''],
    [w.asOf(when(r.as_of)), '', ''], ['SHA-256', r.digest, ''], [v.exact ? w.exact : w.estimate, '', ''],
  ]
}

/** Sited is the result of a siting scenario: in words, on the map, by site and by community, and how good it is. */
export function Sited({ v, r, where }: { v: ScenarioView; r: Result; where: Where }) {
  const say = words()
  const cells = useApi<Cells>(`/decisions/${v.id}/cells`, {}, { staleTime: Infinity })
  const areas = useAreas('community', v.region)
  const [side, setSide] = useState<Side>('after')
  const [look, setLook] = useState<[number, number] | null>(null)
  const shapes = useMemo(() => ({ cells: cellShapes(cells.data, side), ...pointShapes(r, side) }), [cells.data, r, side])
  const ground = useMemo(() => fc((areas.data?.features ?? []).filter(f => f.geometry).map(f => ({ ...f, properties: { label: named(f.properties as { name: string }) } }))), [areas.data])
  return (
    <div className="stack">
      <div className="panel">
        <Verdict v={v} r={r} order={say.aim(where)} />
        <Proof v={v} r={r} />
      </div>
      <div className="panel">
        <header><h2 className="grow">{w.newSites}</h2>
          <Radio.Group className="noprint" optionType="button" size="small" value={side} aria-label={w.show} onChange={e => setSide(e.target.value)} options={[{ value: 'before', label: w.m_before }, { value: 'after', label: w.m_after }]} />
        </header>
        <div className="sited">
          <div>
            <Suspense fallback={<Loading rows={12} />}>
              <PlanMap height={500} areas={ground} cells={shapes.cells} points={shapes.points} circles={shapes.circles} bounds={(r.box as [number, number, number, number] | undefined) ?? null} look={look} />
            </Suspense>
            <Legend r={r} side={side} where={where} />
          </div>
          <Sites r={r} onLook={s => { setSide('after'); setLook([s.lon, s.lat]) }} />
        </div>
      </div>
      <Areas areas={r.areas ?? []} grids={v.region.length >= 12} />
      <div className="printonly signed" aria-hidden="true"><div>{w.made} {v.by_name}</div><div>{w.review}</div><div>{w.seal}</div></div>
    </div>
  )
}

function Change({ label, before, after, note, strong }: { label: string; before: string; after: string; note?: string; strong?: boolean }) {
  return (
    <div>
      <span>{label}</span>
      <b className={strong ? 'big' : undefined} style={{ whiteSpace: 'nowrap' }}><span style={{ font: 'inherit', color: 'var(--text2)' }}>{before}</span> → {after}</b>
      {note && <span>{note}</span>}
    </div>
  )
}

/** Verdict says in one sentence and a few figures what changes. */
function Verdict({ v, r, order }: { v: ScenarioView; r: Result; order: string }) {
  const net = r.gained === null || r.lost === null ? null : r.gained - r.lost
  const ways = r.aim === 'center' ? { before_m: r.before.farthest_m, after_m: r.after.farthest_m } : { before_m: r.before.mean_m, after_m: r.after.mean_m }
  const [was, is] = aimed(r.aim, { people: r.people, before: r.before.inside, after: r.after.inside, ...ways })
  return (
    <>
      <div className="verdict" data-verdict>
        <div className="line">{order}{language() === 'zh' ? '：' : ': '}</div>
        <div className="big"><span style={{ color: 'var(--text2)' }}>{was}</span><span className="arrow" aria-hidden="true">→</span><span className="vh">{w.after}</span><span style={{ color: '#0b6b63' }}>{is}</span></div>
        <div className="row wrap" style={{ gap: '4px 16px', marginTop: 4 }}>
          {net !== null && <b>{net > 0 ? w.allAdds(count(net)) : signed(net)}</b>}
          {r.lost === null ? null : r.lost > 0 ? <b style={{ color: colours.lost }}>✕ {w.losers(count(r.lost))}</b> : <span style={{ color: '#136239' }}>✓ {w.noLoss}</span>}
          {!!r.spare && <span className="muted">{w.spare(r.spare)}</span>}
          {!!r.unreachable && <span style={{ color: '#7a4700' }}>{w.unreachable(count(r.unreachable))}</span>}
          {!!r.off_map && <span className="muted">{w.offMap(count(r.off_map))}</span>}
        </div>
      </div>
      <div className="figures compact" style={{ borderTop: '1px solid var(--line)' }}>
        <Change label={w.inReach} before={told(r.before.inside)} after={told(r.after.inside)} note={r.people === null ? undefined : w.of(count(r.people))} />
        <Change label={w.meanWay} before={metres(r.before.mean_m)} after={metres(r.after.mean_m)} />
        <Change label={w.farWay} before={metres(r.before.farthest_m)} after={metres(r.after.farthest_m)} />
        <div><span>{w.newSites}</span><b>{count(r.sites?.length ?? 0)}</b></div>
        {!!r.spent_fen && <div><span>{w.money}</span><b>{price(r.spent_fen)}</b></div>}
      </div>
      <p className="small muted" style={{ margin: 0, padding: '8px 16px', borderTop: '1px solid var(--line)' }}>{w.aim}{language() === 'zh' ? '：' : ': '}{aimWord(r.aim)} · {w.asOf(when(r.as_of))} · {v.exact ? w.exact : w.estimate} {r.hidden && w.hidden}</p>
    </>
  )
}

/** Proof is the line that says how good the choice is, and how that is known. */
export function Proof({ r }: { v?: ScenarioView; r: Result }) {
  const sure = r.proved && r.verified
  return (
    <div data-proof style={{ padding: '10px 16px', borderTop: '1px solid var(--line)', background: 'var(--soft)', borderRadius: '0 0 6px 6px' }}>
      <b style={{ color: sure ? '#136239' : '#7a4700' }}>{sure ? '✓ ' : ''}{proofOf(r)}</b>
      <div className="muted small">{w.how(count(r.units), count(r.candidates), r.seconds.toFixed(1))}{r.verified && ` · ${w.checked}`}</div>
    </div>
  )
}

function Legend({ r, side, where }: { r: Result; side: Side; where: Where }) {
  const cell = (colour: string, word: string) => <li key={word}><i className="square" style={{ background: colour }} />{word}</li>
  const gone = (r.existing ?? []).some(e => !e.open)
  return (
    <ul className="key small" aria-label={w.legend}>
      {cell(colours.kept, w.k_before)}
      {side === 'after' && cell(colours.new, w.k_new)}
      {cell(colours.none, w.k_none)}
      {side === 'after' && !!r.lost && cell(colours.lost, w.k_lost)}
      <li><i className="dot" style={{ background: colours.point }} />{w.k_point}</li>
      {side === 'after' && <li><i className="num-badge" style={{ fontStyle: 'normal' }}>1</i>{w.k_site}</li>}
      {side === 'after' && gone && <li><i className="dot" style={{ border: `2px solid ${colours.gone}`, boxSizing: 'border-box' }} />{w.k_gone}</li>}
      <li className="muted">{w.radiusKey(reachWords(where))}</li><li className="muted">{w.darker}</li>
    </ul>
  )
}

function Sites({ r, onLook }: { r: Result; onLook: (s: Site) => void }) {
  const sites = r.sites ?? []
  const costs = sites.some(s => s.cost_fen)
  const gone = (r.existing ?? []).filter(e => !e.open)
  return (
    <section aria-label={w.tSites}>
      <h3 style={{ padding: '12px 16px 4px' }}>{w.tSites}</h3>
      <div className="scrolls" style={{ overflow: 'auto', flex: 1 }} tabIndex={0} role="region" aria-label={w.tSites}>
        {sites.length === 0 ? <div className="state">{w.noSites}</div> : (
          <table className="figs" data-sites>
            <thead><tr><th scope="col">{w.site}</th><th scope="col" className="num" title={w.addsNote}>{w.adds}</th><th scope="col" className="num" title={w.servesNote}>{w.serves}</th>{costs && <th scope="col" className="num">{w.money}</th>}</tr></thead>
            <tbody>{sites.map(s => (
              <tr key={s.id}>
                <td><div className="row" style={{ alignItems: 'flex-start' }}><span className="num-badge">{s.no}</span><div><button className="plain" onClick={() => onLook(s)}>{named(s)}</button><div className="small muted">{sourceWord(s.from)}</div></div></div></td>
                <td className="num"><b>{s.adds === null ? <span className="muted small">{w.few}</span> : '+' + count(s.adds)}</b></td>
                <td className="num">{s.serves === null ? <span className="muted small">{w.few}</span> : count(s.serves)}</td>
                {costs && <td className="num">{s.cost_fen ? price(s.cost_fen) : '—'}</td>}
              </tr>
            ))}</tbody>
          </table>
        )}
        {gone.length > 0 && <><h3 style={{ padding: '12px 16px 4px' }}>{w.closedPts}</h3><ul style={{ margin: '0 0 12px', paddingInlineStart: 34 }}>{gone.map(e => <li key={e.id}>{named(e)}</li>)}</ul></>}
      </div>
      <p className="small muted" style={{ margin: 0, padding: '8px 16px', borderTop: '1px solid var(--line)' }}>{w.adds}{language() === 'zh' ? '：' : ': '}{w.addsNote}<br />{w.serves}{language() === 'zh' ? '：' : ': '}{w.servesNote}</p>
    </section>
  )
}

/** Areas says for every community what was, is and changes; who loses stands first. */
export function Areas({ areas, grids }: { areas: Area[]; grids: boolean }) {
  const n = changes(areas)
  const rank = (a: Area) => ((a.lost ?? 0) > 0 ? -1e9 + (a.gain ?? 0) : -(a.gain ?? -0.5))
  const rows = [...areas].sort((a, b) => rank(a) - rank(b))
  const pc = (a: Area, v: number | null) => (a.people && v !== null ? (100 * v) / a.people : 0)
  return (
    <div className="panel">
      <header><h2 className="grow">{grids ? w.tGrids : w.tAreas}</h2><span className="muted">{w.better(n.better)} · {n.worse > 0 ? <b style={{ color: colours.lost }}>{w.worse(n.worse)}</b> : w.nobodyLess} · {w.unchanged(n.same)}</span></header>
      <div className="scrolls" style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={w.tAreas}>
        <table className="figs" data-areas>
          <thead><tr><th scope="col">{w.place}</th><th scope="col" className="num">{w.groupN}</th><th scope="col" className="num">{w.before}</th><th scope="col" className="num">{w.after}</th><th scope="col" className="num">{w.change}</th><th scope="col" aria-hidden="true" style={{ width: '26%' }}><span className="row small"><i className="square" style={{ background: colours.kept, border: 0 }} />{w.before}<i className="square" style={{ background: colours.new, border: 0 }} />{w.change}</span></th><th scope="col" className="num">{w.meanWay}</th></tr></thead>
          <tbody>{rows.map(a => (
            <tr key={a.region}>
              <td>{named(a)}</td>
              {a.people === null || a.before === null || a.after === null ? <td colSpan={5} className="muted" style={{ textAlign: 'center' }}>{w.few}</td> : <>
                <td className="num">{count(a.people)}</td>
                <td className="num">{count(a.before)} <span className="muted small">{share(a.before, a.people)}</span></td>
                <td className="num">{count(a.after)} <span className="muted small">{share(a.after, a.people)}</span></td>
                <td className="num">{a.gain ? <b style={{ color: a.gain > 0 ? '#0b6b63' : colours.lost }}>{signed(a.gain)}</b> : <span className="muted">{w.same}</span>}{!!a.lost && a.lost !== -(a.gain ?? 0) && <div className="small" style={{ color: colours.lost }}>{w.k_lost} {count(a.lost)}</div>}</td>
                <td aria-hidden="true"><div className="bar"><i className="a" style={{ width: `${pc(a, a.after)}%` }} /><i className="b" style={{ width: `${Math.min(pc(a, a.before), pc(a, a.after))}%` }} /></div></td>
              </>}
              <td className="num" style={{ whiteSpace: 'nowrap' }}>{a.before_m === null && a.after_m === null ? '—' : <><span className="muted">{metres(a.before_m)}</span> → {metres(a.after_m)}</>}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </div>
  )
}
