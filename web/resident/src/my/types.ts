// What the screens read of the server's answers.
export interface Price { unit_fen: number; total_fen: number; resident_fen: number; subsidy_fen: number; fund_fen: number; programme?: string; bracket?: string; why_zh?: string; why_en?: string }
export interface Slot { key: string; from: string; to: string }
export type State = 'waiting' | 'placed' | 'accepted' | 'declined' | 'assigned' | 'on_the_way' | 'in_service' | 'delivered' | 'confirmed' | 'rated' | 'settled' | 'cancelled' | 'no_show' | 'failed'
export type Mode = 'on_site' | 'home_visit' | 'delivery' | 'day_care' | 'online'

export interface Chapter { at: string; kind: string; why?: string; zh: string; en: string }
export interface Order {
  id: string
  number: string
  person: string
  name?: string
  service: string
  service_name: string
  service_name_en?: string
  category: string
  mode: Mode
  point: string
  point_name?: string
  point_phone?: string
  address?: string
  day: string
  slot: Slot
  quantity: number
  note?: string
  options?: string[] | null
  price: Price
  state: State
  reason?: string
  due?: string
  code?: string
  placed_by?: { how: string; name?: string; consent?: string }
  series?: string
  created: string
  changed?: string
  version: number
  free_until?: string
  steps?: string[]
  story?: Chapter[]
}

export interface Reason { verdict: 'yes' | 'no' | 'unknown'; zh: string; en: string }
export interface Verdict { verdict: 'yes' | 'no' | 'unknown'; reasons?: Reason[] }
export interface PointCard { id: string; name: string; name_en?: string; address?: string; phone?: string; lon?: number; lat?: number; distance_m?: number; open_now?: boolean; until?: string; step_free?: boolean }
export interface ServiceCard {
  id: string
  name: string
  name_en?: string
  category: string
  mode: Mode
  unit?: string
  price_fen: number
  price?: Price
  answer?: Verdict
  points?: PointCard[]
}
export interface FreeSlot extends Slot { free: number; until?: string; mine?: boolean }
export interface FreeDay { day: string; free?: number; slots: FreeSlot[] }
export interface Service extends ServiceCard {
  about?: string
  for_whom?: string
  alert?: string
  order_until?: string
  cancel_hours?: number
  documents?: string[]
  phone?: string
  hours?: { days: number[]; from: string; to: string }[]
}
export interface Category { key: string; parent?: string; name_zh: string; name_en?: string }

export interface Ask { person: string; service: string; point: string; day: string; slot: string; quantity: number; note?: string; options?: string[]; expect_fen?: number; wait?: boolean }
export interface Refusal { code: string; zh: string; en: string }
export interface Quote { can: boolean; refusals: Refusal[]; day: string; slot: Slot; price: Price; entitled: Verdict; free: number; waiting: number; until?: string; free_until?: string; slots: (Slot & { free: number; until: string })[] }

export interface Gap { from: string; to: string; why?: '' | 'hospital' | 'travel' | 'other' }
export interface Rule { weekdays?: number[] | null; dates?: string[] | null; from: string; to: string; except_holidays?: boolean; pauses?: Gap[] | null }
/** TriedDay is what became of a day of a series: an order, or a refusal with its reason. */
export interface TriedDay { day: string; order?: string; refused?: string; why_zh?: string; why_en?: string }
export interface Series {
  id: string
  person?: string
  name?: string
  service: string
  service_name: string
  point?: string
  slot?: string
  quantity?: number
  rule: Rule
  state: 'active' | 'ended'
  upto: string
  coming?: string[] | null
  days?: TriedDay[] | null
  version: number
}
export interface SeriesAsk { person: string; service: string; point: string; slot: string; quantity: number; note?: string; options?: string[]; rule: Rule }

export interface Waiting { id: string; person: string; service: string; service_name: string; service_name_en?: string; point_name?: string; day: string; slot: Slot; quantity: number; rank?: number; why_zh?: string; why_en?: string; state: 'waiting' | 'offered' | 'taken' | 'left' | 'closed'; until?: string; version?: number }

export interface Person { id: string; name: string; relation?: string; self: boolean; phone?: string; address?: string; age?: number; until?: string; what?: string[] }
export interface Tie { id: string; state: string; mine: boolean; name: string; relation?: string; what?: string[]; until?: string; from?: string; note?: string; version?: number }

export interface Message { id: string; at: string; title: string; text: string; read: boolean; order?: string; kind?: string }
export interface Help { name: string; phone: string }
export interface Home { person?: Person; call?: Help; orders: Order[]; unread: number; offers: Waiting[] }
export interface Seen { at: string; by: string; role?: string; what?: string; purpose?: string }
