import { useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { components } from '../../../client/schema'
import { Alert, Form, Input, Modal, Select, DatePicker } from 'antd'
import type { Dayjs } from 'dayjs'
import { send, useDo, type List } from '../kit/api'
import { Problems } from '../kit/States'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language } from '../kit/words'
import { day } from '../kit/format'
import { RegionField } from '../directory/RegionField'
import type { Person } from './data'
import { w } from './words'

type Asked = components['schemas']['Asked']

/** AddPerson registers one resident who came to the counter. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm()
  const go = useNavigate()
  const url = useUrl()
  const save = useDo((v: Record<string, string> & { birth?: Dayjs }) => send<Person>('post', '/people', { body: { ...Object.fromEntries(Object.entries(v).filter(([, x]) => x)), ...(v.birth ? { birth: (v.birth as unknown as Dayjs).format('YYYY-MM-DD') } : {}) }, key: crypto.randomUUID() }), ['/people', '/demand'], p => go(keepRegion('/people/' + p.id, url.params)))
  const typed = Form.useWatch([], form) as Record<string, unknown> | undefined
  const alike = useAlike(typed)
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
        {alike.length > 0 && <Alert type="warning" showIcon role="status" title={w.alike} style={{ marginBottom: 12 }} description={<ul style={{ margin: 0, paddingInlineStart: 20 }}>{alike.map(a => <li key={a.person.id}><Link to={keepRegion('/people/' + a.person.id, url.params)}>{a.person.name}</Link> · {day(a.person.birth)} · {a.person.resident_id ?? a.person.phone ?? ''}<div className="small muted">{(a.reasons ?? []).map(r => (language() === 'en' ? r.en : r.zh)).join('，')}</div></li>)}</ul>} />}
        {save.isError && <div role="alert"><b>{save.error.message}</b><Problems error={save.error} /></div>}
      </Form>
    </Modal>
  )
}

/** useAlike asks, half a second after the last key, whom the record may be a second one of. */
function useAlike(typed?: Record<string, unknown>): Asked[] {
  const [found, setFound] = useState<Asked[]>([])
  const ask = JSON.stringify({ name: typed?.name ?? '', resident_id: typed?.resident_id, phone: typed?.phone, birth: (typed?.birth as Dayjs | undefined)?.format?.('YYYY-MM-DD'), address: typed?.address })
  useEffect(() => {
    let gone = false
    const t = setTimeout(() => {
      const body = JSON.parse(ask) as Record<string, string>
      if (!body.name && !body.resident_id && !body.phone) return setFound([])
      // It only warns: when it fails, registering goes on.
      send<List<Asked>>('post', '/people/alike', { body }).then(l => { if (!gone) setFound(l.items) }, () => { if (!gone) setFound([]) })
    }, 500)
    return () => { gone = true; clearTimeout(t) }
  }, [ask])
  return found
}
