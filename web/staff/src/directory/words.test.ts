import { expect, it } from 'vitest'
import { hoursText, sent } from './words'

it('puts days with the same hours together', () =>
  expect(hoursText({ spans: [{ days: [1, 2, 3], from: '07:00', to: '09:00' }, { days: [1, 2, 3], from: '11:00', to: '13:00' }, { days: [7], from: '09:00', to: '12:00' }] })).toBe('周一–周三 07:00–09:00 11:00–13:00；周日 09:00–12:00'))
it('sends only the named fields, the form before what was kept', () =>
  expect(sent<{ a: string; b: string; c: string }>(['a', 'b'], { a: '1', b: '2', c: '3' }, { a: '4' })).toEqual({ a: '4', b: '2' }))
