import { expect, it } from 'vitest'
import { areaRows, geojson, siteRows } from './export'
import { cellShapes, pointShapes, stateAt, strengths } from './shapes'
import type { Result, ScenarioView } from './data'

const place = { id: 'p1', name: '饭堂', region: '449901001001', lon: 113.1, lat: 23.1 }
const r = {
  radius_m: 500, sites: [{ ...place, id: 'g1', name: '第1网格', no: 1, adds: 120, within: 140, serves: null, cost_fen: 45_000_000, from: 'grids' }],
  existing: [{ ...place, open: true }, { ...place, id: 'p2', open: false }],
  areas: [{ region: '449901001001', name: '甲社区', people: 200, before: 50, after: 170, gain: 120, lost: 0, before_m: 700, after_m: 300 }, { region: '449901001002', name: '乙社区', people: null, before: null, after: null, gain: null, lost: null, before_m: null, after_m: null }],
} as unknown as Result

it('shows before what was reached then, and after what became of it', () => {
  expect([0, 1, 2, 3].map(s => stateAt(s, 'before'))).toEqual(['none', 'kept', 'none', 'kept'])
  expect([0, 1, 2, 3].map(s => stateAt(s, 'after'))).toEqual(['none', 'lost', 'new', 'kept'])
})
it('is darker where more people live', () => {
  const f = strengths([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(f(1)).toBeLessThan(f(6))
  expect(f(6)).toBeLessThan(f(10))
  expect(strengths([])(3)).toBeGreaterThan(0)
})
it('draws a square for every cell', () => expect(cellShapes({ zoom: 18, items: [[213454, 113781, 4, 2], [213455, 113781, 15, 0]] }, 'after').features).toHaveLength(2))
it('shows new sites on the side after only, and no circle around a point given up', () => {
  const before = pointShapes(r, 'before')
  const after = pointShapes(r, 'after')
  expect(before.points.features.map(f => f.properties!.kind)).toEqual(['point', 'point'])
  expect(after.points.features.map(f => f.properties!.kind)).toEqual(['point', 'gone', 'site'])
  expect(after.circles.features).toHaveLength(2)
})
it('exports tables with empty cells for what is not told', () => {
  expect(siteRows(r)[1]).toEqual(['1', '第1网格', '各网格中心', '113.100000', '23.100000', '120', '', '450000.00'])
  expect(areaRows(r)[2]).toEqual(['449901001002', '乙社区', '', '', '', '', '', '', ''])
})
it('exports GeoJSON with sites, their reach and the points', () => {
  const g = geojson({ id: 's1' } as ScenarioView, r)
  expect(g.features.map(f => f.properties!.layer)).toEqual(['new_site', 'reach', 'existing', 'existing'])
  expect((g.features[1].geometry as GeoJSON.Polygon).coordinates[0]).toHaveLength(49)
})
