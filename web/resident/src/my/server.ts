// What residents ask the server, one function an operation.
import { send, type List } from '../kit/api'
import { addDays, today } from '../kit/format'
import type { Ask, Category, FreeDay, Gap, Home, Message, Order, Person, PointCard, Quote, Seen, Series, SeriesAsk, Service, ServiceCard, State, Tie, TriedDay, Waiting } from './types'

export interface Session { signed_in?: boolean; account?: { id: string; name: string; kind: string }; permissions?: string[]; demo?: boolean }
export interface Likes { care?: boolean; lang?: string; size?: number }
export interface Find { q?: string; near?: string; open_now?: boolean; entitled?: boolean; category?: string; person?: string; limit?: number }

export const server = {
  session: () => send<Session>('get', '/session'),
  sendCode: (phone: string) => send<void>('post', '/session/code', { body: { phone } }),
  signIn: (phone: string, code: string) => send<void>('post', '/session/resident', { body: { phone, code } }),
  signInWeChat: (login_code: string, phone_code?: string) => send<void>('post', '/session/wechat', { body: { login_code, ...(phone_code ? { phone_code } : {}) } }),
  signOut: () => send<void>('delete', '/session'),
  demoLogins: async () => (await send<List<{ login: string; name: string; role: string; phone?: string }>>('get', '/demo/logins')).items,

  people: async () => (await send<List<Person>>('get', '/my/people')).items,
  home: (person?: string) => send<Home>('get', '/my/home', { query: { person } }),
  likes: () => send<Likes>('get', '/my/settings'),
  saveLikes: (body: Likes) => send<Likes>('put', '/my/settings', { body }),

  categories: async () => (await send<List<Category>>('get', '/categories')).items,
  services: async (f: Find) => (await send<List<ServiceCard>>('get', '/my/services', { query: { ...f } })).items,
  service: (id: string, person?: string) => send<Service>('get', `/my/services/${id}`, { query: { person } }),
  /** days are the free places of two weeks, with what the person has booked already. */
  days: async (service: string, point: string, person: string): Promise<FreeDay[]> => {
    const from = today(), to = addDays(from, 13)
    const [free, booked] = await Promise.all([
      send<List<FreeDay>>('get', '/my/order-slots', { query: { service, point, from, to } }),
      person ? send<List<Order>>('get', '/my/orders', { query: { person, service, from, to, limit: 100 } }) : { items: [] as Order[] },
    ])
    const mine = new Set(booked.items.filter(o => !['cancelled', 'declined', 'failed'].includes(o.state)).map(o => o.day + o.slot.key))
    return free.items.map(d => ({ ...d, slots: d.slots.map(s => (mine.has(d.day + s.key) ? { ...s, mine: true } : s)) }))
  },
  points: async (kind: string, near?: string) => (await send<List<PointCard>>('get', '/service-points', { query: { kind, near, radius_m: near ? 20000 : undefined, limit: 5 } })).items,

  quote: (body: Ask) => send<Quote>('post', '/my/orders/quote', { body }),
  place: (body: Ask, key: string) => send<Order>('post', '/my/orders', { body, key }),
  orders: async (q: { person?: string; from?: string; to?: string; series?: string; state?: State[]; limit?: number }) => (await send<List<Order>>('get', '/my/orders', { query: q })).items,
  order: (id: string) => send<Order>('get', `/my/orders/${id}`),
  cancel: (o: Order, reason: string) => send<Order>('post', `/my/orders/${o.id}/cancel`, { body: { reason } }),
  confirm: (o: Order) => send<Order>('post', `/my/orders/${o.id}/confirm`, { body: {} }),
  rate: (id: string, body: { stars: number; text?: string }, key: string) => send<void>('post', `/my/orders/${id}/rate`, { body, key }),
  complain: (id: string, body: { kind: string; text: string; anonymous: boolean }, key: string) => send<{ number?: string; due?: string }>('post', `/my/orders/${id}/complain`, { body, key }),

  allSeries: async (person?: string) => (await send<List<Series>>('get', '/my/series', { query: { person } })).items,
  startSeries: (body: SeriesAsk, key: string) => send<Series>('post', '/my/series', { body, key }),
  series: (id: string) => send<Series>('get', `/my/series/${id}`),
  pause: (s: Series, body: Gap) => send<Series>('post', `/my/series/${s.id}/pause`, { body }),
  resume: (s: Series) => send<Series>('post', `/my/series/${s.id}/resume`, { body: {} }),
  end: (s: Series) => send<Series>('post', `/my/series/${s.id}/end`, { body: {} }),
  copyWeek: async (body: { person: string; week: string }) => (await send<List<TriedDay>>('post', '/my/series/copy-week', { body })).items,

  waiting: async (person?: string) => (await send<List<Waiting>>('get', '/my/waiting', { query: { person } })).items,
  take: (id: string) => send<Waiting>('post', `/my/waiting/${id}/take`),
  leave: (id: string) => send<Waiting>('post', `/my/waiting/${id}/leave`),

  family: async () => (await send<List<Tie>>('get', '/my/family')).items,
  invite: (body: { phone: string; name: string; relation: string; what: string[]; until?: string }, key: string) => send<Tie>('post', '/my/family', { body, key }),
  answer: (id: string, verb: 'agree' | 'refuse' | 'end') => send<Tie>('post', `/my/family/${id}/${verb}`, { body: {} }),

  messages: async () => (await send<List<Message>>('get', '/my/messages')).items,
  read: (id: string) => send<void>('post', `/my/messages/${id}/read`, { body: {} }),
  looked: async (person: string) => (await send<List<Seen>>('get', '/my/access-log', { query: { person } })).items,
}
