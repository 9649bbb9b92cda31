import { useEffect, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { base } from './api'
import { words } from './words'

const w = words({ on: ['实时', 'Live'], off: ['正在重新连接', 'Reconnecting'] })

/** Live reads again what begins with one of `again` when an event of `kinds` arrives, at most once a second, and shows whether the line is up. */
export function Live({ kinds, again }: { kinds: string; again: string[] }) {
  const [on, setOn] = useState(false)
  const qc = useQueryClient()
  const key = again.join()
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined
    const heard = () => {
      due ??= setTimeout(() => {
        due = undefined
        void qc.invalidateQueries({ predicate: q => key.split(',').some(p => String(q.queryKey[0]).startsWith(p)) })
      }, 1000)
    }
    const line = new EventSource(`${base}/events/stream?kinds=${encodeURIComponent(kinds)}`)
    line.onopen = () => setOn(true)
    line.onerror = () => setOn(false)
    line.onmessage = heard
    line.addEventListener('again', heard)
    return () => { line.close(); clearTimeout(due) }
  }, [kinds, key, qc])
  return <span className={on ? 'live' : 'live off'} role="status"><i aria-hidden="true" />{on ? w.on : w.off}</span>
}
