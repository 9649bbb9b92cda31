import { afterEach, describe, expect, it } from 'vitest'
import { speakIn } from '../kit/words'
import { ask, choices, firstDays, fresh, missing, seriesAsk, slotsOf, sum, tap, target, usual, type Booking } from './booking'
import { cancelRule, cutOff } from './rules'
import { happened, mayCancel, mayComplain, mayRate, next, open, tone } from './sentences'
import type { FreeDay, Mode, Order, Quote, State } from './types'

const now = new Date('2026-11-25T02:00:00Z') // Wednesday, ten in the morning
afterEach(() => speakIn('zh'))
const slot = { key: 'lunch', from: '11:00', to: '12:30' }
const order = (state: State, mode: Mode = 'delivery', more: Partial<Order> = {}): Order => ({
  id: 'o1', number: '1126-K7M4', person: 'p', service: 's', service_name: '午餐', category: 'elder.meal_delivery', mode, point: 'pt', point_name: '同心饭堂', day: '2026-11-26', slot, quantity: 1,
  price: { unit_fen: 1500, total_fen: 1500, resident_fen: 800, subsidy_fen: 700, fund_fen: 0 }, state, created: '', version: 1, ...more,
})
const states: State[] = ['waiting', 'placed', 'accepted', 'declined', 'assigned', 'on_the_way', 'in_service', 'delivered', 'confirmed', 'rated', 'settled', 'cancelled', 'no_show', 'failed']
const modes: Mode[] = ['on_site', 'home_visit', 'delivery', 'day_care', 'online']

describe('every state', () => {
  it('has a sentence of what happened and one of what comes next, in both languages', () => {
    for (const lang of ['zh', 'en'] as const) {
      speakIn(lang)
      for (const s of states) for (const m of modes) {
        const all = happened(order(s, m)) + next(order(s, m), now)
        expect(all.length, `${s} ${m}`).toBeGreaterThan(6)
        expect(all, `${s} ${m}`).not.toMatch(/undefined|null/)
        if (lang === 'en') expect(all.replaceAll('同心饭堂', ''), `${s} ${m}`).not.toMatch(/[\u4e00-\u9fff]/)
      }
    }
  })
  it('says by when and where', () => {
    expect(next(order('placed', 'delivery', { due: '2026-11-25T04:00:00Z' }), now)).toBe('同心饭堂会在11月25日 周三 12:00前答复。明天 11:00–12:30 送到家。')
    expect(next(order('placed', 'delivery', { due: '2026-11-25T01:00:00Z' }), now)).toContain('已经超时')
    expect(next(order('accepted', 'on_site'), now)).toBe('请在明天 11:00–12:30到同心饭堂。')
    expect(next(order('on_the_way', 'delivery', { code: '4821' }), now)).toContain('4821')
    expect(next(order('declined', 'delivery', { reason: '厨房停电' }), now)).toContain('原因：厨房停电')
  })
  it('offers what can be done', () => {
    expect(states.filter(s => mayCancel(order(s)))).toEqual(['placed', 'accepted', 'assigned'])
    expect(mayCancel(order('accepted', 'delivery', { steps: [] }))).toBe(false)
    expect(states.filter(mayRate)).toEqual(['delivered', 'confirmed'])
    expect(states.filter(open)).toEqual(['placed', 'accepted', 'assigned', 'on_the_way', 'in_service'])
    expect(mayComplain('delivered') && !mayComplain('placed')).toBe(true)
    expect([tone('failed'), tone('placed'), tone('accepted'), tone('cancelled')]).toEqual(['bad', 'warn', 'good', 'grey'])
  })
})

const days: FreeDay[] = [
  { day: '2026-11-25', slots: [{ ...slot, free: 9, until: '2026-11-24T08:00:00Z' }] },
  { day: '2026-11-26', slots: [{ ...slot, free: 9 }, { key: 'dinner', from: '17:00', to: '18:00', free: 2 }] },
  { day: '2026-11-27', slots: [{ ...slot, free: 0 }] },
  { day: '2026-11-28', slots: [{ ...slot, free: 3, mine: true }] },
  { day: '2026-11-29', slots: [] },
]
const b: Booking = { ...fresh('s'), point: 'pt', slot: 'lunch' }

describe('a booking in the making', () => {
  it('knows which days can be had', () => {
    expect(choices(days, 'lunch', 1, now).map(c => c.is)).toEqual(['late', 'free', 'full', 'mine', 'closed'])
    expect(choices(days, 'dinner', 3, now).map(c => c.is)).toEqual(['closed', 'full', 'closed', 'closed', 'closed'])
  })
  it('proposes lunch, and lists the times in order', () => {
    expect(slotsOf(days).map(s => s.key)).toEqual(['lunch', 'dinner'])
    expect([usual(slotsOf(days)), usual([{ key: 'x', from: '09:00', to: '10:00' }]), usual([])]).toEqual(['lunch', 'x', ''])
  })
  it('adds and takes away days in order, and waits for a full one alone', () => {
    const [, free, full] = choices(days, 'lunch', 1, now)
    expect(tap({ ...b, days: ['2026-11-30'] }, free)).toEqual({ days: ['2026-11-26', '2026-11-30'], wait: false })
    expect(tap({ ...b, days: ['2026-11-26'] }, free)).toEqual({ days: [], wait: false })
    expect(tap({ ...b, days: ['2026-11-26'] }, full)).toEqual({ days: ['2026-11-27'], wait: true })
    expect(tap({ ...b, days: ['2026-11-27'], wait: true }, free)).toEqual({ days: ['2026-11-26'], wait: false })
  })
  it('says what is still missing', () => {
    expect(missing(fresh())).toBe('service')
    expect(missing({ ...b, step: 1 })).toBe(undefined)
    expect(missing({ ...b, step: 2 })).toBe('days')
    expect(missing({ ...b, step: 2, slot: '' })).toBe('slot')
    expect(missing({ ...b, step: 2, how: 'weekly' })).toBe('weekdays')
    expect(missing({ ...b, step: 2, days: ['2026-11-26'] })).toBe(undefined)
  })
  it('asks for the days of a week, never today', () => {
    const weekly: Booking = { ...b, how: 'weekly', weekdays: [1, 3, 5] }
    expect(firstDays(weekly, 4, now)).toEqual(['2026-11-27', '2026-11-30', '2026-12-02', '2026-12-04'])
    expect(firstDays({ ...weekly, until: '2026-11-30' }, 4, now)).toEqual(['2026-11-27', '2026-11-30'])
    expect(target({ ...b, days: ['2026-11-26'] }, now)).toEqual(['2026-11-26'])
    expect(seriesAsk(weekly, 'p', now)).toEqual({ person: 'p', service: 's', point: 'pt', slot: 'lunch', quantity: 1, rule: { weekdays: [1, 3, 5], from: '2026-11-26', to: '2027-02-25', except_holidays: true } })
    expect(seriesAsk({ ...b, days: ['2026-11-26', '2026-11-27'], note: ' 少盐 ' }, 'p', now)).toEqual({ person: 'p', service: 's', point: 'pt', slot: 'lunch', quantity: 1, note: '少盐', rule: { dates: ['2026-11-26', '2026-11-27'], from: '2026-11-26', to: '2026-11-27' } })
  })
  it('sends the price that was shown, and nothing that was not said', () => {
    expect(ask(b, 'p', '2026-11-26', 800)).toEqual({ person: 'p', service: 's', point: 'pt', day: '2026-11-26', slot: 'lunch', quantity: 1, expect_fen: 800 })
    expect(ask({ ...b, wait: true, options: ['soft'] }, 'p', '2026-11-27')).toEqual({ person: 'p', service: 's', point: 'pt', day: '2026-11-27', slot: 'lunch', quantity: 1, options: ['soft'], wait: true })
  })
  it('adds up to the fen what can be had, and keeps the rest apart', () => {
    const q = (day: string, can: boolean, resident: number): Quote => ({ can, refusals: [], day, slot, price: { unit_fen: 1500, total_fen: 1500, resident_fen: resident, subsidy_fen: 1500 - resident, fund_fen: 0 }, entitled: { verdict: 'yes' }, free: 1, waiting: 0, slots: [] })
    const all = [q('2026-11-26', true, 800), q('2026-11-27', false, 800), q('2026-11-28', true, 1500)]
    const s = sum(all, false)
    expect([s.n, s.price.total_fen, s.price.resident_fen, s.price.subsidy_fen]).toEqual([2, 3000, 2300, 700])
    expect(s.refused.map(x => x.day)).toEqual(['2026-11-27'])
    expect(sum([all[1]], true).n).toBe(1)
  })
})

describe('rules in words', () => {
  it('reads a cut-off', () => {
    expect([cutOff('-1d 16:00'), cutOff('-3d 12:00'), cutOff('09:30'), cutOff('问服务点')]).toEqual(['请在前一天 16:00 以前预约。', '请在前 3 天 12:00 以前预约。', '请在当天 09:30 以前预约。', '问服务点'])
  })
  it('says until when one may cancel', () => {
    expect([cancelRule(12), cancelRule(0), cancelRule()]).toEqual(['开始前 12 小时都可以取消，不收钱。', '开始前都可以取消，不收钱。', '开始前都可以取消，不收钱。'])
  })
})
