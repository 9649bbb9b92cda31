import { count, percent, when } from '../kit/format'
import { language, named } from '../kit/words'
import { useRegions } from '../shell/regions'
import { price, w, type Funds, type Portfolio, type ScenarioView, type What } from './data'

const zh = () => language() === 'zh'

/** Funded is the result of a portfolio: in words, project by project with its reason, and by place. */
export function Funded({ v, r, what }: { v: ScenarioView; r: Portfolio; what: What }) {
  return (
    <div className="stack">
      <div className="panel">
        <div className="verdict" data-verdict>
          <div className="line">{w.budgetOf(price(r.budget_fen))}{zh() ? '：' : ':'}</div>
          <div className="big" style={{ color: '#0b6b63' }}>{count(r.people)} {w.persons}</div>
          <div className="row wrap" style={{ gap: '4px 16px', marginTop: 4 }}>
            <b>{w.tChosen((r.projects ?? []).filter(p => p.chosen).length, r.projects?.length ?? 0)}</b>
            {r.next_zh && <span>{zh() ? r.next_zh : r.next_en}</span>}
            {!!r.bare && (what.floor_fen || what.floor_people) ? <span style={{ color: '#7a4700' }}>{w.bare(r.bare)}</span> : null}
          </div>
        </div>
        <div className="figures compact" style={{ borderTop: '1px solid var(--line)' }}>
          <div><span>{w.served}</span><b>{count(r.people)}</b></div>
          <div><span>{w.spent}</span><b>{price(r.spent_fen)}</b><span>{w.left(price(r.budget_fen - r.spent_fen))} · {percent(r.spent_fen, r.budget_fen)}</span></div>
          {!!what.floor_fen && <div><span>{w.floors} · {what.level === 'street' ? w.l_street : w.l_community}</span><b>{price(what.floor_fen)}</b></div>}
          {!!what.floor_people && <div><span>{w.floors} · {what.level === 'street' ? w.l_street : w.l_community}</span><b>{count(what.floor_people)} {w.persons}</b></div>}
        </div>
        <p className="small muted" style={{ margin: 0, padding: '8px 16px', borderTop: '1px solid var(--line)' }}>{w.asOf(when(r.as_of))}</p>
        <PProof r={r} />
      </div>
      <Chosen r={r} />
      <Places areas={r.areas ?? []} floors={!!what.floor_fen || !!what.floor_people} />
      <div className="printonly signed" aria-hidden="true"><div>{w.made} {v.by_name}</div><div>{w.review}</div><div>{w.seal}</div></div>
    </div>
  )
}

export function PProof({ r }: { r: Portfolio }) {
  const sure = r.proved && r.verified
  return (
    <div data-proof style={{ padding: '10px 16px', borderTop: '1px solid var(--line)', background: 'var(--soft)', borderRadius: '0 0 6px 6px' }}>
      <b style={{ color: sure ? '#136239' : '#7a4700' }}>{sure ? '✓ ' : ''}{zh() ? r.proof_zh : r.proof_en}</b>
      {r.verified && <div className="muted small">{w.checked}</div>}
    </div>
  )
}

function Chosen({ r }: { r: Portfolio }) {
  const regions = useRegions()
  return (
    <div className="panel">
      <header><h2 className="grow">{w.pFrom}</h2><span className="muted">{w.tChosen((r.projects ?? []).filter(p => p.chosen).length, r.projects?.length ?? 0)}</span></header>
      <div className="scrolls" style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={w.pFrom}>
        <table className="figs" data-projects>
          <thead><tr><th scope="col">{w.pChosen}</th><th scope="col">{w.pName}</th><th scope="col">{w.pPlace}</th><th scope="col" className="num">{w.money}</th><th scope="col" className="num">{w.pPeople}</th><th scope="col">{w.why}</th></tr></thead>
          <tbody>{(r.projects ?? []).map(p => (
            <tr key={p.id}>
              <td style={{ whiteSpace: 'nowrap', color: p.chosen ? '#136239' : 'var(--text2)' }}>{p.chosen ? `✓ ${w.pChosen}` : `✕ ${w.pNot}`}</td>
              <td>{named(p)}{p.from === 'running' && <div className="small muted">{w.f_running}</div>}</td><td>{regions.name(p.region)}</td>
              <td className="num">{price(p.cost_fen)}</td><td className="num">{count(p.people)}</td><td className="muted">{zh() ? p.why_zh : p.why_en}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </div>
  )
}

function Places({ areas, floors }: { areas: Funds[]; floors: boolean }) {
  return (
    <div className="panel">
      <header><h2>{w.tFunds}</h2></header>
      <div className="scrolls" style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={w.tFunds}>
        <table className="figs">
          <thead><tr><th scope="col">{w.place}</th><th scope="col" className="num">{w.pFrom}</th><th scope="col" className="num">{w.pChosen}</th><th scope="col" className="num">{w.money}</th><th scope="col" className="num">{w.served}</th>{floors && <th scope="col">{w.floorCol}</th>}</tr></thead>
          <tbody>{areas.map(a => (
            <tr key={a.region}><td>{named(a)}</td><td className="num">{count(a.candidates)}</td><td className="num">{count(a.chosen)}</td><td className="num">{price(a.money_fen)}</td><td className="num">{count(a.people)}</td>
              {floors && <td>{a.floor ? <span style={{ color: '#136239' }}>✓ {w.floorMet}</span> : <span className="muted">{w.floorNone}</span>}</td>}</tr>
          ))}</tbody>
        </table>
      </div>
    </div>
  )
}
