import { expect, it } from 'vitest'
import { setLanguage } from '../kit/words'
import { ageWords, aimed, cellState, changes, corners, gapOf, gapWords, groupWords, reachWords, share, signed, straight, told, value, type Area } from './data'

const attr = (k: string) => ({ lives_alone: '独居', ability_level: '失能等级' })[k] ?? k
const area = (gain: number | null, lost: number | null = 0): Area => ({ region: '1', name: 'x', people: 20, before: 5, after: 5, gain, lost, before_m: null, after_m: null })

it('says whom a scenario is for', () => {
  expect(groupWords({ age_from: 65, age_to: 130, attributes: ['lives_alone'] }, attr)).toBe('65岁及以上老人（独居）')
  expect(groupWords({ age_to: 14 }, attr)).toBe('14岁及以下儿童')
  expect(groupWords({ sex: 'female', age_from: 60, age_to: 79, attributes: ['ability_level:2+', '!lives_alone'] }, attr)).toBe('60–79岁女性老人（失能等级 2 级及以上、非独居）')
  expect(groupWords({}, attr)).toBe('居民')
})
it('says it in English too', () => {
  setLanguage('en')
  expect(groupWords({ age_from: 65, attributes: ['ability_level:2+'] }, k => k)).toBe('people aged 65 and over (ability_level 2 or more)')
  expect(reachWords({ walk_min: 15, radius_m: 833 })).toBe('15 min on foot')
  expect(ageWords(0, 0)).toBe('')
  setLanguage('zh')
})
it('turns minutes on foot into metres as the server does', () => expect([straight(15), straight(1), straight(120)]).toEqual([833, 56, 6667]))
it('never rounds a gap to nothing', () => expect([gapWords(0), gapWords(0.00001), gapWords(0.0042), gapWords(0.123)]).toEqual(['0.00%', '< 0.01%', '0.42%', '12.3%']))
it('measures how far apart the best and the bound are', () => expect([gapOf(100, 110), gapOf(7, 7), gapOf(0, 0)]).toEqual([0.1, 0, 0]))
it('says what is not told, and signs what changes', () => expect([told(null), told(0), signed(12), signed(-3), signed(null), share(1, 4), share(null, 4)]).toEqual(['人数过少，不显示', '0', '+12', '−3', '—', '25.0%', '—']))
it('writes an objective in its unit', () => expect([value('coverage', 1204.4, false), value('median', 12_345_678, false), value('center', 812.2, false), value('cover-all', 3, false), value('cover-all', 120_000, true)]).toEqual(['1,204 人', '12,346 人·公里', '812 米', '3 个', '¥1,200.00']))
it('counts a community as worse off when anybody in it loses', () => expect(changes([area(5), area(0), area(3, 2), area(-4, 4), area(null, null)])).toEqual({ better: 1, worse: 2, same: 1, hidden: 1 }))
it('knows what became of a cell', () => expect([0, 1, 2, 3].map(cellState)).toEqual(['none', 'lost', 'new', 'kept']))
it('finds the corners of a cell of the web map', () => {
  const c = corners(0, 0, 1)
  expect(c[0]).toEqual([-180, expect.closeTo(85.0511, 3)])
  expect(c[2]).toEqual([0, expect.closeTo(0, 9)])
  expect(c[4]).toEqual(c[0])
})
it('shows the figure that the scenario is for', () => {
  const h = { people: 200, before: 50, after: 150, before_m: 812, after_m: 400 }
  expect(aimed('coverage', h)).toEqual(['25.0%', '75.0%'])
  expect(aimed('median', h)).toEqual(['812 米', '400 米'])
  expect(aimed('center', { ...h, before_m: null })[0]).toBe('—')
})
