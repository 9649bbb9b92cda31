// Days that the yearly notice moves, and what they make of a year.
import type { components } from '../../../client/schema'

export type Day = components['schemas']['Day']

const next = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)

/** stretches groups days that follow each other and are the same thing. */
export function stretches(days: readonly Day[]): Day[][] {
  const out: Day[][] = []
  for (const d of [...days].sort((a, b) => a.date.localeCompare(b.date))) {
    const last = out.at(-1)?.at(-1)
    if (last && next(last.date) === d.date && last.kind === d.kind && last.name_zh === d.name_zh) out.at(-1)!.push(d)
    else out.push([d])
  }
  return out
}

/** works tells whether a date is worked. */
export function works(date: string, moved: Map<string, Day['kind']>): boolean {
  const kind = moved.get(date)
  if (kind) return kind === 'work'
  const weekday = new Date(date).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** workdays counts the working days of a year. */
export function workdays(year: number, days: readonly Day[]): number {
  const moved = new Map(days.map(d => [d.date, d.kind]))
  let n = 0
  for (let d = `${year}-01-01`; d.startsWith(String(year)); d = next(d)) if (works(d, moved)) n++
  return n
}

/** parse reads the CSV of a notice: date, kind, name_zh and, if wanted, to and name_en. The server checks the rest. */
export function parse(text: string): Day[] {
  const [head, ...rows] = text.replace(/^\ufeff/, '').split(/\r?\n/).filter(l => l.trim()).map(l => l.split(',').map(x => x.trim().replace(/^"(.*)"$/, '$1')))
  const at = (row: string[], name: string) => row[head?.indexOf(name) ?? -1] ?? ''
  return rows.flatMap(r => {
    const out: Day[] = []
    const to = at(r, 'to') || at(r, 'date')
    for (let d = at(r, 'date'), n = 0; n === 0 || (d <= to && n < 32); d = next(d), n++) {
      out.push({ date: d, kind: at(r, 'kind') as Day['kind'], name_zh: at(r, 'name_zh'), name_en: at(r, 'name_en') })
      if (Number.isNaN(Date.parse(d))) break
    }
    return out
  })
}
