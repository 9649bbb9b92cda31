// What was typed and not sent yet, kept on this device until it is sent, given up
// or the person signs out.
import { useState } from 'react'
import { disk } from './disk'

const of = (name: string) => 'draft.' + name
export const readDraft = <T extends object>(name: string): Partial<T> => disk.read<Partial<T>>(of(name)) ?? {}
export const dropDraft = (name: string): void => disk.drop(of(name))
export const dropDrafts = (): void => disk.keys().filter(k => k.startsWith('draft.')).forEach(k => disk.drop(k))

/** useDraft is useState for a form: it comes back after a reload. */
export function useDraft<T extends object>(name: string, first: T): [T, (part: Partial<T>) => void, () => void] {
  const [v, setV] = useState<T>(() => ({ ...first, ...readDraft<T>(name) }))
  const set = (part: Partial<T>) => setV(old => {
    const next = { ...old, ...part }
    disk.write(of(name), next)
    return next
  })
  const drop = () => dropDraft(name)
  return [v, set, drop]
}
