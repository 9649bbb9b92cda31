// People and households as the server sends them: numbers are masked.
import { named } from '../kit/words'
import { levelWord } from './words'
import { keyOf, useAttributeKinds } from '../map/data'

export interface Attribute { key: string; level?: string; from?: string; to?: string; source?: string; evidence?: string }
export interface Person {
  id: string
  name: string
  region: string
  sex?: string
  birth?: string
  age?: number
  phone?: string
  resident_id?: string
  registered_region?: string
  registered_address?: string
  address?: string
  building?: string
  unit?: string
  flat?: string
  household?: string
  relation?: string
  state?: string
  died?: string
  merged_into?: string
  attributes?: Attribute[] | null
  version: number
  changed?: string
}
export interface Member { person: string; name: string; age: number; relation: string; from?: string; to?: string }
export interface Household { id: string; region: string; key?: string; address: string; ended?: string; members: Member[]; version: number }
export interface TimelineEntry { at: string; kind: string; words: string; actor: string; region: string }
export interface AccessEntry { id: string; at: string; account: string; action: string; purpose?: string; detail?: string }
export interface Consent { id: string; purpose: string; evidence?: string; given: string; until?: string; withdrawn?: string }

/** home is where a person lives, with building, unit and flat. */
export const home = (p: Pick<Person, 'address' | 'building' | 'unit' | 'flat'>): string => p.address || [p.building, p.unit, p.flat].filter(Boolean).join(' ')

/** useAttributeName says an attribute in words, with its level where it has one. */
export function useAttributeName() {
  const kinds = useAttributeKinds()
  const by = new Map((kinds.data?.items ?? []).map(k => [keyOf(k), k]))
  return (a: Pick<Attribute, 'key' | 'level'>) => (named(by.get(a.key)) || a.key) + (a.level ? ` ${levelWord(a.level)}` : '')
}
