import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { Alert, App, Button, Input, InputNumber, Modal } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { problemOf, send, useApi, useDo, type List } from '../kit/api'
import { clock, day } from '../kit/format'
import { Empty, Problems, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { useSettings } from '../kit/theme'
import { common as c, language } from '../kit/words'
import { howWord } from '../orders/words'
import { useSession, useSignOut } from '../session/session'
import './delivery.css'
import { DoorDrawer } from './Doors'
import { here, shrink } from './picture'
import { Visits } from './Visits'
import { flush, note, noted, offline, type Noted } from './queue'
import { door, outcomes, roundStates, w, type Door, type Round, type Stop } from './words'

const deliver = (n: Noted) => send<Round>('post', `/delivery/rounds/${n.round}/stops/${n.order}/deliver`, { body: n.body })

/** MyRound is the courier's phone: one door at a time, and what to do when nobody opens. */
export default function MyRound() {
  const session = useSession().data
  const out = useSignOut()
  const { lang, setLang } = useSettings()
  const rounds = useApi<List<Round>>('/delivery/rounds', {}, { refetchInterval: 30_000 })
  const own = (rounds.data?.items ?? []).filter(r => r.courier === session?.account?.id)
  const mine = own.find(r => r.state !== 'back') ?? own.at(-1)
  const waits = useQueue()
  return (
    <main className="phone">
      <div className="topline"><h1 className="grow">{w.mine}</h1><Button onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}>{lang === 'zh' ? 'English' : '中文'}</Button><Link to="/orders"><Button>{w.orders}</Button></Link><Button onClick={() => void out()}>{language() === 'en' ? 'Sign out' : '退出'}</Button></div>
      {waits.length > 0 && <Alert type="warning" showIcon title={w.queued(waits.length)} style={{ marginTop: 12 }} />}
      <Visits />
      <Shown of={rounds}>{() => (mine ? <Run key={mine.id} r={mine} waits={waits} /> : <Empty title={w.noMine} next={w.noMineNext} />)}</Shown>
    </main>
  )
}

/** useQueue sends what was noted without a network as soon as there is one. */
function useQueue(): Noted[] {
  const qc = useQueryClient()
  const { message } = App.useApp()
  const [waits, setWaits] = useState(() => noted(localStorage))
  useEffect(() => {
    let busy = false
    const go = async () => {
      if (busy || noted(localStorage).length === 0) return setWaits(noted(localStorage))
      busy = true
      const { sent, refused } = await flush(localStorage, deliver)
      busy = false
      setWaits(noted(localStorage))
      for (const r of refused) void message.error(r.why, 8)
      if (sent) void qc.invalidateQueries({ predicate: q => String(q.queryKey[0]).startsWith('/delivery') })
    }
    void go()
    const t = setInterval(() => void go(), 15_000)
    const now = () => setTimeout(() => void go(), 300)
    window.addEventListener('online', now)
    window.addEventListener('linli.noted', now)
    return () => { clearInterval(t); window.removeEventListener('online', now); window.removeEventListener('linli.noted', now) }
  }, [qc, message])
  return waits
}

function Run({ r, waits }: { r: Round; waits: Noted[] }) {
  const held = new Set(waits.map(n => n.order))
  const open = r.stops.filter(s => s.outcome === 'open' && !held.has(s.order))
  const [at, setAt] = useState<string>()
  const [shut, setShut] = useState<string>()
  const now = r.stops.find(s => s.order === at) ?? open[0]
  return (
    <>
      <p className="row wrap"><b>{w.round(r.name)}</b><StateTag state={r.state} table={roundStates()} /><span className="muted">{day(r.day)} · {r.point_name} · {w.stops(r.stops.length)} · {w.portions(r.boxes)}</span></p>
      {r.note && <Alert type="info" title={r.note} />}
      {r.state === 'planned' && <Load r={r} verb="out" label={w.setOut} bags={w.bagsOut} />}
      {r.state === 'out' && now && open.length > 0 && <DoorCard key={now.order} r={r} s={now} n={now.seq} onDone={() => setAt(undefined)} onShut={setShut} />}
      {r.state === 'out' && open.length === 0 && <><p role="status"><b>{w.doneAll}</b></p><Load r={r} verb="back" label={w.back} bags={w.bagsIn} /></>}
      {r.state === 'back' && <Alert type="success" showIcon title={w.finished} description={w.bags(r.bags_out, r.bags_in)} />}
      <h2 style={{ marginTop: 24 }}>{w.all}</h2>
      <ol className="stops">
        {r.stops.map(s => (
          <li key={s.order} className={s.outcome}>
            <span className="seq">{s.seq}</span>
            <button className="plain grow" disabled={!s.door && (r.state !== 'out' || s.outcome !== 'open')} onClick={() => { if (s.door) return setShut(s.door); setAt(s.order); scrollTo({ top: 0 }) }}>{s.shown?.name ?? '—'}<span className="muted" style={{ display: 'block', fontSize: 15 }}>{door(s.shown?.address)}</span></button>
            {held.has(s.order) ? <span className="tag amber">{w.queued(1).replace(/^1 /, '')}</span> : s.outcome === 'open' ? <span className="muted">{clock(s.expect)}</span> : <StateTag state={s.outcome ?? ''} table={outcomes()} />}
          </li>
        ))}
      </ol>
      {shut && <DoorDrawer id={shut} onClose={() => setShut(undefined)} />}
    </>
  )
}

/** Load counts bags and temperature, going out and coming back. */
function Load({ r, verb, label, bags }: { r: Round; verb: 'out' | 'back'; label: string; bags: string }) {
  const [n, setN] = useState<number | null>(verb === 'out' ? Math.max(1, Math.ceil(r.boxes / 8)) : r.bags_out)
  const [celsius, setCelsius] = useState<number | null>(null)
  const go = useDo(() => send('post', `/delivery/rounds/${r.id}/${verb}`, { body: { bags: n ?? 0, celsius: celsius ?? undefined }, etag: `"${r.version}"` }), ['/delivery', '/orders'])
  return (
    <form className="door stack" onSubmit={e => { e.preventDefault(); go.mutate(undefined as never) }}>
      <label>{bags}<InputNumber min={0} max={500} value={n} onChange={setN} inputMode="numeric" /></label>
      {verb === 'out' && <label>{w.celsius}<InputNumber min={-20} max={120} value={celsius} onChange={setCelsius} inputMode="decimal" /><span className="muted" style={{ fontSize: 15 }}>{w.celsiusNote}</span></label>}
      {go.isError && <Alert type="error" showIcon title={go.error.message} description={<Problems error={go.error} />} />}
      <Button type="primary" block htmlType="submit" loading={go.isPending} disabled={n === null}>{label}</Button>
    </form>
  )
}

function DoorCard({ r, s, n, onDone, onShut }: { r: Round; s: Stop; n: number; onDone: () => void; onShut: (door: string) => void }) {
  const qc = useQueryClient()
  const { message } = App.useApp()
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [signing, setSigning] = useState(false)
  const [failing, setFailing] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const o = s.shown
  const again = () => qc.invalidateQueries({ predicate: q => String(q.queryKey[0]).startsWith('/delivery') || String(q.queryKey[0]).startsWith('/doors') })
  const hand = async (proof: Record<string, unknown>) => {
    setBusy(true)
    setError(undefined)
    const noting: Noted = { round: r.id, order: s.order, body: { ...proof, ...(await here()) } }
    try {
      await deliver(noting)
      void message.success(w.handed)
      onDone()
      await again()
    } catch (e) {
      if (offline(e) && note(localStorage, noting)) {
        window.dispatchEvent(new Event('linli.noted'))
        onDone()
      } else setError(e)
    }
    setBusy(false)
  }
  const shut = useDo(() => send<Door>('post', '/doors', { body: { order: s.order }, key: crypto.randomUUID() }), ['/delivery', '/doors'], d => { onDone(); onShut(d.id) })
  const cannot = useDo((reason: string) => send('post', `/delivery/rounds/${r.id}/stops/${s.order}/fail`, { body: { reason } }), ['/delivery', '/orders'], onDone)
  return (
    <section className="door" aria-label={w.next(n, r.stops.length)}>
      <p className="muted" style={{ margin: 0 }}>{w.next(n, r.stops.length)} · {w.eta(clock(s.expect))}</p>
      <div className="who">{o?.name ?? '—'} <span style={{ fontWeight: 400 }}>{o && o.quantity > 1 ? w.portionsShort(o.quantity) : ''}</span></div>
      <div className="addr">{door(o?.address)}</div>
      {(o?.options ?? []).map(x => <span key={x} className="wish">{howWord(x)}</span>)}
      {o?.note && <p style={{ margin: '8px 0 0' }}><b>{o.note}</b></p>}
      {s.lon ? <p style={{ margin: '8px 0 0' }}><a href={`geo:${s.lat},${s.lon}?q=${s.lat},${s.lon}`}>{w.navigate}</a></p> : null}
      <form style={{ marginTop: 16 }} onSubmit={e => { e.preventDefault(); if (code.length === 4) void hand({ code }) }}>
        <label className="code">{w.codeAsk}<Input value={code} inputMode="numeric" autoComplete="off" maxLength={4} onChange={e => setCode(e.target.value.replace(/\D/g, ''))} /></label>
        <Button type="primary" block htmlType="submit" style={{ marginTop: 8 }} loading={busy} disabled={code.length !== 4}>{w.byCode}</Button>
      </form>
      {!!error && <Alert type="error" showIcon title={problemOf(error).title} style={{ marginTop: 12 }} />}
      {shut.isError && <Alert type="error" showIcon title={shut.error.message} style={{ marginTop: 12 }} />}
      <div className="two">
        <Button onClick={() => file.current?.click()} disabled={busy}>{w.photo}</Button>
        <Button onClick={() => setSigning(true)} disabled={busy}>{w.sign}</Button>
        <Button danger onClick={() => shut.mutate(undefined as never)} loading={shut.isPending}>{w.nobody}</Button>
        <Button danger onClick={() => setFailing(true)}>{w.cannot}</Button>
      </div>
      <input ref={file} type="file" accept="image/*" capture="environment" hidden aria-hidden="true" tabIndex={-1} onChange={e => { const f = e.target.files?.[0]; e.target.value = ''; if (f) shrink(f).then(picture => hand({ kind: 'photo', picture }), () => void message.error(w.wrongPhoto)) }} />
      {signing && <Sign onClose={() => setSigning(false)} onSigned={picture => { setSigning(false); void hand({ kind: 'signature', picture }) }} />}
      {failing && <Why busy={cannot.isPending} error={cannot.error} onClose={() => setFailing(false)} onOk={x => cannot.mutate(x)} />}
    </section>
  )
}

function Why({ busy, error, onClose, onOk }: { busy: boolean; error: Error | null; onClose: () => void; onOk: (reason: string) => void }) {
  const [reason, setReason] = useState('')
  return (
    <Modal open title={w.cannot} okText={w.cannot} cancelText={c.cancel} okButtonProps={{ danger: true, disabled: reason.trim().length < 2, loading: busy }} onCancel={onClose} onOk={() => onOk(reason.trim())}>
      <label>{w.why}<Input value={reason} maxLength={200} autoFocus onChange={e => setReason(e.target.value)} /></label>
      {error && <Alert type="error" title={error.message} style={{ marginTop: 12 }} />}
    </Modal>
  )
}

/** Sign is a sheet to sign on with a finger. */
function Sign({ onSigned, onClose }: { onSigned: (picture: string) => void; onClose: () => void }) {
  const pad = useRef<HTMLCanvasElement>(null)
  const [drawn, setDrawn] = useState(false)
  const last = useRef<[number, number] | null>(null)
  const spot = (e: React.PointerEvent): [number, number] => {
    const b = pad.current!.getBoundingClientRect()
    return [((e.clientX - b.left) / b.width) * 640, ((e.clientY - b.top) / b.height) * 300]
  }
  const move = (e: React.PointerEvent) => {
    if (!last.current) return
    const g = pad.current!.getContext('2d')!
    const to = spot(e)
    g.lineWidth = 5
    g.lineCap = 'round'
    g.beginPath()
    g.moveTo(...last.current)
    g.lineTo(...to)
    g.stroke()
    last.current = to
    setDrawn(true)
  }
  return (
    <Modal open title={w.signHere} onCancel={onClose} footer={[<Button key="c" onClick={() => { pad.current!.getContext('2d')!.clearRect(0, 0, 640, 300); setDrawn(false) }}>{w.clear}</Button>, <Button key="o" type="primary" disabled={!drawn} onClick={() => onSigned(pad.current!.toDataURL('image/png').split(',')[1])}>{w.useSign}</Button>]}>
      <div className="phone" style={{ padding: 0 }}><canvas ref={pad} width={640} height={300} aria-label={w.signHere} onPointerDown={e => { last.current = spot(e); pad.current!.setPointerCapture(e.pointerId) }} onPointerMove={move} onPointerUp={() => { last.current = null }} /></div>
    </Modal>
  )
}
