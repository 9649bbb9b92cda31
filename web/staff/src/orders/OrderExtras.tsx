import { Alert, App, Checkbox, DatePicker, Form, Input, Modal, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { send, useDo } from '../kit/api'
import { Problems } from '../kit/States'
import { common as c } from '../kit/words'
import { aboutWord } from '../supervision/words'
import { howWord, w, type Order } from './words'

/** Pause lets a person's services rest: a hospital stay, a journey. */
export function Pause({ person, onClose }: { person: string; onClose: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm<{ from: Dayjs; to?: Dayjs | null; why: string; note?: string }>()
  const save = useDo((a: { from: Dayjs; to?: Dayjs | null; why: string; note?: string }) => send('post', '/people-pauses', { body: { person, from: a.from.format('YYYY-MM-DD'), to: a.to?.format('YYYY-MM-DD'), why: a.why, note: a.note }, key: crypto.randomUUID() }), ['/orders', '/people-pauses'], () => { void message.success(w.paused); onClose() })
  return (
    <Modal open title={w.pause} okText={w.pause} cancelText={c.cancel} confirmLoading={save.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <p className="muted">{w.pauseNote}</p>
      <Form form={form} layout="vertical" initialValues={{ why: 'hospital', from: dayjs() }} onFinish={a => save.mutate(a)}>
        <Form.Item name="why" label={w.whyPause}><Radio.Group options={['hospital', 'travel', 'other'].map(v => ({ value: v, label: howWord(v) }))} /></Form.Item>
        <div className="row" style={{ gap: 16 }}><Form.Item name="from" label={w.pauseFrom} rules={[{ required: true }]}><DatePicker /></Form.Item><Form.Item name="to" label={w.pauseTo}><DatePicker /></Form.Item></div>
        <Form.Item name="note" label={w.note}><Input maxLength={200} /></Form.Item>
        {save.isError && <Alert type="error" title={save.error.message} description={<Problems error={save.error} />} />}
      </Form>
    </Modal>
  )
}

/** Complain files what a person says of an order: it never goes to whoever it is about. */
export function Complain({ order, onClose }: { order: Order; onClose: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm<{ about: string; text: string; anonymous?: boolean }>()
  const save = useDo((a: { about: string; text: string; anonymous?: boolean }) => send<{ number: string }>('post', '/complaints', { body: { order: order.id, ...a }, key: crypto.randomUUID() }), ['/complaints'], r => { void message.success(w.complained(r.number), 6); onClose() })
  return (
    <Modal open title={w.complain} okText={w.complain} cancelText={c.cancel} confirmLoading={save.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" onFinish={a => save.mutate(a)}>
        <Form.Item name="about" label={w.about} rules={[{ required: true }]}><Select options={['food', 'late', 'not_come', 'manner', 'money', 'privacy', 'safety', 'other'].map(v => ({ value: v, label: aboutWord(v) }))} /></Form.Item>
        <Form.Item name="text" label={w.says} rules={[{ required: true, min: 2 }]}><Input.TextArea rows={4} maxLength={2000} /></Form.Item>
        <Form.Item name="anonymous" valuePropName="checked"><Checkbox>{w.anonymous}</Checkbox></Form.Item>
        {save.isError && <Alert type="error" title={save.error.message} description={<Problems error={save.error} />} />}
      </Form>
    </Modal>
  )
}
