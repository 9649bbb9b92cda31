import { afterEach, expect, it } from 'vitest'
import { csv, day, metres, money, percent, when } from './format'
import { setLanguage } from './words'

afterEach(() => setLanguage('zh'))
const now = new Date('2026-11-23T12:00:00Z')

it('writes a moment in China’s time with its weekday', () => {
  expect(when('2026-11-23T01:30:00Z', now)).toBe('11月23日 周一 09:30')
  expect(when('2025-12-31T16:00:00Z', now)).toBe('1月1日 周四 00:00')
  expect(when('2024-02-29T01:00:00Z', now)).toBe('2024年2月29日 周四 09:00')
  setLanguage('en')
  expect(when('2026-11-23T01:30:00Z', now)).toBe('Mon 23 Nov 09:30')
})
it('writes no moment as a dash', () => expect([when(''), when(null), when('0001-01-01T00:00:00Z'), day(undefined)]).toEqual(['—', '—', '—', '—']))
it('writes a date without moving it to another zone', () => expect(day('1948-02-29')).toBe('1948年2月29日'))
it('writes money to the fen', () => expect([money(1200), money(-5), money(123456789)]).toEqual(['¥12.00', '−¥0.05', '¥1,234,567.89']))
it('writes shares and distances', () => expect([percent(1, 3), percent(0, 0), metres(420), metres(1250)]).toEqual(['33.3%', '—', '420 米', '1.3 公里']))
it('writes CSV that runs no formula and keeps numbers', () =>
  expect(csv([['=1+1', '-5', 'a,"b"', '+86 138']])).toBe('\ufeff\'=1+1,-5,"a,""b""",\'+86 138\r\n'))
