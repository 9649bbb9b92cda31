import { expect, it } from 'vitest'
import { blankP, blankRow, checkP, fromWhat, toWhat, type PDraft } from './portfolio'

const row = { ...blankRow, name: '助浴', region: '449901001', cost: 120_000, people: 80 }

it('says what is missing, row by row', () => {
  expect(checkP(blankP, 3)).toEqual({})
  expect(Object.keys(checkP(blankP, 0))).toEqual(['from'])
  expect(Object.keys(checkP({ ...blankP, budget: null, rows: [row, { ...row, people: null }, row] }, 0))).toEqual(['budget', 'row 1', 'row 2'])
})
it('becomes an order in fen, and the draft again', () => {
  const d: PDraft = { ...blankP, budget: 500_000, level: 'community', floorMoney: 20_000, floorPeople: 10, fates: { p1: 'must', p2: 'refused' }, rows: [row, { ...row, name: '助餐', fate: 'must', set: '甲', needs: ['助浴'] }] }
  const o = toWhat(d)
  expect(o).toMatchObject({ budget_fen: 50_000_000, floor_fen: 2_000_000, floor_people: 10, from: ['running', 'list'], must: ['p1', 'list-2'], refused: ['p2'] })
  expect(o.list![1]).toEqual({ name: '助餐', region: '449901001', cost_fen: 12_000_000, people: 80, needs: ['助浴'], one_of: '甲' })
  expect(fromWhat(o)).toEqual(d)
})
it('asks for no list where there is none, and for no running projects where they stay out', () => {
  expect(toWhat(blankP).list).toBeUndefined()
  expect(toWhat({ ...blankP, running: false, fates: { p1: 'must' }, rows: [row] })).toMatchObject({ from: ['list'], must: [] })
})
