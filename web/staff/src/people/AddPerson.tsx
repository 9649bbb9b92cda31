import { useNavigate } from 'react-router'
import { Form, Input, Modal, Select, DatePicker } from 'antd'
import type { Dayjs } from 'dayjs'
import { send, useDo } from '../kit/api'
import { Problems } from '../kit/States'
import { keepRegion, useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { RegionField } from '../directory/RegionField'
import type { Person } from './data'
import { w } from './words'

/** AddPerson registers one resident who came to the counter. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm()
  const go = useNavigate()
  const url = useUrl()
  const save = useDo((v: Record<string, string> & { birth?: Dayjs }) => send<Person>('post', '/people', { body: { ...Object.fromEntries(Object.entries(v).filter(([, x]) => x)), ...(v.birth ? { birth: (v.birth as unknown as Dayjs).format('YYYY-MM-DD') } : {}) }, key: crypto.randomUUID() }), ['/people', '/demand'], p => go(keepRegion('/people/' + p.id, url.params)))
  return (
    <Modal open title={w.addPerson} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" initialValues={{ region: url.get('region') || undefined }} onFinish={v => save.mutate(v)}>
        <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
          <Form.Item name="name" label={w.name} rules={[{ required: true }]} className="grow"><Input maxLength={50} /></Form.Item>
          <Form.Item name="phone" label={w.phone} className="grow" rules={[{ pattern: /^1\d{10}$/, message: '138 0013 8000' }]}><Input inputMode="tel" maxLength={11} /></Form.Item>
        </div>
        <Form.Item name="resident_id" label={w.idNumber} extra={w.idNote}><Input maxLength={18} className="mono" autoComplete="off" /></Form.Item>
        <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
          <Form.Item name="birth" label={w.born} className="grow"><DatePicker style={{ width: '100%' }} /></Form.Item>
          <Form.Item name="sex" label={w.sex} className="grow"><Select allowClear options={[{ value: 'female', label: w.female }, { value: 'male', label: w.male }]} /></Form.Item>
        </div>
        <Form.Item name="region" label={c.region} rules={[{ required: true }]}><RegionField /></Form.Item>
        <Form.Item name="address" label={w.address}><Input maxLength={100} /></Form.Item>
        {save.isError && <div role="alert"><b>{save.error.message}</b><Problems error={save.error} /></div>}
      </Form>
    </Modal>
  )
}
