// Hearing of changes: server-sent events, and a slow poll where the line is down.
import { useDidHide, useDidShow } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { base } from './transport'

/** useLive calls again when something of the kinds may have happened, at most once a second; off when not signed in. */
export function useLive(on: boolean, kinds: string, again: () => void) {
  const call = useRef(again)
  call.current = again
  const [shown, setShown] = useState(true)
  useDidShow(() => setShown(true))
  useDidHide(() => setShown(false))
  useEffect(() => {
    if (!on || !shown) return undefined
    let due: ReturnType<typeof setTimeout> | undefined
    const heard = () => {
      due ??= setTimeout(() => {
        due = undefined
        call.current()
      }, 1000)
    }
    const line = new EventSource(`${base}/events/stream?kinds=${encodeURIComponent(kinds)}`)
    line.onmessage = heard
    line.addEventListener('again', heard)
    const poll = setInterval(() => { if (line.readyState !== EventSource.OPEN) heard() }, 30_000)
    return () => {
      line.close()
      clearTimeout(due)
      clearInterval(poll)
    }
  }, [on, shown, kinds])
}
