import { useState } from 'react'
import { Link } from 'react-router'
import { Alert, Button, Input, Modal } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { count, day, metres, money, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language, named } from '../kit/words'
import { holds, may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { Eligibility } from './Eligibility'
import { useNames } from './lookups'
import { ServiceForm } from './ServiceForm'
import { hoursText, modeWord, originWord, stateTable, w, type Service, type Version } from './words'

const priceOf = (s: Service) => (s.price_fen === 0 ? s.fees || w.free : money(s.price_fen) + (s.unit ? ` / ${s.unit}` : ''))

export default function Services() {
  const url = useUrl()
  const names = useNames()
  const session = useSession().data
  const columns: Column<Service>[] = [
    { key: 'name', title: c.name, render: s => <button className="plain" onClick={() => url.set({ open: s.id })}>{named(s)}</button>, text: named },
    { key: 'category', title: c.category, render: s => names.category(s.category), text: s => names.category(s.category) },
    { key: 'organisation', title: w.organisation, render: s => s.organisation_name || '—', text: s => s.organisation_name ?? '' },
    { key: 'mode', title: w.mode, render: s => modeWord(s.mode), text: s => modeWord(s.mode) },
    { key: 'price', title: w.price, num: true, render: priceOf, text: priceOf },
    { key: 'rule', title: w.eligibility, render: s => <div style={{ minWidth: 180, whiteSpace: 'normal' }}>{(language() === 'en' ? s.rule_en : s.rule_zh) || w.everyone}</div>, text: s => (language() === 'en' ? s.rule_en : s.rule_zh) },
    { key: 'state', title: c.state, render: s => <StateTag state={s.state} table={stateTable()} />, text: s => stateTable()[s.state]?.[1] ?? s.state },
    { key: 'updated', title: c.updated, render: s => when(s.changed), text: s => s.changed, off: true },
  ]
  const drafts = may(session, 'directory.draft')
  return (
    <div className="page">
      <PageHeader title={w.services} lead={w.sLead} extra={drafts && <Button type="primary" onClick={() => url.set({ edit: 'new' })}>{w.add}</Button>} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'text', name: 'q', label: w.sSearch }, { kind: 'choice', name: 'category', label: c.category, options: names.categories, width: 168 }, ...(drafts ? [{ kind: 'choice' as const, name: 'state', label: c.state, options: ['draft', 'published', 'suspended', 'retired'].map(v => ({ value: v, label: stateTable()[v][1] })) }] : [])]} />
        <DataTable<Service> id="services" path="/services" query={{ q: url.get('q'), category: url.get('category'), state: url.get('state'), total: true }} columns={columns} rowKey={s => s.id} onOpen={s => url.set({ open: s.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
      {url.get('edit') && <ServiceForm id={url.get('edit')} onClose={() => url.set({ edit: '' })} />}
    </div>
  )
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const service = useApi<Service>('/services/' + id)
  const names = useNames()
  const regions = useRegions()
  const url = useUrl()
  const session = useSession().data
  const own = holds(session, service.data?.region)
  const drafts = own && may(session, 'directory.draft')
  return (
    <DetailDrawer open title={service.data ? named(service.data) : w.services} onClose={onClose} extra={drafts && <Button onClick={() => url.set({ edit: id, open: '' })}>{w.edit}</Button>}>
      <Shown of={service}>
        {s => (
          <div className="stack">
            <div className="row wrap"><StateTag state={s.state} table={stateTable()} />{s.state_note && <span className="muted">{s.state_note}</span>}<span className="grow" />{own && may(session, 'directory.publish') && <Moves s={s} />}</div>
            {s.alert && <Alert type="warning" showIcon title={s.alert} />}
            <dl className="facts">
              <dt>{c.category}</dt><dd>{[s.category, ...(s.also ?? [])].map(names.category).join('、')}</dd>
              <dt>{w.organisation}</dt><dd><Link to={keepRegion('/organisations?open=' + s.organisation, url.params)}>{s.organisation_name || '—'}</Link></dd>
              <dt>{w.mode}</dt><dd>{modeWord(s.mode)}</dd>
              <dt>{w.price}</dt><dd>{priceOf(s)}{!!s.subsidies?.length && s.subsidies.map(x => <div key={x.for} className="muted small">{money(x.fen)} · {x.note || x.for}</div>)}</dd>
              {s.per_day > 0 && <><dt>{w.perDay}</dt><dd>{count(s.per_day)}</dd></>}
              {!!s.reach_m && <><dt>{w.reach}</dt><dd>{metres(s.reach_m)}</dd></>}
              {!!s.area?.length && <><dt>{w.area}</dt><dd>{s.area.map(r => regions.longName(r)).join('、')}</dd></>}
              {s.order_until && <><dt>{w.orderUntil}</dt><dd>{s.order_until}</dd></>}
              {!!s.documents?.length && <><dt>{w.documents}</dt><dd>{s.documents.join('、')}</dd></>}
              {s.apply && <><dt>{w.apply}</dt><dd style={{ whiteSpace: 'pre-line' }}>{s.apply}</dd></>}
              {s.about && <><dt>{w.description}</dt><dd style={{ whiteSpace: 'pre-line' }}>{s.about}</dd></>}
              <dt>{w.source}</dt><dd>{originWord(s.source)}</dd>
            </dl>
            {!!s.at?.length && <section><h3 style={{ marginBottom: 4 }}>{w.points}</h3>{s.at.map(p => (
              <div key={p.id} className="row" style={{ padding: '6px 0', borderBottom: '1px solid var(--line)' }}>
                <div className="grow"><Link to={keepRegion('/service-points?open=' + p.id, url.params)}>{named(p)}</Link><div className="muted small">{hoursText(s.hours ?? p.hours)}</div></div>
                {p.open_now ? <Tag tone="green">{w.openNow}</Tag> : <Tag>{w.closed}</Tag>}
              </div>
            ))}</section>}
            <Eligibility s={s} />
            {drafts && <Versions s={s} />}
          </div>
        )}
      </Shown>
    </DetailDrawer>
  )
}

function Versions({ s }: { s: Service }) {
  const versions = useApi<List<Version>>(`/services/${s.id}/versions`)
  return (
    <section>
      <h3 style={{ marginBottom: 8 }}>{w.versions}</h3>
      <Shown of={versions} rows={2}>{l => <ol className="timeline">{l.items.map(v => <li key={v.number}><div className="row">{w.version(v.number)} · {w.fromDay(day(v.from))} <StateTag state={v.state} table={stateTable()} />{!v.held && <Tag tone="amber">{w.notYet}</Tag>}</div><div className="muted small">{when(v.at)} · {v.body.name} · {priceOf(v.body as Service)}</div></li>)}</ol>}</Shown>
    </section>
  )
}

function Moves({ s }: { s: Service }) {
  const [verb, setVerb] = useState<'publish' | 'suspend' | 'retire'>()
  const [note, setNote] = useState('')
  const act = useDo((v: string) => send('post', `/services/${s.id}/${v}`, { body: note.trim() ? { note: note.trim() } : {}, etag: `"${s.version}"` }), ['/services', '/service-points', '/offers'], () => setVerb(undefined))
  const ask = (v: 'publish' | 'suspend' | 'retire') => { setNote(''); act.reset(); setVerb(v) }
  const titles = { publish: w.publish, suspend: w.suspend, retire: w.retire }
  return (
    <>
      {(s.state === 'draft' || s.state === 'suspended') && <Button size="small" type="primary" onClick={() => ask('publish')}>{w.publish}</Button>}
      {s.state === 'published' && <Button size="small" onClick={() => ask('suspend')}>{w.suspend}</Button>}
      {s.state !== 'retired' && <Button size="small" danger onClick={() => ask('retire')}>{w.retire}</Button>}
      <Modal open={!!verb} title={verb && `${titles[verb]} · ${named(s)}`} onCancel={() => setVerb(undefined)} onOk={() => act.mutate(verb!)} okText={verb && titles[verb]} cancelText={c.cancel} confirmLoading={act.isPending} okButtonProps={{ danger: verb === 'retire', disabled: verb !== 'publish' && note.trim().length < 2 }} destroyOnHidden>
        {verb === 'retire' && <p className="muted">{w.retireAsk}</p>}
        <Input value={note} onChange={e => setNote(e.target.value)} placeholder={w.note} aria-label={w.note} maxLength={200} />
        {act.isError && <div role="alert" style={{ marginTop: 12 }}><b>{act.error.message}</b><Problems error={act.error} /></div>}
      </Modal>
    </>
  )
}
