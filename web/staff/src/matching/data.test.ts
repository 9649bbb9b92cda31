import { expect, it } from 'vitest'
import { proved, whyText } from './data'

it('calls a run proved only when both figures are there and agree', () => {
  expect(proved({ cost: 120, dual_cost: 120, proved: true })).toBe(true)
  expect(proved({ cost: 120, dual_cost: 119, proved: true })).toBe(false)
  expect(proved({ cost: 120, dual_cost: 120, proved: false })).toBe(false)
  expect(proved({})).toBe(false)
})
it('reads a reason in the language asked for, and falls back', () => {
  expect(whyText({ zh: '近', en: 'near' }, 'en')).toBe('near')
  expect(whyText({ text: '近' }, 'en')).toBe('近')
  expect(whyText('x', 'zh')).toBe('x')
})
