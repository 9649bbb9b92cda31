import { useEffect, useState, type ReactNode } from 'react'
import { Alert, Button } from 'antd'
import { problemOf } from './api'
import { clock } from './format'
import { common as c } from './words'

/** Loading shows a skeleton, but not for what answers within 300 ms. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const t = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(t)
  }, [])
  return (
    <div className="skeleton" role="status" aria-busy="true" style={{ minHeight: rows * 28 }}>
      <span className="vh">{c.loading}</span>
      {late && Array.from({ length: rows }, (_, i) => <i key={i} style={{ width: `${92 - ((i * 17) % 40)}%` }} />)}
    </div>
  )
}

/** Failed says what happened, what to try, and a reference for support. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const p = problemOf(error)
  return (
    <Alert
      type="error"
      showIcon
      title={p.title}
      description={<Problems error={error} />}
      action={retry && <Button onClick={retry}>{c.retry}</Button>}
      style={{ margin: 16 }}
    />
  )
}

/** Problems are the fields that were refused, and the reference. */
export function Problems({ error }: { error: unknown }) {
  const p = problemOf(error)
  if (!p.detail && !p.errors?.length && !p.trace && !p.code) return null
  return (
    <div>
      {p.detail && <div>{p.detail}</div>}
      {!!p.errors?.length && (
        <ul style={{ margin: '4px 0', paddingInlineStart: 20 }}>
          {p.errors.map((e, i) => <li key={i}>{e.field ? <b>{e.field}: </b> : null}{e.message}</li>)}
        </ul>
      )}
      {(p.trace || p.code) && <div className="small muted mono">{p.trace ? c.trace(p.trace) : p.code}</div>}
    </div>
  )
}

export function Empty({ title, next, action }: { title: string; next?: string; action?: ReactNode }) {
  return (
    <div className="state">
      <h3>{title}</h3>
      {next && <div>{next}</div>}
      {action && <div style={{ marginTop: 16 }}>{action}</div>}
    </div>
  )
}

interface Asked<T> { data?: T; isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown; dataUpdatedAt: number }

/** Shown draws one answer in its states: loading, error with retry, and stale when a refresh failed. */
export function Shown<T>({ of, children, rows }: { of: Asked<T>; children: (t: T) => ReactNode; rows?: number }) {
  if (of.data !== undefined)
    return (
      <>
        {of.isError && (
          <Alert type="warning" showIcon banner title={`${c.stale} · ${c.asOf(clock(of.dataUpdatedAt))}`} action={<Button size="small" onClick={() => of.refetch()}>{c.retry}</Button>} />
        )}
        {children(of.data)}
      </>
    )
  if (of.isError) return <Failed error={of.error} retry={() => of.refetch()} />
  return <Loading rows={rows} />
}
