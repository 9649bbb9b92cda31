// A scenario as files: tables for Excel or WPS, and GeoJSON for a map programme.
import { cells, widths } from '../kit/export'
import { csv, download } from '../kit/format'
import { language, named } from '../kit/words'
import { circle } from '../map/classes'
import { sourceWord, w, type Portfolio, type Result, type ScenarioView } from './data'

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

/** saveRows writes one table as CSV. */
export function saveRows(v: ScenarioView, what: string, rows: string[][]) {
  download(file(v, `${what}.csv`), csv(rows))
}

/** projectRows are the candidates with what became of them, a head first. */
export const projectRows = (r: Portfolio, place: (code: string) => string): string[][] => [
  [w.pChosen, w.pName, w.pPlace, w.cost, w.pPeople, w.why],
  ...(r.projects ?? []).map(p => [p.chosen ? '✓' : '✕', named(p), place(p.region), yuan(p.cost_fen) || '0', String(p.people), (language() === 'en' ? p.why_en : p.why_zh) ?? '']),
]

/** bookOf is a portfolio as sheets. */
export function bookOf(v: ScenarioView, place: (code: string) => string): [string, string[][]][] {
  const r = v.portfolio!
  return [
    [w.result, [[v.name, ''], [w.budget, yuan(r.budget_fen)], [w.spent, yuan(r.spent_fen)], [w.served, String(r.people)], [w.proof, language() === 'en' ? r.proof_en : r.proof_zh], ['SHA-256', r.digest]]],
    [w.pFrom, projectRows(r, place)],
    [w.tFunds, [[w.place, w.pFrom, w.pChosen, w.money, w.served], ...(r.areas ?? []).map(a => [named(a), String(a.candidates), String(a.chosen), yuan(a.money_fen) || '0', String(a.people)])]],
  ]
}

/** saveBook writes a workbook, a sheet a table. */
export async function saveBook(v: ScenarioView, sheets: [string, string[][]][]) {
  const { default: xlsx } = await import('write-excel-file/browser')
  await xlsx(sheets.map(([name, rows]) => ({ data: cells(rows), sheet: name, columns: widths(rows), stickyRowsCount: 1 }))).toFile(file(v, 'xlsx'))
}

/** saveXlsx writes a siting scenario as a workbook: the summary, then a sheet a table. */
export async function saveXlsx(v: ScenarioView, summary: string[][]) {
  const r = v.result!
  await saveBook(v, [[w.result, summary], [w.newSites, siteRows(r)], [w.place, areaRows(r)], [w.k_point, pointRows(r)]])
}
