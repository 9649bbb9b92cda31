import { expect, it } from 'vitest'
import { proved, urgencyWord, whyWord } from './data'

it('calls a run proved only when the server checked it and both figures agree', () => {
  expect(proved({ cost: 120, dual_cost: 120, proved: true })).toBe(true)
  expect(proved({ cost: 120, dual_cost: 119, proved: true })).toBe(false)
  expect(proved({ cost: 120, dual_cost: 120, proved: false })).toBe(false)
})
it('says why a need has no match, and how urgent it is, in words', () => {
  expect(whyWord('full')).toBe('名额已满')
  expect(whyWord('of_tomorrow')).toBe('of_tomorrow')
  expect(urgencyWord(5)).toBe('当天')
  expect(urgencyWord()).toBe('一般')
})
