import { expect, it } from 'vitest'
import { keepRegion, put } from './url'

it('sets, joins and drops names', () => {
  const q = put(new URLSearchParams('a=1&b=2'), { a: '', c: ['x', 'y'], d: true, e: false, n: 0 })
  expect(q.toString()).toBe('b=2&c=x%2Cy&d=true&n=0')
})
it('carries the place over', () => {
  expect(keepRegion('/people', new URLSearchParams('region=449901&q=x'))).toBe('/people?region=449901')
  expect(keepRegion('/people?a=1', new URLSearchParams('region=449901'))).toBe('/people?a=1&region=449901')
  expect(keepRegion('/people', new URLSearchParams())).toBe('/people')
})
