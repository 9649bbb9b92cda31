import { named } from '../kit/words'
import { keyOf, useCategories } from '../map/data'

/** useNames gives the words for categories. */
export function useNames() {
  const cats = useCategories()
  const all = cats.data?.items ?? []
  const cat = new Map(all.map(x => [keyOf(x), x]))
  const category = (k?: string) => (k ? named(cat.get(k)) || k : '—')
  // The first level groups the second: what is under nothing stands for itself.
  const categories = all.map(x => ({ value: keyOf(x), label: x.parent ? `${category(x.parent)} · ${named(x)}` : named(x) }))
  return { category, categories }
}
