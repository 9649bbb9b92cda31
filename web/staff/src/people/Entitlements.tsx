import { Link } from 'react-router'
import { Button } from 'antd'
import { useApi, type List } from '../kit/api'
import { money } from '../kit/format'
import { Empty, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { named } from '../kit/words'
import { useNames } from '../directory/lookups'
import { Ruled } from '../directory/Eligibility'
import { w as dw, type Verdict } from '../directory/words'
import { needStates, urgencyWord, type Need } from '../matching/data'
import { may, useSession } from '../session/session'
import { w } from './words'

/** Entitlements lists every service with the answer of its rule for this person: what they may have first. */
export function Entitlements({ person }: { person: string }) {
  const list = useApi<List<Verdict>>('/entitlements', { person })
  const names = useNames()
  const url = useUrl()
  return (
    <Shown of={list} rows={4}>
      {l => l.items.length === 0 ? <Empty title={w.noServices} /> : (
        <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {l.items.map(v => (
            <li key={v.service} style={{ padding: '8px 0', borderBottom: '1px solid var(--line)' }}>
              <div className="row"><Link className="grow" to={keepRegion('/services?open=' + v.service, url.params)}>{named(v)}</Link><span className="muted small">{names.category(v.category)} · {v.price_fen ? money(v.price_fen) : dw.free}</span></div>
              <Ruled v={v} />
            </li>
          ))}
        </ul>
      )}
    </Shown>
  )
}

/** Needs of one person, each with where it stands. */
export function PersonNeeds({ person }: { person: string }) {
  const list = useApi<List<Need>>('/needs', { person, limit: 50 })
  const names = useNames()
  const url = useUrl()
  const session = useSession().data
  return (
    <section className="panel">
      <header><h2 className="grow">{w.needs}</h2>{may(session, 'exchange.add_needs') && <Link to={keepRegion(`/needs?new=1&for=${person}`, url.params)}><Button size="small" tabIndex={-1}>{w.addNeed}</Button></Link>}</header>
      <div className="body">
        <Shown of={list} rows={2}>
          {l => l.items.length === 0 ? <div className="muted">{w.noNeeds}</div> : <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>{l.items.map(n => <li key={n.id} className="row" style={{ padding: '4px 0' }}><Link className="grow" to={keepRegion('/needs?open=' + n.id, url.params)}>{names.category(n.category)}</Link><span className="muted small">{urgencyWord(n.urgency)}</span><StateTag state={n.state} table={needStates()} /></li>)}</ul>}
        </Shown>
      </div>
    </section>
  )
}
