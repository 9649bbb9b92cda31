// How figures, dates and money are written on every screen.
import { language } from './words'

const week = { zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }
const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number) => String(n).padStart(2, '0')

/** china is the wall clock in China (UTC+8, no summer time), whatever the browser's zone. */
function china(t: string | number | Date): Date | null {
  const d = new Date(t)
  return Number.isNaN(d.getTime()) || d.getUTCFullYear() < 1900 ? null : new Date(d.getTime() + 8 * 3600_000)
}

/** when: "11月23日 周一 09:30"; the year is said when it is another. */
export function when(t?: string | number | Date | null, now: Date = new Date()): string {
  const d = t ? china(t) : null
  if (!d) return '—'
  const same = d.getUTCFullYear() === china(now)!.getUTCFullYear()
  const clock = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`
  const w = week[language()][d.getUTCDay()]
  return language() === 'zh'
    ? `${same ? '' : d.getUTCFullYear() + '年'}${d.getUTCMonth() + 1}月${d.getUTCDate()}日 ${w} ${clock}`
    : `${w} ${d.getUTCDate()} ${month[d.getUTCMonth()]}${same ? '' : ' ' + d.getUTCFullYear()} ${clock}`
}

/** clock: "09:30". */
export function clock(t: string | number | Date): string {
  const d = china(t)
  return d ? `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}` : '—'
}

/** day of a date "YYYY-MM-DD" or a moment. */
export function day(t?: string | null): string {
  if (!t) return '—'
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(t)
  const d = m ? new Date(Date.UTC(+m[1], +m[2] - 1, +m[3])) : china(t)
  if (!d || d.getUTCFullYear() < 1900) return '—'
  return language() === 'zh'
    ? `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日`
    : `${d.getUTCDate()} ${month[d.getUTCMonth()]} ${d.getUTCFullYear()}`
}

/** money of fen: "¥12.00". */
export function money(fen?: number | null): string {
  if (fen === undefined || fen === null) return '—'
  const abs = Math.abs(fen)
  return (fen < 0 ? '−' : '') + '¥' + Math.floor(abs / 100).toLocaleString('en-US') + '.' + two(abs % 100)
}

export const count = (n?: number | null): string => (n === undefined || n === null ? '—' : Math.round(n).toLocaleString('en-US'))
export const percent = (part: number, whole: number): string => (whole > 0 ? ((100 * part) / whole).toFixed(1) + '%' : '—')

export function metres(m?: number | null): string {
  if (m === undefined || m === null) return '—'
  return m < 1000 ? `${Math.round(m)} ${language() === 'zh' ? '米' : 'm'}` : `${(m / 1000).toFixed(1)} ${language() === 'zh' ? '公里' : 'km'}`
}

/** csv of rows, with a byte order mark, so that Excel and WPS read Chinese; a cell never begins a formula. */
export function csv(rows: readonly (readonly string[])[]): string {
  const cell = (s: string) => {
    const safe = /^[=+\-@\t\r]/.test(s) && !/^[-+]?[\d.,]+%?$/.test(s) ? "'" + s : s
    return /[",\n\r]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe
  }
  return '\ufeff' + rows.map(r => r.map(cell).join(',')).join('\r\n') + '\r\n'
}

export function download(name: string, text: string, type = 'text/csv;charset=utf-8') {
  const a = document.createElement('a')
  a.href = URL.createObjectURL(new Blob([text], { type }))
  a.download = name
  a.click()
  setTimeout(() => URL.revokeObjectURL(a.href), 1000)
}
