import { afterEach, expect, it, vi } from 'vitest'
import { cells, collect, widths } from './export'

const pages = (answers: { status: number; body: unknown }[]) => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const a = answers[asked.length - 1]!
    return { status: a.status, headers: new Headers(), text: async () => JSON.stringify(a.body) }
  })
  return asked
}
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers() })

it('collects every page and waits where the server asks for patience', async () => {
  vi.useFakeTimers()
  const asked = pages([
    { status: 200, body: { items: [1, 2], next: 'b' } },
    { status: 429, body: { title: 'slow', status: 429 } },
    { status: 200, body: { items: [3] } },
  ])
  const got = collect<number>('/things', { q: 'x' }, () => true)
  await vi.advanceTimersByTimeAsync(1500)
  expect(await got).toEqual({ rows: [1, 2, 3], whole: true })
  expect(asked).toHaveLength(3)
  expect(asked[2]).toContain('cursor=b')
})

it('stops when it is told to and says that it is not whole', async () => {
  pages([{ status: 200, body: { items: [1, 2], next: 'b' } }])
  expect(await collect<number>('/things', {}, () => false)).toEqual({ rows: [1, 2], whole: false })
})

it('writes figures as figures and codes as text', () => {
  const [, row] = cells([['a', 'b', 'c', 'd', 'e'], ['12.5', '007', '449901001001', '=1+1', '']])
  expect(row!.map(c => c && c.value)).toEqual([12.5, '007', '449901001001', '=1+1', null])
  expect(widths([['姓名'], ['陈阿妹的孙子']])).toEqual([{ width: 14 }])
})
