// A map that needs nothing from outside: our boundaries and tiles, our style, labels
// from the system's font. Loaded lazily; the table beside it says the same in words.
import { useEffect, useRef, useState } from 'react'
import { AttributionControl, Map as GL, NavigationControl, Popup, ScaleControl, setWorkerUrl, type ExpressionSpecification, type GeoJSONSource, type StyleSpecification, type VectorTileSource } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { ramp } from '../map/classes'
import { base } from './api'
import { words } from './words'

setWorkerUrl(workerUrl)
const w = words({
  label: ['地图；旁边的表格以文字给出同样的数据', 'Map; the table beside it gives the same figures in words'],
  source: ['边界与数据：本平台', 'Boundaries and data: this platform'],
  in: ['放大', 'Zoom in'], out: ['缩小', 'Zoom out'],
  broken: ['这台电脑的浏览器不能显示地图，请使用表格。', 'This browser cannot draw the map; please use the table.'],
})

export type Shapes = GeoJSON.FeatureCollection
const nothing: Shapes = { type: 'FeatureCollection', features: [] }

interface Props {
  /** areas with properties code, label, colour */
  areas?: Shapes
  /** heat of the demand tiles: the query of the filter, and the count of a full cell at zoom 11 */
  heat?: { query: string; full: number }
  /** points with properties id, label, kind, colour */
  points?: Shapes
  circles?: Shapes
  /** lines between needs and offers, property colour */
  lines?: Shapes
  outline?: Shapes
  bounds?: [number, number, number, number] | null
  onPick?: (code: string) => void
  onPoint?: (id: string) => void
  height?: number | string
  children?: React.ReactNode
}

const font = ['sans-serif']
const tiles = (layer: string, query = '') => `${location.origin}${base}/map/tiles/${layer}/{z}/{x}/{y}.mvt${query && '?' + query}`
const style = (): StyleSpecification => ({
  version: 8,
  sources: {
    demand: { type: 'vector', tiles: [tiles('demand')], minzoom: 8, maxzoom: 13 },
    ...Object.fromEntries(['areas', 'circles', 'lines', 'points', 'outline'].map(s => [s, { type: 'geojson', data: nothing, ...(s === 'areas' ? { promoteId: 'code' } : {}) }])) },
  layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': '#eef1f4' } },
    { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': ['coalesce', ['get', 'colour'], '#ffffff'], 'fill-opacity': 1 } },
    {
      id: 'heat', type: 'heatmap', source: 'demand', 'source-layer': 'heat', layout: { visibility: 'none' },
      paint: {
        'heatmap-intensity': 0.9,
        'heatmap-radius': ['interpolate', ['exponential', 2], ['zoom'], 13, 36, 16, 288],
        'heatmap-opacity': 0.85,
        'heatmap-color': ['interpolate', ['linear'], ['heatmap-density'], 0, 'rgba(244,241,178,0)', 0.12, ramp[0], 0.3, ramp[1], 0.5, ramp[2], 0.7, ramp[3], 0.85, ramp[4], 1, ramp[5]],
      },
    },
    { id: 'area-line', type: 'line', source: 'areas', paint: { 'line-color': '#8693a3', 'line-width': ['case', ['boolean', ['feature-state', 'on'], false], 3, 0.8] } },
    { id: 'outline', type: 'line', source: 'outline', paint: { 'line-color': '#384656', 'line-width': 2 } },
    { id: 'circles', type: 'fill', source: 'circles', paint: { 'fill-color': '#1668dc', 'fill-opacity': 0.08 } },
    { id: 'circle-line', type: 'line', source: 'circles', paint: { 'line-color': '#1668dc', 'line-width': 1, 'line-dasharray': [3, 2] } },
    { id: 'lines', type: 'line', source: 'lines', paint: { 'line-color': ['coalesce', ['get', 'colour'], '#1668dc'], 'line-width': 1.4, 'line-opacity': 0.65 } },
    {
      id: 'area-label', type: 'symbol', source: 'areas', minzoom: 10.5,
      layout: { 'text-field': ['get', 'label'], 'text-font': font, 'text-size': 12, 'text-max-width': 8 },
      paint: { 'text-color': '#1d2733', 'text-halo-color': 'rgba(255,255,255,.9)', 'text-halo-width': 1.6 },
    },
    { id: 'points', type: 'circle', source: 'points', paint: { 'circle-radius': ['to-number', ['get', 'size'], 6], 'circle-color': ['coalesce', ['get', 'colour'], '#1668dc'], 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1.5 } },
    {
      id: 'point-label', type: 'symbol', source: 'points', minzoom: 14,
      layout: { 'text-field': ['get', 'label'], 'text-font': font, 'text-size': 12, 'text-offset': [0, 1.1], 'text-anchor': 'top', 'text-optional': true },
      paint: { 'text-color': '#0f4fa8', 'text-halo-color': '#fff', 'text-halo-width': 1.4 },
    },
  ],
})

export default function MapPanel(p: Props) {
  const box = useRef<HTMLDivElement>(null)
  const map = useRef<GL | null>(null)
  const [ready, setReady] = useState(false)
  const [broken, setBroken] = useState(false)
  const live = useRef(p)
  live.current = p
  useEffect(() => {
    let m: GL
    try {
      m = new GL({
        container: box.current!, style: style(), center: [113.1, 23.02], zoom: 11.5, attributionControl: false, dragRotate: false, pitchWithRotate: false, cooperativeGestures: false,
        localIdeographFontFamily: '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif', canvasContextAttributes: { preserveDrawingBuffer: true },
        locale: { 'NavigationControl.ZoomIn': w.in, 'NavigationControl.ZoomOut': w.out, 'Map.Title': w.label },
      })
    } catch {
      setBroken(true)
      return
    }
    map.current = m
    m.addControl(new NavigationControl({ showCompass: false }), 'top-right')
    m.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-right')
    m.addControl(new AttributionControl({ compact: false, customAttribution: w.source }), 'bottom-right')
    m.on('load', () => setReady(true))
    m.on('idle', () => box.current?.setAttribute('data-idle', '1'))
    const tip = new Popup({ closeButton: false, closeOnClick: false, maxWidth: '280px' })
    const hover = (layer: string) => {
      m.on('mousemove', layer, e => {
        const f = e.features?.[0]
        if (!f) return
        m.getCanvas().style.cursor = 'pointer'
        const t = document.createElement('div')
        t.textContent = String(f.properties.tip ?? f.properties.label ?? '')
        tip.setLngLat(e.lngLat).setDOMContent(t).addTo(m)
      })
      m.on('mouseleave', layer, () => { m.getCanvas().style.cursor = ''; tip.remove() })
    }
    hover('areas')
    hover('points')
    m.on('click', e => {
      const hit = m.queryRenderedFeatures(e.point, { layers: ['points'] })[0]
      if (hit && live.current.onPoint) return live.current.onPoint(String(hit.properties.id))
      const area = m.queryRenderedFeatures(e.point, { layers: ['areas'] })[0]
      if (area) live.current.onPick?.(String(area.properties.code))
    })
    const watch = new ResizeObserver(() => m.resize())
    watch.observe(box.current!)
    return () => { watch.disconnect(); m.remove(); map.current = null }
  }, [])
  const fill = (id: string, data?: Shapes) => {
    useEffect(() => {
      if (!ready) return
      box.current?.removeAttribute('data-idle')
      ;(map.current?.getSource(id) as GeoJSONSource | undefined)?.setData(data ?? nothing)
    }, [ready, data])
  }
  fill('areas', p.areas)
  const q = p.heat?.query, full = p.heat?.full
  useEffect(() => {
    const m = map.current
    if (!ready || !m) return
    m.setLayoutProperty('heat', 'visibility', q === undefined ? 'none' : 'visible')
    if (q === undefined) return
    ;(m.getSource('demand') as VectorTileSource).setTiles([tiles('demand', q)])
    // a cell is 1/32 of a tile: it holds a quarter as many at each zoom further in
    const at = (z: number): ExpressionSpecification => ['/', ['get', 'count'], Math.max(1, full! / 4 ** (z - 11))]
    m.setPaintProperty('heat', 'heatmap-weight', ['step', ['zoom'], at(8), 9, at(9), 10, at(10), 11, at(11), 12, at(12), 13, at(13)])
  }, [ready, q, full])
  fill('points', p.points)
  fill('circles', p.circles)
  fill('lines', p.lines)
  fill('outline', p.outline)
  const b = p.bounds?.join()
  useEffect(() => {
    if (ready && p.bounds) map.current?.fitBounds(p.bounds, { padding: 32, duration: 0, maxZoom: 15.5 })
  }, [ready, b])
  return (
    <div style={{ position: 'relative', height: p.height ?? 560, borderRadius: 'inherit', overflow: 'hidden' }}>
      {broken ? <div className="state">{w.broken}</div> : <div ref={box} className="map" style={{ position: 'absolute', inset: 0 }} />}
      {p.children}
    </div>
  )
}
