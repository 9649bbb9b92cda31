// A booking in the making: what is chosen, which days can be, what is still
// missing. Pure, so that tests can play it through.
import { addDays, today, weekday } from '../kit/format'
import type { Ask, FreeDay, FreeSlot, Gap, Quote, Series, SeriesAsk, Slot } from './types'

export interface Booking {
  step: 1 | 2 | 3
  service: string
  point: string
  quantity: number
  options: string[]
  note: string
  how: 'days' | 'weekly'
  slot: string
  days: string[]
  weekdays: number[]
  until: string
  holidays: boolean
  /** Stand in line for the one day that is full. */
  wait: boolean
}

export const fresh = (service = ''): Booking => ({
  step: 1, service, point: '', quantity: 1, options: [], note: '', how: 'days', slot: '', days: [], weekdays: [], until: '', holidays: true, wait: false,
})

/** slotsOf are the times that any of the days has, once each, in order. */
export function slotsOf(days: readonly FreeDay[]): Slot[] {
  const out = new Map<string, Slot>()
  for (const d of days) for (const s of d.slots) if (!out.has(s.key)) out.set(s.key, { key: s.key, from: s.from, to: s.to })
  return [...out.values()].sort((a, b) => a.from.localeCompare(b.from))
}

/** usual is the time that is chosen unless one chooses: lunch where there is one, else the first. */
export const usual = (all: readonly Slot[]): string => all.find(s => s.key === 'lunch')?.key ?? all[0]?.key ?? ''

export type DayIs = 'free' | 'full' | 'closed' | 'late' | 'mine'
export interface DayChoice { day: string; is: DayIs; free: number; slot?: FreeSlot }

/** choices says for each day whether its slot can be booked. */
export function choices(days: readonly FreeDay[], slot: string, quantity: number, now: Date = new Date()): DayChoice[] {
  return days.map(d => {
    const s = d.slots.find(x => x.key === slot)
    const is: DayIs = !s ? 'closed' : s.mine ? 'mine' : s.until && new Date(s.until) < now ? 'late' : s.free < quantity ? 'full' : 'free'
    return { day: d.day, is, free: s?.free ?? 0, slot: s }
  })
}

/** tap adds a day or takes it away; a full day is waited for alone. */
export function tap(b: Booking, c: DayChoice): Partial<Booking> {
  if (b.days.includes(c.day)) return { days: b.days.filter(x => x !== c.day), wait: false }
  if (c.is === 'full') return { days: [c.day], wait: true }
  return { days: [...(b.wait ? [] : b.days), c.day].sort(), wait: false }
}

export type Missing = 'service' | 'days' | 'weekdays' | 'slot'
/** missing is what keeps a step from being done. */
export function missing(b: Booking): Missing | undefined {
  if (!b.service) return 'service'
  if (b.step >= 2) {
    if (!b.slot) return 'slot'
    if (b.how === 'days' && !b.days.length) return 'days'
    if (b.how === 'weekly' && !b.weekdays.length) return 'weekdays'
  }
  return undefined
}

/** firstDays are the coming days of a weekly series, for its price and a look. */
export function firstDays(b: Booking, n: number, now: Date = new Date()): string[] {
  const out: string[] = []
  const start = addDays(today(now), 1)
  for (let d = start; out.length < n && d < addDays(start, 40) && (!b.until || d <= b.until); d = addDays(d, 1)) if (b.weekdays.includes(weekday(d))) out.push(d)
  return out
}

/** target are the days that will be asked a price for. */
export const target = (b: Booking, now?: Date): string[] => (b.how === 'days' ? b.days : firstDays(b, 5, now))

export const ask = (b: Booking, person: string, day: string, expect?: number): Ask => ({
  person, service: b.service, point: b.point, day, slot: b.slot, quantity: b.quantity, ...(b.note.trim() ? { note: b.note.trim() } : {}), ...(b.options.length ? { options: b.options } : {}),
  ...(expect === undefined ? {} : { expect_fen: expect }), ...(b.wait ? { wait: true } : {}),
})

export const seriesAsk = (b: Booking, person: string, now: Date = new Date()): SeriesAsk => ({
  person, service: b.service, point: b.point, slot: b.slot, quantity: b.quantity, ...(b.note.trim() ? { note: b.note.trim() } : {}), ...(b.options.length ? { options: b.options } : {}),
  rule: b.how === 'days'
    ? { dates: b.days, from: b.days[0], to: b.days[b.days.length - 1] }
    : { weekdays: [...b.weekdays].sort(), from: addDays(today(now), 1), to: b.until || addDays(today(now), 92), except_holidays: b.holidays },
})

export interface Sum { n: number; price: { total_fen: number; resident_fen: number; subsidy_fen: number; fund_fen: number; why_zh?: string; why_en?: string }; refused: Quote[] }
/** sum adds the quotes of several days; what cannot be had is apart. A full day that is waited for counts. */
export function sum(all: readonly Quote[], wait: boolean): Sum {
  const good = all.filter(q => q.can || wait)
  const add = (k: 'total_fen' | 'resident_fen' | 'subsidy_fen' | 'fund_fen') => good.reduce((t, q) => t + q.price[k], 0)
  return {
    n: good.length, refused: all.filter(q => !good.includes(q)),
    price: { total_fen: add('total_fen'), resident_fen: add('resident_fen'), subsidy_fen: add('subsidy_fen'), fund_fen: add('fund_fen'), why_zh: good[0]?.price.why_zh, why_en: good[0]?.price.why_en },
  }
}

/** paused is the pause that holds now or is to come. */
export const paused = (s: Series, now: Date = new Date()): Gap | undefined => (s.rule.pauses ?? []).find(p => p.to >= today(now))
