// How counts become colours: at most six classes with round bounds, light to dark,
// in an order that colour-blind eyes can follow too.
export const ramp = ['#f4f1b2', '#b8dd6d', '#62c288', '#2b9a8f', '#33638d', '#3b2a6e'] as const
export const unknown = '#d9dde2'

const nice = (x: number): number => {
  if (x <= 1) return 1
  const p = 10 ** Math.floor(Math.log10(x))
  const m = x / p
  const round = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].reduce((a, b) => (Math.abs(b - m) < Math.abs(a - m) ? b : a))
  return Math.max(1, Math.round(round * p))
}

/** breaks are the lower bounds of the classes after the first, rising, at most five. */
export function breaks(values: readonly number[]): number[] {
  const v = values.filter(x => x > 0).sort((a, b) => a - b)
  if (v.length === 0) return []
  const out: number[] = []
  for (let i = 1; i < ramp.length; i++) {
    const b = nice(v[Math.min(v.length - 1, Math.floor((i * v.length) / ramp.length))])
    if (b > (out.at(-1) ?? 0) && b > v[0]) out.push(b)
  }
  return out
}

/** classOf a value among the bounds. */
export const classOf = (n: number, bounds: readonly number[]): number => bounds.filter(b => n >= b).length

/** colourOf spreads fewer classes over the whole ramp. */
export const colourOf = (cls: number, bounds: readonly number[]): string =>
  ramp[bounds.length === 0 ? 2 : Math.round((cls * (ramp.length - 1)) / bounds.length)]

export interface Key { colour: string; label: string }
/** legend of the classes in words. */
export function legend(bounds: readonly number[]): Key[] {
  const n = (x: number) => x.toLocaleString('en-US')
  return Array.from({ length: bounds.length + 1 }, (_, i) => ({
    colour: colourOf(i, bounds),
    label: i === 0 ? (bounds.length ? `< ${n(bounds[0])}` : '> 0') : i === bounds.length ? `≥ ${n(bounds[i - 1])}` : `${n(bounds[i - 1])}–${n(bounds[i] - 1)}`,
  }))
}

/** circle around a place as a polygon, radius in metres, on a sphere of 6,371,008.8 m. */
export function circle(lon: number, lat: number, metres: number, corners = 48): [number, number][] {
  const dLat = (metres / 6371008.8) * (180 / Math.PI)
  const dLon = dLat / Math.cos((lat * Math.PI) / 180)
  return Array.from({ length: corners + 1 }, (_, i) => {
    const a = (2 * Math.PI * i) / corners
    return [lon + dLon * Math.cos(a), lat + dLat * Math.sin(a)]
  })
}

type Ring = number[][]
/** boundsOf a set of geometries: west, south, east, north. */
export function boundsOf(geometries: readonly { type: string; coordinates?: unknown }[]): [number, number, number, number] | null {
  let b: [number, number, number, number] | null = null
  const walk = (c: unknown): void => {
    if (!Array.isArray(c)) return
    if (typeof c[0] === 'number') {
      const [x, y] = c as number[]
      b = b ? [Math.min(b[0], x), Math.min(b[1], y), Math.max(b[2], x), Math.max(b[3], y)] : [x, y, x, y]
    } else (c as Ring).forEach(walk)
  }
  geometries.forEach(g => walk(g?.coordinates))
  return b
}

/** areaOf a polygon in square kilometres, flat at its own latitude: good to a percent for a district. */
export function areaOf(g: { type: string; coordinates?: unknown } | null | undefined): number {
  const ring = (r: number[][]) => {
    const k = Math.cos((r[0][1] * Math.PI) / 180) * 111.195 * 111.195
    let sum = 0
    for (let i = 1; i < r.length; i++) sum += r[i - 1][0] * r[i][1] - r[i][0] * r[i - 1][1]
    return (Math.abs(sum) / 2) * k
  }
  const polygon = (rings: number[][][]) => rings.reduce((a, r, i) => a + (i ? -1 : 1) * ring(r), 0)
  if (g?.type === 'Polygon') return polygon(g.coordinates as number[][][])
  if (g?.type === 'MultiPolygon') return (g.coordinates as number[][][][]).reduce((a, p) => a + polygon(p), 0)
  return 0
}

/** fullCell is how many people a cell of the heat holds at zoom 11 where it is five times as dense as the densest area: homes stand in clusters. */
export function fullCell(areas: readonly { geometry: { type: string; coordinates?: unknown } | null; properties?: Record<string, unknown> | null }[], counts: readonly { region: string; count: number | null }[]): number {
  const by = new Map(counts.map(c => [c.region, c.count ?? 0]))
  const densest = Math.max(0, ...areas.map(a => { const km2 = areaOf(a.geometry); return km2 > 0 ? (by.get(String(a.properties?.code)) ?? 0) / km2 : 0 }))
  const side = (40075 * Math.cos((23 * Math.PI) / 180)) / 2 ** 11 / 32 // km, at 23° north
  return Math.max(1, densest * 5 * side * side)
}
