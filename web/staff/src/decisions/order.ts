// The words of attributes and categories that a scenario's order needs.
import { useAttributeKinds, keyOf } from '../map/data'
import { named } from '../kit/words'
import { useNames } from '../directory/lookups'
import { groupWords, reachWords, w, type Where } from './data'

/** useOrderWords says an order in words: for whom, how near, what. */
export function useOrderWords() {
  const kinds = useAttributeKinds()
  const names = useNames()
  const kind = new Map((kinds.data?.items ?? []).map(k => [keyOf(k), k]))
  const attribute = (k: string) => named(kind.get(k)) || k
  return {
    attribute, names,
    kinds: kinds.data?.items ?? [],
    /** aim is what the figure of a scenario measures */
    aim: (o: Where) => (o.objective === 'median' || o.objective === 'center' ? w[o.objective === 'median' ? 'meanOf' : 'farOf'](groupWords(o.group, attribute), names.category(o.category)) : w.orderOf(groupWords(o.group, attribute), w.has(reachWords(o), names.category(o.category)))),
    /** order in one line: for whom, and what is to be near */
    order: (o: Where) => w.orderOf(groupWords(o.group, attribute), w.has(reachWords(o), names.category(o.category))),
  }
}
