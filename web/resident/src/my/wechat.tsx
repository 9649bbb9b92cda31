// Signing in with what WeChat knows: its login code says which user it is, the
// phone button gives a code for the number, and the server asks WeChat for both.
import { Button } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useDo } from '../kit/ask'
import { Card, Problem } from '../kit/ui'
import { P } from '../kit/prims'
import { words } from '../kit/words'
import { server } from './server'

const w = words({
  go: ['用微信手机号登录', 'Sign in with my WeChat number'],
  refused: ['您没有授权手机号，可以用下面的验证码登录。', 'You did not share your number; use a code below.'],
  or: ['也可以用验证码：', 'Or by a code:'],
})

/** silently signs in as whoever this WeChat user was before; false where the server does not know them yet. */
export async function silently(): Promise<boolean> {
  try {
    const { code } = await Taro.login()
    await server.signInWeChat(code)
    return true
  } catch {
    return false // the page of signing in asks for the number
  }
}

/** PhoneButton signs in by one tap; nothing is shared before it. */
export function PhoneButton({ done }: { done: () => Promise<void> }) {
  const enter = useDo(async (phoneCode?: string) => {
    if (!phoneCode) throw new Error(w.refused)
    const { code } = await Taro.login()
    await server.signInWeChat(code, phoneCode)
    await done()
  })
  return (
    <Card>
      <Button className="b btn main" openType="getPhoneNumber" disabled={enter.busy} onGetPhoneNumber={e => void enter.go((e.detail as { code?: string }).code)}>{w.go}</Button>
      {enter.error !== undefined && <Problem error={enter.error} />}
      <P className="note">{w.or}</P>
    </Card>
  )
}
