import { useMemo } from 'react'
import MapPanel from '../kit/MapPanel'
import { named } from '../kit/words'
import { boundsOf } from '../map/classes'
import { useAreas } from '../map/data'
import { outcomes, type Round } from './words'

/** colours of rounds, told apart also by the numbers on their stops. */
export const colours = ['#1668dc', '#b54708', '#136239', '#7a3e9d', '#a8201a', '#0e7490', '#6b5b00', '#c2185b']

/** RoundMap draws each round as a line from the kitchen through its doors and back. */
export default function RoundMap({ rounds, height = 420 }: { rounds: Round[]; height?: number | string }) {
  const areas = useAreas('community', rounds[0]?.region.slice(0, 9) ?? '')
  const view = useMemo(() => {
    const lines: GeoJSON.Feature[] = []
    const points: GeoJSON.Feature[] = []
    rounds.forEach((r, n) => {
      const colour = colours[n % colours.length]
      const at = r.stops.filter(s => s.lon)
      const kitchen: [number, number][] = r.kitchen_lon ? [[r.kitchen_lon, r.kitchen_lat ?? 0]] : []
      const way = [...kitchen, ...at.map(s => [s.lon!, s.lat!]), ...kitchen]
      if (way.length > 1) lines.push({ type: 'Feature', geometry: { type: 'LineString', coordinates: way }, properties: { colour } })
      for (const s of at) points.push({ type: 'Feature', geometry: { type: 'Point', coordinates: [s.lon!, s.lat!] }, properties: { id: s.order, label: `${r.name}-${s.seq}`, tip: `${r.name}-${s.seq} ${s.shown?.name ?? ''} ${outcomes()[s.outcome ?? 'open'][1]}`, colour: s.outcome === 'delivered' ? '#136239' : s.outcome === 'shut' ? '#a8201a' : colour, size: 7 } })
      for (const coordinates of kitchen) points.push({ type: 'Feature', geometry: { type: 'Point', coordinates }, properties: { id: '', label: r.point_name ?? '', tip: r.point_name ?? '', colour: '#1d2733', size: 9 } })
    })
    const fc = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({ type: 'FeatureCollection', features })
    const shapes = (areas.data?.features ?? []).filter(f => f.geometry)
    return {
      lines: fc(lines), points: fc(points), areas: fc(shapes.map(f => ({ ...f, properties: { ...f.properties, colour: '#ffffff', label: named(f.properties as { name: string }) } }))),
      box: boundsOf(lines.length ? lines.map(l => l.geometry as GeoJSON.LineString) : shapes.map(f => f.geometry as GeoJSON.Polygon)),
    }
  }, [rounds, areas.data])
  return <MapPanel height={height} areas={view.areas} lines={view.lines} points={view.points} bounds={view.box} />
}
