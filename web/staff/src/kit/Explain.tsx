import type { ReactNode } from 'react'

/** strength is from 0 to 1: how much the line weighs among all; it is drawn as a bar. */
export interface Reason { ok?: boolean | null; text: ReactNode; strength?: number }
/** Explain lists why: each line says by a mark and in words whether it speaks for or against. */
export function Explain({ reasons }: { reasons: Reason[] }) {
  return (
    <ul className="explain">
      {reasons.map((r, i) => (
        <li key={i} className={r.ok === true ? 'ok' : r.ok === false ? 'bad' : ''}>
          <b aria-hidden="true">{r.ok === true ? '✓' : r.ok === false ? '✕' : '·'}</b>
          <span>{r.text}</span>
          {r.strength !== undefined && <i className="strength" aria-hidden="true"><i style={{ width: `${Math.round(100 * Math.min(1, r.strength))}%` }} /></i>}
        </li>
      ))}
    </ul>
  )
}
