import { expect, it } from 'vitest'
import { drop, save, saved } from './saved'

const disk = () => {
  const kept = new Map<string, string>()
  return { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v) }
}

it('sets of filters are kept by name and screen', () => {
  const d = disk()
  save(d, '/orders', { name: '超时', values: { overdue: 'true' } })
  save(d, '/orders', { name: '明天', values: { day: 'tomorrow' } })
  save(d, '/orders', { name: '超时', values: { overdue: 'true', day: 'today' } })
  save(d, '/people', { name: '独居', values: { attribute: 'lives_alone' } })
  expect(saved(d, '/orders').map(x => [x.name, x.values.day])).toEqual([['明天', 'tomorrow'], ['超时', 'today']])
  expect(drop(d, '/orders', '明天').map(x => x.name)).toEqual(['超时'])
  expect(saved(d, '/people')).toHaveLength(1)
})

it('a damaged memory is empty, and thirty sets are enough', () => {
  expect(saved({ getItem: () => '[{"name":1}, null, {"name":"x","values":{}}]', setItem: () => undefined }, '/x')).toEqual([{ name: 'x', values: {} }])
  expect(saved({ getItem: () => '{', setItem: () => undefined }, '/x')).toEqual([])
  const d = disk()
  for (let i = 0; i < 40; i++) save(d, '/x', { name: String(i), values: {} })
  expect(saved(d, '/x').map(x => x.name)).toEqual(Array.from({ length: 30 }, (_, i) => String(i + 10)))
})
