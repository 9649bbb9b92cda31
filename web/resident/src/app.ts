import { useLaunch } from '@tarojs/taro'
import type { ReactNode } from 'react'
import { me, who } from './kit/session'
import { settings } from './kit/settings'
import { silently } from './my/wechat'
import './app.scss'

export default function App({ children }: { children?: ReactNode }) {
  useLaunch(() => {
    void who().then(async () => {
      // Nothing is asked of WeChat before the privacy notice was agreed to.
      if (!me.get().in && !me.get().error && settings.get().privacy === 'agreed' && await silently()) await who()
    })
  })
  return children
}
