import Taro from '@tarojs/taro'
import { go, tabs } from './go'
import { Icon, type IconName } from './Icon'
import { Nav, Span, Tap } from './prims'
import { settings } from './settings'
import { words } from './words'

const w = words({ hut: ['小屋', 'Hut'], home: ['服务', 'Services'], discuss: ['议事', 'Discuss'], me: ['我的', 'Me'], tabs: ['主要页面', 'Main pages'] })
const of: Record<(typeof tabs)[number], [icon: IconName, word: () => string]> = {
  'pages/hut/index': ['hut', () => w.hut],
  'pages/home/index': ['services', () => w.home],
  'pages/discuss/index': ['discuss', () => w.discuss],
  'pages/me/index': ['me', () => w.me],
}

/** tabWords puts the words of the language of the moment on WeChat's own bar. */
export const tabWords = (): void => tabs.forEach((t, index) => { void Taro.setTabBarItem({ index, text: of[t][1]() }).catch(() => undefined) })

/** TabBar is the four main pages; it stands on these only. */
export function TabBar() {
  const s = settings.use()
  const here = (Taro.getCurrentInstance().router?.path ?? '').replace(/^\//, '').split('?')[0]
  return (
    <Nav className={`tabs size-${s.size} ${s.care ? 'care' : 'plain'}`} label={w.tabs}>
      {tabs.map(t => {
        const [icon, word] = of[t]
        const on = here.endsWith(t)
        return <Tap key={t} className={on ? 'tab on' : 'tab'} current={on ? 'page' : undefined} onTap={() => { if (!on) go(t) }}><Icon name={icon} /><Span>{word()}</Span></Tap>
      })}
    </Nav>
  )
}
