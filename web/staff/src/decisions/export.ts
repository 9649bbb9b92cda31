// A scenario as files: tables for Excel or WPS, and GeoJSON for a map programme.
import { cells, widths } from '../kit/export'
import { csv, download } from '../kit/format'
import { named } from '../kit/words'
import { circle } from '../map/classes'
import { sourceWord, w, type Result, type ScenarioView } from './data'

const n = (v?: number | null): string => (v === null || v === undefined ? '' : String(v))
const yuan = (fen?: number): string => (fen ? (fen / 100).toFixed(2) : '')

/** siteRows are the new sites, a head first. */
export const siteRows = (r: Result): string[][] => [
  ['#', w.site, w.src, 'longitude', 'latitude', w.adds, w.serves, w.cost],
  ...(r.sites ?? []).map(s => [String(s.no), named(s), sourceWord(s.from), s.lon.toFixed(6), s.lat.toFixed(6), n(s.adds), n(s.serves), yuan(s.cost_fen)]),
]

/** areaRows are the areas with what changes for them, a head first. */
export const areaRows = (r: Result): string[][] => [
  ['code', w.place, w.groupN, w.before, w.after, w.change, w.k_lost, `${w.meanWay} ${w.before}`, `${w.meanWay} ${w.after}`],
  ...(r.areas ?? []).map(a => [a.region, named(a), n(a.people), n(a.before), n(a.after), n(a.gain), n(a.lost), n(a.before_m), n(a.after_m)]),
]

/** pointRows are the points of the category that there are. */
export const pointRows = (r: Result): string[][] => [
  ['id', w.k_point, 'longitude', 'latitude', w.keep],
  ...(r.existing ?? []).map(e => [e.id, named(e), e.lon.toFixed(6), e.lat.toFixed(6), e.open ? '✓' : '✕']),
]

/** geojson of sites, points and their circles (RFC 7946). */
export function geojson(v: ScenarioView, r: Result): GeoJSON.FeatureCollection {
  const at = (lon: number, lat: number): GeoJSON.Point => ({ type: 'Point', coordinates: [lon, lat] })
  const ring = (lon: number, lat: number): GeoJSON.Polygon => ({ type: 'Polygon', coordinates: [circle(lon, lat, r.radius_m)] })
  return {
    type: 'FeatureCollection',
    features: [
      ...(r.sites ?? []).flatMap((s): GeoJSON.Feature[] => [
        { type: 'Feature', id: s.id, geometry: at(s.lon, s.lat), properties: { layer: 'new_site', no: s.no, name: s.name, name_en: s.name_en, from: s.from, adds: s.adds, serves: s.serves, cost_fen: s.cost_fen, scenario: v.id } },
        { type: 'Feature', id: s.id + '-reach', geometry: ring(s.lon, s.lat), properties: { layer: 'reach', of: s.id, radius_m: r.radius_m } },
      ]),
      ...(r.existing ?? []).map((e): GeoJSON.Feature => ({ type: 'Feature', id: e.id, geometry: at(e.lon, e.lat), properties: { layer: 'existing', name: e.name, name_en: e.name_en, open: e.open } })),
    ],
  }
}

const file = (v: ScenarioView, ending: string) => `${v.name.replaceAll(/[\\/:*?"<>|\s]+/g, '_')}.${ending}`

export function saveCsv(v: ScenarioView, what: 'sites' | 'areas') {
  download(file(v, `${what}.csv`), csv(what === 'sites' ? siteRows(v.result!) : areaRows(v.result!)))
}

export function saveGeo(v: ScenarioView) {
  download(file(v, 'geojson'), JSON.stringify(geojson(v, v.result!)), 'application/geo+json')
}

/** saveXlsx writes a workbook: the summary, then a sheet a table. */
export async function saveXlsx(v: ScenarioView, summary: string[][]) {
  const { default: xlsx } = await import('write-excel-file/browser')
  const r = v.result!
  const sheet = (name: string, rows: string[][]) => ({ data: cells(rows), sheet: name, columns: widths(rows), stickyRowsCount: 1 })
  await xlsx([sheet(w.result, summary), sheet(w.newSites, siteRows(r)), sheet(w.place, areaRows(r)), sheet(w.k_point, pointRows(r))]).toFile(file(v, 'xlsx'))
}
