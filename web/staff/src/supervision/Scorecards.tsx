import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useApi, type List } from '../kit/api'
import { count } from '../kit/format'
import { Empty, Shown } from '../kit/States'
import { useUrl } from '../kit/url'
import { lastMonth } from '../settlement/words'
import { share, w, type Card } from './words'

/** Scorecards are a month of every provider, as the public sees it. */
export function Scorecards() {
  const url = useUrl()
  const month = url.get('cmonth') || lastMonth()
  const cards = useApi<List<Card>>('/scorecards', { month })
  return (
    <div className="panel">
      <div className="filterbar"><label>{w.month}<DatePicker picker="month" value={dayjs(month + '-01')} allowClear={false} aria-label={w.month} onChange={d => d && url.set({ cmonth: d.format('YYYY-MM') })} /></label></div>
      <Shown of={cards}>{all => all.items.length === 0 ? <Empty title={w.noCards} /> : (
        <div style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={w.cards}><table className="figs" style={{ whiteSpace: 'nowrap' }}><thead><tr><th>{w.org}</th>{[w.delivered, w.onTime, w.declined, w.failed, w.starsMean, w.complainsN, w.perMille, w.upheldN, w.inTime, w.calledN, w.cameShare, w.contentShare].map(t => <th key={t} className="num">{t}</th>)}</tr></thead><tbody>
          {all.items.map(x => (
            <tr key={x.org}><td>{x.name}</td><td className="num"><b>{count(x.delivered)}</b></td><td className="num">{share(x.on_time)}</td><td className="num">{share(x.declined)}</td><td className="num">{share(x.failed)}</td>
              <td className="num">{x.stars ? x.stars.toFixed(2) : w.few} <span className="muted small">({count(x.ratings)})</span></td><td className="num">{count(x.complaints)}</td><td className="num">{x.complaints_per_thousand === undefined || x.complaints_per_thousand === null ? w.few : x.complaints_per_thousand.toFixed(1)}</td><td className="num">{count(x.upheld)}</td><td className="num">{share(x.answered_in_time)}</td><td className="num">{count(x.called_back)}</td><td className="num">{share(x.came)}</td><td className="num">{share(x.content)}</td></tr>
          ))}
        </tbody></table></div>
      )}</Shown>
    </div>
  )
}
