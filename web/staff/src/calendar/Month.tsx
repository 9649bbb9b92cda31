import { language, named } from '../kit/words'
import { works, type Day } from './days'

const heads = { zh: ['一', '二', '三', '四', '五', '六', '日'], en: ['M', 'T', 'W', 'T', 'F', 'S', 'S'] }
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** Month draws a month: free days grey, holidays red, weekend days that are worked blue; each with its sign, not by colour alone. */
export function Month({ year, month, days }: { year: number; month: number; days: readonly Day[] }) {
  const moved = new Map(days.map(d => [d.date, d]))
  const kinds = new Map(days.map(d => [d.date, d.kind]))
  const first = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7
  const n = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const cells = [...Array<null>(first).fill(null), ...Array.from({ length: n }, (_, i) => i + 1)]
  const zh = language() === 'zh'
  return (
    <table className="month">
      <caption>{zh ? `${month + 1}月` : months[month]}</caption>
      <thead><tr>{heads[language()].map((h, i) => <th key={i} scope="col">{h}</th>)}</tr></thead>
      <tbody>
        {Array.from({ length: Math.ceil(cells.length / 7) }, (_, r) => (
          <tr key={r}>{Array.from({ length: 7 }, (_, i) => {
            const d = cells[r * 7 + i]
            if (!d) return <td key={i} />
            const date = `${year}-${String(month + 1).padStart(2, '0')}-${String(d).padStart(2, '0')}`
            const m = moved.get(date)
            return <td key={i} className={m?.kind ?? (works(date, kinds) ? '' : 'free')} title={m && named(m)}>{d}{m && <sup>{m.kind === 'holiday' ? (zh ? '休' : 'H') : (zh ? '班' : 'W')}</sup>}</td>
          })}</tr>
        ))}
      </tbody>
    </table>
  )
}
