// The properties of the primitives, the same on every platform.
import type { CSSProperties, ReactNode } from 'react'

export interface BoxProps {
  className?: string
  children?: ReactNode
  id?: string
  role?: string
  /** What a screen reader says instead of the content. */
  label?: string
  /** Decoration: a screen reader passes over it. */
  hide?: boolean
  live?: 'polite' | 'assertive'
  current?: 'page' | 'step'
  style?: CSSProperties
}
export interface TapProps extends BoxProps {
  onTap?: () => void
  off?: boolean
  pressed?: boolean
  checked?: boolean
  open?: boolean
  /** The id of what describes it. */
  by?: string
}
export interface InputProps {
  id: string
  className?: string
  value: string
  onText: (v: string) => void
  onEnter?: () => void
  kind?: 'text' | 'phone' | 'digits'
  search?: boolean
  hint?: string
  max?: number
  /** Autocomplete token of HTML. */
  fill?: string
  bad?: boolean
  by?: string
  label?: string
}
export interface AreaProps extends Omit<InputProps, 'onEnter' | 'kind' | 'search'> { rows?: number }
export interface PicProps { src: string; alt: string; className?: string }
export interface CallProps { phone: string; className?: string; label?: string; children?: ReactNode }
