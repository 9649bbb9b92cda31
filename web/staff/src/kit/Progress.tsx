import { Progress as Bar } from 'antd'
import { count } from './format'

/** Progress shows work that takes more than two seconds, with a figure. */
export function Progress({ label, done, total, share, note }: { label: string; done?: number; total?: number; share?: number; note?: string }) {
  const p = share ?? (total ? (done ?? 0) / total : 0)
  return (
    <div role="status" aria-live="polite">
      <div className="row"><b className="grow">{label}</b>{total ? <span>{count(done ?? 0)} / {count(total)}</span> : null}</div>
      <Bar percent={Math.min(100, Math.round(p * 100))} aria-label={label} status="active" />
      {note && <div className="muted small">{note}</div>}
    </div>
  )
}
