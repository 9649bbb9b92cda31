// The map of a scenario: cells of demand by whether they are reached, points with
// their radius, new sites by number. It draws what the tables beside it say.
import { useEffect, useRef, useState } from 'react'
import { AttributionControl, Map as GL, NavigationControl, Popup, ScaleControl, setWorkerUrl, type GeoJSONSource, type StyleSpecification } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { words } from '../kit/words'
import { colours, fc, type Shapes } from './shapes'

setWorkerUrl(workerUrl)
const w = words({
  label: ['选址地图；旁边的表格以文字给出同样的数据', 'Map of the sites; the tables beside it give the same in words'],
  source: ['边界与数据：本平台', 'Boundaries and data: this platform'],
  in: ['放大', 'Zoom in'], out: ['缩小', 'Zoom out'],
  broken: ['这台电脑的浏览器不能显示地图，请使用表格。', 'This browser cannot draw the map; please use the tables.'],
})

interface Props {
  /** areas with property label */
  areas?: Shapes
  /** cells with properties colour, strength (0 to 1), tip */
  cells?: Shapes
  /** circles with property kind: point or site */
  circles?: Shapes
  /** points with properties kind (point, site, gone), no, tip */
  points?: Shapes
  bounds?: [number, number, number, number] | null
  /** where to look, when it changes */
  look?: [number, number] | null
  height: number | string
}

const font = ['sans-serif']
const sources = ['areas', 'cells', 'circles', 'points'] as const
const style = (): StyleSpecification => ({
  version: 8,
  sources: Object.fromEntries(sources.map(s => [s, { type: 'geojson', data: fc([]) }])),
  layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': '#eef1f4' } },
    { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': '#ffffff' } },
    { id: 'cells', type: 'fill', source: 'cells', paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': ['get', 'strength'] } },
    { id: 'area-line', type: 'line', source: 'areas', paint: { 'line-color': '#8693a3', 'line-width': 0.8 } },
    { id: 'reach', type: 'fill', source: 'circles', filter: ['==', ['get', 'kind'], 'site'], paint: { 'fill-color': colours.new, 'fill-opacity': 0.08 } },
    { id: 'reach-point', type: 'line', source: 'circles', filter: ['==', ['get', 'kind'], 'point'], paint: { 'line-color': colours.point, 'line-width': 1, 'line-dasharray': [3, 2] } },
    { id: 'reach-site', type: 'line', source: 'circles', filter: ['==', ['get', 'kind'], 'site'], paint: { 'line-color': colours.site, 'line-width': 1.6 } },
    {
      id: 'area-label', type: 'symbol', source: 'areas', minzoom: 11.5,
      layout: { 'text-field': ['get', 'label'], 'text-font': font, 'text-size': 12, 'text-max-width': 8, 'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'], 'text-radial-offset': 1.4, 'text-justify': 'auto' },
      paint: { 'text-color': '#1d2733', 'text-halo-color': 'rgba(255,255,255,.9)', 'text-halo-width': 1.6 },
    },
    { id: 'points', type: 'circle', source: 'points', filter: ['==', ['get', 'kind'], 'point'], paint: { 'circle-radius': 5.5, 'circle-color': colours.point, 'circle-stroke-color': '#fff', 'circle-stroke-width': 1.5 } },
    { id: 'gone', type: 'circle', source: 'points', filter: ['==', ['get', 'kind'], 'gone'], paint: { 'circle-radius': 5.5, 'circle-color': '#fff', 'circle-stroke-color': colours.gone, 'circle-stroke-width': 2 } },
    { id: 'sites', type: 'circle', source: 'points', filter: ['==', ['get', 'kind'], 'site'], paint: { 'circle-radius': 12, 'circle-color': colours.site, 'circle-stroke-color': '#fff', 'circle-stroke-width': 2 } },
    { id: 'numbers', type: 'symbol', source: 'points', filter: ['==', ['get', 'kind'], 'site'], layout: { 'text-field': ['get', 'no'], 'text-font': font, 'text-size': 13, 'text-allow-overlap': true, 'text-padding': 8 }, paint: { 'text-color': '#fff' } },
  ],
})

export default function PlanMap(p: Props) {
  const box = useRef<HTMLDivElement>(null)
  const map = useRef<GL | null>(null)
  const [ready, setReady] = useState(false)
  const [broken, setBroken] = useState(false)
  useEffect(() => {
    let m: GL
    try {
      m = new GL({
        container: box.current!, style: style(), center: [113.1, 23.02], zoom: 11.5, attributionControl: false, dragRotate: false, pitchWithRotate: false,
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
    for (const layer of ['cells', 'points', 'gone', 'sites']) {
      m.on('mousemove', layer, e => {
        const top = m.queryRenderedFeatures(e.point, { layers: ['sites', 'points', 'gone', 'cells'] })[0]
        const t = document.createElement('div')
        t.textContent = String(top?.properties.tip ?? '')
        if (t.textContent) tip.setLngLat(e.lngLat).setDOMContent(t).addTo(m)
      })
      m.on('mouseleave', layer, () => tip.remove())
    }
    const watch = new ResizeObserver(() => m.resize())
    watch.observe(box.current!)
    return () => { watch.disconnect(); m.remove(); map.current = null }
  }, [])
  const fill = (id: (typeof sources)[number], data?: Shapes) => {
    useEffect(() => {
      if (!ready) return
      box.current?.removeAttribute('data-idle')
      ;(map.current?.getSource(id) as GeoJSONSource | undefined)?.setData(data ?? fc([]))
    }, [ready, data])
  }
  fill('areas', p.areas)
  fill('cells', p.cells)
  fill('circles', p.circles)
  fill('points', p.points)
  const b = p.bounds?.join()
  useEffect(() => {
    if (ready && p.bounds) map.current?.fitBounds(p.bounds, { padding: 28, duration: 0, maxZoom: 15.5 })
  }, [ready, b])
  const l = p.look?.join()
  useEffect(() => {
    if (ready && p.look) map.current?.jumpTo({ center: p.look, zoom: Math.max(14, map.current.getZoom()) })
  }, [ready, l])
  return (
    <div className="planmap" style={{ position: 'relative', height: p.height, overflow: 'hidden' }}>
      {broken ? <div className="state">{w.broken}</div> : <div ref={box} className="map" style={{ position: 'absolute', inset: 0 }} />}
    </div>
  )
}
