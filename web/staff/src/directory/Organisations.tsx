import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import { send, useApi, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { day, money, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { Link } from 'react-router'
import { holds, may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { Reminders } from './Reminders'
import { OrganisationForm } from './OrganisationForm'
import { kinds, kindWord, onward, originWord, stateTable, w, type Org, type OrgView } from './words'

export default function Organisations() {
  const url = useUrl()
  const regions = useRegions()
  const session = useSession().data
  const columns: Column<Org>[] = [
    { key: 'name', title: c.name, render: o => <button className="plain" onClick={() => url.set({ open: o.id })}>{named(o)}</button>, text: named },
    { key: 'kind', title: w.kind, render: o => kindWord(o.kind), text: o => kindWord(o.kind) },
    { key: 'credit', title: w.credit, render: o => <span className="mono">{o.credit_code || '—'}</span>, text: o => o.credit_code ?? '' },
    { key: 'region', title: c.region, render: o => regions.longName(o.region), text: o => regions.longName(o.region) },
    { key: 'stage', title: w.step, render: o => <StateTag state={o.stage} table={stateTable()} />, text: o => stateTable()[o.stage]?.[1] ?? o.stage },
    { key: 'reviewed', title: w.reviewed, render: o => day(o.reviewed_on), text: o => o.reviewed_on ?? '', off: true },
  ]
  return (
    <div className="page">
      <PageHeader title={w.orgs} lead={w.oLead} extra={may(session, 'directory.edit') && <Button type="primary" onClick={() => url.set({ edit: 'new' })}>{w.add}</Button>} />
      <Reminders />
      <div className="panel">
        <FilterBar filters={[
          { kind: 'text', name: 'q', label: w.oSearch },
          { kind: 'choice', name: 'kind', label: w.kind, options: kinds.map(k => ({ value: k, label: kindWord(k) })) },
          { kind: 'choice', name: 'stage', label: w.step, options: Object.keys(onward).map(v => ({ value: v, label: stateTable()[v][1] })) },
        ]} />
        <DataTable<Org> id="organisations" path="/organisations" query={{ q: url.get('q'), kind: url.get('kind'), stage: url.get('stage'), total: true }} columns={columns} rowKey={o => o.id} onOpen={o => url.set({ open: o.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
      {url.get('edit') && <OrganisationForm id={url.get('edit')} onClose={() => url.set({ edit: '' })} />}
    </div>
  )
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const org = useApi<OrgView>('/organisations/' + id)
  const regions = useRegions()
  const session = useSession().data
  const url = useUrl()
  const edits = may(session, 'directory.edit') && holds(session, org.data?.region)
  const today = new Date().toISOString().slice(0, 10)
  return (
    <DetailDrawer open title={org.data ? named(org.data) : w.orgs} onClose={onClose} extra={edits && <Button onClick={() => url.set({ edit: id, open: '' })}>{w.edit}</Button>}>
      <Shown of={org}>
        {o => (
          <div className="stack">
            <div className="row wrap"><StateTag state={o.stage} table={stateTable()} />{o.stage_note && <span className="muted">{o.stage_note}</span>}</div>
            {edits && <Onboarding o={o} />}
            <dl className="facts">
              <dt>{w.kind}</dt><dd>{kindWord(o.kind)}</dd>
              <dt>{w.credit}</dt><dd className="mono">{o.credit_code || '—'}</dd>
              <dt>{c.region}</dt><dd>{regions.longName(o.region)}</dd>
              {o.address && <><dt>{w.address}</dt><dd>{o.address}</dd></>}
              {o.contact && <><dt>{w.contact}</dt><dd>{o.contact}</dd></>}
              {o.phone && <><dt>{w.phone}</dt><dd>{o.phone}</dd></>}
              {o.email && <><dt>{w.email}</dt><dd>{o.email}</dd></>}
              {o.website && <><dt>{w.website}</dt><dd>{o.website}</dd></>}
              {o.about && <><dt>{w.description}</dt><dd style={{ whiteSpace: 'pre-line' }}>{o.about}</dd></>}
              <dt>{w.reviewed}</dt><dd>{day(o.reviewed_on)}</dd>
              <dt>{w.source}</dt><dd>{originWord(o.source)}</dd>
              <dt>{c.updated}</dt><dd>{when(o.changed)}</dd>
            </dl>
            {!!o.licences?.length && <section><h3 style={{ marginBottom: 4 }}>{w.licences}</h3>{o.licences.map(l => <div key={l.name + l.number} className="row" style={{ padding: '4px 0' }}><span className="grow">{l.name} <span className="muted mono">{l.number}</span></span>{l.until && (l.until < today ? <Tag tone="red">{w.expired} {day(l.until)}</Tag> : <span className="muted">{w.validUntil} {day(l.until)}</span>)}</div>)}</section>}
            <Linked title={w.services} to="/services" of={o.services} note={s => <StateTag state={s.state} table={stateTable()} />} />
            <Linked title={w.points} to="/service-points" of={o.points} note={p => <span className="muted">{p.address}</span>} />
            <Linked title={w.projects} to="/projects" of={o.projects} note={p => <span className="muted">{money(p.budget_fen)}</span>} />
          </div>
        )}
      </Shown>
    </DetailDrawer>
  )
}

function Linked<T extends { id: string; name: string; name_en?: string }>({ title, to, of, note }: { title: string; to: string; of?: T[] | null; note: (x: T) => React.ReactNode }) {
  const url = useUrl()
  if (!of?.length) return null
  return <section><h3 style={{ marginBottom: 4 }}>{title} · {of.length}</h3>{of.slice(0, 50).map(x => <div key={x.id} className="row" style={{ padding: '4px 0', borderBottom: '1px solid var(--line)' }}><Link className="grow" to={keepRegion(`${to}?open=${x.id}`, url.params)}>{named(x)}</Link>{note(x)}</div>)}</section>
}

function Onboarding({ o }: { o: Org }) {
  const [to, setTo] = useState<string>()
  const [note, setNote] = useState('')
  const done = () => { setTo(undefined); setNote('') }
  const body = (more: object) => ({ ...more, ...(note.trim() ? { note: note.trim() } : {}) })
  const move = useDo(() => send('post', `/organisations/${o.id}/onboarding`, { body: body({ to }), etag: `"${o.version}"` }), ['/organisations'], done)
  const review = useDo(() => send('post', `/organisations/${o.id}/review`, { body: body({}), etag: `"${o.version}"` }), ['/organisations'], done)
  const failed = move.error ?? review.error
  return (
    <div>
      <div className="row wrap">
        {onward[o.stage].length > 0 && <Select aria-label={w.advance} placeholder={w.advance} value={to} onChange={setTo} style={{ width: 150 }} options={onward[o.stage].map(v => ({ value: v, label: stateTable()[v]?.[1] ?? v }))} />}
        <Input value={note} onChange={e => setNote(e.target.value)} placeholder={w.note} aria-label={w.note} style={{ width: 210 }} maxLength={200} />
        <Button type="primary" disabled={!to} loading={move.isPending} onClick={() => move.mutate(undefined as never)}>{c.save}</Button>
        {o.stage === 'active' && <Button loading={review.isPending} onClick={() => review.mutate(undefined as never)}>{w.review}</Button>}
      </div>
      {failed && <div role="alert" style={{ marginTop: 8 }}><b>{failed.message}</b><Problems error={failed} /></div>}
    </div>
  )
}
