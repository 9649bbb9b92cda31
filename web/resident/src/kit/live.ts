// Hearing of changes: a poll while the page is in view. live.h5.ts listens.
import { useDidHide, useDidShow } from '@tarojs/taro'
import { useEffect, useRef } from 'react'

const every = 15_000

/** useLive calls again when something of the kinds may have happened; off when not signed in. */
export function useLive(on: boolean, _kinds: string, again: () => void) {
  const call = useRef(again)
  call.current = again
  const timer = useRef<ReturnType<typeof setInterval>>()
  const stop = () => {
    clearInterval(timer.current)
    timer.current = undefined
  }
  const start = () => {
    stop()
    if (on) timer.current = setInterval(() => call.current(), every)
  }
  useEffect(() => {
    start()
    return stop
  }, [on]) // eslint-disable-line
  useDidShow(start)
  useDidHide(stop)
}
