// Sets of filters that somebody keeps under a name, on this computer, for each screen.
type Keep = Pick<Storage, 'getItem' | 'setItem'>
export interface SavedFilter { name: string; values: Record<string, string> }

const key = (screen: string) => 'linli.filters.' + screen

/** saved are the sets of a screen, in the order in which they were kept. */
export function saved(keep: Keep, screen: string): SavedFilter[] {
  try {
    const all: unknown = JSON.parse(keep.getItem(key(screen)) ?? '[]')
    return Array.isArray(all) ? all.filter((x): x is SavedFilter => typeof x?.name === 'string' && typeof x?.values === 'object' && x.values !== null) : []
  } catch {
    return []
  }
}

/** save keeps a set; one of the same name takes its place. At most thirty. */
export function save(keep: Keep, screen: string, one: SavedFilter): SavedFilter[] {
  const all = [...saved(keep, screen).filter(x => x.name !== one.name), one].slice(-30)
  keep.setItem(key(screen), JSON.stringify(all))
  return all
}

/** drop forgets one. */
export function drop(keep: Keep, screen: string, name: string): SavedFilter[] {
  const all = saved(keep, screen).filter(x => x.name !== name)
  keep.setItem(key(screen), JSON.stringify(all))
  return all
}
