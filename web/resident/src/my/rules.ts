// The rules of a service in words.
import { words } from '../kit/words'
import { slotWords } from './sentences'
import type { FreeSlot } from './types'

const w = words({
  before: (n: number, t: string) => [`请在${n === 1 ? '前一天' : `前 ${n} 天`} ${t} 以前预约。`, `Book by ${t} ${n === 1 ? 'the day before' : `${n} days before`}.`],
  same: (t: string) => [`请在当天 ${t} 以前预约。`, `Book by ${t} on the day.`],
  cancel: (h: number) => [`开始前 ${h} 小时都可以取消，不收钱。`, `Free to cancel until ${h} hours before.`],
  any: ['开始前都可以取消，不收钱。', 'Free to cancel until it begins.'],
  free: (n: number) => [`余 ${n}`, `${n} free`],
  allDay: ['全天', 'all day'],
})

/** cutOff reads "-1d 16:00": four in the afternoon of the day before. */
export function cutOff(rule: string): string {
  const m = /^(?:-(\d+)d\s+)?(\d\d:\d\d)$/.exec(rule.trim())
  return m ? (m[1] && m[1] !== '0' ? w.before(+m[1], m[2]) : w.same(m[2])) : rule
}
export const cancelRule = (hours?: number): string => (hours ? w.cancel(hours) : w.any)
export const freeWords = (s: FreeSlot): string => `${slotWords(s) || w.allDay} ${w.free(s.free)}`
