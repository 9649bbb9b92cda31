import { useEffect, useRef, useState } from 'react'
import { Button, Input, InputNumber, Select, Switch } from 'antd'
import { useUrl } from './url'
import { words } from './words'

const w = words({
  clear: ['清除条件', 'Clear'],
  from: ['从', 'from'],
  to: ['到', 'to'],
})

export type Filter =
  | { kind: 'text'; name: string; label: string; width?: number }
  | { kind: 'choice' | 'many'; name: string; label: string; options: { value: string; label: string }[]; width?: number }
  | { kind: 'range'; name: string; label: string; min: number; max: number }
  | { kind: 'flag'; name: string; label: string }

/** namesOf are the names that a set of filters writes into the address bar. */
export const namesOf = (filters: Filter[]): string[] => filters.flatMap(f => (f.kind === 'range' ? [f.name + '_from', f.name + '_to'] : [f.name]))

/** FilterBar keeps its values in the address bar. "/" moves to the first text field. */
export function FilterBar({ filters, children }: { filters: Filter[]; children?: React.ReactNode }) {
  const url = useUrl()
  const used = namesOf(filters).some(n => url.get(n))
  return (
    <div className="filterbar" role="search">
      {filters.map(f => {
        if (f.kind === 'text') return <TextFilter key={f.name} f={f} />
        if (f.kind === 'range')
          return (
            <span key={f.name} className="row" role="group" aria-label={f.label}>
              <span className="muted">{f.label}</span>
              <InputNumber<number> style={{ width: 68 }} min={f.min} max={f.max} aria-label={`${f.label} ${w.from}`} value={numberOf(url.get(f.name + '_from'))} onChange={v => url.set({ [f.name + '_from']: v })} />
              <span className="muted">–</span>
              <InputNumber<number> style={{ width: 68 }} min={f.min} max={f.max} aria-label={`${f.label} ${w.to}`} value={numberOf(url.get(f.name + '_to'))} onChange={v => url.set({ [f.name + '_to']: v })} />
            </span>
          )
        if (f.kind === 'flag')
          return <label key={f.name}><Switch size="small" checked={url.get(f.name) === 'true'} onChange={v => url.set({ [f.name]: v })} aria-label={f.label} />{f.label}</label>
        return (
          <Select key={f.name} aria-label={f.label} placeholder={f.label} allowClear showSearch={{ optionFilterProp: 'label' }} mode={f.kind === 'many' ? 'multiple' : undefined} maxTagCount="responsive"
            style={{ minWidth: f.width ?? (f.kind === 'many' ? 220 : 136) }} options={f.options}
            value={f.kind === 'many' ? url.list(f.name) : url.get(f.name) || undefined} onChange={(v: string | string[]) => url.set({ [f.name]: v })} />
        )
      })}
      {used && <Button type="text" onClick={() => url.set(Object.fromEntries(namesOf(filters).map(n => [n, ''])))}>{w.clear}</Button>}
      {children && <><span className="grow" />{children}</>}
    </div>
  )
}

function TextFilter({ f }: { f: Extract<Filter, { kind: 'text' }> }) {
  const url = useUrl()
  const inBar = url.get(f.name)
  const [text, setText] = useState(inBar)
  const sent = useRef(inBar)
  useEffect(() => {
    if (inBar !== sent.current) { sent.current = inBar; setText(inBar) }
  }, [inBar])
  useEffect(() => {
    if (text === sent.current) return
    const t = setTimeout(() => { sent.current = text; url.set({ [f.name]: text }) }, 250)
    return () => clearTimeout(t)
  }, [text])
  return <Input.Search data-slash allowClear value={text} onChange={e => setText(e.target.value)} placeholder={f.label} aria-label={f.label} style={{ width: f.width ?? 240 }} />
}

const numberOf = (s: string): number | null => (s === '' || Number.isNaN(Number(s)) ? null : Number(s))
