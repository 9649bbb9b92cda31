import { afterEach, describe, expect, it } from 'vitest'
import { ApiError, fieldError, newKey, problemOf } from './api'
import { after, type Asked } from './ask'
import { disk } from './disk'
import { dropDrafts, readDraft } from './draft'
import { addDays, clock, day, metres, money, near, spoken, today, weekday, when } from './format'
import { change, settings, textPx } from './settings'
import { sessionOf } from './transport'
import { named, speakIn, words } from './words'

const now = new Date('2026-11-25T02:00:00Z')
afterEach(() => speakIn('zh'))

describe('figures', () => {
  it('writes money in yuan with two decimals', () => {
    expect([0, 5, 1200, -700, 123456789, undefined].map(money)).toEqual(['¥0.00', '¥0.05', '¥12.00', '−¥7.00', '¥1,234,567.89', '—'])
  })
  it('writes days with their weekday, in Chinese time', () => {
    expect(day('2026-11-23', now)).toBe('11月23日 周一')
    expect(day('2027-01-01', now)).toBe('2027年1月1日 周五')
    expect(when('2026-11-23T01:30:00Z', now)).toBe('11月23日 周一 09:30')
    expect(clock('2026-11-23T16:05:00Z')).toBe('00:05')
    expect(today(new Date('2026-11-24T16:00:00Z'))).toBe('2026-11-25')
    expect([day(''), day('x'), when(undefined)]).toEqual(['—', '—', '—'])
  })
  it('says today and tomorrow', () => {
    expect(['2026-11-25', '2026-11-26', '2026-11-27'].map(d => near(d, now))).toEqual(['今天', '明天', '11月27日 周五'])
  })
  it('says the same in English', () => {
    speakIn('en')
    expect([day('2026-11-23', now), near('2026-11-26', now), metres(1250)]).toEqual(['Mon 23 Nov', 'tomorrow', '1.3 km'])
  })
  it('counts days over the end of a month and a year', () => {
    expect([addDays('2026-02-28', 1), addDays('2026-12-31', 1), addDays('2026-03-01', -1)]).toEqual(['2026-03-01', '2027-01-01', '2026-02-28'])
    expect(['2026-11-23', '2026-11-29'].map(weekday)).toEqual([1, 7])
  })
  it('rounds distances to what one walks', () => {
    expect([metres(324), metres(1000), metres(undefined)]).toEqual(['320 米', '1.0 公里', ''])
  })
  it('reads figures aloud as one says them', () => {
    expect(spoken('明天 11:00–12:30 送到家，您付 ¥8.00')).toBe('明天 11点到12点30分 送到家，您付 8元')
    expect(spoken('¥1,234.50 和 ¥0.05，09:00')).toBe('1234元5角 和 0元5分，9点')
  })
})

describe('words', () => {
  it('answers in the language of the moment', () => {
    const w = words({ a: ['甲', 'A'], b: (n: number) => [`${n} 份`, `${n} of them`] })
    expect([w.a, w.b(2)]).toEqual(['甲', '2 份'])
    speakIn('en')
    expect([w.a, w.b(2), named({ name: '饭堂', name_en: 'Canteen' }), named({ name: '饭堂' })]).toEqual(['A', '2 of them', 'Canteen', '饭堂'])
  })
})

describe('settings', () => {
  it('are remembered on the device', () => {
    change({ care: true, size: 2 })
    expect(settings.get().care).toBe(true)
    expect(disk.read<{ care: boolean }>('settings')?.care).toBe(true)
    change({ care: false, size: 0 })
  })
  it('reach 20 px in care mode and 30 px at most', () => {
    expect([0, 1, 2].map(size => textPx({ care: true, size: size as 0 }))).toEqual([20, 24, 30])
    expect(textPx({ care: false, size: 0 })).toBe(16)
  })
})

describe('drafts', () => {
  it('are kept apart, and all dropped at sign-out', () => {
    disk.write('draft.a', { note: '门铃坏了' })
    disk.write('settings2', 1)
    expect(readDraft<{ note: string }>('a').note).toBe('门铃坏了')
    dropDrafts()
    expect(readDraft('a')).toEqual({})
    expect(disk.read('settings2')).toBe(1)
  })
})

describe('reading', () => {
  const old: Asked<number> = { data: 1, at: 10, busy: false, slow: false }
  it('keeps what was read when it cannot be read anew', () => {
    const failed = after(after(old, { is: 'begin' }), { is: 'failed', error: 'x' })
    expect([failed.data, failed.at, failed.error, failed.busy]).toEqual([1, 10, 'x', false])
    expect(after(after(failed, { is: 'begin' }), { is: 'done', data: 2, at: 20 })).toEqual({ data: 2, at: 20, busy: false, slow: false })
  })
  it('is slow only while it waits', () => {
    expect(after(old, { is: 'slow' }).slow).toBe(false)
    expect(after(after(old, { is: 'begin' }), { is: 'slow' }).slow).toBe(true)
  })
})

describe('the way to the server', () => {
  it('finds the cookie of the session, and that it was taken back', () => {
    expect(sessionOf('linli_session=abc; Path=/; HttpOnly')).toBe('abc')
    expect(sessionOf(['x=1', 'linli_session=; Max-Age=0'])).toBe('')
    expect(sessionOf('x=1')).toBe(undefined)
    expect(sessionOf(undefined)).toBe(undefined)
  })
  it('says in plain words that there is no connection', () => {
    expect(problemOf(new ApiError({ type: '', title: 't', status: 0, code: 'client.network' })).title).toBe('网络不通')
    expect(problemOf(new Error('x')).title).toBe('x')
  })
  it('finds what was said of a field', () => {
    const e = new ApiError({ type: '', title: 't', status: 422, errors: [{ field: 'body.note', message: '太长' }] })
    expect([fieldError(e, 'note'), fieldError(e, 'day')]).toEqual(['太长', undefined])
  })
  it('makes a new key each time', () => {
    expect(new Set(Array.from({ length: 1000 }, newKey)).size).toBe(1000)
  })
})
