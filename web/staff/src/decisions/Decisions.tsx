import { useNavigate } from 'react-router'
import { Button, Checkbox } from 'antd'
import { DataTable, type Column } from '../kit/DataTable'
import { FilterBar } from '../kit/FilterBar'
import { count, when } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { StateTag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { aimed, gapWords, price, signed, states, w, type Scenario } from './data'
import { useOrderWords } from './order'

/** Decisions is the list of scenarios. */
export default function Decisions() {
  const url = useUrl()
  const go = useNavigate()
  const session = useSession().data
  const say = useOrderWords()
  const regions = useRegions()
  const open = (id: string) => go(keepRegion('/decisions/' + id, url.params))
  const runs = may(session, 'decisions.run')
  const about = (s: Scenario) => (s.where ? say.order(s.where) : s.what ? w.budgetOf(price(s.what.budget_fen)) : '')
  const result = (s: Scenario) => (s.funded ? `${count(s.funded.people)} ${w.persons}` : s.headline ? aimed(s.where?.objective, s.headline).join(' → ') : '')
  const judged = (s: Scenario) => s.headline ?? s.funded
  const quality = (s: Scenario) => { const j = judged(s); return j ? (j.proved ? w.best : w.gapAt(gapWords(j.gap))) : '' }
  // Two are chosen to be compared; the third takes the place of the first.
  const picked = url.list('pick')
  const pick = (id: string) => url.set({ pick: picked.includes(id) ? picked.filter(p => p !== id) : [...picked, id].slice(-2) })
  const columns: Column<Scenario>[] = [
    { key: 'pick', title: w.pick, width: 64, render: s => <Checkbox checked={picked.includes(s.id)} disabled={!judged(s)} onChange={() => pick(s.id)} aria-label={`${w.pick} ${s.name}`} /> },
    { key: 'name', title: w.name, render: s => <div style={{ minWidth: 220, maxWidth: 320, whiteSpace: 'normal' }}><button className="plain" onClick={() => open(s.id)}>{s.name}</button><div className="small muted">{about(s)}</div></div>, text: s => s.name },
    { key: 'state', title: c.state, render: s => <span className="row"><StateTag state={s.state} table={states()} />{s.state === 'running' && <span className="muted">{Math.round(s.progress * 100)}%</span>}</span>, text: s => states()[s.state]?.[1] ?? s.state },
    { key: 'result', title: w.result, render: s => (judged(s) ? <span style={{ whiteSpace: 'nowrap' }}><b>{result(s)}</b> <span className="muted">{s.headline && s.where?.objective !== 'median' && s.where?.objective !== 'center' && s.headline.gained !== null && s.headline.lost !== null ? signed(s.headline.gained - s.headline.lost) : ''}</span></span> : '—'), text: result },
    { key: 'proof', title: w.proof, render: s => (judged(s) ? <span style={{ color: judged(s)!.proved ? '#136239' : '#7a4700', whiteSpace: 'nowrap' }}>{judged(s)!.proved ? '✓ ' : ''}{quality(s)}</span> : '—'), text: quality },
    { key: 'kind', title: w.kind, render: s => (s.kind === 'siting' ? w.siting : w.portfolio), text: s => (s.kind === 'siting' ? w.siting : w.portfolio), off: true },
    { key: 'sites', title: w.newSites, num: true, render: s => s.headline?.sites ?? '—', text: s => String(s.headline?.sites ?? ''), off: true },
    { key: 'about', title: w.about, render: about, text: about, off: true },
    { key: 'region', title: w.place, render: s => regions.name(s.region), text: s => regions.name(s.region) },
    { key: 'by', title: w.who, render: s => <div>{s.by_name || '—'}<div className="small muted" style={{ whiteSpace: 'nowrap' }}>{when(s.created)}</div></div>, text: s => s.by_name ?? '' },
    { key: 'created', title: c.created, render: s => when(s.created), text: s => s.created, off: true },
  ]
  const begin = runs && <span className="row"><Button onClick={() => go(keepRegion('/decisions/new-portfolio', url.params))}>{w.newP}</Button><Button type="primary" onClick={() => go(keepRegion('/decisions/new', url.params))}>{w.new}</Button></span>
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<><Live kinds="decisions." again={['/decisions']} />{begin}</>} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'choice', name: 'kind', label: w.kind, options: [{ value: 'siting', label: w.siting }, { value: 'portfolio', label: w.portfolio }] }, { kind: 'choice', name: 'state', label: c.state, options: Object.entries(states()).map(([value, [, label]]) => ({ value, label })) }]} />
        <DataTable<Scenario> id="decisions" path="/decisions" query={{ kind: url.get('kind'), state: url.get('state'), total: true }} columns={columns} rowKey={s => s.id} onOpen={s => open(s.id)} empty={{ title: w.none, next: w.noneNext, action: begin }}
          bar={<><span className="small">{w.compareHint}</span>{picked.length > 0 && <Button size="small" disabled={picked.length !== 2} onClick={() => go(keepRegion(`/decisions/compare?a=${picked[0]}&b=${picked[1]}`, url.params))}>{w.compare}</Button>}</>} />
      </div>
    </div>
  )
}
