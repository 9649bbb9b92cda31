// The places that one may choose, as a tree from the district down.
import { useMemo } from 'react'
import { useApi, type List } from '../kit/api'
import { named } from '../kit/words'

export interface Region { code: string; level: string; parent?: string; name: string; name_en?: string; lon: number; lat: number }
export interface Node { value: string; label: string; disabled?: boolean; children?: Node[] }

/** tree of the places; those above one's posts are shown but cannot be chosen, those beside are left out. */
export function tree(all: Region[], posts: string[]): Node[] {
  const reach = (code: string) => posts.some(p => code.startsWith(p))
  const above = (code: string) => posts.some(p => p.startsWith(code))
  const kids = new Map<string, Region[]>()
  for (const r of all) kids.set(r.parent ?? '', [...(kids.get(r.parent ?? '') ?? []), r])
  const make = (r: Region): Node => {
    const children = (kids.get(r.code) ?? []).filter(x => reach(x.code) || above(x.code)).map(make)
    return { value: r.code, label: named(r), ...(reach(r.code) ? {} : { disabled: true }), ...(children.length ? { children } : {}) }
  }
  const codes = new Set(all.map(r => r.code))
  return all.filter(r => !r.parent || !codes.has(r.parent)).filter(r => reach(r.code) || above(r.code)).map(make)
}

/** pathTo a code: district, street, community, as a cascader wants it. */
export function pathTo(code: string): string[] {
  return [6, 9, 12, 15].filter(n => n <= code.length).map(n => code.slice(0, n))
}

export function useRegions() {
  const districts = useApi<List<Region>>('/regions', { level: 'district' }, { staleTime: 600_000 })
  const streets = useApi<List<Region>>('/regions', { level: 'street' }, { staleTime: 600_000 })
  const communities = useApi<List<Region>>('/regions', { level: 'community' }, { staleTime: 600_000 })
  return useMemo(() => {
    const all = [...(districts.data?.items ?? []), ...(streets.data?.items ?? []), ...(communities.data?.items ?? [])]
    const byCode = new Map(all.map(r => [r.code, r]))
    return {
      all, byCode,
      name: (code?: string) => (code ? named(byCode.get(code)) || named(byCode.get(code.slice(0, 12))) || code : '—'),
      longName: (code?: string) => (code ? pathTo(code).slice(1).map(c => named(byCode.get(c))).filter(Boolean).join(' · ') || named(byCode.get(code)) || code : '—'),
    }
  }, [districts.data, streets.data, communities.data])
}
