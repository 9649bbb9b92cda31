// Going from page to page.
import Taro from '@tarojs/taro'
import { address } from '../../../client/client'

export const tabs = ['pages/hut/index', 'pages/home/index', 'pages/discuss/index', 'pages/me/index'] as const
export type Page =
  | (typeof tabs)[number]
  | `sub/order/${'find' | 'service' | 'place' | 'story' | 'mine' | 'series' | 'waiting' | 'rate' | 'complain'}/index`
  | `sub/hut/${'suits'}/index`
  | `sub/my/${'signin' | 'privacy' | 'family' | 'invite' | 'messages' | 'settings' | 'looked' | 'who' | 'care'}/index`

/** go opens a page: tabs by switchTab, others on top. WeChat keeps ten pages at most. */
export function go(page: Page, query: Record<string, unknown> = {}): void {
  const url = address('/' + page, {}, query)
  if ((tabs as readonly string[]).includes(page)) void Taro.switchTab({ url: '/' + page })
  else if (Taro.getCurrentPages().length >= 9) void Taro.redirectTo({ url })
  else void Taro.navigateTo({ url })
}

/** replace opens a page in place of this one: what is done is not gone back to. */
export const replace = (page: Page, query: Record<string, unknown> = {}): void => {
  if ((tabs as readonly string[]).includes(page)) void Taro.switchTab({ url: '/' + page })
  else void Taro.redirectTo({ url: address('/' + page, {}, query) })
}

/** back to the page before, or home where there is none. */
export function back(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else void Taro.switchTab({ url: '/pages/home/index' })
}

/** hasBack is false on the first page and on tabs. */
export const hasBack = (): boolean => Taro.getCurrentPages().length > 1

export const toast = (title: string): void => { void Taro.showToast({ title, icon: 'none', duration: 2500 }) }
