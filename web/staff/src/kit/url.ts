// The address bar keeps filters, sorting and what is open, so that a view can be sent to a colleague.
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** put changes names in a query; empty values leave it. */
export function put(now: URLSearchParams, change: Record<string, string | number | boolean | undefined | null | string[]>): URLSearchParams {
  const next = new URLSearchParams(now)
  for (const [k, v] of Object.entries(change)) {
    const s = Array.isArray(v) ? v.join(',') : v === undefined || v === null || v === false ? '' : String(v)
    if (s === '') next.delete(k)
    else next.set(k, s)
  }
  return next
}

export function useUrl() {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (change: Parameters<typeof put>[1], replace = true) => setParams(now => put(now, change), { replace }),
    [setParams],
  )
  return { get: (k: string) => params.get(k) ?? '', list: (k: string) => (params.get(k) ?? '').split(',').filter(Boolean), set, params }
}

/** keepRegion carries the place over to another screen. */
export function keepRegion(path: string, params: URLSearchParams): string {
  const r = params.get('region')
  if (!r) return path
  return path + (path.includes('?') ? '&' : '?') + 'region=' + encodeURIComponent(r)
}
