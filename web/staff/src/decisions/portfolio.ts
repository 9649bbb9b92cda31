// What is typed into the form of a portfolio, and the order that it becomes.
import { w, type Idea, type What } from './data'

export type Fate = 'free' | 'must' | 'refused'
export interface Row { name: string; region: string; cost: number | null; people: number | null; needs: string[]; set: string; fate: Fate } // cost in yuan
export interface PDraft {
  name: string
  budget: number | null // yuan
  level: 'street' | 'community'
  floorMoney: number | null // yuan
  floorPeople: number | null
  running: boolean
  fates: Record<string, Fate> // of running projects
  rows: Row[]
  limit: number
}

export const blankRow: Row = { name: '', region: '', cost: null, people: null, needs: [], set: '', fate: 'free' }
export const blankP: PDraft = { name: '', budget: 1_000_000, level: 'street', floorMoney: null, floorPeople: null, running: true, fates: {}, rows: [], limit: 30 }

const fen = (yuan: number | null) => Math.round((yuan ?? 0) * 100)

/** toWhat is the order that the server takes. */
export function toWhat(d: PDraft): What {
  const by = (f: Fate) => [...Object.entries(d.running ? d.fates : {}).filter(([, x]) => x === f).map(([id]) => id), ...d.rows.flatMap((r, i) => (r.fate === f ? [`list-${i + 1}`] : []))]
  const names = new Set(d.rows.map(r => r.name.trim()))
  return {
    budget_fen: fen(d.budget), level: d.level,
    ...(d.floorMoney ? { floor_fen: fen(d.floorMoney) } : {}), ...(d.floorPeople ? { floor_people: d.floorPeople } : {}),
    from: [...(d.running ? ['running' as const] : []), ...(d.rows.length ? ['list' as const] : [])],
    ...(d.rows.length ? { list: d.rows.map((r): Idea => ({ name: r.name.trim(), region: r.region, cost_fen: fen(r.cost), people: r.people ?? 0, ...(r.needs.length ? { needs: r.needs.filter(n => names.has(n) || d.running) } : {}), ...(r.set ? { one_of: r.set } : {}) })) } : {}),
    must: by('must'), refused: by('refused'), limit_s: d.limit,
  }
}

/** fromWhat is the draft that would become an order again. */
export function fromWhat(o: What): PDraft {
  const fate = (id: string): Fate => (o.must?.includes(id) ? 'must' : o.refused?.includes(id) ? 'refused' : 'free')
  const fates = Object.fromEntries([...(o.must ?? []), ...(o.refused ?? [])].filter(id => !id.startsWith('list-')).map(id => [id, fate(id)]))
  return {
    ...blankP, budget: o.budget_fen / 100, level: o.level, floorMoney: o.floor_fen ? o.floor_fen / 100 : null, floorPeople: o.floor_people || null, running: (o.from ?? []).includes('running'), fates,
    rows: (o.list ?? []).map((p, i) => ({ name: p.name, region: p.region, cost: p.cost_fen / 100, people: p.people, needs: p.needs ?? [], set: p.one_of ?? '', fate: fate(`list-${i + 1}`) })), limit: o.limit_s || blankP.limit,
  }
}

/** rowOf an idea that came in a file. */
export const rowOf = (p: Idea): Row => ({ name: p.name, region: p.region, cost: p.cost_fen / 100, people: p.people, needs: p.needs ?? [], set: p.one_of ?? '', fate: 'free' })

/** checkP says what is still missing; "row 2" is the third row. */
export function checkP(d: PDraft, running: number): Partial<Record<string, string>> {
  const out: Partial<Record<string, string>> = {}
  if (!d.budget) out.budget = w.needNumber
  if (d.rows.length === 0 && !(d.running && running > 0)) out.from = w.nobody
  const seen = new Set<string>()
  d.rows.forEach((r, i) => {
    if (!r.name.trim() || !r.region || r.cost === null || r.people === null) out['row ' + i] = w.badRow
    else if (seen.has(r.name.trim())) out['row ' + i] = w.twiceRow
    seen.add(r.name.trim())
  })
  return out
}
