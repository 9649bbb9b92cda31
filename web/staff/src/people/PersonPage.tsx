import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { Alert, App, Button, DatePicker, Form, Input, Modal, Popconfirm, Select, Tabs } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { day, when } from '../kit/format'
import { Masked } from '../kit/Masked'
import { PageHeader } from '../kit/PageHeader'
import { Empty, Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { keyOf, useAttributeKinds, type AttributeKind } from '../map/data'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { Death } from './Death'
import { Entitlements, PersonNeeds } from './Entitlements'
import { home, useAttributeName, type AccessEntry, type Attribute, type Consent, type Household, type Person, type TimelineEntry } from './data'
import { levelWord, relation, sexOf, sourceWord, stateTable, w } from './words'

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
  const [dying, setDying] = useState(false)
  const canEdit = may(session, 'people.write') && p.state !== 'merged'
  const canReveal = may(session, 'people.reveal')
  const reveal = (field: string) => (canReveal ? async (purpose: string) => (await send<{ value: string }>('post', `/people/${p.id}/reveal`, { body: { field, purpose } })).value : undefined)
  return (
    <>
      <PageHeader title={p.name} up={{ to: '/people', title: w.people }}
        lead={<span className="row">{sexOf(p.sex)}{p.age !== undefined && <span>{w.years(p.age)}</span>}<span>{regions.longName(p.region)}</span>{p.state && <StateTag state={p.state} table={stateTable()} />}{p.died && <span>{day(p.died)}</span>}</span>}
        extra={canEdit && <>{p.state === 'living' && <Button onClick={() => setDying(true)}>{w.death}</Button>}<Button onClick={() => setEditing(true)}>{w.edit}</Button></>} />
      {p.merged_into && <Alert type="info" showIcon title={w.mergedInto} action={<Link to={keepRegion('/people/' + p.merged_into, url.params)}>{w.openKept}</Link>} style={{ marginBottom: 16 }} />}
      <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0,3fr) minmax(300px,2fr)', gap: 16, alignItems: 'start' }}>
        <div className="stack">
          <section className="panel">
            <header><h2>{w.facts}</h2></header>
            <dl className="facts body">
              <dt>{w.name}</dt><dd>{p.name}</dd>
              <dt>{w.born}</dt><dd>{day(p.birth)}</dd>
              <dt>{w.idNumber}</dt><dd><Masked label={w.idNumber} value={p.resident_id} reveal={reveal('resident_id')} /></dd>
              <dt>{w.phone}</dt><dd><Masked label={w.phone} value={p.phone} reveal={reveal('phone')} /></dd>
              <dt>{w.address}</dt><dd>{home(p) || '—'}</dd>
              {p.registered_address && <><dt>{w.registered}</dt><dd>{p.registered_address}</dd></>}
              <dt>{c.updated}</dt><dd>{when(p.changed)}</dd>
            </dl>
          </section>
          <section className="panel">
            <Tabs style={{ padding: '0 16px 16px' }} activeKey={url.get('tab') || 'timeline'} onChange={k => url.set({ tab: k === 'timeline' ? '' : k })} items={[
              { key: 'timeline', label: w.timeline, children: <Timeline id={p.id} /> },
              ...(may(session, 'directory.advise') ? [{ key: 'entitled', label: w.entitled, children: <Entitlements person={p.id} /> }] : []),
              ...(may(session, 'people.trail') ? [{ key: 'access', label: w.access, children: <AccessLog id={p.id} /> }] : []),
              { key: 'consents', label: w.consents, children: <Consents id={p.id} canEdit={canEdit} /> },
            ]} />
          </section>
        </div>
        <div className="stack">
          <Attributes p={p} canEdit={canEdit} />
          {may(session, 'exchange.see_needs') && <PersonNeeds person={p.id} />}
          {p.household && <Home id={p.household} self={p.id} />}
        </div>
      </div>
      {dying && <Death p={p} onClose={() => setDying(false)} />}
      {editing && <Edit p={p} onClose={ok => { setEditing(false); if (ok) message.success(c.saved) }} />}
    </>
  )
}

function Attributes({ p, canEdit }: { p: Person; canEdit: boolean }) {
  const kinds = useAttributeKinds()
  const name = useAttributeName()
  const [adding, setAdding] = useState(false)
  const [form] = Form.useForm()
  const key: string | undefined = Form.useWatch('key', form)
  const chosen: AttributeKind | undefined = kinds.data?.items.find(k => keyOf(k) === key)
  const add = useDo((v: { key: string; level?: string; from?: { format(f: string): string } }) => send('post', `/people/${p.id}/attributes`, { body: { key: v.key, ...(v.level ? { level: v.level } : {}), ...(v.from ? { from: v.from.format('YYYY-MM-DD') } : {}) } }), ['/people', '/demand'], () => { setAdding(false); form.resetFields() })
  const end = useDo((key: string) => send('post', `/people/${p.id}/attributes/${key}/end`, { body: {} }), ['/people', '/demand'])
  const all: Attribute[] = p.attributes ?? []
  return (
    <section className="panel">
      <header><h2 className="grow">{w.attributes}</h2>{canEdit && <Button size="small" onClick={() => setAdding(true)}>{w.addAttr}</Button>}</header>
      <div className="body">
        {all.length === 0 ? <div className="muted">{w.noAttr}</div> : (
          <ul style={{ listStyle: 'none', margin: 0, padding: 0, gap: 8 }} className="stack">
            {all.map(a => (
              <li key={a.key + a.from} className="row">
                <Tag tone={a.to ? '' : 'blue'}>{name(a)}</Tag>
                <span className="grow muted small">{w.since(day(a.from))}{a.to ? ' ' + w.until(day(a.to)) : ''}{a.source ? ` · ${sourceWord(a.source)}` : ''}</span>
                {canEdit && !a.to && <Popconfirm title={`${w.endAttr} · ${name(a)}`} onConfirm={() => end.mutate(a.key)} okText={w.endAttr} cancelText={c.cancel}><Button size="small" type="text" aria-label={`${w.endAttr} ${name(a)}`}>{w.endAttr}</Button></Popconfirm>}
              </li>
            ))}
          </ul>
        )}
        {end.isError && <div role="alert"><b>{end.error.message}</b><Problems error={end.error} /></div>}
      </div>
      <Modal open={adding} title={w.addAttr} onCancel={() => setAdding(false)} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={add.isPending} forceRender>
        <Form form={form} layout="vertical" onFinish={v => add.mutate(v)}>
          <Form.Item name="key" label={w.kind} rules={[{ required: true }]}><Select showSearch={{ optionFilterProp: 'label' }} options={(kinds.data?.items ?? []).map(k => ({ value: keyOf(k), label: named(k) }))} /></Form.Item>
          {!!chosen?.levels?.length && <Form.Item name="level" label={w.level} rules={[{ required: true }]}><Select options={chosen.levels.map(l => ({ value: l, label: levelWord(l) }))} /></Form.Item>}
          <Form.Item name="from" label={w.from}><DatePicker style={{ width: '100%' }} /></Form.Item>
          {add.isError && <div role="alert"><b>{add.error.message}</b><Problems error={add.error} /></div>}
        </Form>
      </Modal>
    </section>
  )
}

function Home({ id, self }: { id: string; self: string }) {
  const house = useApi<Household>('/households/' + id)
  const url = useUrl()
  return (
    <section className="panel">
      <header><h2>{w.household}</h2></header>
      <div className="body">
        <Shown of={house} rows={3}>
          {h => (
            <>
              {h.address && <div style={{ marginBottom: 8 }}>{h.address}</div>}
              <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
                {h.members.map(m => <li key={m.person} className="row" style={{ padding: '4px 0' }}>{m.person === self ? <b>{m.name}</b> : <Link to={keepRegion('/people/' + m.person, url.params)}>{m.name}</Link>}<span className="muted">{relation(m.relation)} · {w.years(m.age)}</span></li>)}
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
          {l.items.map((e, i) => <li key={i}><div>{e.words}</div><div className="muted small">{when(e.at)}</div></li>)}
        </ol>
      )}
    </Shown>
  )
}

function actionWord(e: AccessEntry): string {
  const field = e.detail === 'phone' ? w.phone : e.detail === 'resident_id' ? w.idNumber : e.detail ?? ''
  return e.action === 'people.revealed' ? `${w.sawFull} ${field}` : e.action === 'people.opened' ? w.opened : `${e.action} ${field}`
}

function AccessLog({ id }: { id: string }) {
  const me = useSession().data?.account
  const t = useApi<List<AccessEntry>>(`/people/${id}/access-log`)
  return (
    <Shown of={t} rows={4}>
      {l => l.items.length === 0 ? <Empty title={w.noAccess} /> : (
        <table className="figs">
          <thead><tr><th scope="col">{w.at}</th><th scope="col">{w.who}</th><th scope="col">{w.field}</th><th scope="col">{w.purpose}</th></tr></thead>
          <tbody>{l.items.map(e => <tr key={e.id}><td>{when(e.at)}</td><td>{e.account === me?.id ? me.name : <span className="mono" title={e.account}>{e.account.slice(-8)}</span>}</td><td>{actionWord(e)}</td><td>{e.purpose || '—'}</td></tr>)}</tbody>
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
          <ul className="timeline">{l.items.map(e => <li key={e.id}><div>{e.purpose}{e.withdrawn && <> <Tag>{w.withdrawn}</Tag></>}</div><div className="muted small">{w.given} {day(e.given)}{e.until ? ` · ${w.untilDay} ${day(e.until)}` : ''}</div></li>)}</ul>
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
    const body = Object.fromEntries(Object.entries(v).filter(([, x]) => x))
    return send('patch', '/people/' + p.id, { body, etag: `"${p.version}"` })
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
