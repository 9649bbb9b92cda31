import { useNavigate } from 'react-router'
import { Button, Form, Input, InputNumber, Modal, Select, Slider } from 'antd'
import { send, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { count, day, metres, percent, when } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { Problems } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { useNames } from '../directory/lookups'
import { may, useSession } from '../session/session'
import { proved, runStates, w, type Run } from './data'

export default function Runs() {
  const url = useUrl()
  const go = useNavigate()
  const session = useSession().data
  const open = (id: string) => go(keepRegion('/matching/' + id, url.params))
  const columns: Column<Run>[] = [
    { key: 'name', title: w.name, render: r => <button className="plain" onClick={() => open(r.id)}>{r.name}</button>, text: r => r.name },
    { key: 'state', title: c.state, render: r => <StateTag state={r.state} table={runStates()} />, text: r => runStates()[r.state]?.[1] ?? r.state },
    { key: 'region', title: c.region, render: r => r.region_name ?? r.region, text: r => r.region_name ?? r.region },
    { key: 'matched', title: w.matched, num: true, render: r => count(r.matched), text: r => String(r.matched ?? '') },
    { key: 'unmatched', title: w.unmatched, num: true, render: r => count(r.unmatched), text: r => String(r.unmatched ?? '') },
    { key: 'share', title: w.share, num: true, render: r => percent(r.matched ?? 0, (r.matched ?? 0) + (r.unmatched ?? 0)) },
    { key: 'cost', title: w.cost, num: true, render: r => <span>{count(r.cost)}{proved(r) && <span title={w.proofNote}> ✓</span>}</span>, text: r => String(r.cost ?? '') },
    { key: 'radius', title: w.radius, num: true, render: r => metres(r.radius_m), off: true },
    { key: 'created', title: c.created, render: r => when(r.created), text: r => r.created },
  ]
  return (
    <div className="page">
      <PageHeader title={w.runs} lead={w.rLead} extra={<><Live kinds="exchange." again={['/match-runs']} />{may(session, 'exchange.run') && <Button type="primary" onClick={() => url.set({ new: '1' })}>{w.new}</Button>}</>} />
      <div className="panel">
        <DataTable<Run> id="runs" path="/match-runs" columns={columns} rowKey={r => r.id} onOpen={r => open(r.id)} empty={{ title: w.none, next: w.noneNext, action: may(session, 'exchange.run') && <Button type="primary" onClick={() => url.set({ new: '1' })}>{w.new}</Button> }} />
      </div>
      {url.get('new') && <NewRun onClose={() => url.set({ new: '' })} onDone={open} />}
    </div>
  )
}

function NewRun({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const [form] = Form.useForm()
  const names = useNames()
  const url = useUrl()
  const region = url.get('region')
  const start = useDo((v: Record<string, unknown>) => send<Run>('post', '/match-runs', { query: region ? { region } : {}, body: v, key: crypto.randomUUID() }), ['/match-runs'], r => onDone(r.id))
  const marks = { 0: w.weightOff, 5: '5', 10: '10' }
  return (
    <Modal open title={w.new} onCancel={onClose} onOk={() => form.submit()} okText={w.begin} cancelText={c.cancel} confirmLoading={start.isPending} width={560}>
      <Form form={form} layout="vertical" onFinish={v => start.mutate({ ...v, categories: v.categories ?? [], unmatched_cost: v.unmatched_cost ?? undefined })}
        initialValues={{ name: w.nName(day(new Date().toISOString())), radius_m: 3000, weights: { urgency: 1, vulnerable: 2, waiting: 1 } }}>
        <Form.Item name="name" label={w.name} rules={[{ required: true, min: 2 }]}><Input maxLength={60} /></Form.Item>
        <Form.Item name="categories" label={w.cats}><Select mode="multiple" allowClear placeholder={c.all} showSearch={{ optionFilterProp: 'label' }} options={names.categories} /></Form.Item>
        <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
          <Form.Item name="radius_m" label={w.radius} style={{ width: 180 }}><InputNumber min={100} max={50000} step={100} suffix={w.metresU} style={{ width: '100%' }} /></Form.Item>
          <Form.Item name="unmatched_cost" label={w.unmatchedCost} extra={w.unmatchedNote} className="grow"><InputNumber min={1} max={1000000} step={1000} style={{ width: '100%' }} /></Form.Item>
        </div>
        <fieldset className="group">
          <legend>{w.weights}</legend>
          {([['vulnerable', w.wVulnerable], ['urgency', w.wUrgency], ['waiting', w.wWait]] as const).map(([k, l]) => <Form.Item key={k} name={['weights', k]} label={l} layout="horizontal" labelCol={{ span: 6 }} style={{ margin: 0 }}><Slider min={0} max={10} marks={marks} ariaLabelForHandle={l} /></Form.Item>)}
        </fieldset>
        {start.isError && <div role="alert" style={{ marginTop: 12 }}><b>{start.error.message}</b><Problems error={start.error} /></div>}
      </Form>
    </Modal>
  )
}
