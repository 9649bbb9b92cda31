// What the map of a scenario draws, made of its result.
import { count } from '../kit/format'
import { named } from '../kit/words'
import { circle } from '../map/classes'
import { cellState, corners, told, w, type Cells, type Result } from './data'

export type Shapes = GeoJSON.FeatureCollection
export const fc = (features: GeoJSON.Feature[]): Shapes => ({ type: 'FeatureCollection', features })
/** Colours that colour-blind eyes tell apart, by lightness too. */
export const colours = { kept: '#9dbfe3', new: '#0d7d74', none: '#e39a3b', lost: '#a8201a', point: '#0f4fa8', site: '#1d2733', gone: '#6b7685' } as const

export type Side = 'before' | 'after'

const word = { kept: () => w.k_before, new: () => w.k_new, none: () => w.k_none, lost: () => w.k_lost }

/** stateAt is how a cell is shown before and after. */
export function stateAt(state: number, side: Side): 'none' | 'lost' | 'new' | 'kept' {
  const s = cellState(state)
  return side === 'after' ? s : s === 'kept' || s === 'lost' ? 'kept' : 'none'
}

/** strength of a cell: four steps by the number of people, so that few are pale. */
export function strengths(people: readonly number[]): (n: number) => number {
  const v = people.filter(n => n > 0).sort((a, b) => a - b)
  const at = (q: number) => v[Math.min(v.length - 1, Math.floor(q * v.length))] ?? 0
  const steps = [at(0.4), at(0.7), at(0.9)]
  return n => [0.4, 0.6, 0.8, 0.95][steps.filter(s => n > s).length]
}

export function cellShapes(cells: Cells | undefined, side: Side): Shapes {
  const items = (cells?.items ?? []).filter(c => c !== null)
  const strength = strengths(items.map(c => c[2]))
  return fc(items.map(([x, y, people, state]) => {
    const s = stateAt(state, side)
    return { type: 'Feature', geometry: { type: 'Polygon', coordinates: [corners(x, y, cells!.zoom)] }, properties: { colour: colours[s], strength: strength(people), tip: `${count(people)} · ${word[s]()}` } }
  }))
}

/** pointShapes are the points there are, and the new sites on the side after. */
export function pointShapes(r: Result, side: Side): { points: Shapes; circles: Shapes } {
  const points: GeoJSON.Feature[] = []
  const circles: GeoJSON.Feature[] = []
  const put = (kind: 'point' | 'site' | 'gone', lon: number, lat: number, tip: string, no = '') => {
    points.push({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { kind, no, tip } })
    if (kind !== 'gone') circles.push({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [circle(lon, lat, r.radius_m)] }, properties: { kind } })
  }
  for (const e of r.existing ?? []) put(e.open || side === 'before' ? 'point' : 'gone', e.lon, e.lat, named(e))
  if (side === 'after') for (const s of r.sites ?? []) put('site', s.lon, s.lat, `${s.no} ${named(s)} · ${w.adds} ${told(s.adds)}`, String(s.no))
  return { points: fc(points), circles: fc(circles) }
}
