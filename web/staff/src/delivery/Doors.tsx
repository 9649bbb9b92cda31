import { useEffect, useState } from 'react'
import { Alert, App, Button, Input, Radio, Select } from 'antd'
import { send, useApi, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { clock, day, when } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { may, useSession } from '../session/session'
import { resultWord, steps, stepWord, w, type Door } from './words'

/** Doors are the doors that stayed shut: who must act, and until when. */
export default function Doors() {
  const url = useUrl()
  const columns: Column<Door>[] = [
    { key: 'step', title: w.step, render: d => <span className="row">{d.ended ? <Tag tone={d.ended === 'helped' ? 'amber' : 'green'}>{resultWord(d.ended)}</Tag> : <><Tag tone={d.step === 'call' || d.step === 'neighbour' ? 'amber' : 'red'}>{stepWord(d.step)}</Tag><Countdown d={d} /></>}</span>, text: d => resultWord(d.ended || d.step) },
    { key: 'person', title: w.person, render: d => <button className="plain" onClick={() => url.set({ open: d.id })}>{d.name || d.number}</button>, text: d => d.name ?? '' },
    { key: 'frail', title: w.frail, render: d => (d.frail ? <Tag tone="red">{w.frail}</Tag> : '—'), text: d => (d.frail ? w.frail : '') },
    { key: 'address', title: w.address, render: d => d.address ?? '—', text: d => d.address ?? '' },
    { key: 'order', title: w.order, render: d => <span className="mono">{d.number}</span>, text: d => d.number },
    { key: 'day', title: w.day, render: d => when(d.created), text: d => d.created },
  ]
  return (
    <div className="page">
      <PageHeader title={w.doors} lead={w.doorsLead} extra={<Live kinds="delivery." again={['/doors']} />} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'flag', name: 'open_only', label: w.onlyOpen }]} />
        <DataTable<Door> id="doors" path="/doors" query={{ open: url.get('open_only') ? true : undefined }} columns={columns} rowKey={d => d.id} onOpen={d => url.set({ open: d.id })} empty={{ title: w.noDoors, next: w.noDoorsNext }} />
      </div>
      {url.get('open') && <DoorDrawer key={url.get('open')} id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

/** Countdown is how long the step has left. */
function Countdown({ d }: { d: Door }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => { const t = setInterval(() => setNow(Date.now()), 5000); return () => clearInterval(t) }, [])
  if (d.ended) return null
  const left = d.due ? Math.ceil((Date.parse(d.due) - now) / 60_000) : 0
  return left > 0 ? <span className="muted">{w.due} {clock(d.due!)}</span> : <b style={{ color: '#a8201a' }}>{w.overdue}</b>
}

/** DoorDrawer is one shut door: whom to call, what came of it, how it ended. */
export function DoorDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const door = useApi<Door>('/doors/' + id, {}, { refetchInterval: 20_000 })
  const session = useSession().data
  const { message } = App.useApp()
  const [note, setNote] = useState('')
  const [outcome, setOutcome] = useState<string>()
  const [to, setTo] = useState<string>()
  const act = useDo((a: { verb: string; body: Record<string, unknown>; version: number }) => send('post', `/doors/${id}/${a.verb}`, { body: a.body, etag: `"${a.version}"` }), ['/doors', '/delivery', '/orders'], () => { setNote(''); setOutcome(undefined); setTo(undefined); void message.success(w.tried) })
  return (
    <DetailDrawer open title={w.doors} onClose={onClose}>
      <Shown of={door}>{d => (
        <div className="stack">
          <div className="row wrap"><h2>{d.name}</h2>{d.frail && <Tag tone="red">{w.frail}</Tag>}{d.ended ? <Tag tone="green">{resultWord(d.ended)}</Tag> : <><Tag tone="amber">{stepWord(d.step)}</Tag><Countdown d={d} /></>}</div>
          <div>{d.address} <span className="muted">{day(d.day)} <span className="mono">{d.number}</span></span></div>
          {act.isError && <Alert type="error" showIcon title={act.error.message} description={<Problems error={act.error} />} />}
          {!d.ended && may(session, 'doors.work') && (
            <>
              <div>
                <h3>{w.contacts} <span className="muted small">{w.contactsNote}</span></h3>
                <table className="figs"><tbody>
                  {steps.map(s => {
                    const whom = (d.contacts ?? []).filter(x => x.step === s)
                    const come = steps.indexOf(s) <= steps.indexOf(d.step)
                    return (
                      <tr key={s} className={s === d.step ? 'on' : ''}>
                        <td style={{ whiteSpace: 'nowrap' }}><b>{stepWord(s)}</b></td>
                        <td>{whom.length ? whom.map(x => <div key={x.name + x.phone}>{x.name} {x.phone && <a href={'tel:' + x.phone} style={{ textDecoration: 'underline' }}>{x.phone}</a>}</div>) : <span className="muted">{w.noContact}</span>}</td>
                        <td className="num">{come && s !== 'emergency' && <span className="row wrap" style={{ justifyContent: 'flex-end' }}>{(['no_answer', 'nobody', 'reached'] as const).map(x => <Button key={x} size="small" loading={act.isPending} onClick={() => act.mutate({ verb: 'tried', body: { step: s, result: x }, version: d.version })}>{resultWord(x)}</Button>)}</span>}</td>
                      </tr>
                    )
                  })}
                </tbody></table>
              </div>
              <label>{w.note}<Input.TextArea value={note} maxLength={300} rows={2} placeholder={w.noteNeeded} onChange={e => setNote(e.target.value)} /></label>
              <div className="row wrap">
                <Select style={{ minWidth: 180 }} placeholder={w.skip} aria-label={w.skip} value={to} onChange={setTo} options={steps.filter(s => steps.indexOf(s) > steps.indexOf(d.step)).map(s => ({ value: s, label: stepWord(s) }))} />
                <Button danger disabled={!to || note.trim().length < 2} onClick={() => act.mutate({ verb: 'skip', body: { step: to, note: note.trim() }, version: d.version })}>{w.skip}</Button>
              </div>
              <fieldset className="group"><legend>{w.end}</legend>
                <Radio.Group value={outcome} onChange={e => setOutcome(e.target.value)} style={{ display: 'flex', flexDirection: 'column', gap: 8 }} options={(['answered', 'handed', 'away', 'helped'] as const).map(v => ({ value: v, label: resultWord(v) }))} />
                <Button type="primary" style={{ marginTop: 12 }} disabled={!outcome || note.trim().length < 2} loading={act.isPending} onClick={() => act.mutate({ verb: 'end', body: { outcome, note: note.trim() }, version: d.version })}>{w.end}</Button>
              </fieldset>
            </>
          )}
          <div><h3>{w.log}</h3><ol className="timeline">{d.log.map((t, i) => <li key={i}><b>{stepWord(t.step)}</b> {resultWord(t.result)} <span className="muted small">{when(t.at)} {t.by ? t.by_name : w.timer}</span>{t.note && <div>{t.note}</div>}</li>)}</ol></div>
        </div>
      )}</Shown>
    </DetailDrawer>
  )
}
