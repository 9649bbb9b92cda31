import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import { Button, Dropdown, Input, InputNumber, Modal, Select, Switch } from 'antd'
import { drop, save, saved } from './saved'
import { useUrl } from './url'
import { words } from './words'

const w = words({
  clear: ['清除条件', 'Clear'],
  from: ['从', 'from'],
  to: ['到', 'to'],
  saved: ['常用条件', 'Saved filters'], keep: ['保存当前条件…', 'Save these filters…'], keepOk: ['保存', 'Save'], cancel: ['取消', 'Cancel'], called: ['叫什么', 'Called'], forget: (n: string) => [`删除“${n}”`, `Forget “${n}”`],
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
      <Saved names={namesOf(filters)} used={used} />
      {children && <><span className="grow" />{children}</>}
    </div>
  )
}

/** Saved keeps the present filters under a name and brings kept ones back. */
function Saved({ names, used }: { names: string[]; used: boolean }) {
  const url = useUrl()
  const screen = useLocation().pathname
  const [all, setAll] = useState(() => saved(localStorage, screen))
  const [naming, setNaming] = useState<string>()
  if (!all.length && !used) return null
  const items = [
    ...all.map(x => ({ key: 'set:' + x.name, label: <span className="row" style={{ gap: 16 }}><span className="grow">{x.name}</span><Button type="text" size="small" aria-label={w.forget(x.name)} onClick={e => { e.stopPropagation(); setAll(drop(localStorage, screen, x.name)) }}>✕</Button></span>, onClick: () => url.set({ ...Object.fromEntries(names.map(n => [n, ''])), ...x.values }) })),
    ...(used ? [{ key: 'save', label: w.keep, onClick: () => setNaming('') }] : []),
  ]
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }}><Button type="text">{w.saved}{all.length ? ` ${all.length}` : ''}</Button></Dropdown>
      {naming !== undefined && (
        <Modal open title={w.keep} okText={w.keepOk} cancelText={w.cancel} okButtonProps={{ disabled: !naming.trim() }} onCancel={() => setNaming(undefined)} onOk={() => { setAll(save(localStorage, screen, { name: naming.trim(), values: Object.fromEntries(names.filter(n => url.get(n)).map(n => [n, url.get(n)])) })); setNaming(undefined) }}>
          <label>{w.called}<Input value={naming} maxLength={30} autoFocus onChange={e => setNaming(e.target.value)} /></label>
        </Modal>
      )}
    </>
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
