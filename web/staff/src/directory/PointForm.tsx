import { Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import { send, useApi, useDo } from '../kit/api'
import { Problems, Shown } from '../kit/States'
import { useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { HoursEditor } from './HoursEditor'
import { OrganisationField } from './OrganisationField'
import { RegionField } from './RegionField'
import { pointKind, pointKinds, sent, w, type Point } from './words'

const keys = ['organisation', 'region', 'kind', 'name', 'name_en', 'about', 'address', 'phone', 'lon', 'lat', 'hours', 'step_free', 'languages', 'transport', 'virtual', 'retired'] as const

/** PointForm adds a service point (id "new") or changes one. */
export function PointForm({ id, onClose }: { id: string; onClose: () => void }) {
  const isNew = id === 'new'
  const point = useApi<Point>(isNew ? '' : '/service-points/' + id)
  const region = useUrl().get('region')
  const [form] = Form.useForm()
  const save = useDo((v: Partial<Point>) => {
    const body = sent<Point>(keys, point.data, v)
    return isNew ? send('post', '/service-points', { body: { hours: {}, ...body }, key: crypto.randomUUID() }) : send('put', '/service-points/' + id, { body, etag: `"${point.data?.version}"` })
  }, ['/service-points', '/services', '/resources'], onClose)
  const body = (p?: Point) => (
    <Form form={form} layout="vertical" initialValues={p ?? { region, kind: 'canteen', hours: {} }} onFinish={v => save.mutate(v)}>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="name" label={c.name} rules={[{ required: true, min: 2 }]} className="grow"><Input maxLength={100} /></Form.Item>
        <Form.Item name="kind" label={w.kind} style={{ width: 160 }}><Select options={pointKinds.map(k => ({ value: k, label: pointKind(k) }))} /></Form.Item>
      </div>
      <Form.Item name="name_en" label={w.nameEn}><Input maxLength={200} /></Form.Item>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="organisation" label={w.organisation} rules={[{ required: true }]} className="grow"><OrganisationField disabled={!isNew} known={p?.organisation_name} /></Form.Item>
        <Form.Item name="region" label={c.region} className="grow" rules={[{ required: true }]}><RegionField /></Form.Item>
      </div>
      <Form.Item name="address" label={w.address}><Input maxLength={200} /></Form.Item>
      <div className="row" style={{ gap: 16 }}>
        <Form.Item name="phone" label={w.phone} className="grow"><Input maxLength={40} /></Form.Item>
        <Form.Item label={w.location}><div className="row"><Form.Item name="lon" noStyle><InputNumber<number> aria-label="longitude" min={73} max={136} step={0.0001} precision={6} style={{ width: 130 }} /></Form.Item><Form.Item name="lat" noStyle><InputNumber<number> aria-label="latitude" min={3} max={54} step={0.0001} precision={6} style={{ width: 120 }} /></Form.Item></div></Form.Item>
      </div>
      <Form.Item name="hours" label={w.hours}><HoursEditor /></Form.Item>
      <Form.Item name="transport" label={w.transport}><Input maxLength={300} /></Form.Item>
      <Form.Item name="about" label={w.description}><Input.TextArea rows={2} maxLength={5000} /></Form.Item>
      <div className="row wrap" style={{ gap: 24 }}>
        <Form.Item name="step_free" valuePropName="checked" style={{ margin: 0 }}><Checkbox>{w.stepFree}</Checkbox></Form.Item>
        <Form.Item name="virtual" valuePropName="checked" style={{ margin: 0 }}><Checkbox>{w.virtual}</Checkbox></Form.Item>
        {!isNew && <Form.Item name="retired" valuePropName="checked" style={{ margin: 0 }}><Checkbox>{w.retired}</Checkbox></Form.Item>}
      </div>
      {save.isError && <div role="alert" style={{ marginTop: 12 }}><b>{save.error.message}</b><Problems error={save.error} /></div>}
    </Form>
  )
  return (
    <Modal open width={720} title={`${isNew ? w.add : w.edit} · ${w.points}`} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      {isNew ? body() : <Shown of={point}>{body}</Shown>}
    </Modal>
  )
}
