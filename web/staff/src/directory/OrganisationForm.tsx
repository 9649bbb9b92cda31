import { Button, DatePicker, Form, Input, Modal, Select } from 'antd'
import { DeleteOutlined } from '@ant-design/icons'
import dayjs from 'dayjs'
import { send, useApi, useDo } from '../kit/api'
import { Problems, Shown } from '../kit/States'
import { useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { RegionField } from './RegionField'
import { kinds, kindWord, sent, w, type Org } from './words'

const keys = ['region', 'kind', 'name', 'name_en', 'credit_code', 'about', 'contact', 'phone', 'email', 'website', 'address', 'licences', 'parent'] as const

/** OrganisationForm adds an organisation (id "new") or changes one. */
export function OrganisationForm({ id, onClose }: { id: string; onClose: () => void }) {
  const isNew = id === 'new'
  const org = useApi<Org>(isNew ? '' : '/organisations/' + id)
  const region = useUrl().get('region')
  const [form] = Form.useForm()
  const save = useDo((v: Partial<Org>) => {
    const body = sent<Org>(keys, org.data, { ...v, licences: (v.licences ?? []).map(l => ({ ...l, until: l.until ? dayjs(l.until).format('YYYY-MM-DD') : undefined })) })
    return isNew ? send('post', '/organisations', { body, key: crypto.randomUUID() }) : send('put', '/organisations/' + id, { body, etag: `"${org.data?.version}"` })
  }, ['/organisations'], onClose)
  const body = (o?: Org) => (
    <Form form={form} layout="vertical" onFinish={v => save.mutate(v)} initialValues={o ? { ...o, licences: o.licences?.map(l => ({ ...l, until: l.until ? dayjs(l.until) : undefined })) } : { region, kind: 'provider' }}>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="name" label={c.name} rules={[{ required: true, min: 2 }]} className="grow"><Input maxLength={100} /></Form.Item>
        <Form.Item name="kind" label={w.kind} style={{ width: 160 }}><Select options={kinds.map(k => ({ value: k, label: kindWord(k) }))} /></Form.Item>
      </div>
      <Form.Item name="name_en" label={w.nameEn}><Input maxLength={200} /></Form.Item>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="credit_code" label={w.credit} className="grow" rules={[{ pattern: /^[0-9A-HJ-NPQRTUWXY]{18}$/, message: 'GB 32100-2015' }]}><Input maxLength={18} /></Form.Item>
        <Form.Item name="region" label={c.region} className="grow" rules={[{ required: true }]}><RegionField /></Form.Item>
      </div>
      <Form.Item name="address" label={w.address}><Input maxLength={200} /></Form.Item>
      <div className="row" style={{ gap: 16 }}>
        <Form.Item name="contact" label={w.contact} className="grow"><Input maxLength={100} /></Form.Item>
        <Form.Item name="phone" label={w.phone} className="grow"><Input maxLength={40} /></Form.Item>
        <Form.Item name="email" label={w.email} className="grow" rules={[{ type: 'email' }]}><Input maxLength={255} /></Form.Item>
      </div>
      <Form.Item name="about" label={w.description}><Input.TextArea rows={3} maxLength={5000} /></Form.Item>
      <fieldset className="group">
        <legend>{w.licences}</legend>
        <Form.List name="licences">
          {(fields, { add, remove }) => <>
            {fields.map(f => (
              <div key={f.key} className="row" style={{ alignItems: 'flex-start' }}>
                <Form.Item name={[f.name, 'name']} rules={[{ required: true, message: w.licence }]} className="grow"><Input aria-label={w.licence} placeholder={w.licence} /></Form.Item>
                <Form.Item name={[f.name, 'number']}><Input aria-label={w.number} placeholder={w.number} /></Form.Item>
                <Form.Item name={[f.name, 'until']}><DatePicker aria-label={w.validUntil} placeholder={w.validUntil} /></Form.Item>
                <Button type="text" icon={<DeleteOutlined />} aria-label={w.remove} onClick={() => remove(f.name)} />
              </div>
            ))}
            <Button onClick={() => add({})}>{w.addLicence}</Button>
          </>}
        </Form.List>
      </fieldset>
      {save.isError && <div role="alert" style={{ marginTop: 12 }}><b>{save.error.message}</b><Problems error={save.error} /></div>}
    </Form>
  )
  return (
    <Modal open width={720} title={`${isNew ? w.add : w.edit} · ${w.orgs}`} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      {isNew ? body() : <Shown of={org}>{body}</Shown>}
    </Modal>
  )
}
