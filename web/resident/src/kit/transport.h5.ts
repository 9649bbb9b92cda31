// The way to the server from a browser: same origin, the cookie is the browser's.
import type { Transport } from '../../../client/client'

export const base = '/api/v1'
export const transport: Transport = async r => {
  const stop = new AbortController()
  const late = setTimeout(() => stop.abort(), 20_000)
  try {
    const res = await fetch(r.url, { method: r.method, headers: r.headers, body: r.body, credentials: 'same-origin', signal: stop.signal })
    return { status: res.status, header: n => res.headers.get(n), text: await res.text() }
  } finally {
    clearTimeout(late)
  }
}
