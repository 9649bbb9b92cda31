import { expect, it } from 'vitest'
import { parse, stretches, workdays } from './days'

const notice = '\ufeffdate,to,kind,name_zh\r\n2026-10-01,2026-10-07,holiday,国庆节\r\n2026-10-10,,work,国庆节调休\r\n'

it('reads a notice and groups what belongs together', () => {
  const days = parse(notice)
  expect(days).toHaveLength(8)
  expect(stretches(days).map(s => [s[0]!.date, s.length, s[0]!.kind])).toEqual([['2026-10-01', 7, 'holiday'], ['2026-10-10', 1, 'work']])
})
it('keeps a date that cannot be read for the server to name', () => expect(parse('date,kind,name_zh\nsoon,holiday,x\n')[0]!.date).toBe('soon'))
it('counts working days', () => expect(workdays(2026, parse(notice))).toBe(261 - 5 + 1))
