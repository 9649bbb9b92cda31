import { useState } from 'react'
import { Button, Form, Input, Modal, Select } from 'antd'
import { send, useApi, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { stateTable, w, type Org } from './words'

const stateOf = (o: Org) => o.onboarding ?? o.state ?? ''

export default function Organisations() {
  const url = useUrl()
  const regions = useRegions()
  const session = useSession().data
  const columns: Column<Org>[] = [
    { key: 'name', title: c.name, render: o => <button className="plain" onClick={() => url.set({ open: o.id })}>{named(o)}</button>, text: named },
    { key: 'kind', title: w.kind, render: o => o.kind || '—', text: o => o.kind ?? '' },
    { key: 'credit', title: w.credit, render: o => <span className="mono">{o.credit_code || '—'}</span>, text: o => o.credit_code ?? '' },
    { key: 'region', title: c.region, render: o => regions.longName(o.region), text: o => regions.longName(o.region) },
    { key: 'state', title: w.step, render: o => <StateTag state={stateOf(o)} table={stateTable()} />, text: stateOf },
  ]
  return (
    <div className="page">
      <PageHeader title={w.orgs} lead={w.oLead} extra={may(session, 'directory.edit', 'directory.keep', 'directory.write', 'directory.manage') && <Button type="primary" onClick={() => url.set({ new: '1' })}>{w.add}</Button>} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'text', name: 'q', label: w.oSearch }]} />
        <DataTable<Org> id="organisations" path="/organisations" query={{ q: url.get('q') }} columns={columns} rowKey={o => o.id} onOpen={o => url.set({ open: o.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
      {url.get('new') && <Add onClose={() => url.set({ new: '' })} />}
    </div>
  )
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const org = useApi<Org>('/organisations/' + id)
  const regions = useRegions()
  const session = useSession().data
  const [to, setTo] = useState<string>()
  const [note, setNote] = useState('')
  const move = useDo(() => send('post', `/organisations/${id}/onboarding`, { body: { to, note } }), ['/organisations'], () => { setTo(undefined); setNote('') })
  return (
    <DetailDrawer open title={org.data ? named(org.data) : w.orgs} onClose={onClose}>
      <Shown of={org}>
        {o => (
          <div className="stack">
            <dl className="facts">
              <dt>{w.step}</dt><dd><StateTag state={stateOf(o)} table={stateTable()} /></dd>
              <dt>{w.kind}</dt><dd>{o.kind || '—'}</dd><dt>{w.credit}</dt><dd className="mono">{o.credit_code || '—'}</dd>
              <dt>{c.region}</dt><dd>{regions.longName(o.region)}</dd><dt>{w.address}</dt><dd>{o.address || '—'}</dd><dt>{w.phone}</dt><dd>{o.phone || '—'}</dd>
              <dt>{w.description}</dt><dd>{o.description || '—'}</dd><dt>{c.updated}</dt><dd>{when(o.updated_at)}</dd>
            </dl>
            {may(session, 'directory.onboard', 'directory.review') && <div className="row wrap">
              <Select aria-label={w.advance} placeholder={w.advance} value={to} onChange={setTo} style={{ width: 160 }} options={['reviewing', 'active', 'suspended', 'ended'].map(v => ({ value: v, label: stateTable()[v]?.[1] ?? v }))} />
              <Input value={note} onChange={e => setNote(e.target.value)} placeholder={w.note} aria-label={w.note} style={{ width: 240 }} />
              <Button disabled={!to} loading={move.isPending} onClick={() => move.mutate(undefined as never)}>{c.save}</Button>
            </div>}
            {move.isError && <div role="alert"><b>{move.error.message}</b><Problems error={move.error} /></div>}
          </div>
        )}
      </Shown>
    </DetailDrawer>
  )
}

function Add({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm()
  const url = useUrl()
  const save = useDo((v: Partial<Org>) => send('post', '/organisations', { body: { region: url.get('region') || undefined, ...v } }), ['/organisations'], onClose)
  return (
    <Modal open title={`${w.add} · ${w.orgs}`} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      <Form form={form} layout="vertical" onFinish={v => save.mutate(v)}>
        <Form.Item name="name" label={c.name} rules={[{ required: true, min: 2 }]}><Input maxLength={60} /></Form.Item>
        <Form.Item name="credit_code" label={w.credit} rules={[{ required: true, pattern: /^[0-9A-HJ-NPQRTUWXY]{18}$/, message: 'GB 32100-2015' }]}><Input maxLength={18} /></Form.Item>
        <Form.Item name="phone" label={w.phone}><Input maxLength={20} /></Form.Item>
        {save.isError && <div role="alert"><b>{save.error.message}</b><Problems error={save.error} /></div>}
      </Form>
    </Modal>
  )
}
