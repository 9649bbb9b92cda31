import { Button, DatePicker, Form, Input, InputNumber, Modal, Progress, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { send, useApi, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { count, day, money, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { keyOf, useAttributeKinds } from '../map/data'
import { holds, may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { useNames } from './lookups'
import { OrganisationField } from './OrganisationField'
import { RegionField } from './RegionField'
import { sent, w, type Project } from './words'

const share = (a: number, b: number) => (b > 0 ? Math.round((100 * a) / b) : 0)
const term = (p: Project) => `${day(p.from)} – ${day(p.to)}`

export default function Projects() {
  const url = useUrl()
  const names = useNames()
  const session = useSession().data
  const columns: Column<Project>[] = [
    { key: 'name', title: c.name, render: p => <button className="plain" onClick={() => url.set({ open: p.id })}>{named(p)}</button>, text: named },
    { key: 'operator', title: w.operator, render: p => p.operator_name || '—', text: p => p.operator_name ?? '' },
    { key: 'category', title: c.category, render: p => names.category(p.category), text: p => names.category(p.category), off: true },
    { key: 'budget', title: w.budget, num: true, render: p => money(p.budget_fen), text: p => money(p.budget_fen) },
    { key: 'spent', title: w.spent, num: true, render: p => `${share(p.spent_fen, p.budget_fen)}%`, text: p => money(p.spent_fen) },
    { key: 'actual', title: w.actual, num: true, render: p => `${count(p.actual)} / ${count(p.planned)}`, text: p => `${p.actual}/${p.planned}` },
    { key: 'term', title: w.term, render: term, text: term },
  ]
  return (
    <div className="page">
      <PageHeader title={w.projects} lead={w.prLead} extra={may(session, 'directory.edit') && <Button type="primary" onClick={() => url.set({ edit: 'new' })}>{w.add}</Button>} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'text', name: 'q', label: c.search }]} />
        <DataTable<Project> id="projects" path="/projects" query={{ q: url.get('q'), total: true }} columns={columns} rowKey={p => p.id} onOpen={p => url.set({ open: p.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
      {url.get('edit') && <ProjectForm id={url.get('edit')} onClose={() => url.set({ edit: '' })} />}
    </div>
  )
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const project = useApi<Project>('/projects/' + id)
  const names = useNames()
  const regions = useRegions()
  const kinds = useAttributeKinds()
  const url = useUrl()
  const session = useSession().data
  const attr = (k: string) => named(kinds.data?.items.find(x => keyOf(x) === k)) || k
  return (
    <DetailDrawer open title={project.data ? named(project.data) : w.projects} onClose={onClose} extra={may(session, 'directory.edit') && holds(session, project.data?.region) && <Button onClick={() => url.set({ edit: id, open: '' })}>{w.edit}</Button>}>
      <Shown of={project}>
        {p => (
          <dl className="facts">
            <dt>{w.operator}</dt><dd>{p.operator_name || '—'}</dd>
            <dt>{w.purchaser}</dt><dd>{p.purchaser_name || '—'}</dd>
            <dt>{c.category}</dt><dd>{names.category(p.category)}</dd>
            <dt>{c.region}</dt><dd>{regions.longName(p.region)}</dd>
            <dt>{w.term}</dt><dd>{term(p)}</dd>
            {!!p.target?.length && <><dt>{w.target}</dt><dd>{p.target.map(attr).join('、')}</dd></>}
            <dt>{w.budget}</dt><dd>{money(p.budget_fen)}</dd>
            <dt>{w.spent}</dt><dd>{money(p.spent_fen)}<Progress percent={share(p.spent_fen, p.budget_fen)} size="small" aria-label={w.spent} /></dd>
            <dt>{w.actual}</dt><dd>{count(p.actual)} / {count(p.planned)}<Progress percent={share(p.actual, p.planned)} size="small" aria-label={w.actual} /></dd>
            <dt>{w.staff}</dt><dd>{count(p.staff)}</dd>
            {p.about && <><dt>{w.description}</dt><dd style={{ whiteSpace: 'pre-line' }}>{p.about}</dd></>}
            <dt>{c.updated}</dt><dd>{when(p.changed)}</dd>
          </dl>
        )}
      </Shown>
    </DetailDrawer>
  )
}

const keys = ['region', 'name', 'name_en', 'about', 'purchaser', 'operator', 'category', 'from', 'to', 'target', 'budget_fen', 'spent_fen', 'planned', 'actual', 'staff', 'lon', 'lat'] as const
type Form_ = Omit<Partial<Project>, 'from' | 'to'> & { between?: [Dayjs, Dayjs]; budget?: number; spent?: number }

function ProjectForm({ id, onClose }: { id: string; onClose: () => void }) {
  const isNew = id === 'new'
  const project = useApi<Project>(isNew ? '' : '/projects/' + id)
  const names = useNames()
  const kinds = useAttributeKinds()
  const region = useUrl().get('region')
  const [form] = Form.useForm<Form_>()
  const save = useDo(({ between, budget, spent, ...v }: Form_) => {
    const body = { spent_fen: 0, planned: 0, actual: 0, staff: 0, ...sent<Project>(keys, project.data, { ...v, from: between?.[0].format('YYYY-MM-DD'), to: between?.[1].format('YYYY-MM-DD'), budget_fen: Math.round((budget ?? 0) * 100), spent_fen: Math.round((spent ?? 0) * 100) }) }
    return isNew ? send('post', '/projects', { body, key: crypto.randomUUID() }) : send('put', '/projects/' + id, { body, etag: `"${project.data?.version}"` })
  }, ['/projects', '/resources'], onClose)
  const body = (p?: Project) => (
    <Form form={form} layout="vertical" onFinish={v => save.mutate(v)} initialValues={p ? { ...p, between: [dayjs(p.from), dayjs(p.to)], budget: p.budget_fen / 100, spent: p.spent_fen / 100 } : { region, planned: 0, actual: 0, staff: 0 }}>
      <Form.Item name="name" label={c.name} rules={[{ required: true, min: 2 }]}><Input maxLength={100} /></Form.Item>
      <Form.Item name="name_en" label={w.nameEn}><Input maxLength={200} /></Form.Item>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="operator" label={w.operator} rules={[{ required: true }]} className="grow"><OrganisationField known={p?.operator_name} /></Form.Item>
        <Form.Item name="purchaser" label={w.purchaser} className="grow"><OrganisationField allowClear known={p?.purchaser_name} /></Form.Item>
      </div>
      <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Form.Item name="category" label={c.category} className="grow"><Select allowClear showSearch={{ optionFilterProp: 'label' }} options={names.categories} /></Form.Item>
        <Form.Item name="region" label={c.region} rules={[{ required: true }]} className="grow"><RegionField /></Form.Item>
        <Form.Item name="between" label={w.term} rules={[{ required: true }]} className="grow"><DatePicker.RangePicker style={{ width: '100%' }} /></Form.Item>
      </div>
      <Form.Item name="target" label={w.target}><Select mode="multiple" allowClear showSearch={{ optionFilterProp: 'label' }} options={(kinds.data?.items ?? []).map(k => ({ value: keyOf(k), label: named(k) }))} /></Form.Item>
      <div className="row wrap" style={{ gap: 16 }}>
        {([['budget', w.budget, w.yuan], ['spent', w.spent, w.yuan], ['planned', w.planned, ''], ['actual', w.actual, ''], ['staff', w.staff, '']] as const).map(([k, l, u]) => <Form.Item key={k} name={k} label={l}><InputNumber<number> min={0} precision={u ? 2 : 0} suffix={u} style={{ width: u ? 140 : 110 }} /></Form.Item>)}
      </div>
      <Form.Item name="about" label={w.description}><Input.TextArea rows={3} maxLength={5000} /></Form.Item>
      {save.isError && <div role="alert"><b>{save.error.message}</b><Problems error={save.error} /></div>}
    </Form>
  )
  return (
    <Modal open width={720} title={`${isNew ? w.add : w.edit} · ${w.projects}`} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      {isNew ? body() : <Shown of={project}>{body}</Shown>}
    </Modal>
  )
}
