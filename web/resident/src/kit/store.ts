import { useSyncExternalStore } from 'react'

/** store is one value that screens watch; set merges a part and draws whoever watches anew. */
export function store<T extends object>(first: T) {
  let now = first
  const watchers = new Set<() => void>()
  const watch = (f: () => void) => {
    watchers.add(f)
    return () => { watchers.delete(f) }
  }
  const get = () => now
  return {
    get,
    set(part: Partial<T>) {
      now = { ...now, ...part }
      watchers.forEach(f => f())
    },
    use: () => useSyncExternalStore(watch, get, get),
  }
}
