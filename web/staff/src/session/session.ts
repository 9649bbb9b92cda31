// Who is signed in, and what they may do.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { send } from '../kit/api'

export interface Post { role: string; region: string; region_name?: string; level?: string; name_zh: string; name_en: string; org?: string }
export interface Session {
  signed_in?: boolean
  account?: { id: string; name: string; kind: string; login?: string; totp?: boolean }
  posts: Post[]
  permissions: string[]
  enrol?: boolean
  demo?: boolean
}
export interface DemoLogin { login: string; password: string; totp?: string; name: string; role?: string; name_zh?: string; name_en?: string; region?: string; region_name?: string; phone?: string }

export const useSession = () => useQuery<Session>({ queryKey: ['/session'], queryFn: () => send<Session>('get', '/session'), staleTime: 60_000 })

/** may is true when one of the permissions is held; "people." stands for all that begin so. */
export function may(s: Session | undefined, ...needs: string[]): boolean {
  if (!needs.length) return true
  return needs.some(n => s?.permissions?.some(p => (n.endsWith('.') ? p.startsWith(n) : p === n)))
}

/** holds is true where a place lies within one of one's posts: what is kept elsewhere can be read, not changed. */
export const holds = (s: Session | undefined, region?: string): boolean => !!region && (s?.posts ?? []).some(p => region.startsWith(p.region))

export function useSignIn() {
  const qc = useQueryClient()
  return async (login: string, password: string, totp?: string) => {
    await send('post', '/session', { body: { login, password, ...(totp ? { totp } : {}) } })
    const now = await send<Session>('get', '/session')
    qc.removeQueries({ predicate: q => q.queryKey[0] !== '/session' })
    qc.setQueryData(['/session'], now)
  }
}

export function useSignOut() {
  const qc = useQueryClient()
  return async () => {
    await send('delete', '/session')
    qc.clear()
    location.assign('/')
  }
}
