import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { Alert, Button, Cascader, Form, Input, InputNumber, Radio, Select, Switch, Upload } from 'antd'
import { DeleteOutlined, UploadOutlined } from '@ant-design/icons'
import { send, upload, useApi, useDo, type List } from '../kit/api'
import { count } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language, named } from '../kit/words'
import { useSession } from '../session/session'
import { pathTo, tree, useRegions } from '../shell/regions'
import { price, w, type Ideas, type Option, type Scenario, type ScenarioView } from './data'
import { blankP, blankRow, checkP, fromWhat, rowOf, toWhat, type Fate, type PDraft, type Row } from './portfolio'
import './decisions.css'

const store = 'linli.decisions.portfolio'
const read = (): PDraft | null => { try { return JSON.parse(localStorage.getItem(store) ?? 'null') } catch { return null } }
const fates = (): { value: Fate; label: string }[] => [{ value: 'free', label: w.free }, { value: 'must', label: w.must }, { value: 'refused', label: w.refused }]

/** NewPortfolio asks for a choice of projects; `copy` in the address bar begins with another's order. */
export default function NewPortfolio() {
  const url = useUrl()
  const from = useApi<ScenarioView>(url.get('copy') && '/decisions/' + url.get('copy'))
  if (!url.get('copy')) return <Sheet first={read() ?? blankP} kept={read() !== null} />
  return <div><Shown of={from} rows={10}>{s => <Sheet key={s.id} first={s.what ? fromWhat(s.what) : blankP} kept={false} />}</Shown></div>
}

function Sheet({ first, kept }: { first: PDraft; kept: boolean }) {
  const url = useUrl()
  const go = useNavigate()
  const session = useSession().data
  const regions = useRegions()
  const [d, setDraft] = useState(first)
  const [again, setAgain] = useState(kept)
  const [tried, setTried] = useState(false)
  const [bad, setBad] = useState<Ideas['bad']>()
  const [badFile, setBadFile] = useState<unknown>()
  const set = (change: Partial<PDraft>) => setDraft(now => ({ ...now, ...change }))
  useEffect(() => localStorage.setItem(store, JSON.stringify({ ...d, rows: d.rows.slice(0, 200) })), [d])
  const region = url.get('region') || (session?.posts ?? []).find(p => ['district_planner', 'street_operator'].includes(p.role))?.region || ''
  const running = useApi<List<Option>>(region ? '/decision-projects' : '', { region })
  const missing = checkP(d, running.data?.items.length ?? 0)
  const wrong = (k: string) => (tried ? missing[k] : undefined)
  const name = d.name || (d.budget ? w.nameP(price(d.budget * 100)) : '')
  const start = useDo(() => send<Scenario>('post', '/decisions', { query: region ? { region } : {}, body: { name, kind: 'portfolio', what: toWhat(d) }, key: crypto.randomUUID() }), ['/decisions'], s => {
    localStorage.removeItem(store)
    go(keepRegion('/decisions/' + s.id, url.params))
  })
  const submit = () => { setTried(true); if (Object.keys(missing).length === 0) start.mutate(undefined as never) }
  const edit = (i: number, change: Partial<Row>) => set({ rows: d.rows.map((r, j) => (i === j ? { ...r, ...change } : r)) })
  const sendFile = async (file: File) => {
    setBadFile(undefined)
    const form = new FormData()
    form.set('file', file)
    try {
      const got = await upload<Ideas>(`/decision-projects/list?region=${region}`, form, () => {})
      setBad(got.bad)
      set({ rows: [...d.rows, ...(got.projects ?? []).map(rowOf)] })
    } catch (e) { setBadFile(e) }
  }
  const places = tree(regions.all, [region])
  return (
    <div className="page">
      <PageHeader title={w.newP} up={{ to: '/decisions', title: w.title }} lead={<>{w.pLead} {region ? w.within(regions.longName(region)) : w.missing}</>} />
      {again && <Alert type="info" showIcon closable={{ onClose: () => setAgain(false) }} title={w.draft} action={<Button size="small" onClick={() => { setDraft(blankP); setAgain(false) }}>{w.dropDraft}</Button>} style={{ marginBottom: 16 }} />}
      <Form layout="vertical" className="stack" onFinish={submit} requiredMark={false}>
        <div className="panel"><div className="body row wrap" style={{ gap: '0 24px', alignItems: 'flex-start' }}>
          <Form.Item label={w.budget} validateStatus={wrong('budget') ? 'error' : undefined} help={wrong('budget')}><InputNumber<number> min={1} step={10000} value={d.budget} onChange={v => set({ budget: v })} suffix={w.yuan} aria-label={w.budget} style={{ width: 176 }} /></Form.Item>
          <Form.Item label={w.floors} extra={w.floorNote}>
            <div className="row wrap">
              <Radio.Group optionType="button" value={d.level} onChange={e => set({ level: e.target.value })} aria-label={w.level} options={[{ value: 'street', label: w.l_street }, { value: 'community', label: w.l_community }]} />
              <span className="row">{w.floorMoney}<InputNumber<number> min={0} step={10000} value={d.floorMoney} onChange={v => set({ floorMoney: v })} suffix={w.yuan} aria-label={`${w.floors} ${w.floorMoney} ${w.yuan}`} style={{ width: 152 }} /></span>
              <span className="row">{w.floorPeople}<InputNumber<number> min={0} value={d.floorPeople} onChange={v => set({ floorPeople: v })} suffix={w.persons} aria-label={`${w.floors} ${w.floorPeople} ${w.persons}`} style={{ width: 120 }} /></span>
            </div>
          </Form.Item>
          <span style={{ flexBasis: '100%' }} />
          <Form.Item label={w.name} style={{ width: 420, marginBottom: 0 }}><Input maxLength={100} value={d.name} placeholder={name} onChange={e => set({ name: e.target.value })} aria-label={w.name} /></Form.Item>
          <Form.Item label={w.limit} style={{ marginBottom: 0 }}><Select aria-label={w.limit} value={d.limit} onChange={limit => set({ limit })} options={[10, 30, 60, 300].map(n => ({ value: n, label: w.seconds(n) }))} style={{ width: 112 }} /></Form.Item>
        </div></div>
        <div className="panel">
          <header><h2 className="grow">{w.f_running}</h2><label className="row"><Switch size="small" checked={d.running} onChange={v => set({ running: v })} aria-label={w.f_running} />{d.running ? c.yes : c.no}</label></header>
          {d.running && <Shown of={running} rows={4}>{l => (l.items.length === 0 ? <div className="state">{c.none}</div> : (
            <table className="figs">
              <thead><tr><th scope="col">{w.pName}</th><th scope="col">{w.pPlace}</th><th scope="col" className="num">{w.money}</th><th scope="col" className="num">{w.pPeople}</th><th scope="col">{w.fate}</th></tr></thead>
              <tbody>{l.items.map(p => <tr key={p.id}><td>{named(p)}</td><td>{regions.name(p.region)}</td><td className="num">{price(p.cost_fen)}</td><td className="num">{count(p.people)}</td><td><Select size="small" aria-label={`${w.fate} ${named(p)}`} value={d.fates[p.id] ?? 'free'} onChange={f => set({ fates: { ...d.fates, [p.id]: f } })} options={fates()} style={{ width: 132 }} /></td></tr>)}</tbody>
            </table>
          ))}</Shown>}
        </div>
        <div className="panel">
          <header><h2 className="grow">{w.ideas}</h2>
            <Upload accept=".csv,.xlsx,.txt" showUploadList={false} beforeUpload={f => { void sendFile(f); return false }}><Button icon={<UploadOutlined />}>{w.choose}</Button></Upload>
            <Button onClick={() => set({ rows: [...d.rows, blankRow] })}>{w.addIdea}</Button>
          </header>
          {!!badFile && <div role="alert" style={{ color: '#a8201a', padding: '8px 16px' }}>{(badFile as Error).message}<Problems error={badFile} /></div>}
          {!!bad?.length && <div role="status" className="small" style={{ color: '#7a4700', padding: '8px 16px' }}>{w.listBad(count(bad.length))}{language() === 'zh' ? '：' : ': '}{bad.slice(0, 3).map(b => `${w.line(b.line)} ${language() === 'zh' ? b.zh : b.en}`).join(' ')}</div>}
          {d.rows.length === 0 ? <div className="state" style={{ padding: 24 }}>{w.ideasNote}</div> : (
            <div style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={w.ideas}>
              <table className="figs ideas">
                <thead><tr><th scope="col">{w.pName}</th><th scope="col">{w.pPlace}</th><th scope="col">{w.money}</th><th scope="col">{w.pPeople}</th><th scope="col">{w.fate}</th><th scope="col">{w.needs}</th><th scope="col">{w.set}</th><td /></tr></thead>
                <tbody>{d.rows.map((r, i) => (
                  <tr key={i} style={wrong('row ' + i) ? { background: '#fdecea' } : undefined}>
                    <td><Input value={r.name} maxLength={200} onChange={e => edit(i, { name: e.target.value })} aria-label={`${w.pName} ${i + 1}`} style={{ minWidth: 160 }} />{wrong('row ' + i) && <div className="small" role="alert" style={{ color: '#a8201a' }}>{wrong('row ' + i)}</div>}</td>
                    <td><Cascader aria-label={`${w.pPlace} ${i + 1}`} options={places} changeOnSelect value={r.region ? pathTo(r.region).filter(x => regions.byCode.has(x)) : undefined} displayRender={l => l.at(-1)} onChange={v => edit(i, { region: (v as string[] | undefined)?.at(-1) ?? '' })} style={{ width: 148 }} /></td>
                    <td><InputNumber<number> min={0} step={10000} value={r.cost} onChange={v => edit(i, { cost: v })} suffix={w.yuan} aria-label={`${w.money} ${i + 1}`} style={{ width: 136 }} /></td>
                    <td><InputNumber<number> min={0} value={r.people} onChange={v => edit(i, { people: v })} aria-label={`${w.pPeople} ${i + 1}`} style={{ width: 88 }} /></td>
                    <td><Select aria-label={`${w.fate} ${i + 1}`} value={r.fate} onChange={fate => edit(i, { fate })} options={fates()} style={{ width: 116 }} /></td>
                    <td><Select mode="multiple" aria-label={`${w.needs} ${i + 1}`} value={r.needs} onChange={needs => edit(i, { needs })} options={d.rows.filter(x => x.name && x !== r).map(x => ({ value: x.name, label: x.name }))} style={{ width: 124 }} maxTagCount="responsive" /></td>
                    <td><Input value={r.set} maxLength={60} onChange={e => edit(i, { set: e.target.value })} aria-label={`${w.set} ${i + 1}`} style={{ width: 72 }} /></td>
                    <td><Button type="text" icon={<DeleteOutlined />} aria-label={`${w.dropRow} ${i + 1}`} onClick={() => set({ rows: d.rows.filter((_, j) => j !== i) })} /></td>
                  </tr>
                ))}</tbody>
              </table>
            </div>
          )}
          {wrong('from') && <div role="alert" style={{ color: '#a8201a', padding: '8px 16px' }}>{wrong('from')}</div>}
        </div>
        {start.isError && <div role="alert"><b style={{ color: '#a8201a' }}>{start.error.message}</b><Problems error={start.error} /></div>}
        <div className="row"><Button type="primary" htmlType="submit" loading={start.isPending}>{w.begin}</Button><Button onClick={() => go(keepRegion('/decisions', url.params))}>{c.cancel}</Button></div>
      </Form>
    </div>
  )
}
