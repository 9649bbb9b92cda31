// The component kit: what all pages are made of.
import { useState, type ReactNode } from 'react'
import { problemOf } from './api'
import type { Again, Asked } from './ask'
import { clock, money } from './format'
import { Icon, type IconName } from './Icon'
import { Area, Box, Call, H2, Input, Label, List, P, Row, Span, Tap } from './prims'
import type { InputProps } from './prim-props'
import { helper, me } from './session'
import { settings } from './settings'
import { common, named, words } from './words'

const w = words({
  failed: ['没有成功', 'That did not work'],
  price: ['总价', 'Price'],
  subsidy: ['补贴', 'Subsidy'],
  fund: ['基金', 'Fund'],
  pay: ['您付', 'You pay'],
  sure: ['确定吗？', 'Are you sure?'],
  keep: ['不，保留', 'No, keep it'],
  fewer: ['少一份', 'One fewer'],
  moreOf: ['多一份', 'One more'],
})

export const Button = ({ children, onTap, kind = 'main', off, busy, label, icon }: { children: ReactNode; onTap: () => void; kind?: 'main' | 'plain' | 'danger' | 'quiet' | 'soft'; off?: boolean; busy?: boolean; label?: string; icon?: IconName }) => (
  <Tap className={`btn ${kind}`} off={off || busy} onTap={onTap} label={label}>{icon && <Icon name={icon} />}<Span>{busy ? `${common.loading}…` : children}</Span></Tap>
)

export const Card = ({ children, title, className }: { children: ReactNode; title?: string; className?: string }) => (
  <Box className={'card ' + (className ?? '')}>{title && <H2>{title}</H2>}{children}</Box>
)

/** Tile is a large way to somewhere. */
export const Tile = ({ icon, name, note, onTap }: { icon: IconName; name: string; note?: string; onTap: () => void }) => (
  <Tap className="tile" onTap={onTap}><Icon name={icon} /><Span className="name">{name}</Span>{note && <Span className="note">{note}</Span>}</Tap>
)

/** Line is a row that opens something. */
export const Line = ({ icon, name, note, more, onTap }: { icon?: IconName; name: string; note?: string; more?: string; onTap: () => void }) => (
  <Row className="row"><Tap className="line" onTap={onTap}>{icon && <Icon name={icon} />}<Box className="grow"><Span className="name">{name}</Span>{note && <Span className="note">{note}</Span>}</Box>{more && <Span className="more">{more}</Span>}<Icon name="next" /></Tap></Row>
)

export const Tag = ({ children, kind = 'grey' }: { children: ReactNode; kind?: 'good' | 'bad' | 'warn' | 'grey' }) => <Span className={`tag ${kind}`}>{children}</Span>

export const Note = ({ children, kind = 'info' }: { children: ReactNode; kind?: 'info' | 'warn' | 'good' }) => (
  <Box className={`notice ${kind}`} role="status"><Icon name={kind === 'info' ? 'info' : kind === 'good' ? 'check' : 'warn'} /><Box className="grow">{children}</Box></Box>
)

export function Field({ name, error, note, ...input }: InputProps & { name: string; error?: string; note?: string }) {
  const by = error ? input.id + '-e' : note ? input.id + '-n' : undefined
  return (
    <Box className="field">
      <Label of={input.id}>{name}</Label>
      {note && <Span id={input.id + '-n'} className="note">{note}</Span>}
      <Input {...input} className="input" bad={!!error} by={by} label={name} />
      {error && <Span id={input.id + '-e'} className="wrong">{error}</Span>}
    </Box>
  )
}

export const Long = ({ name, id, value, onText, hint, max = 200, error }: { name: string; id: string; value: string; onText: (v: string) => void; hint?: string; max?: number; error?: string }) => (
  <Box className="field">
    <Label of={id}>{name}</Label>
    <Area id={id} className="input area" value={value} onText={onText} hint={hint} max={max} bad={!!error} by={error ? id + '-e' : undefined} />
    {error && <Span id={id + '-e'} className="wrong">{error}</Span>}
  </Box>
)

/** Choice is one of several; Choices below is any of several. */
export const Choice = <T extends string | number>({ name, value, all, onPick }: { name: string; value: T; all: readonly (readonly [T, string])[]; onPick: (v: T) => void }) => (
  <Box className="field"><Box className="legend">{name}</Box><Box className="chips" role="group" label={name}>
    {all.map(([v, word]) => <Tap key={v} className={v === value ? 'chip on' : 'chip'} pressed={v === value} onTap={() => onPick(v)}>{v === value && <Icon name="check" />}{word}</Tap>)}
  </Box></Box>
)
export const Choices = <T extends string>({ name, values, all, onPick }: { name: string; values: readonly T[]; all: readonly (readonly [T, string])[]; onPick: (v: T[]) => void }) => (
  <Box className="field"><Box className="legend">{name}</Box><Box className="chips" role="group" label={name}>
    {all.map(([v, word]) => {
      const on = values.includes(v)
      return <Tap key={v} className={on ? 'chip on' : 'chip'} pressed={on} onTap={() => onPick(on ? values.filter(x => x !== v) : [...values, v])}>{on && <Icon name="check" />}{word}</Tap>
    })}
  </Box></Box>
)

/** Switch: ours, since Taro's loses its label in a browser. */
export const Switch = ({ name, note, on, onChange }: { name: string; note?: string; on: boolean; onChange: (v: boolean) => void }) => (
  <Tap className="line switch" role="switch" checked={on} label={name} onTap={() => onChange(!on)}>
    <Box className="grow"><Span className="name">{name}</Span>{note && <Span className="note">{note}</Span>}</Box><Span className={on ? 'knob on' : 'knob'} hide />
  </Tap>
)

export const Count = ({ name, value, onChange, max = 20 }: { name: string; value: number; onChange: (n: number) => void; max?: number }) => (
  <Box className="count"><Span className="legend grow">{name}</Span>
    <Tap className="round" label={w.fewer} off={value <= 1} onTap={() => onChange(value - 1)}><Icon name="minus" /></Tap>
    <Span className="figure" live="polite">{String(value)}</Span>
    <Tap className="round" label={w.moreOf} off={value >= max} onTap={() => onChange(value + 1)}><Icon name="plus" /></Tap>
  </Box>
)

/** Split says who pays a price. */
export function Split({ price, times = 1 }: { price: { total_fen: number; resident_fen: number; subsidy_fen: number; fund_fen: number; why_zh?: string; why_en?: string }; times?: number }) {
  const why = named({ name_zh: price.why_zh, name_en: price.why_en })
  return (
    <List className="split" label={w.price}>
      <Row className="pair"><Span>{w.price}</Span><Span className="nowrap">{money(price.total_fen * times)}</Span></Row>
      {price.subsidy_fen > 0 && <Row className="pair"><Span>{w.subsidy}{why && <Span className="note">{why}</Span>}</Span><Span className="nowrap">{money(-price.subsidy_fen * times)}</Span></Row>}
      {price.fund_fen > 0 && <Row className="pair"><Span>{w.fund}</Span><Span className="nowrap">{money(-price.fund_fen * times)}</Span></Row>}
      <Row className="pair total"><Span>{w.pay}</Span><Span>{money(price.resident_fen * times)}</Span></Row>
    </List>
  )
}

/** Problem says what went wrong, what was kept, what to try and whom to call. */
export function Problem({ error, again, kept }: { error: unknown; again?: () => void; kept?: boolean }) {
  const p = problemOf(error)
  const help = helper(me.use())
  const more = (p.errors ?? []).map(e => e.message).filter((x): x is string => !!x && x !== p.detail)
  return (
    <Box className="problem" role="alert">
      <Box className="name"><Icon name="warn" />{p.title || w.failed}</Box>
      {p.detail && <P>{p.detail}</P>}
      {more.map(x => <P key={x}>{x}</P>)}
      {kept && <P>{common.kept}</P>}
      {again && <Button kind="plain" onTap={again}>{common.retry}</Button>}
      <Call className="link" phone={help.phone}>{common.callFor(`${help.name}${help.name === help.phone ? '' : ' ' + help.phone}`)}</Call>
      {p.trace && <Span className="note">{common.trace(p.trace)}</Span>}
    </Box>
  )
}

export const Skeleton = () => <Box className="skeleton" role="status" label={common.loading}><Box className="bone w60" /><Box className="bone" /><Box className="bone w80" /></Box>

export const Empty = ({ text, children }: { text: string; children?: ReactNode }) => <Box className="empty"><P>{text}</P>{children}</Box>

/** Shown draws what was read: a skeleton when it takes long, the problem when it failed, and old data with its time when they could not be refreshed. */
export function Shown<T>({ of, empty, children }: { of: Asked<T> & Again; empty?: (d: T) => ReactNode | undefined; children: (d: T) => ReactNode }) {
  if (of.data === undefined) return of.error ? <Problem error={of.error} again={of.again} /> : of.slow ? <Skeleton /> : null
  const none = empty?.(of.data)
  return (
    <>
      {of.error !== undefined && of.error !== null && <Note kind="warn">{common.stale(clock(of.at!))}<Tap className="link" onTap={of.again}>{common.retry}</Tap></Note>}
      {none ?? children(of.data)}
    </>
  )
}

/** Few shows a few at a time: four in care mode, more elsewhere. */
export function Few<T>({ of, each, step }: { of: readonly T[]; each: (t: T) => ReactNode; step?: number }) {
  const { care } = settings.use()
  const by = step ?? (care ? 4 : 12)
  const [n, setN] = useState(by)
  const shown = Math.max(n, by)
  return <><List>{of.slice(0, shown).map(each)}</List>{of.length > shown && <Button kind="plain" onTap={() => setN(shown + by)}>{common.more}</Button>}</>
}

/** Sure asks once, naming the thing, before what cannot be taken back. */
export function Sure({ what, note, yes, busy, onYes, open, onOpen, children }: { what: string; note?: string; yes: string; busy?: boolean; onYes: () => void; open: boolean; onOpen: (v: boolean) => void; children?: ReactNode }) {
  if (!open) return <Button kind="soft" onTap={() => onOpen(true)}>{yes}</Button>
  return (
    <Box className="sure" role="group" label={what}>
      <P className="name">{what}</P>
      {note && <P className="note">{note}</P>}
      {children}
      <Button kind="danger" busy={busy} onTap={onYes}>{yes}</Button>
      <Button kind="plain" onTap={() => onOpen(false)}>{w.keep}</Button>
    </Box>
  )
}
