// How figures, dates and money are written on every screen.
import { language } from './words'

const week = { zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number) => String(n).padStart(2, '0')

/** china is the wall clock in China (UTC+8, no summer time), whatever the phone's zone. */
function china(t: string | number | Date): Date | null {
  const d = new Date(t)
  return Number.isNaN(d.getTime()) || d.getUTCFullYear() < 1900 ? null : new Date(d.getTime() + 8 * 3600_000)
}

const asDay = (t: string): Date | null => {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(t)
  return m ? new Date(Date.UTC(+m[1], +m[2] - 1, +m[3])) : china(t)
}

/** today in China, YYYY-MM-DD. */
export const today = (now: Date = new Date()): string => china(now)!.toISOString().slice(0, 10)

/** addDays to a date YYYY-MM-DD. */
export const addDays = (day: string, n: number): string => new Date(asDay(day)!.getTime() + n * 86_400_000).toISOString().slice(0, 10)

/** weekday of a date: 1 Monday … 7 Sunday. */
export const weekday = (day: string): number => asDay(day)!.getUTCDay() || 7
/** weekdayName of 1 Monday … 7 Sunday. */
export const weekdayName = (n: number): string => week[language()][n % 7]

/** day: "11月23日 周一" of a date YYYY-MM-DD or a moment; the year is said when it is another. */
export function day(t?: string | null, now: Date = new Date()): string {
  const d = t ? asDay(t) : null
  if (!d) return '—'
  const same = d.getUTCFullYear() === china(now)!.getUTCFullYear()
  const w = week[language()][d.getUTCDay()]
  return language() === 'zh'
    ? `${same ? '' : d.getUTCFullYear() + '年'}${d.getUTCMonth() + 1}月${d.getUTCDate()}日 ${w}`
    : `${w} ${d.getUTCDate()} ${months[d.getUTCMonth()]}${same ? '' : ' ' + d.getUTCFullYear()}`
}

/** cap makes the first letter of what begins a line a capital. */
export const cap = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)

/** near: "今天", "明天" or "11月25日 周三". */
export function near(d: string, now: Date = new Date()): string {
  const t = today(now)
  if (d === t) return language() === 'zh' ? '今天' : 'today'
  if (d === addDays(t, 1)) return language() === 'zh' ? '明天' : 'tomorrow'
  return day(d, now)
}

/** clock: "09:30" of a moment. */
export function clock(t: string | number | Date): string {
  const d = china(t)
  return d ? `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}` : '—'
}

/** when: "11月23日 周一 09:30". */
export function when(t?: string | null, now: Date = new Date()): string {
  const d = t ? china(t) : null
  return d ? `${day(d.toISOString().slice(0, 10), now)} ${clock(t!)}` : '—'
}

/** money of fen: "¥12.00". */
export function money(fen?: number | null): string {
  if (fen === undefined || fen === null) return '—'
  const abs = Math.abs(fen)
  return (fen < 0 ? '−' : '') + '¥' + String(Math.floor(abs / 100)).replace(/\B(?=(\d{3})+$)/g, ',') + '.' + two(abs % 100)
}

export function metres(m?: number | null): string {
  if (m === undefined || m === null) return ''
  return m < 1000 ? `${Math.round(m / 10) * 10} ${language() === 'zh' ? '米' : 'm'}` : `${(m / 1000).toFixed(1)} ${language() === 'zh' ? '公里' : 'km'}`
}

/** spoken: figures and marks turned into what one says, for reading aloud: "¥12.00" is "12元". */
export function spoken(s: string): string {
  if (language() === 'en') return s
  return s
    .replace(/¥([\d,]+)\.(\d\d)/g, (_, y: string, f: string) => `${y.replace(/,/g, '')}元${f === '00' ? '' : `${+f[0] ? f[0] + '角' : ''}${+f[1] ? f[1] + '分' : ''}`}`)
    .replace(/(\d\d):(\d\d)\s*[–-]\s*(\d\d):(\d\d)/g, '$1点$2分到$3点$4分')
    .replace(/(\d\d):(\d\d)/g, '$1点$2分')
    .replace(/点00分/g, '点')
    .replace(/0(\d)点/g, '$1点')
}
