import { Button, DatePicker, Form, Input, InputNumber, Modal, Select, type FormInstance } from 'antd'
import { DeleteOutlined } from '@ant-design/icons'
import dayjs, { type Dayjs } from 'dayjs'
import { send, useApi, useDo, type List } from '../kit/api'
import { Problems, Shown } from '../kit/States'
import { useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { keyOf, useAttributeKinds } from '../map/data'
import { useNames } from './lookups'
import { OrganisationField } from './OrganisationField'
import { RegionField } from './RegionField'
import { modes, modeWord, sent, w, type Point, type Service } from './words'

const keys = ['organisation', 'region', 'category', 'also', 'name', 'name_en', 'about', 'mode', 'price_fen', 'unit', 'fees', 'subsidies', 'eligibility', 'for_whom', 'area', 'reach_m', 'per_day', 'per_slot', 'order_until', 'cancel_hours', 'apply', 'wait', 'documents', 'languages', 'constraints', 'phone', 'email', 'website', 'alert', 'points', 'hours', 'from'] as const
type Form_ = Omit<Partial<Service>, 'from' | 'subsidies'> & { from?: Dayjs; yuan?: number; subsidies?: { for: string; yuan: number; note?: string }[] }
const fen = (yuan?: number | null) => Math.round((yuan ?? 0) * 100)

/** ServiceForm adds a service (id "new") or writes its next version, which may come into force on a later day. */
export function ServiceForm({ id, onClose }: { id: string; onClose: () => void }) {
  const isNew = id === 'new'
  const service = useApi<Service>(isNew ? '' : '/services/' + id)
  const [form] = Form.useForm<Form_>()
  const save = useDo(({ yuan, subsidies, from, ...v }: Form_) => {
    const body = { price_fen: 0, per_day: 0, ...sent<Service>(keys, { ...service.data, from: undefined }, { ...v, price_fen: fen(yuan), subsidies: (subsidies ?? []).map(s => ({ for: s.for ?? '', fen: fen(s.yuan), ...(s.note ? { note: s.note } : {}) })), ...(from ? { from: from.format('YYYY-MM-DD') } : {}) }) }
    return isNew ? send('post', '/services', { body, key: crypto.randomUUID() }) : send('put', '/services/' + id, { body, etag: `"${service.data?.version}"` })
  }, ['/services', '/offers', '/service-points'], onClose)
  return (
    <Modal open width={760} title={`${isNew ? w.add : w.edit} · ${w.services}`} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      {isNew ? <Fields form={form} error={save.error} onFinish={save.mutate} /> : <Shown of={service}>{s => <Fields form={form} s={s} error={save.error} onFinish={save.mutate} />}</Shown>}
    </Modal>
  )
}

function Fields({ form, s, error, onFinish }: { form: FormInstance<Form_>; s?: Service; error: Error | null; onFinish: (v: Form_) => void }) {
  const names = useNames()
  const region = useUrl().get('region')
  const org = Form.useWatch('organisation', form) ?? s?.organisation
  const points = useApi<List<Point>>(org ? '/service-points' : '', { organisation: org, limit: 200 })
  const start: Form_ = s ? { ...s, from: undefined, yuan: s.price_fen / 100, subsidies: s.subsidies?.map(x => ({ for: x.for, yuan: x.fen / 100, note: x.note })) } : { region, mode: 'on_site', yuan: 0, per_day: 0 }
  return (
    <Form form={form} layout="vertical" initialValues={start} onFinish={onFinish}>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="name" label={c.name} rules={[{ required: true, min: 2 }]} className="grow"><Input maxLength={100} /></Form.Item>
        <Form.Item name="category" label={c.category} rules={[{ required: true }]} style={{ width: 220 }}><Select showSearch={{ optionFilterProp: 'label' }} options={names.categories} /></Form.Item>
      </div>
      <Form.Item name="name_en" label={w.nameEn}><Input maxLength={200} /></Form.Item>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="organisation" label={w.organisation} rules={[{ required: true }]} className="grow"><OrganisationField disabled={!!s} known={s?.organisation_name} /></Form.Item>
        <Form.Item name="region" label={c.region} rules={[{ required: true }]} className="grow"><RegionField /></Form.Item>
        <Form.Item name="mode" label={w.mode} style={{ width: 110 }}><Select options={modes.map(m => ({ value: m, label: modeWord(m) }))} /></Form.Item>
      </div>
      <Form.Item name="points" label={w.atPoints}><Select mode="multiple" allowClear showSearch={{ optionFilterProp: 'label' }} options={(points.data?.items ?? []).map(p => ({ value: p.id, label: named(p) }))} /></Form.Item>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="yuan" label={w.price}><InputNumber min={0} max={100000} precision={2} suffix={w.yuan} /></Form.Item>
        <Form.Item name="unit" label={w.unit} style={{ width: 90 }}><Input maxLength={10} /></Form.Item>
        <Form.Item name="per_day" label={w.perDay}><InputNumber min={0} max={100000} precision={0} /></Form.Item>
        <Form.Item name="reach_m" label={w.reach}><InputNumber min={0} max={100000} step={100} suffix="m" /></Form.Item>
        <Form.Item name="order_until" label={w.orderUntil} extra={w.orderUntilNote} className="grow"><Input maxLength={40} /></Form.Item>
      </div>
      <Rule />
      <fieldset className="group">
        <legend>{w.subsidies}</legend>
        <Form.List name="subsidies">
          {(fields, { add, remove }) => <>
            {fields.map(f => (
              <div key={f.key} className="row" style={{ alignItems: 'flex-start' }}>
                <Form.Item name={[f.name, 'for']} className="grow"><Input aria-label={w.subsidyFor} placeholder={w.subsidyFor} className="mono" /></Form.Item>
                <Form.Item name={[f.name, 'yuan']} rules={[{ required: true, message: w.subsidyFen }]}><InputNumber aria-label={w.subsidyFen} placeholder={w.subsidyFen} min={0} precision={2} suffix={w.yuan} /></Form.Item>
                <Form.Item name={[f.name, 'note']}><Input aria-label={w.description} placeholder={w.description} maxLength={100} /></Form.Item>
                <Button type="text" icon={<DeleteOutlined />} aria-label={w.remove} onClick={() => remove(f.name)} />
              </div>
            ))}
            <Button onClick={() => add({})}>{w.addSubsidy}</Button>
          </>}
        </Form.List>
      </fieldset>
      <Form.Item name="about" label={w.description}><Input.TextArea rows={3} maxLength={5000} /></Form.Item>
      <Form.Item name="apply" label={w.apply}><Input.TextArea rows={2} maxLength={2000} /></Form.Item>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="documents" label={w.documents} className="grow"><Select mode="tags" open={false} tokenSeparators={['、', ',', '，']} /></Form.Item>
        <Form.Item name="from" label={w.effective} extra={w.effectiveNote} style={{ width: 260 }}><DatePicker style={{ width: '100%' }} minDate={dayjs()} /></Form.Item>
      </div>
      <Form.Item name="alert" label={w.alert}><Input maxLength={300} /></Form.Item>
      {error && <div role="alert"><b>{error.message}</b><Problems error={error} /></div>}
    </Form>
  )
}

/** Rule is the field of the rule, with attributes to insert by name. */
function Rule() {
  const kinds = useAttributeKinds()
  const form = Form.useFormInstance<Form_>()
  const insert = (key: string) => {
    const now = form.getFieldValue('eligibility') as string | undefined
    form.setFieldValue('eligibility', (now?.trim() ? now.trim() + ' and ' : '') + `attribute("${key}")`)
  }
  return (
    <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
      <Form.Item name="eligibility" label={w.rule} extra={w.ruleNote} className="grow"><Input.TextArea rows={2} maxLength={2000} className="mono" spellCheck={false} /></Form.Item>
      <Form.Item label={w.insert} style={{ width: 180 }}><Select aria-label={w.insert} value={null} showSearch={{ optionFilterProp: 'label' }} options={(kinds.data?.items ?? []).map(k => ({ value: keyOf(k), label: named(k) }))} onChange={(k: string | null) => k && insert(k)} /></Form.Item>
    </div>
  )
}
