// People and households as the server sends them: masked unless revealed.
export interface Attribute { id: string; kind?: string; key?: string; name?: string; name_zh?: string; name_en?: string; level?: number; value?: string | number; from?: string; to?: string; valid_from?: string; valid_to?: string; source?: string }
export interface Person {
  id: string
  name: string
  sex?: string
  born?: string
  birth_date?: string
  age?: number
  phone?: string
  id_number?: string
  cnid?: string
  region: string
  address?: string
  household?: string
  household_id?: string
  status?: string
  state?: string
  source?: string
  attributes?: (Attribute | string)[]
  updated_at?: string
  version?: number
  died?: string
}
export interface Household { id: string; address?: string; region: string; size?: number; head?: string; members?: Person[]; compound?: string; building?: string; flat?: string; updated_at?: string }
export interface TimelineEntry { id?: string; at: string; kind?: string; title?: string; text?: string; text_zh?: string; text_en?: string; by?: string; source?: string; detail?: string; body?: unknown }
export interface AccessEntry { id?: string; at: string; who?: string; who_name?: string; account?: string; action?: string; field?: string; purpose?: string; detail?: string }
export interface Consent { id?: string; purpose?: string; scope?: string; state?: string; given_at?: string; from?: string; to?: string; withdrawn_at?: string; text?: string }
export const born = (p: Person) => p.birth_date ?? p.born
export const idNumber = (p: Person) => p.id_number ?? p.cnid
