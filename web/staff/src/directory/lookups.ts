import { useApi, type List } from '../kit/api'
import { named } from '../kit/words'
import { keyOf, useCategories } from '../map/data'
import type { Org } from './words'

/** useNames gives the words for categories and organisations. */
export function useNames() {
  const cats = useCategories()
  const orgs = useApi<List<Org>>('/organisations', { limit: 200 }, { staleTime: 120_000 })
  const cat = new Map((cats.data?.items ?? []).map(x => [keyOf(x), x]))
  const org = new Map((orgs.data?.items ?? []).map(x => [x.id, x]))
  return {
    category: (k?: string) => (k ? named(cat.get(k)) || k : '—'),
    organisation: (id?: string, fallback?: string) => fallback || (id ? named(org.get(id)) || '—' : '—'),
    categories: (cats.data?.items ?? []).map(x => ({ value: keyOf(x), label: named(x) })),
    organisations: (orgs.data?.items ?? []).map(x => ({ value: x.id, label: named(x) })),
  }
}
