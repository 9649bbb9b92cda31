// Reading from the server: what was read last stays on screen while it is read
// anew, and when that fails it is said from when it is.
import { useCallback, useEffect, useRef, useState } from 'react'

export interface Asked<T> { data?: T; error?: unknown; at?: number; busy: boolean; slow: boolean }

const cache = new Map<string, { data: unknown; at: number }>()
/** forget everything that was read: at sign-out, and when the language changes. */
export const forget = () => cache.clear()

type Step<T> = { is: 'begin' } | { is: 'slow' } | { is: 'done'; data: T; at: number } | { is: 'failed'; error: unknown }

/** after is the state after a step; data outlives an error. */
export function after<T>(s: Asked<T>, e: Step<T>): Asked<T> {
  switch (e.is) {
    case 'begin': return { ...s, busy: true, slow: false, error: undefined }
    case 'slow': return s.busy ? { ...s, slow: true } : s
    case 'done': return { data: e.data, at: e.at, busy: false, slow: false }
    case 'failed': return { ...s, busy: false, slow: false, error: e.error }
  }
}

export interface Again {
  again: () => void
  /** For when a page comes into view: reads anew unless it was just read. */
  shown: () => void
}

/** useAsk reads under a key (no key: nothing); again reads anew. slow turns true after 300 ms, when a skeleton is due. */
export function useAsk<T>(key: string | null, read: () => Promise<T>): Asked<T> & Again {
  const of = (k: string | null): Asked<T> => {
    const had = k ? cache.get(k) : undefined
    return { data: had?.data as T | undefined, at: had?.at, busy: !!k, slow: false }
  }
  const [state, setState] = useState<Asked<T> & { key: string | null }>({ ...of(key), key })
  const reader = useRef(read)
  reader.current = read
  const turn = useRef(0)
  const begun = useRef(0)
  const again = useCallback(() => {
    if (!key) return
    const mine = ++turn.current
    begun.current = Date.now()
    const step = (e: Step<T>) => { if (turn.current === mine) setState(s => ({ ...after(s.key === key ? s : of(key), e), key })) }
    step({ is: 'begin' })
    const late = setTimeout(() => step({ is: 'slow' }), 300)
    reader.current().then(
      data => {
        cache.set(key, { data, at: Date.now() })
        step({ is: 'done', data, at: Date.now() })
      },
      error => step({ is: 'failed', error }),
    ).finally(() => clearTimeout(late))
  }, [key]) // eslint-disable-line
  useEffect(() => {
    again()
    return () => { turn.current++ }
  }, [again])
  const shown = useCallback(() => { if (Date.now() - begun.current > 1000) again() }, [again])
  return state.key === key ? { ...state, again, shown } : { ...of(key), again, shown }
}

/** useDo does something once at a time and keeps what went wrong. */
export function useDo<A extends unknown[], T>(act: (...a: A) => Promise<T>) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const held = useRef(false)
  const go = async (...a: A): Promise<T | undefined> => {
    if (held.current) return undefined
    held.current = true
    setBusy(true)
    setError(undefined)
    try {
      return await act(...a)
    } catch (e) {
      setError(e)
      return undefined
    } finally {
      held.current = false
      setBusy(false)
    }
  }
  return { go, busy, error, clear: () => setError(undefined) }
}
