import { useEffect } from 'react'
import { Link, useParams } from 'react-router'
import { Button } from 'antd'
import { useApi, type List } from '../kit/api'
import { clock, day } from '../kit/format'
import { Shown } from '../kit/States'
import { useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { howWord, serviceName, slotWord } from '../orders/words'
import './delivery.css'
import { Kitchen } from './Kitchen'
import { door, w, type KitchenDay, type Round } from './words'

function Bar({ title, back }: { title: string; back: string }) {
  useEffect(() => { document.title = `${title} · ${c.brand}` }, [title])
  return <div className="printbar"><Link to={back}>← {c.back}</Link><h1 style={{ fontSize: 18 }}>{title}</h1><span style={{ flex: 1 }} /><Button type="primary" onClick={() => window.print()}>{w.print}</Button></div>
}

/** RouteSheet is a round on paper, in type that is read in a dim stairwell. */
export function RouteSheet() {
  const { id } = useParams()
  const round = useApi<Round>('/delivery/rounds/' + id)
  return (
    <main>
      <Bar title={w.sheet} back={round.data ? `/delivery?point=${round.data.point}&day=${round.data.day}` : '/delivery'} />
      <Shown of={round}>{r => (
        <div className="paper">
          <h1>{w.round(r.name)} · {r.courier_name}</h1>
          <p>{day(r.day)} · {r.point_name} · {w.leaves} {clock(r.leaves)} · {w.returns} {clock(r.returns)} · {w.stops(r.stops.length)} · {w.portions(r.boxes)}</p>
          {r.note && <p><b>{r.note}</b></p>}
          <table><tbody>
            {r.stops.filter(s => s.outcome !== 'gone').map(s => (
              <tr key={s.order}>
                <td className="seqbig">{s.seq}</td>
                <td><div className="who">{s.shown?.name}{s.shown && s.shown.quantity > 1 ? ` × ${s.shown.quantity}` : ''}</div><div className="addr">{door(s.shown?.address)}</div>
                  <div>{(s.shown?.options ?? []).map(o => <span key={o} className="wish">{howWord(o)}</span>)}{s.shown?.note}</div></td>
                <td className="num" style={{ whiteSpace: 'nowrap' }}>{s.unknown ? '' : clock(s.expect)}<br /><span style={{ fontSize: '11pt' }}>{s.shown?.number}</span></td>
                <td><div className="tick" /></td>
              </tr>
            ))}
          </tbody></table>
          <div className="foot"><span>{w.bagsOut} ______</span><span>{w.bagsIn} ______</span><span>{w.celsius} ______</span><span>{w.courier} ____________</span></div>
        </div>
      )}</Shown>
    </main>
  )
}

/** Labels are one for each portion, in the order of the rounds. */
export function Labels() {
  const url = useUrl()
  const rounds = useApi<List<Round>>('/delivery/rounds', { point: url.get('point'), day: url.get('day'), slot: url.get('slot') })
  return (
    <main>
      <Bar title={w.labels} back={`/delivery?point=${url.get('point')}&day=${url.get('day')}`} />
      <Shown of={rounds}>{all => (
        <div className="paper">
          {all.items.length === 0 && <p>{w.noRounds}</p>}
          <div className="labels">
            {all.items.flatMap(r => r.stops.filter(s => s.shown && s.outcome !== 'gone').flatMap(s => Array.from({ length: s.shown!.quantity }, (_, i) => (
              <div key={s.order + i} className="label">
                <div className="meta"><b>{r.name}-{s.seq}</b><span>{s.shown!.number}{s.shown!.quantity > 1 ? ` · ${i + 1}/${s.shown!.quantity}` : ''}</span></div>
                <div className="who">{s.shown!.name}</div>
                <div className="addr">{door(s.shown!.address)}</div>
                <div className="said">{(s.shown!.options ?? []).map(o => <span key={o} className="wish">{howWord(o)}</span>)}{s.shown!.note}</div>
                <div className="meta"><span>{serviceName(s.shown!)}</span><span>{r.day.slice(5)} {slotWord(s.shown!)}</span></div>
              </div>
            ))))}
          </div>
        </div>
      )}</Shown>
    </main>
  )
}

/** KitchenSheet is what to cook, on paper for the wall. */
export function KitchenSheet() {
  const url = useUrl()
  const kitchen = useApi<KitchenDay>(url.get('point') ? '/delivery/kitchen/' + url.get('point') : '', { day: url.get('day') })
  return (
    <main>
      <Bar title={w.kitchen} back={`/delivery?point=${url.get('point')}&day=${url.get('day')}`} />
      <Shown of={kitchen}>{d => <div className="paper"><h1>{d.name} · {w.kitchen}</h1><p>{day(d.day)}</p>{d.times.length === 0 && <p>{w.nothing}</p>}{d.times.map(t => <section key={t.slot}><h2>{t.from}–{t.to}</h2><Kitchen time={t} /></section>)}</div>}</Shown>
    </main>
  )
}
