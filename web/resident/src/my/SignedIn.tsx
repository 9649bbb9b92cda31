import type { ReactNode } from 'react'
import { go } from '../kit/go'
import { P } from '../kit/prims'
import { me, who } from '../kit/session'
import { Button, Card, Problem, Skeleton } from '../kit/ui'
import { common, words } from '../kit/words'

const w = words({
  why: ['这里要先登录，才知道是您。', 'Sign in first, so that we know it is you.'],
  unknown: ['这个手机号还没有登记在任何人名下，暂时不能预约。请打电话或到社区登记。', 'This number is not registered to anybody yet, so you cannot book. Please call or visit your community.'],
})

/** SignedIn shows its children to whoever is signed in, and the way there to others; person: it also needs somebody to act for. */
export function SignedIn({ children, person }: { children: ReactNode; person?: boolean }) {
  const m = me.use()
  if (!m.known) return <Skeleton />
  if (m.error !== undefined && !m.in) return <Problem error={m.error} again={() => void who()} />
  if (!m.in) return <Card><P>{w.why}</P><Button onTap={() => go('sub/my/signin/index')}>{common.signIn}</Button></Card>
  if (person && !m.for) return <Card><P>{w.unknown}</P></Card>
  return <>{children}</>
}
