// What is typed into the form of a new scenario, and the order that it becomes.
import type { components } from '../../../client/schema'
import { straight, w, type Where } from './data'

type Spot = components['schemas']['Spot']
export interface Draft {
  name: string
  attributes: string[]
  ageFrom: number
  ageTo: number // 130: no upper bound
  sex: '' | 'female' | 'male'
  category: string
  near: 'metres' | 'walk'
  metres: number | null
  minutes: number | null
  aim: 'coverage' | 'median' | 'center' | 'cover-all'
  many: 'number' | 'budget'
  number: number | null
  budget: number | null // yuan
  cost: number | null // yuan
  keep: boolean
  from: ('grids' | 'communities' | 'public' | 'list')[]
  list: Spot[]
  gcj: boolean
  limit: number
}

export const blank: Draft = {
  name: '', attributes: [], ageFrom: 60, ageTo: 130, sex: '', category: '', near: 'metres', metres: 500, minutes: 15, aim: 'coverage', many: 'number', number: 3, budget: null, cost: null, keep: true,
  from: ['grids', 'public'], list: [], gcj: false, limit: 30,
}

const fen = (yuan: number | null) => (yuan ? Math.round(yuan * 100) : undefined)

/** toWhere is the order that the server takes. */
export function toWhere(d: Draft): Where {
  const all = d.aim === 'cover-all'
  return {
    group: { ...(d.attributes.length ? { attributes: d.attributes } : {}), ...(d.sex ? { sex: d.sex } : {}), ...(d.ageFrom ? { age_from: d.ageFrom } : {}), ...(d.ageTo < 120 ? { age_to: d.ageTo } : {}) },
    category: d.category, objective: d.aim, keep: d.keep, from: d.from, limit_s: d.limit,
    ...(d.near === 'walk' ? { walk_min: d.minutes ?? 0 } : { radius_m: d.metres ?? 0 }),
    ...(!all && d.many === 'number' ? { number: d.number ?? 0 } : {}), ...(!all && d.many === 'budget' ? { budget_fen: fen(d.budget) } : {}),
    ...(fen(d.cost) ? { cost_fen: fen(d.cost) } : {}), ...(d.from.includes('list') ? { list: d.list } : {}),
  }
}

/** fromWhere is the draft that would become an order again. */
export function fromWhere(o: Where): Draft {
  return {
    ...blank, attributes: o.group.attributes ?? [], ageFrom: o.group.age_from ?? 0, ageTo: o.group.age_to && o.group.age_to < 120 ? o.group.age_to : 130, sex: o.group.sex ?? '', category: o.category,
    near: o.walk_min ? 'walk' : 'metres', metres: o.walk_min ? blank.metres : (o.radius_m ?? null), minutes: o.walk_min || blank.minutes, aim: o.objective ?? 'coverage',
    many: o.budget_fen ? 'budget' : 'number', number: o.number || null, budget: o.budget_fen ? o.budget_fen / 100 : null, cost: o.cost_fen ? o.cost_fen / 100 : null,
    keep: o.keep ?? true, from: (o.from ?? []) as Draft['from'], list: o.list ?? [], limit: o.limit_s || blank.limit,
  }
}

/** check says, by field, what is still missing. */
export function check(d: Draft): Partial<Record<keyof Draft, string>> {
  const out: Partial<Record<keyof Draft, string>> = {}
  if (!d.category) out.category = w.needPick
  if ((d.near === 'walk' ? straight(d.minutes ?? 0) : (d.metres ?? 0)) < 50) out.metres = w.needNumber
  if (d.aim !== 'cover-all' && !(d.many === 'number' ? d.number : d.budget)) out.number = w.needNumber
  const priced = d.from.length === 1 && d.from[0] === 'list' && d.list.length > 0 && d.list.every(s => s.cost_fen)
  if (d.aim !== 'cover-all' && d.many === 'budget' && !d.cost && !priced) out.cost = w.needNumber
  if (d.from.length === 0) out.from = w.needFrom
  if (d.from.includes('list') && d.list.length === 0) out.list = w.needList
  return out
}
