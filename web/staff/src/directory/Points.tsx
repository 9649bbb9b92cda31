import { useState } from 'react'
import { Alert, Button, DatePicker, Form, Input, Modal, Popconfirm } from 'antd'
import type { Dayjs } from 'dayjs'
import { send, useApi, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { count, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, language, named } from '../kit/words'
import { holds, may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { useNames } from './lookups'
import { PointForm } from './PointForm'
import { hoursText, originWord, pointKind, pointKinds, w, type Point } from './words'

const Open = ({ p }: { p: Point }) => (p.open_now ? <Tag tone="green">{w.openNow}</Tag> : <Tag>{w.closed}</Tag>)

export default function Points() {
  const url = useUrl()
  const names = useNames()
  const regions = useRegions()
  const session = useSession().data
  const columns: Column<Point>[] = [
    { key: 'name', title: c.name, render: p => <button className="plain" onClick={() => url.set({ open: p.id })}>{named(p)}</button>, text: named },
    { key: 'kind', title: w.kind, render: p => pointKind(p.kind), text: p => pointKind(p.kind) },
    { key: 'organisation', title: w.organisation, render: p => p.organisation_name || '—', text: p => p.organisation_name ?? '' },
    { key: 'region', title: c.region, render: p => regions.longName(p.region), text: p => regions.longName(p.region) },
    { key: 'hours', title: w.hours, render: p => <div style={{ minWidth: 200, whiteSpace: 'normal' }}>{hoursText(p.hours) || '—'}</div>, text: p => hoursText(p.hours) },
    { key: 'open', title: w.openNow, render: p => <Open p={p} />, text: p => (p.open_now ? w.openNow : w.closed) },
    { key: 'capacity', title: w.perDay, num: true, render: p => count(p.per_day), text: p => String(p.per_day) },
    { key: 'address', title: w.address, render: p => p.address || '—', text: p => p.address ?? '', off: true },
  ]
  return (
    <div className="page">
      <PageHeader title={w.points} lead={w.pLead} extra={may(session, 'directory.edit') && <Button type="primary" onClick={() => url.set({ edit: 'new' })}>{w.add}</Button>} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'text', name: 'q', label: w.pSearch }, { kind: 'choice', name: 'category', label: c.category, options: names.categories, width: 168 }, { kind: 'choice', name: 'kind', label: w.kind, options: pointKinds.map(k => ({ value: k, label: pointKind(k) })) }, { kind: 'flag', name: 'now', label: w.openNow }]} />
        <DataTable<Point> id="points" path="/service-points" query={{ q: url.get('q'), category: url.get('category'), kind: url.get('kind'), open_at: url.get('now') ? new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString() : '', total: true }} columns={columns} rowKey={p => p.id} onOpen={p => url.set({ open: p.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
      {url.get('edit') && <PointForm id={url.get('edit')} onClose={() => url.set({ edit: '' })} />}
    </div>
  )
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const point = useApi<Point>('/service-points/' + id)
  const names = useNames()
  const regions = useRegions()
  const session = useSession().data
  const url = useUrl()
  return (
    <DetailDrawer open title={point.data ? named(point.data) : w.points} onClose={onClose} extra={may(session, 'directory.edit') && holds(session, point.data?.region) && <Button onClick={() => url.set({ edit: id, open: '' })}>{w.edit}</Button>}>
      <Shown of={point}>
        {p => (
          <div className="stack">
            <div className="row wrap"><Open p={p} />{p.until && <span className="muted">{w.until(when(p.until))}</span>}{p.retired && <Tag>{w.retired}</Tag>}{p.step_free && <Tag tone="blue">{w.stepFree}</Tag>}</div>
            <dl className="facts">
              <dt>{w.kind}</dt><dd>{pointKind(p.kind)}</dd>
              <dt>{w.hours}</dt><dd>{hoursText(p.hours).split('；').map(h => <div key={h}>{h || w.noHours}</div>)}{p.hours.office && <div className="muted">{w.office}</div>}</dd>
              <dt>{w.organisation}</dt><dd>{p.organisation_name || '—'}</dd>
              <dt>{c.category}</dt><dd>{(p.categories ?? []).map(names.category).join('、') || '—'}</dd>
              <dt>{c.region}</dt><dd>{regions.longName(p.region)}</dd>
              <dt>{w.address}</dt><dd>{p.address || '—'}</dd>
              {p.phone && <><dt>{w.phone}</dt><dd>{p.phone}</dd></>}
              {p.transport && <><dt>{w.transport}</dt><dd>{p.transport}</dd></>}
              <dt>{w.perDay}</dt><dd>{count(p.per_day)}</dd>
              <dt>{w.source}</dt><dd>{originWord(p.source)}</dd>
              <dt>{c.updated}</dt><dd>{when(p.changed)}</dd>
            </dl>
            <Closures p={p} edits={may(session, 'directory.close') && holds(session, p.region)} />
          </div>
        )}
      </Shown>
    </DetailDrawer>
  )
}

function Closures({ p, edits }: { p: Point; edits: boolean }) {
  const [adding, setAdding] = useState(false)
  const [form] = Form.useForm()
  const again = ['/service-points', '/services', '/resources']
  const add = useDo((v: { between: [Dayjs, Dayjs]; reason_zh: string; reason_en?: string }) => send('post', `/service-points/${p.id}/closures`, { body: { from: v.between[0].toISOString(), to: v.between[1].toISOString(), reason_zh: v.reason_zh, ...(v.reason_en ? { reason_en: v.reason_en } : {}) }, key: crypto.randomUUID() }), again, () => { setAdding(false); form.resetFields() })
  const remove = useDo((id: string) => send('delete', `/service-points/${p.id}/closures/${id}`), again)
  return (
    <section>
      <div className="row"><h3 className="grow">{w.closures}</h3>{edits && <Button size="small" onClick={() => setAdding(true)}>{w.closureAdd}</Button>}</div>
      {!p.closures?.length ? <div className="muted">{w.closureNone}</div> : p.closures.map(x => (
        <div key={x.id} className="row" style={{ padding: '6px 0', borderBottom: '1px solid var(--line)' }}>
          <div className="grow">{(language() === 'en' && x.reason_en) || x.reason_zh}<div className="muted small">{when(x.from)} – {when(x.to)}</div></div>
          {edits && <Popconfirm title={w.remove} okText={w.remove} cancelText={c.cancel} onConfirm={() => remove.mutate(x.id)}><Button size="small" type="text">{w.remove}</Button></Popconfirm>}
        </div>
      ))}
      {remove.isError && <Alert type="error" showIcon title={remove.error.message} />}
      <Modal open={adding} title={w.closureAdd} onCancel={() => setAdding(false)} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={add.isPending}>
        <Form form={form} layout="vertical" onFinish={v => add.mutate(v)}>
          <Form.Item name="between" label={w.between} rules={[{ required: true }]}><DatePicker.RangePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} /></Form.Item>
          <Form.Item name="reason_zh" label={w.reasonZh} rules={[{ required: true }]}><Input maxLength={200} /></Form.Item>
          <Form.Item name="reason_en" label={w.reasonEn}><Input maxLength={200} /></Form.Item>
          {add.isError && <div role="alert"><b>{add.error.message}</b><Problems error={add.error} /></div>}
        </Form>
      </Modal>
    </section>
  )
}
