import { expect, it } from 'vitest'
import { areaOf, boundsOf, breaks, circle, classOf, colourOf, legend, ramp } from './classes'

it('makes rising round bounds', () => {
  const b = breaks([3, 8, 12, 15, 40, 77, 120, 300, 640, 1200])
  expect(b.length).toBeGreaterThan(2)
  expect([...b].sort((x, y) => x - y)).toEqual(b)
})
it('needs no bounds for nothing or for one value', () => expect([breaks([]), breaks([0, 0]), breaks([7, 7, 7])]).toEqual([[], [], []]))
it('puts every value into the class that its legend says', () => {
  const b = [10, 50]
  expect([9, 10, 49, 50].map(n => classOf(n, b))).toEqual([0, 1, 1, 2])
  expect(legend(b).map(k => k.label)).toEqual(['< 10', '10–49', '≥ 50'])
})
it('uses the ends of the ramp', () => expect([colourOf(0, [1, 2]), colourOf(2, [1, 2])]).toEqual([ramp[0], ramp[5]]))
it('draws a circle of the right size', () => {
  const c = circle(113.1, 23, 1000)
  expect(c[0]).toEqual(c.at(-1)!.map((x, i) => expect.closeTo(i ? 23 : x, 9)))
  expect((c[12][1] - 23) * 111195).toBeCloseTo(1000, 0)
})
it('finds the bounds of nested rings', () => expect(boundsOf([{ type: 'MultiPolygon', coordinates: [[[[1, 2], [3, 4]]], [[[0, 9], [2, 2]]]] }])).toEqual([0, 2, 3, 9]))

it('knows the area of a square kilometre, with a hole', () => {
  const d = 1 / 111.195
  const sq = (x: number, s: number) => [[x, 0], [x + s, 0], [x + s, s], [x, s], [x, 0]]
  expect(areaOf({ type: 'Polygon', coordinates: [sq(0, d)] })).toBeCloseTo(1, 3)
  expect(areaOf({ type: 'MultiPolygon', coordinates: [[sq(0, d), sq(d / 4, d / 2)]] })).toBeCloseTo(0.75, 3)
})
