import { expect, it } from 'vitest'
import { hoursText } from './words'

const day = (weekday: number, from = '08:00', to = '18:00') => ({ weekday, from, to })
it('puts days with the same hours together', () => expect(hoursText([1, 2, 3, 4, 5].map(d => day(d)).concat(day(6, '09:00', '12:00')))).toBe('周一–周五 08:00–18:00；周六 09:00–12:00'))
it('keeps a day off apart and knows Sunday as 0 or 7', () => expect(hoursText([day(1), day(3), day(0)])).toBe('周一 08:00–18:00；周三 08:00–18:00；周日 08:00–18:00'))
it('keeps text as it is', () => expect(hoursText('24 小时')).toBe('24 小时'))
