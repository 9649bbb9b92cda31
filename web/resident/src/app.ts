import { useLaunch } from '@tarojs/taro'
import type { ReactNode } from 'react'
import { who } from './kit/session'
import './app.scss'

export default function App({ children }: { children?: ReactNode }) {
  useLaunch(() => { void who() })
  return children
}
