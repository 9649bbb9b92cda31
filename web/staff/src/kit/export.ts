// A list taken out of the server, page by page, as a file for Excel or WPS.
import { ApiError, send, type List } from './api'
import { csv, download } from './format'
import type { Query } from '../../../client/client'

/** Most rows of one export: what Excel shows is 1,048,576, what a browser holds with ease is less. */
export const most = 200_000

const wait = (ms: number) => new Promise(r => setTimeout(r, ms))

/** collect reads every page of a list. `show` hears how many rows there are so far and says whether to go on. */
export async function collect<T>(path: string, query: Query, show: (n: number) => boolean): Promise<{ rows: T[]; whole: boolean }> {
  const rows: T[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    let page: List<T>
    try {
      page = await send<List<T>>('get', path, { query: { ...query, cursor, limit: 200 } })
    } catch (e) {
      if (e instanceof ApiError && e.problem.status === 429) { await wait(1000); continue }
      throw e
    }
    rows.push(...page.items)
    cursor = page.next || undefined
    if (!show(rows.length) || rows.length >= most) return { rows: rows.slice(0, most), whole: cursor === undefined }
  }
  return { rows, whole: true }
}

export type Format = 'csv' | 'xlsx'

/** write saves rows of text, the first of which is the head, as a file. */
export async function write(name: string, rows: string[][], format: Format) {
  const file = `${name}-${new Date().toISOString().slice(0, 10)}.${format}`
  if (format === 'csv') return download(file, csv(rows))
  const { default: xlsx } = await import('write-excel-file/browser')
  await xlsx(cells(rows), { columns: widths(rows), stickyRowsCount: 1 }).toFile(file)
}

const plain = /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/

/** cells: figures as figures, everything else as text, so that no code loses its zeros and nothing runs as a formula. */
export function cells(rows: string[][]) {
  return rows.map((r, i) => r.map(v => {
    if (i === 0) return { value: v, type: String, fontWeight: 'bold' as const }
    if (v === '') return null
    return plain.test(v) && v.replace(/\D/g, '').length < 12 ? { value: Number(v), type: Number } : { value: v, type: String }
  }))
}

/** widths in characters, a Chinese one counting two. */
export function widths(rows: string[][]) {
  const long = (s: string) => [...s].reduce((n, ch) => n + (ch > '\u2e7f' ? 2 : 1), 0)
  return (rows[0] ?? []).map((_, i) => ({ width: Math.min(60, Math.max(8, ...rows.slice(0, 200).map(r => long(r[i] ?? '') + 2))) }))
}
