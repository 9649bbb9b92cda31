import { useNavigate } from 'react-router'
import { Alert, Button, Checkbox, DatePicker, Form, InputNumber, Modal, Slider } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { send, useApi, useDo, useRegion } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { count, when } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { Problems } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language } from '../kit/words'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { kindWord, runStates, w, type Run } from './words'

/** Pairing lists the runs of a community and draws a new one. */
export default function Pairing() {
  const url = useUrl()
  const go = useNavigate()
  const session = useSession().data
  const regions = useRegions()
  const open = (id: string) => go(keepRegion('/pairing/' + id, url.params))
  const make = may(session, 'pairing.make') && <Button type="primary" onClick={() => url.set({ new: '1' })}>{w.new}</Button>
  const columns: Column<Run>[] = [
    { key: 'month', title: w.month, render: r => <button className="plain" onClick={() => open(r.id)}>{r.month}</button>, text: r => r.month },
    { key: 'region', title: w.community, render: r => regions.longName(r.region), text: r => regions.longName(r.region) },
    { key: 'state', title: w.state, render: r => <StateTag state={r.state} table={runStates()} />, text: r => runStates()[r.state]?.[1] ?? r.state },
    { key: 'kinds', title: w.kinds, render: r => (r.kinds ?? []).map(kindWord).join('、'), text: r => (r.kinds ?? []).map(kindWord).join(' ') },
    { key: 'wants', title: w.wants, num: true, render: r => count(r.wants), text: r => String(r.wants) },
    { key: 'members', title: w.members, num: true, render: r => count(r.members), text: r => String(r.members) },
    { key: 'pairs', title: w.pairs, num: true, render: r => count(r.pairs), text: r => String(r.pairs) },
    { key: 'created', title: w.created, render: r => when(r.created), text: r => r.created },
  ]
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<><Live kinds="pairing." again={['/pairing-runs']} />{make}</>} />
      <div className="panel"><DataTable<Run> id="pairing" path="/pairing-runs" columns={columns} rowKey={r => r.id} onOpen={r => open(r.id)} empty={{ title: w.none, next: w.noneNext, action: make }} /></div>
      {url.get('new') && <Draw onClose={() => url.set({ new: '' })} onDone={open} />}
    </div>
  )
}

interface Asked { month: Dayjs; kinds: string[]; most: number; reach_m: number; urgency: number; vulnerable: number; waiting: number }

function Draw({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const [form] = Form.useForm<Asked>()
  const region = useRegion()
  const session = useSession().data
  const own = session?.posts?.find(p => p.region.length === 12)?.region
  const at = region || own || ''
  const v = Form.useWatch([], form) as Asked | undefined
  const rule = useApi<{ zh: string; en: string }>('/pairing-rule', { most: v?.most ?? 2, reach_m: v?.reach_m ?? 3000, urgency: v?.urgency ?? 1, vulnerable: v?.vulnerable ?? 2, waiting: v?.waiting ?? 1 })
  const draw = useDo((a: Asked) => send<Run>('post', '/pairing-runs', { query: { region: at }, key: crypto.randomUUID(),
    body: { month: a.month.format('YYYY-MM'), kinds: a.kinds, rule: { most: a.most, reach_m: a.reach_m, weights: { urgency: a.urgency, vulnerable: a.vulnerable, waiting: a.waiting } } } }), ['/pairing-runs'], r => onDone(r.id))
  const marks = { 0: w.off, 5: '5', 10: '10' }
  return (
    <Modal open title={w.new} okText={w.begin} cancelText={c.cancel} width={600} confirmLoading={draw.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" onFinish={a => draw.mutate(a)} initialValues={{ month: dayjs(), kinds: ['wish', 'skill', 'need'], most: 2, reach_m: 3000, urgency: 1, vulnerable: 2, waiting: 1 }}>
        {at.length !== 12 && <Alert type="info" showIcon title={w.choose} style={{ marginBottom: 16 }} />}
        <div className="row wrap" style={{ gap: 24, alignItems: 'flex-start' }}>
          <Form.Item name="month" label={w.month}><DatePicker picker="month" allowClear={false} disabledDate={d => Math.abs(d.startOf('month').diff(dayjs().startOf('month'), 'month')) > 1} /></Form.Item>
          <Form.Item name="most" label={w.most}><InputNumber min={1} max={20} suffix={w.items} style={{ width: 140 }} /></Form.Item>
          <Form.Item name="reach_m" label={w.reach}><InputNumber min={100} max={20000} step={100} suffix={w.m} style={{ width: 140 }} /></Form.Item>
        </div>
        <Form.Item name="kinds" label={w.kinds} rules={[{ required: true }]}><Checkbox.Group options={['wish', 'skill', 'need'].map(value => ({ value, label: kindWord(value) }))} /></Form.Item>
        <fieldset className="group">
          <legend>{w.first}</legend>
          {([['vulnerable', w.vulnerable], ['waiting', w.waiting], ['urgency', w.urgency]] as const).map(([k, l]) => <Form.Item key={k} name={k} label={l} layout="horizontal" labelCol={{ span: 6 }} style={{ margin: 0 }}><Slider min={0} max={10} marks={marks} ariaLabelForHandle={l} /></Form.Item>)}
        </fieldset>
        <div className="muted" data-rule aria-live="polite"><b>{w.rule}</b> {language() === 'en' ? rule.data?.en : rule.data?.zh}</div>
        {draw.isError && <div role="alert" style={{ marginTop: 12 }}><b>{draw.error.message}</b><Problems error={draw.error} /></div>}
      </Form>
    </Modal>
  )
}
