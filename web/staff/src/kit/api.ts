// The way to the server: the typed client over fetch, and hooks for reading and doing.
import { useMutation, useQuery, useQueryClient, type UseQueryOptions } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { createClient, type Problem, type Query } from '../../../client/client'
import type { paths } from '../../../client/schema'
import { language } from './words'

export type { Problem }
export interface List<T> { items: T[]; next?: string; total?: number }

export const base = '/api/v1'
export const api = createClient<paths>(
  '',
  async r => {
    const res = await fetch(r.url, { method: r.method, headers: r.headers, body: r.body, credentials: 'same-origin' })
    return { status: res.status, header: n => res.headers.get(n), text: await res.text() }
  },
  () => ({ 'accept-language': language() === 'zh' ? 'zh-CN' : 'en' }),
)

/** ApiError is a problem of the server, thrown so that queries and forms can show it. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title)
  }
}
export const problemOf = (e: unknown): Problem =>
  e instanceof ApiError ? e.problem : { type: 'about:blank', title: e instanceof Error ? e.message : String(e), status: 0 }

export interface SendOptions { query?: Query; body?: unknown; etag?: string | null; key?: string }

/** send asks the server once; it throws ApiError. The answer carries its version under `etag` of sendTagged. */
export async function send<T>(verb: string, path: string, o: SendOptions = {}): Promise<T> {
  return (await sendTagged<T>(verb, path, o)).data
}

export async function sendTagged<T>(verb: string, path: string, o: SendOptions = {}): Promise<{ data: T; etag: string | null }> {
  const header: Record<string, string> = {}
  if (o.etag) header['if-match'] = o.etag
  if (o.key) header['idempotency-key'] = o.key
  const r = await api.call(verb, base + path, { query: o.query, body: o.body, header })
  if (r.error) throw new ApiError(r.error)
  return { data: r.data as T, etag: r.etag }
}

/** upload sends a file with fields and reports how much has gone. */
export function upload<T>(path: string, form: FormData, onProgress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest()
    x.open('POST', base + path)
    x.setRequestHeader('accept', 'application/json')
    x.setRequestHeader('accept-language', language() === 'zh' ? 'zh-CN' : 'en')
    x.upload.onprogress = e => e.lengthComputable && onProgress(e.loaded / e.total)
    x.onerror = () => reject(new ApiError({ type: 'about:blank', title: language() === 'zh' ? '网络不通，文件没有传完' : 'The line broke; the file was not sent', status: 0 }))
    x.onload = () => {
      let j: any
      try { j = JSON.parse(x.responseText) } catch { j = undefined }
      if (x.status >= 200 && x.status < 300) resolve(j as T)
      else reject(new ApiError(j?.title ? j : { type: 'about:blank', title: `HTTP ${x.status}`, status: x.status }))
    }
    x.send(form)
  })
}

/** useRegion is the place that the address bar narrows everything to. */
export function useRegion(): string {
  return useSearchParams()[0].get('region') ?? ''
}

type Extra<T> = Omit<UseQueryOptions<T, Error, T>, 'queryKey' | 'queryFn'> & { scoped?: boolean }

/** useApi reads; scoped adds ?region= of the address bar. An empty path asks nothing. */
export function useApi<T>(path: string, query: Query = {}, { scoped, ...more }: Extra<T> = {}) {
  const region = useRegion()
  const q = scoped && region ? { region, ...query } : query
  return useQuery<T>({ queryKey: [path, q, language()], queryFn: () => send<T>('get', path, { query: q }), enabled: path !== '', ...more })
}

/** useDo does something and then reads everything whose path begins with one of `again` anew. */
export function useDo<A, T = unknown>(act: (a: A) => Promise<T>, again: string[] = [], onSuccess?: (t: T, a: A) => void) {
  const qc = useQueryClient()
  return useMutation<T, Error, A>({
    mutationFn: act,
    onSuccess: async (t, a) => {
      onSuccess?.(t, a)
      await qc.invalidateQueries({ predicate: q => again.some(p => String(q.queryKey[0]).startsWith(p)) })
    },
  })
}
