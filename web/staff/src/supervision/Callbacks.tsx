import { useState } from 'react'
import { Alert, App, Button, Checkbox, DatePicker, Form, Input, InputNumber, Modal, Radio } from 'antd'
import type { Dayjs } from 'dayjs'
import { send, useApi, useDo, useRegion, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { FilterBar } from '../kit/FilterBar'
import { day } from '../kit/format'
import { Problems, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { may, useSession } from '../session/session'
import { callStates, w, type Callback, type Draw } from './words'

/** Callbacks are calls to a random sample of those who were served. */
export function Callbacks() {
  const url = useUrl()
  const session = useSession().data
  const [drawing, setDrawing] = useState(false)
  const [of, setOf] = useState<Callback>()
  const columns: Column<Callback>[] = [
    { key: 'number', title: w.order, render: b => <span className="mono">{b.number}</span>, text: b => b.number },
    { key: 'state', title: c.state, render: b => <span className="row"><StateTag state={b.state} table={callStates()} />{b.tries > 0 && <span className="muted small">{w.tries(b.tries)}</span>}</span>, text: b => callStates()[b.state][1] },
    { key: 'org', title: w.org, render: b => b.org_name, text: b => b.org_name ?? '' },
    { key: 'service', title: w.service, render: b => b.service_name, text: b => b.service_name },
    { key: 'day', title: w.day, render: b => day(b.day), text: b => b.day },
    { key: 'came', title: w.came, render: b => (b.state === 'reached' ? (b.came ? c.yes : c.no) : '—'), text: b => String(b.came ?? '') },
    { key: 'content', title: w.content, render: b => (b.state === 'reached' ? (b.content ? c.yes : c.no) : '—'), text: b => String(b.content ?? '') },
    { key: 'note', title: w.note, render: b => b.note, text: b => b.note ?? '' },
    { key: 'do', title: c.actions, render: b => (b.state === 'drawn' && may(session, 'callbacks.call') ? <Button size="small" onClick={() => setOf(b)}>{w.result}</Button> : null) },
  ]
  return (
    <div className="stack">
      <Draws />
      <div className="panel">
        <FilterBar filters={[{ kind: 'choice', name: 'bstate', label: c.state, options: Object.entries(callStates()).map(([value, [, label]]) => ({ value, label })) }]}>{may(session, 'callbacks.draw') && <Button type="primary" onClick={() => setDrawing(true)}>{w.draw}</Button>}</FilterBar>
        <DataTable<Callback> id="callbacks" path="/callbacks" query={{ state: url.get('bstate') || undefined }} columns={columns} rowKey={b => b.id} empty={{ title: w.noCalls, next: w.noCallsNext }} />
      </div>
      {drawing && <NewDraw onClose={() => setDrawing(false)} />}
      {of && <Result b={of} onClose={() => setOf(undefined)} />}
    </div>
  )
}

function Draws() {
  const draws = useApi<List<Draw>>('/callback-draws')
  const { message } = App.useApp()
  const check = useDo((id: string) => send<{ same: boolean }>('get', `/callback-draws/${id}/check`), [], r => void (r.same ? message.success(w.same) : message.error(w.differs)))
  return (
    <Shown of={draws} rows={1}>{all => all.items.length === 0 ? null : (
      <div className="panel"><table className="figs"><thead><tr><th>{w.draws}</th><th>{w.calledN}</th><th>{w.seed}</th><th /></tr></thead><tbody>
        {all.items.slice(0, 5).map(d => <tr key={d.id}><td>{day(d.from)} – {day(d.to)}</td><td>{w.pool(d.drawn.length, d.pool)}</td><td className="mono small">{d.seed.slice(0, 16)}…</td><td className="num"><Button size="small" loading={check.isPending && check.variables === d.id} onClick={() => check.mutate(d.id)}>{w.check}</Button></td></tr>)}
      </tbody></table></div>
    )}</Shown>
  )
}

function NewDraw({ onClose }: { onClose: () => void }) {
  const region = useRegion()
  const street = useSession().data?.posts?.find(p => p.role === 'street_operator')?.region
  const [form] = Form.useForm<{ days: [Dayjs, Dayjs]; per_org: number }>()
  const draw = useDo((a: { days: [Dayjs, Dayjs]; per_org: number }) => send('post', '/callback-draws', { body: { region: region || street, from: a.days[0].format('YYYY-MM-DD'), to: a.days[1].format('YYYY-MM-DD'), per_org: a.per_org }, key: crypto.randomUUID() }), ['/callback'], onClose)
  return (
    <Modal open title={w.draw} okText={w.draw} cancelText={c.cancel} confirmLoading={draw.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" initialValues={{ per_org: 10 }} onFinish={a => draw.mutate(a)}>
        <Form.Item name="days" label={w.day} rules={[{ required: true }]}><DatePicker.RangePicker disabledDate={d => d.isAfter(Date.now())} /></Form.Item>
        <Form.Item name="per_org" label={w.perOrg} rules={[{ required: true }]}><InputNumber min={1} max={100} /></Form.Item>
        {draw.isError && <Alert type="error" title={draw.error.message} description={<Problems error={draw.error} />} />}
      </Form>
    </Modal>
  )
}

function Result({ b, onClose }: { b: Callback; onClose: () => void }) {
  const [form] = Form.useForm<{ how: string; came?: boolean; content?: boolean; note?: string }>()
  const how = Form.useWatch('how', form)
  const save = useDo((a: { how: string; came?: boolean; content?: boolean; note?: string }) => send('post', `/callbacks/${b.id}/result`, { body: { reached: a.how === 'reached', refused: a.how === 'refused', came: !!a.came, content: !!a.content, note: a.note }, etag: `"${b.version}"` }), ['/callbacks'], onClose)
  return (
    <Modal open title={`${w.result} · ${b.number}`} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" onFinish={a => save.mutate(a)}>
        <Form.Item name="how" label={w.reach} rules={[{ required: true }]}><Radio.Group options={[{ value: 'reached', label: w.b_reached }, { value: 'unreached', label: w.b_unreached }, { value: 'refused', label: w.b_refused }]} /></Form.Item>
        {how === 'reached' && <><Form.Item name="came" valuePropName="checked" style={{ marginBottom: 4 }}><Checkbox>{w.came}</Checkbox></Form.Item><Form.Item name="content" valuePropName="checked"><Checkbox>{w.content}</Checkbox></Form.Item></>}
        <Form.Item name="note" label={w.note}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>
        {save.isError && <Alert type="error" title={save.error.message} description={<Problems error={save.error} />} />}
      </Form>
    </Modal>
  )
}
