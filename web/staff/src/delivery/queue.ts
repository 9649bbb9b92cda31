// What a courier noted where there is no network: kept on the phone until it is sent.
import { ApiError } from '../kit/api'

export interface Noted { round: string; order: string; body: Record<string, unknown> }
type Keep = Pick<Storage, 'getItem' | 'setItem'>

const key = 'linli.courier'

export function noted(keep: Keep): Noted[] {
  try {
    const all: unknown = JSON.parse(keep.getItem(key) ?? '[]')
    return Array.isArray(all) ? (all as Noted[]) : []
  } catch {
    return []
  }
}

/** note keeps a hand-over; one of the same order takes its place. False where the phone has no room. */
export function note(keep: Keep, n: Noted): boolean {
  try {
    keep.setItem(key, JSON.stringify([...noted(keep).filter(x => x.order !== n.order), n]))
    return true
  } catch {
    return false
  }
}

/** offline is true where the server was not reached: what it refused is no matter for a queue. */
export const offline = (e: unknown): boolean => !(e instanceof ApiError)

/** flush sends what was kept, oldest first, and stops where the network is away again. What was delivered already, or is refused for good, is not kept; the refused are returned. */
export async function flush(keep: Keep, send: (n: Noted) => Promise<unknown>): Promise<{ sent: number; refused: { n: Noted; why: string }[] }> {
  let sent = 0
  const refused: { n: Noted; why: string }[] = []
  for (const n of noted(keep)) {
    try {
      await send(n)
      sent++
    } catch (e) {
      if (offline(e)) break
      const p = (e as ApiError).problem
      if (p.status >= 500) break
      if (p.code !== 'orders.already_served') refused.push({ n, why: p.title })
      else sent++
    }
    keep.setItem(key, JSON.stringify(noted(keep).filter(x => x.order !== n.order)))
  }
  return { sent, refused }
}
