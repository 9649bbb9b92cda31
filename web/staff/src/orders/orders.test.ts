import { describe, expect, it } from 'vitest'
import { dayOf, stateWord, states, verbs, verbWord, wants, shared } from './words'

describe('orders', () => {
  it('counts days in Shanghai, whatever the hour in London', () => {
    expect(dayOf(0, Date.UTC(2026, 10, 25, 15, 59))).toBe('2026-11-25')
    expect(dayOf(0, Date.UTC(2026, 10, 25, 16, 0))).toBe('2026-11-26')
    expect(dayOf(6, Date.UTC(2026, 10, 25, 1, 0))).toBe('2026-12-01')
  })
  it('has a word for every state and verb', () => {
    for (const s of Object.keys(states())) expect(stateWord(s)).not.toBe(s)
    for (const v of verbs) expect(verbWord(v)).toBeTruthy()
  })
  it('asks for a reason where a resident will want one', () => {
    expect(['decline', 'cancel', 'fail'].map(v => wants(v as never))).toEqual(['reason', 'reason', 'reason'])
    expect(wants('assign')).toBe('account')
    expect(wants('deliver')).toBe('code')
    expect(wants('accept')).toBe('')
  })
})

it('what is round the corner stands before what is across the street', () => {
  expect(shared('449901001001', '449901001001004')).toBe(3)
  expect(shared('449901001002', '449901001001004')).toBe(2)
  expect(shared('449901001', '449902001')).toBe(0)
  expect(shared('', '449902001')).toBe(0)
})
