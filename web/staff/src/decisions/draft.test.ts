import { expect, it } from 'vitest'
import { blank, check, fromWhere, toWhere } from './draft'

const full = { ...blank, category: 'elder.canteen' }

it('says what is missing', () => {
  expect(Object.keys(check(blank))).toEqual(['category'])
  expect(check(full)).toEqual({})
  expect(Object.keys(check({ ...full, number: null, from: [], metres: 10 }))).toEqual(['metres', 'number', 'from'])
  expect(Object.keys(check({ ...full, many: 'budget', budget: 1000 }))).toEqual(['cost'])
  expect(Object.keys(check({ ...full, from: ['list'] }))).toEqual(['list'])
})
it('asks for no number where nobody is to be left out', () => expect(check({ ...full, aim: 'cover-all', number: null })).toEqual({}))
it('needs no cost per site where every place of the list has its own', () =>
  expect(check({ ...full, many: 'budget', budget: 5, from: ['list'], list: [{ name: 'a', lon: 113, lat: 23, cost_fen: 100 }] })).toEqual({}))
it('becomes an order, in fen, and the draft again', () => {
  const d = { ...full, many: 'budget' as const, number: null, budget: 120_000, cost: 40_000, ageTo: 79, near: 'walk' as const, minutes: 10, sex: 'female' as const, attributes: ['lives_alone'] }
  const o = toWhere(d)
  expect(o).toMatchObject({ budget_fen: 12_000_000, cost_fen: 4_000_000, walk_min: 10, group: { age_from: 60, age_to: 79, sex: 'female', attributes: ['lives_alone'] } })
  expect(o.number).toBeUndefined()
  expect(fromWhere(o)).toEqual(d)
})
it('sends neither number nor budget when all are to be reached', () => {
  const o = toWhere({ ...full, aim: 'cover-all', many: 'budget', budget: 10 })
  expect([o.number, o.budget_fen]).toEqual([undefined, undefined])
})
