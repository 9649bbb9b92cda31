import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { App, Button, DatePicker, Form, Input, Modal, Popconfirm, Select, Tabs } from 'antd'
import { send, sendTagged, useApi, useDo, type List } from '../kit/api'
import { day, when } from '../kit/format'
import { Masked } from '../kit/Masked'
import { PageHeader } from '../kit/PageHeader'
import { Empty, Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, named, pick } from '../kit/words'
import { keyOf, useAttributeKinds } from '../map/data'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { born, idNumber, type AccessEntry, type Attribute, type Consent, type Household, type Person, type TimelineEntry } from './data'
import { sexOf, stateTable, w } from './words'

export default function PersonPage() {
  const { id = '' } = useParams()
  const person = useApi<Person>('/people/' + id)
  return (
    <div className="page">
      <Shown of={person} rows={10}>{p => <Sheet p={p} />}</Shown>
    </div>
  )
}

function Sheet({ p }: { p: Person }) {
  const url = useUrl()
  const regions = useRegions()
  const session = useSession().data
  const { message } = App.useApp()
  const [editing, setEditing] = useState(false)
  const canEdit = may(session, 'people.edit', 'people.write', 'people.keep', 'people.change')
  const canReveal = may(session, 'people.reveal', 'people.unmask')
  const reveal = (field: string) => (canReveal ? async (purpose: string) => (await send<{ value: string }>('post', `/people/${p.id}/reveal`, { body: { field, purpose } })).value : undefined)
  const hid = p.household_id ?? p.household
  return (
    <>
      <PageHeader title={p.name} up={{ to: '/people', title: w.people }}
        lead={<span className="row">{sexOf(p.sex)}{p.age !== undefined && <span>{w.years(p.age)}</span>}<span>{regions.longName(p.region)}</span>{(p.state ?? p.status) && <StateTag state={(p.state ?? p.status)!} table={stateTable()} />}</span>}
        extra={canEdit && <Button onClick={() => setEditing(true)}>{w.edit}</Button>} />
      <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0,3fr) minmax(300px,2fr)', gap: 16, alignItems: 'start' }}>
        <div className="stack">
          <section className="panel">
            <header><h2>{w.facts}</h2></header>
            <dl className="facts body">
              <dt>{w.name}</dt><dd><Masked label={w.name} value={p.name} reveal={reveal('name')} /></dd>
              <dt>{w.born}</dt><dd>{day(born(p))}</dd>
              <dt>{w.idNumber}</dt><dd><Masked label={w.idNumber} value={idNumber(p)} reveal={reveal('id_number')} /></dd>
              <dt>{w.phone}</dt><dd><Masked label={w.phone} value={p.phone} reveal={reveal('phone')} /></dd>
              <dt>{w.address}</dt><dd><Masked label={w.address} value={p.address} reveal={reveal('address')} /></dd>
              <dt>{c.updated}</dt><dd>{when(p.updated_at)}</dd>
            </dl>
          </section>
          <section className="panel">
            <Tabs style={{ padding: '0 16px 16px' }} activeKey={url.get('tab') || 'timeline'} onChange={k => url.set({ tab: k === 'timeline' ? '' : k })} items={[
              { key: 'timeline', label: w.timeline, children: <Timeline id={p.id} /> },
              { key: 'access', label: w.access, children: <AccessLog id={p.id} /> },
              { key: 'consents', label: w.consents, children: <Consents id={p.id} canEdit={canEdit} /> },
            ]} />
          </section>
        </div>
        <div className="stack">
          <Attributes id={p.id} canEdit={canEdit} />
          {hid && <Home id={hid} self={p.id} />}
        </div>
      </div>
      {editing && <Edit p={p} onClose={ok => { setEditing(false); if (ok) message.success(c.saved) }} />}
    </>
  )
}

function Attributes({ id, canEdit }: { id: string; canEdit: boolean }) {
  const attrs = useApi<List<Attribute>>(`/people/${id}/attributes`)
  const kinds = useAttributeKinds()
  const [adding, setAdding] = useState(false)
  const [form] = Form.useForm()
  const name = (a: Attribute) => named(a) || named(kinds.data?.items.find(k => keyOf(k) === (a.kind ?? a.key))) || a.kind || a.key
  const add = useDo((v: { kind: string; from?: { format(f: string): string } }) => send('post', `/people/${id}/attributes`, { body: { kind: v.kind, ...(v.from ? { from: v.from.format('YYYY-MM-DD') } : {}) } }), ['/people'], () => { setAdding(false); form.resetFields() })
  const end = useDo((a: string) => send('post', `/people/${id}/attributes/${a}/end`, { body: {} }), ['/people'])
  return (
    <section className="panel">
      <header><h2 className="grow">{w.attributes}</h2>{canEdit && <Button size="small" onClick={() => setAdding(true)}>{w.addAttr}</Button>}</header>
      <div className="body">
        <Shown of={attrs} rows={3}>
          {l => l.items.length === 0 ? <div className="muted">{w.noAttr}</div> : (
            <ul style={{ listStyle: 'none', margin: 0, padding: 0 }} className="stack">
              {l.items.map(a => (
                <li key={a.id} className="row">
                  <Tag tone={a.to ?? a.valid_to ? '' : 'blue'}>{name(a)}</Tag>
                  <span className="grow muted small">{w.since(day(a.from ?? a.valid_from))}{(a.to ?? a.valid_to) ? ' ' + w.until(day(a.to ?? a.valid_to)) : ''}{a.source ? ` · ${a.source}` : ''}</span>
                  {canEdit && !(a.to ?? a.valid_to) && <Popconfirm title={`${w.endAttr}：${name(a)}`} onConfirm={() => end.mutate(a.id)} okText={w.endAttr} cancelText={c.cancel}><Button size="small" type="text">{w.endAttr}</Button></Popconfirm>}
                </li>
              ))}
            </ul>
          )}
        </Shown>
        {end.isError && <Problems error={end.error} />}
      </div>
      <Modal open={adding} title={w.addAttr} onCancel={() => setAdding(false)} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={add.isPending}>
        <Form form={form} layout="vertical" onFinish={v => add.mutate(v)}>
          <Form.Item name="kind" label={w.kind} rules={[{ required: true }]}><Select showSearch={{ optionFilterProp: 'label' }} options={(kinds.data?.items ?? []).map(k => ({ value: keyOf(k), label: named(k) }))} /></Form.Item>
          <Form.Item name="from" label={w.from}><DatePicker style={{ width: '100%' }} /></Form.Item>
          {add.isError && <div role="alert"><b>{add.error.message}</b><Problems error={add.error} /></div>}
        </Form>
      </Modal>
    </section>
  )
}

function Home({ id, self }: { id: string; self: string }) {
  const home = useApi<Household>('/households/' + id)
  const url = useUrl()
  return (
    <section className="panel">
      <header><h2>{w.household}</h2></header>
      <div className="body">
        <Shown of={home} rows={3}>
          {h => (
            <>
              {h.address && <div style={{ marginBottom: 8 }}>{h.address}</div>}
              <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                {(h.members ?? []).map(m => <li key={m.id} className="row" style={{ padding: '4px 0' }}>{m.id === self ? <b>{m.name}</b> : <Link to={keepRegion('/people/' + m.id, url.params)}>{m.name}</Link>}<span className="muted">{sexOf(m.sex)}{m.age !== undefined && ` · ${w.years(m.age)}`}</span></li>)}
              </ul>
            </>
          )}
        </Shown>
      </div>
    </section>
  )
}

function Timeline({ id }: { id: string }) {
  const t = useApi<List<TimelineEntry>>(`/people/${id}/timeline`)
  return (
    <Shown of={t} rows={4}>
      {l => l.items.length === 0 ? <Empty title={w.noTimeline} /> : (
        <ol className="timeline">
          {l.items.map((e, i) => <li key={e.id ?? i}><div>{e.title ?? e.text ?? (e.text_zh ? pick([e.text_zh, e.text_en ?? e.text_zh]) : e.kind)}</div><div className="muted small">{when(e.at)}{e.by ? ` · ${e.by}` : ''}{e.source ? ` · ${e.source}` : ''}</div></li>)}
        </ol>
      )}
    </Shown>
  )
}

function AccessLog({ id }: { id: string }) {
  const t = useApi<List<AccessEntry>>(`/people/${id}/access-log`)
  return (
    <Shown of={t} rows={4}>
      {l => l.items.length === 0 ? <Empty title={w.noAccess} /> : (
        <table className="figs">
          <thead><tr><th scope="col">{w.at}</th><th scope="col">{w.who}</th><th scope="col">{w.field}</th><th scope="col">{w.purpose}</th></tr></thead>
          <tbody>{l.items.map((e, i) => <tr key={e.id ?? i}><td>{when(e.at)}</td><td>{e.who_name ?? e.who ?? e.account}</td><td>{e.field ?? e.action}</td><td>{e.purpose ?? e.detail ?? '—'}</td></tr>)}</tbody>
        </table>
      )}
    </Shown>
  )
}

function Consents({ id, canEdit }: { id: string; canEdit: boolean }) {
  const t = useApi<List<Consent>>(`/people/${id}/consents`)
  const [purpose, setPurpose] = useState('')
  const add = useDo(() => send('post', `/people/${id}/consents`, { body: { purpose } }), ['/people'], () => setPurpose(''))
  return (
    <>
      <Shown of={t} rows={3}>
        {l => l.items.length === 0 ? <Empty title={w.noConsents} /> : (
          <ul className="timeline">{l.items.map((e, i) => <li key={e.id ?? i}><div>{e.purpose ?? e.scope ?? e.text}{e.withdrawn_at && <> <Tag>{w.withdrawn}</Tag></>}</div><div className="muted small">{w.given} {when(e.given_at ?? e.from)}</div></li>)}</ul>
        )}
      </Shown>
      {canEdit && <div className="row"><Input value={purpose} onChange={e => setPurpose(e.target.value)} placeholder={w.purpose} aria-label={w.purpose} maxLength={100} style={{ maxWidth: 320 }} /><Button disabled={purpose.trim().length < 2} loading={add.isPending} onClick={() => add.mutate(undefined as never)}>{w.consent}</Button></div>}
      {add.isError && <div role="alert"><b>{add.error.message}</b><Problems error={add.error} /></div>}
    </>
  )
}

function Edit({ p, onClose }: { p: Person; onClose: (ok: boolean) => void }) {
  const [form] = Form.useForm()
  const save = useDo(async (v: Record<string, string>) => {
    const { etag } = await sendTagged<Person>('get', '/people/' + p.id)
    const body = Object.fromEntries(Object.entries(v).filter(([, x]) => x))
    return send('patch', '/people/' + p.id, { body, etag: etag ?? (p.version ? `"${p.version}"` : undefined) })
  }, ['/people'], () => onClose(true))
  return (
    <Modal open title={w.editTitle} onCancel={() => onClose(false)} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={save.isPending}>
      <p className="muted">{w.phoneNote}</p>
      <Form form={form} layout="vertical" onFinish={v => save.mutate(v)}>
        <Form.Item name="phone" label={w.phone} rules={[{ pattern: /^1\d{10}$/, message: '138 0013 8000' }]}><Input inputMode="tel" /></Form.Item>
        <Form.Item name="address" label={w.address}><Input maxLength={100} /></Form.Item>
        {save.isError && <div role="alert"><b>{save.error.message}</b><Problems error={save.error} /></div>}
      </Form>
    </Modal>
  )
}
