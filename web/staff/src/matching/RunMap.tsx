import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import { send, type List } from '../kit/api'
import { count, metres } from '../kit/format'
import MapPanel from '../kit/MapPanel'
import { Failed, Loading } from '../kit/States'
import { named } from '../kit/words'
import { boundsOf, ramp } from '../map/classes'
import { useAreas } from '../map/data'
import { w, type Row, type Run } from './data'

const most = 3000

/** every reads the pages of a run's matches, up to what a map can still show. */
async function every(id: string): Promise<Row[]> {
  const all: Row[] = []
  let cursor: string | undefined
  do {
    const page = await send<List<Row>>('get', `/match-runs/${id}/matches`, { query: { limit: 200, cursor } })
    all.push(...page.items)
    cursor = page.next
  } while (cursor && all.length < most)
  return all
}

/** RunMap draws who was matched with what: a line from each home to its service point. */
export default function RunMap({ r }: { r: Run }) {
  const rows = useQuery({ queryKey: ['/match-runs', r.id, 'map'], queryFn: () => every(r.id) })
  const areas = useAreas('community', r.region)
  const view = useMemo(() => {
    const lines: GeoJSON.Feature[] = []
    const points = new Map<string, GeoJSON.Feature>()
    const far = Math.max(1, r.radius_m)
    for (const m of rows.data ?? []) {
      if (m.from?.length !== 2 || m.to?.length !== 2) continue
      const colour = ramp[Math.min(ramp.length - 1, 2 + Math.floor((m.distance_m / far) * (ramp.length - 2)))]
      lines.push({ type: 'Feature', geometry: { type: 'LineString', coordinates: [m.from, m.to] }, properties: { colour } })
      points.set('n' + m.from.join(), { type: 'Feature', geometry: { type: 'Point', coordinates: m.from }, properties: { label: '', colour: '#ad6800', size: 3, tip: metres(m.distance_m) } })
      points.set('o' + m.to.join(), { type: 'Feature', geometry: { type: 'Point', coordinates: m.to }, properties: { label: m.offer_name ?? '', colour: '#0f4fa8', size: 6, tip: m.offer_name ?? '' } })
    }
    const fc = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({ type: 'FeatureCollection', features })
    const shapes = (areas.data?.features ?? []).filter(f => f.geometry)
    return {
      lines: fc(lines), points: fc([...points.values()]),
      areas: fc(shapes.map(f => ({ ...f, properties: { ...f.properties, colour: '#ffffff', label: named(f.properties as { name: string }) } }))),
      box: boundsOf(lines.length ? lines.map(l => l.geometry as GeoJSON.LineString) : shapes.map(f => f.geometry as GeoJSON.Polygon)),
    }
  }, [rows.data, areas.data, r.radius_m])
  if (rows.isPending) return <Loading rows={8} />
  if (rows.isError) return <Failed error={rows.error} retry={() => rows.refetch()} />
  return (
    <div style={{ padding: 16 }}>
      <p className="muted" style={{ margin: '0 0 8px' }}>{w.mapLead} {w.mapMore(count(rows.data.length), count(r.matched))}</p>
      <MapPanel height={520} areas={view.areas} lines={view.lines} points={view.points} bounds={view.box} />
    </div>
  )
}
