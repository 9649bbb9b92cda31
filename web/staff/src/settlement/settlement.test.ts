import { expect, it } from 'vitest'
import { accountName, caps, gives, lastMonth, type Bracket } from './words'

it('the month before January is December', () => {
  expect(lastMonth(Date.parse('2027-01-31T17:00:00Z'))).toBe('2027-01') // it is February in Shanghai
  expect(lastMonth(Date.parse('2027-01-15T00:00:00Z'))).toBe('2026-12')
  expect(lastMonth(Date.parse('2026-03-31T00:00:00Z'))).toBe('2026-02')
})

it('a bracket is said in words', () => {
  const b: Bracket = { key: 'x', name: 'x', rule: '', unit_fen: 500, keep_fen: 300, per_day: 2, month_fen: 120_000 }
  expect(gives(b)).toBe('每份 ¥5，自付至少 ¥3')
  expect(caps(b)).toBe('每天 2 份，每月 ¥1200')
  expect(gives({ ...b, unit_fen: 0, keep_fen: 0, percent: 40, top_fen: 4050 })).toBe('价格的 40%，每份最多 ¥40.50')
  expect(caps({ key: 'x', name: 'x', rule: '' })).toBe('—')
})

it('accounts are said in words', () => {
  const name = (id: string) => `<${id}>`
  expect(accountName('assets:bank', name)).toBe('银行')
  expect(accountName('liabilities:provider:o1', name)).toBe('应付机构 <o1>')
  expect(accountName('expenses:programme:p1', name)).toBe('项目支出 <p1>')
})
