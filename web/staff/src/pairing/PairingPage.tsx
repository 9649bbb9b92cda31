import '../delivery/delivery.css'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { Alert, App, Button, Input, Modal, Popconfirm, Tabs } from 'antd'
import { base, send, useApi, useDo } from '../kit/api'
import { count, metres, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Empty, Problems, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { common as c, language } from '../kit/words'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { kindWord, rowStates, runStates, w, type Row, type Run } from './words'

const why = (x: { why_zh: string; why_en: string }) => (language() === 'en' ? x.why_en : x.why_zh)

/** PairingPage is one run: its rule, its proof, its pairs and who stays alone. */
export default function PairingPage() {
  const { id = '' } = useParams()
  const run = useApi<Run>('/pairing-runs/' + id)
  return <div className="page"><Shown of={run} rows={10}>{r => <Sheet r={r} />}</Shown></div>
}

function Sheet({ r }: { r: Run }) {
  const session = useSession().data
  const regions = useRegions()
  const { message } = App.useApp()
  const [dropping, setDropping] = useState<Row>()
  const [reason, setReason] = useState('')
  const act = useDo((a: { verb: string; body?: unknown }) => send<Run>('post', `/pairing-runs/${r.id}/${a.verb}`, { etag: `"${r.version}"`, body: a.body }), ['/pairing-runs'], (_, a) => {
    setDropping(undefined)
    setReason('')
    if (a.verb === 'confirm') void message.success(w.done)
  })
  const mine = may(session, 'pairing.make') && r.state === 'drawn'
  const rows = r.rows ?? [], alone = r.alone ?? []
  const live = rows.filter(x => x.state === 'proposed').length
  return (
    <>
      <PageHeader title={`${regions.longName(r.region)} · ${r.month}`} up={{ to: '/pairing', title: w.title }} lead={<span className="row wrap"><StateTag state={r.state} table={runStates()} /><span>{(r.kinds ?? []).map(kindWord).join('、')}</span><span>{when(r.created)}</span></span>}
        extra={<>
          <Link to={`/print/pairing/${r.id}`}><Button>{w.print}</Button></Link>
          <Button href={`${base}/pairing-runs/${r.id}/table/xlsx`}>{w.export}</Button>
          {mine && <>
            <Popconfirm title={w.discard} description={w.discardAsk} okText={w.discard} cancelText={c.cancel} onConfirm={() => act.mutate({ verb: 'discard' })}><Button>{w.discard}</Button></Popconfirm>
            <Popconfirm title={w.confirm} description={<div style={{ maxWidth: 320 }}>{w.confirmAsk(live)}</div>} okText={w.confirm} cancelText={c.cancel} onConfirm={() => act.mutate({ verb: 'confirm' })}><Button type="primary" loading={act.isPending} disabled={live === 0}>{w.confirm}</Button></Popconfirm>
          </>}
        </>} />
      {act.isError && !dropping && <Alert type="error" showIcon title={act.error.message} description={<Problems error={act.error} />} style={{ marginBottom: 16 }} />}
      <div className="stack">
        <div className="panel">
          <div className="figures">
            {([[w.wants, r.wants], [w.members, r.members], [w.gives, r.gives], [w.pairs, r.pairs], [w.alone, alone.length]] as const).map(([l, v]) => <div key={l}><span>{l}</span><b>{count(v)}</b></div>)}
          </div>
          <div style={{ padding: '12px 16px', borderTop: '1px solid var(--line)' }}><b>{w.rule}</b> {language() === 'en' ? r.rule_en : r.rule_zh}</div>
          <div data-proof style={{ padding: '10px 16px', borderTop: '1px solid var(--line)', background: 'var(--soft)', borderRadius: '0 0 6px 6px' }}>
            <b style={{ color: '#136239' }}>✓ {w.proof(count(r.cost), count(r.dual_cost))}</b> <span className="muted">{w.proofNote}</span>
            <div className="muted small">{w.looked(count(r.possible))}</div>
          </div>
        </div>
        <div className="panel">
          <Tabs tabBarStyle={{ padding: '0 16px', margin: 0 }} items={[
            { key: 'pairs', label: `${w.pairs} ${count(rows.length)}`, children: rows.length === 0 ? <Empty title={w.noPairs} /> : (
              <div style={{ overflowX: 'auto' }}><table className="figs"><thead><tr><th>{w.want}</th><th>{w.giver}</th><th className="num">{w.distance}</th><th className="num">{w.counts}</th><th>{w.why}</th><th>{w.state}</th>{mine && <th><span className="vh">{w.drop}</span></th>}</tr></thead><tbody>
                {rows.map(x => (
                  <tr key={x.want.kind + x.want.id}>
                    <td><div>{x.want.title}</div><div className="muted small">{kindWord(x.want.kind)}</div></td>
                    <td><div>{x.giver || '—'}</div><div className="muted small">{x.give.title}</div></td>
                    <td className="num" style={{ whiteSpace: 'nowrap' }}>{metres(x.distance_m)}</td><td className="num">{x.weight}</td>
                    <td className="muted" style={{ minWidth: 220 }}>{why(x)}</td>
                    <td><StateTag state={x.state} table={rowStates()} />{x.note && <div className="muted small">{x.note}</div>}</td>
                    {mine && <td>{x.state === 'proposed' && <Button size="small" aria-label={`${w.drop}: ${x.want.title}`} onClick={() => setDropping(x)}>{w.drop}</Button>}</td>}
                  </tr>
                ))}
              </tbody></table></div>
            ) },
            { key: 'alone', label: `${w.alone} ${count(alone.length)}`, children: alone.length === 0 ? <Empty title={w.noAlone} /> : (
              <table className="figs"><thead><tr><th>{w.want}</th><th>{w.kinds}</th><th className="num">{w.counts}</th><th>{w.why}</th></tr></thead><tbody>
                {alone.map(x => <tr key={x.want.kind + x.want.id}><td>{x.want.title}</td><td>{kindWord(x.want.kind)}</td><td className="num">{x.weight}</td><td className="muted">{why(x)}</td></tr>)}
              </tbody></table>
            ) },
          ]} />
        </div>
      </div>
      {dropping && (
        <Modal open title={w.dropAsk} okText={w.drop} cancelText={c.cancel} confirmLoading={act.isPending} okButtonProps={{ disabled: reason.trim() === '' }} onCancel={() => { act.reset(); setDropping(undefined) }} onOk={() => act.mutate({ verb: 'drop', body: { want: dropping.want.id, reason: reason.trim() } })}>
          <p>{dropping.want.title} — {dropping.giver || dropping.give.title}</p>
          <label>{w.reason}<Input.TextArea rows={3} maxLength={200} value={reason} autoFocus onChange={e => setReason(e.target.value)} /></label>
          {act.isError && <Problems error={act.error} />}
        </Modal>
      )}
    </>
  )
}

/** PairingSheet is what hangs on the wall: what was paired by which rule, and never who. */
export function PairingSheet() {
  const { id = '' } = useParams()
  const run = useApi<Run>('/pairing-runs/' + id)
  const regions = useRegions()
  return (
    <main>
      <div className="printbar"><Link to={'/pairing/' + id}>← {c.back}</Link><h1 style={{ fontSize: 18 }}>{w.sheet}</h1><span style={{ flex: 1 }} /><Button type="primary" onClick={() => window.print()}>{w.print}</Button></div>
      <Shown of={run}>{r => (
        <div className="paper">
          <h1>{regions.longName(r.region)} · {r.month} {w.sheet}</h1>
          <p>{language() === 'en' ? r.rule_en : r.rule_zh}</p>
          <table><thead><tr><th>{w.want}</th><th>{w.counts}</th><th>{w.why}</th></tr></thead><tbody>
            {(r.rows ?? []).filter(x => x.state !== 'dropped').map(x => <tr key={x.want.id}><td>{x.want.title}</td><td>{x.weight}</td><td style={{ fontSize: '11pt' }}>{why(x)}</td></tr>)}
            {(r.alone ?? []).map(x => <tr key={x.want.id}><td>{x.want.title}</td><td>{x.weight}</td><td style={{ fontSize: '11pt' }}>{why(x)}</td></tr>)}
          </tbody></table>
          <p>{w.proof(count(r.cost), count(r.dual_cost))}</p>
          <p style={{ fontSize: '11pt' }}>{w.sheetNote}</p>
        </div>
      )}</Shown>
    </main>
  )
}
