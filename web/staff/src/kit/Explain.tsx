import type { ReactNode } from 'react'

export interface Reason { ok?: boolean | null; text: ReactNode }
/** Explain lists why: each line says by a mark and in words whether it speaks for or against. */
export function Explain({ reasons }: { reasons: Reason[] }) {
  return (
    <ul className="explain">
      {reasons.map((r, i) => (
        <li key={i} className={r.ok === true ? 'ok' : r.ok === false ? 'bad' : ''}>
          <b aria-hidden="true">{r.ok === true ? '✓' : r.ok === false ? '✕' : '·'}</b>
          <span>{r.text}</span>
        </li>
      ))}
    </ul>
  )
}
