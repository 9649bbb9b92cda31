import { useState } from 'react'
import { Alert, Button, Form, Input, InputNumber, Modal, Popconfirm, Select } from 'antd'
import { send, sendTagged, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { Explain, type Reason } from '../kit/Explain'
import { FilterBar } from '../kit/FilterBar'
import { money, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, language, named } from '../kit/words'
import { keyOf, useAttributeKinds } from '../map/data'
import { may, useSession } from '../session/session'
import { useNames } from './lookups'
import { stateTable, w, type Service, type Version } from './words'

const stateOf = (s: Service) => s.state ?? s.status ?? ''
const priceOf = (s: Service) => { const p = s.price_fen ?? s.price; return s.fee ?? (p === 0 ? w.free : money(p)) }
const canEdit = (s: ReturnType<typeof useSession>['data']) => may(s, 'directory.edit', 'directory.keep', 'directory.write', 'directory.manage')

export default function Services() {
  const url = useUrl()
  const names = useNames()
  const session = useSession().data
  const columns: Column<Service>[] = [
    { key: 'name', title: c.name, render: s => <button className="plain" onClick={() => url.set({ open: s.id })}>{named(s)}</button>, text: named },
    { key: 'category', title: c.category, render: s => (s.categories ?? [s.category]).map(names.category).join('、'), text: s => names.category(s.category) },
    { key: 'organisation', title: w.organisation, render: s => names.organisation(s.organisation_id ?? s.organisation, s.organisation_name), text: s => names.organisation(s.organisation_id ?? s.organisation, s.organisation_name) },
    { key: 'price', title: w.price, num: true, render: priceOf, text: priceOf },
    { key: 'state', title: c.state, render: s => <StateTag state={stateOf(s)} table={stateTable()} />, text: stateOf },
    { key: 'updated', title: c.updated, render: s => when(s.updated_at), text: s => s.updated_at ?? '', off: true },
  ]
  return (
    <div className="page">
      <PageHeader title={w.services} lead={w.sLead} extra={canEdit(session) && <Button type="primary" onClick={() => url.set({ edit: 'new' })}>{w.add}</Button>} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'text', name: 'q', label: w.sSearch }, { kind: 'choice', name: 'category', label: c.category, options: names.categories, width: 168 }, { kind: 'choice', name: 'state', label: c.state, options: ['draft', 'published', 'suspended', 'retired'].map(v => ({ value: v, label: stateTable()[v][1] })) }]} />
        <DataTable<Service> id="services" path="/services" query={{ q: url.get('q'), category: url.get('category'), state: url.get('state') }} columns={columns} rowKey={s => s.id} onOpen={s => url.set({ open: s.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
      {url.get('edit') && <Edit id={url.get('edit')} onClose={() => url.set({ edit: '' })} />}
    </div>
  )
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const service = useApi<Service>('/services/' + id)
  const versions = useApi<List<Version>>(`/services/${id}/versions`)
  const names = useNames()
  const url = useUrl()
  const session = useSession().data
  const act = useDo((verb: string) => send('post', `/services/${id}/${verb}`, { body: {} }), ['/services'])
  return (
    <DetailDrawer open title={service.data ? named(service.data) : w.services} onClose={onClose} extra={canEdit(session) && <Button onClick={() => url.set({ edit: id, open: '' })}>{w.edit}</Button>}>
      <Shown of={service}>
        {s => (
          <div className="stack">
            <div className="row wrap"><StateTag state={stateOf(s)} table={stateTable()} />
              {canEdit(session) && <><span className="grow" />
                {stateOf(s) !== 'published' && <Button size="small" onClick={() => act.mutate('publish')}>{w.publish}</Button>}
                {stateOf(s) === 'published' && <Button size="small" onClick={() => act.mutate('suspend')}>{w.suspend}</Button>}
                {stateOf(s) !== 'retired' && <Popconfirm title={`${w.retire}：${named(s)}`} description={w.retireAsk} onConfirm={() => act.mutate('retire')} okText={w.retire} cancelText={c.cancel}><Button size="small" danger>{w.retire}</Button></Popconfirm>}</>}
            </div>
            {act.isError && <Alert type="error" showIcon title={act.error.message} description={<Problems error={act.error} />} />}
            <dl className="facts">
              <dt>{c.category}</dt><dd>{(s.categories ?? [s.category]).map(names.category).join('、')}</dd>
              <dt>{w.organisation}</dt><dd>{names.organisation(s.organisation_id ?? s.organisation, s.organisation_name)}</dd>
              <dt>{w.price}</dt><dd>{priceOf(s)}</dd>
              {s.capacity !== undefined && <><dt>{w.capacity}</dt><dd>{s.capacity}</dd></>}
              <dt>{w.description}</dt><dd>{(language() === 'en' && s.description_en) || s.description || '—'}</dd>
            </dl>
            <Eligibility s={s} />
            <div><h3 style={{ marginBottom: 8 }}>{w.versions}</h3>
              <Shown of={versions} rows={2}>{l => <ol className="timeline">{l.items.map(v => <li key={v.version}><div>{w.version(v.version)}{v.note ? ` · ${v.note}` : ''}</div><div className="muted small">{when(v.at ?? v.created_at)}{v.by ? ` · ${v.by}` : ''}</div></li>)}</ol>}</Shown>
            </div>
          </div>
        )}
      </Shown>
    </DetailDrawer>
  )
}

interface Verdict { eligible?: boolean | string; answer?: string; result?: string; verdict?: string; reasons?: (string | { ok?: boolean; met?: boolean | string; text?: string; text_zh?: string; text_en?: string; zh?: string; en?: string })[] }
function Eligibility({ s }: { s: Service }) {
  const kinds = useAttributeKinds()
  const [age, setAge] = useState<number | null>(72)
  const [attrs, setAttrs] = useState<string[]>([])
  const check = useDo(() => send<Verdict>('post', `/services/${s.id}/check-eligibility`, { body: { facts: { age, attributes: attrs } } }))
  const v = check.data
  const yes = v && (v.eligible === true || [v.eligible, v.answer, v.result, v.verdict].includes('yes'))
  const no = v && (v.eligible === false || [v.eligible, v.answer, v.result, v.verdict].includes('no'))
  const reasons: Reason[] = (v?.reasons ?? []).map(r => (typeof r === 'string' ? { text: r } : { ok: typeof r.met === 'boolean' ? r.met : r.ok, text: r.text ?? (language() === 'en' ? r.text_en ?? r.en : r.text_zh ?? r.zh) }))
  return (
    <div>
      <h3 style={{ marginBottom: 8 }}>{w.eligibility}</h3>
      <div className="row wrap">
        <InputNumber min={0} max={130} value={age} onChange={setAge} aria-label={w.age} prefix={w.age} style={{ width: 120 }} />
        <Select mode="multiple" value={attrs} onChange={setAttrs} aria-label={w.attrs} placeholder={w.attrs} style={{ minWidth: 220 }} options={(kinds.data?.items ?? []).map(k => ({ value: keyOf(k), label: named(k) }))} />
        <Button loading={check.isPending} onClick={() => check.mutate(undefined as never)}>{w.check}</Button>
      </div>
      {check.isError && <div role="alert"><b>{check.error.message}</b><Problems error={check.error} /></div>}
      {v && <div role="status" style={{ marginTop: 8 }}><b>{yes ? `✓ ${w.eligible}` : no ? `✕ ${w.notEligible}` : w.maybe}</b><Explain reasons={reasons} /></div>}
    </div>
  )
}

function Edit({ id, onClose }: { id: string; onClose: () => void }) {
  const isNew = id === 'new'
  const service = useApi<Service>(isNew ? '' : '/services/' + id)
  const names = useNames()
  const [form] = Form.useForm()
  const save = useDo(async (v: Partial<Service>) => {
    if (isNew) return send('post', '/services', { body: v })
    const { etag } = await sendTagged<Service>('get', '/services/' + id)
    return send('patch', '/services/' + id, { body: v, etag })
  }, ['/services'], onClose)
  const body = (
    <Form form={form} layout="vertical" initialValues={service.data} onFinish={v => save.mutate(v)}>
      <Form.Item name="name" label={c.name} rules={[{ required: true, min: 2 }]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="name_en" label={w.nameEn}><Input maxLength={100} /></Form.Item>
      <Form.Item name="category" label={c.category} rules={[{ required: true }]}><Select showSearch={{ optionFilterProp: 'label' }} options={names.categories} /></Form.Item>
      {isNew && <Form.Item name="organisation" label={w.organisation} rules={[{ required: true }]}><Select showSearch={{ optionFilterProp: 'label' }} options={names.organisations} /></Form.Item>}
      <Form.Item name="description" label={w.description}><Input.TextArea rows={4} maxLength={2000} showCount /></Form.Item>
      {save.isError && <div role="alert"><b>{save.error.message}</b><Problems error={save.error} /></div>}
    </Form>
  )
  return (
    <Modal open title={isNew ? w.add : w.edit} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      {isNew ? body : <Shown of={service}>{() => body}</Shown>}
    </Modal>
  )
}
