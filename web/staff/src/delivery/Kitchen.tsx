import { count } from '../kit/format'
import { language } from '../kit/words'
import { howWord } from '../orders/words'
import { w, type KitchenTime } from './words'

const name = (d: { name: string; name_en?: string }): string => (language() === 'en' && d.name_en ? d.name_en : d.name)

/** Kitchen is what is cooked for one time: a line for each meal and diet, and what people asked for in words. */
export function Kitchen({ time }: { time: KitchenTime }) {
  const eaten = time.eat > 0
  const unsure = time.unsure > 0
  const done = time.dishes.some(d => d.delivered > 0)
  return (
    <>
      <table className="figs kitchen">
        <thead><tr><th>{w.dish}</th><th>{w.diet}</th>{eaten && <><th className="num">{w.eat}</th><th className="num">{w.bring}</th></>}<th className="num">{eaten ? w.total : w.bring}</th>{unsure && <th className="num">{w.unsure}</th>}{done && <th className="num">{w.done}</th>}</tr></thead>
        <tbody>
          {time.dishes.map((d, i) => (
            <tr key={d.service + d.options.join()}>
              <td>{i === 0 || time.dishes[i - 1].service !== d.service ? name(d) : ''}</td>
              <td>{d.options.length ? <b>{d.options.map(howWord).join('，')}</b> : w.usual}</td>
              {eaten && <><td className="num">{count(d.eat)}</td><td className="num">{count(d.bring)}</td></>}<td className="num"><b>{count(d.eat + d.bring)}</b></td>{unsure && <td className="num muted">{d.unsure || ''}</td>}{done && <td className="num muted">{d.delivered || ''}</td>}
            </tr>
          ))}
          <tr><td><b>{w.total}</b></td><td />{eaten && <><td className="num"><b>{count(time.eat)}</b></td><td className="num"><b>{count(time.bring)}</b></td></>}<td className="num"><b>{count(time.eat + time.bring)}</b></td>{unsure && <td className="num muted">{time.unsure}</td>}{done && <td />}</tr>
        </tbody>
      </table>
      {time.notes.length > 0 && (
        <ul className="wishes" aria-label={w.notes}>
          {time.notes.map(n => <li key={n.number}><b>{n.note}</b> <span className="muted small mono">{n.number}{n.quantity > 1 ? ` × ${n.quantity}` : ''}</span></li>)}
        </ul>
      )}
    </>
  )
}
