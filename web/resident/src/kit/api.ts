import { createClient, type Problem, type Query } from '../../../client/client'
import type { paths } from '../../../client/schema'
import { base, transport } from './transport'
import { language, pick } from './words'

export type { Problem, Query }
export interface List<T> { items: T[]; next?: string; total?: number }

export const api = createClient<paths>('', transport, () => ({ 'accept-language': language() === 'zh' ? 'zh-CN' : 'en' }))

/** ApiError is a problem of the server, thrown so that screens can show it. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title)
  }
}

export const problemOf = (e: unknown): Problem => {
  const p: Problem = e instanceof ApiError ? e.problem : { type: 'about:blank', title: e instanceof Error ? e.message : String(e), status: 0 }
  if (p.code === 'client.network') return { ...p, title: pick(['网络不通', 'No connection']), detail: pick(['请看看手机信号或无线网，再试一次。', 'Check your signal or Wi-Fi and try again.']) }
  if (p.code === 'client.no_problem') return { ...p, title: pick(['系统正忙', 'The system is busy']), detail: pick(['请过一会儿再试。', 'Please try again in a moment.']) }
  return p
}

/** fieldError is what the server said of one field. */
export const fieldError = (e: unknown, field: string): string | undefined =>
  e instanceof ApiError ? e.problem.errors?.find(x => x.field === field || x.field === 'body.' + field)?.message : undefined

let lost: () => void = () => undefined
/** onSignedOut is called when the server no longer knows who asks. */
export const onSignedOut = (f: () => void) => { lost = f }

export interface SendOptions { query?: Query; body?: unknown; key?: string; version?: number }

/** send asks the server once; it throws ApiError. key makes a repeated request count once. */
export async function send<T>(verb: string, path: string, o: SendOptions = {}): Promise<T> {
  const header: Record<string, string> = {}
  if (o.key) header['idempotency-key'] = o.key
  if (o.version !== undefined) header['if-match'] = `"${o.version}"`
  const r = await api.call(verb, base + path, { query: o.query, body: o.body, header })
  if (r.error) {
    if (r.status === 401 && !path.startsWith('/session')) lost()
    throw new ApiError(r.error)
  }
  return r.data as T
}

/** newKey for a request that must not count twice, however often it is sent. */
export function newKey(): string {
  const part = () => Math.random().toString(36).slice(2, 10).padEnd(8, '0')
  return `${Date.now().toString(36)}-${part()}-${part()}`
}
