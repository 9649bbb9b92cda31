import { useEffect, useState } from 'react'
import { Form, Input, InputNumber, Modal, Select } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { day } from '../kit/format'
import { Problems } from '../kit/States'
import { useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { useNames } from '../directory/lookups'
import type { Person } from '../people/data'
import { useRegions } from '../shell/regions'
import { sourceWord, urgencyWord, w, type Need } from './data'

/** AddNeed registers what one resident asks for, or what was seen on a visit. */
export function AddNeed({ person, onClose }: { person?: string; onClose: () => void }) {
  const [form] = Form.useForm()
  const names = useNames()
  const regions = useRegions()
  const url = useUrl()
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  useEffect(() => { const t = setTimeout(() => setQ(typed.trim()), 250); return () => clearTimeout(t) }, [typed])
  const known = useApi<Person>(person ? '/people/' + person : '')
  const found = useApi<List<Person>>(q ? '/people' : '', { q, limit: 10 }, { scoped: true })
  const people = person ? (known.data ? [known.data] : []) : (found.data?.items ?? [])
  const save = useDo((v: Record<string, unknown>) => send<Need>('post', '/needs', { body: { ...v, region: people.find(p => p.id === v.person)?.region }, key: crypto.randomUUID() }), ['/needs'], n => { onClose(); url.set({ new: '', for: '', open: n.id }) })
  return (
    <Modal open title={w.add} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" onFinish={v => save.mutate(v)} initialValues={{ person, urgency: 2, source: 'request', quantity: 1 }}>
        <Form.Item name="person" label={w.person} rules={[{ required: true }]}>
          <Select disabled={!!person} showSearch={{ onSearch: setTyped, filterOption: false }} placeholder={w.findPerson} notFoundContent={null} options={people.map(p => ({ value: p.id, label: `${p.name} · ${day(p.birth)} · ${regions.longName(p.region)}` }))} />
        </Form.Item>
        <Form.Item name="category" label={c.category} rules={[{ required: true }]}><Select showSearch={{ optionFilterProp: 'label' }} options={names.categories} /></Form.Item>
        <div className="row" style={{ gap: 16 }}>
          <Form.Item name="urgency" label={w.urgency} className="grow"><Select options={[1, 2, 3, 4, 5].map(n => ({ value: n, label: urgencyWord(n) }))} /></Form.Item>
          <Form.Item name="source" label={w.source} className="grow"><Select options={['request', 'grid_visit', 'hotline'].map(v => ({ value: v, label: sourceWord(v) }))} /></Form.Item>
          <Form.Item name="quantity" label={w.quantity}><InputNumber min={1} max={100} /></Form.Item>
        </div>
        <Form.Item name="constraints" label={w.constraints}><Select mode="multiple" allowClear options={[{ value: 'same_sex', label: w.c_same_sex }, { value: 'step_free', label: w.c_step_free }]} /></Form.Item>
        <Form.Item name="note" label={w.note} extra={w.noteNote}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
        {save.isError && <div role="alert"><b>{save.error.message}</b><Problems error={save.error} /></div>}
      </Form>
    </Modal>
  )
}
