import { Link } from 'react-router'
import { Alert, App, Button } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { Explain } from '../kit/Explain'
import { FilterBar } from '../kit/FilterBar'
import { count, metres, when } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language } from '../kit/words'
import { useNames } from '../directory/lookups'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { needStates, w, whyText, type Match, type Need } from './data'

const who = (n: Need) => n.person_name ?? n.name ?? (n.subject && !/^[0-9a-f-]{36}$/.test(n.subject) ? n.subject : '')

export default function Needs() {
  const url = useUrl()
  const names = useNames()
  const regions = useRegions()
  const session = useSession().data
  const { message } = App.useApp()
  const region = url.get('region')
  const infer = useDo(() => send<{ created?: number }>('post', '/needs/infer', { query: region ? { region } : {}, body: {} }), ['/needs'], r => message.success(`${w.inferred} ${r?.created !== undefined ? count(r.created) : ''}`))
  const columns: Column<Need>[] = [
    { key: 'person', title: w.person, render: n => <button className="plain" onClick={() => url.set({ open: n.id })}>{who(n) || names.category(n.category)}</button>, text: who },
    { key: 'category', title: c.category, render: n => names.category(n.category), text: n => names.category(n.category) },
    { key: 'region', title: c.region, render: n => regions.longName(n.region), text: n => regions.longName(n.region) },
    { key: 'urgency', title: w.urgency, render: n => String(n.urgency ?? '—'), text: n => String(n.urgency ?? '') },
    { key: 'state', title: c.state, render: n => <StateTag state={n.state} table={needStates()} />, text: n => n.state },
    { key: 'source', title: w.source, render: n => n.source || '—', text: n => n.source ?? '', off: true },
    { key: 'created', title: c.created, render: n => when(n.created_at ?? n.created), text: n => n.created_at ?? n.created ?? '' },
  ]
  return (
    <div className="page">
      <PageHeader title={w.nTitle} lead={w.nLead} extra={<><Live kinds="exchange." again={['/needs']} />{may(session, 'exchange.infer', 'exchange.run', 'exchange.match', 'exchange.edit') && <Button loading={infer.isPending} onClick={() => infer.mutate(undefined as never)}>{w.infer}</Button>}</>} />
      {infer.isError && <Alert type="error" showIcon title={infer.error.message} description={<Problems error={infer.error} />} style={{ marginBottom: 16 }} />}
      <div className="panel">
        <FilterBar filters={[{ kind: 'choice', name: 'category', label: c.category, options: names.categories, width: 168 }, { kind: 'choice', name: 'state', label: c.state, options: ['open', 'matched', 'met', 'withdrawn'].map(v => ({ value: v, label: needStates()[v][1] })) }]} />
        <DataTable<Need> id="needs" path="/needs" query={{ category: url.get('category'), state: url.get('state') }} columns={columns} rowKey={n => n.id} onOpen={n => url.set({ open: n.id })} empty={{ title: w.nNone, next: w.nNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

const Offer = ({ m }: { m: Match }) => <>
  <div className="row"><b className="grow">{m.offer_name ?? m.service_name ?? m.point_name ?? m.offer_id ?? m.offer}</b>{(m.distance_m ?? m.distance) !== undefined && <span className="muted">{metres(m.distance_m ?? m.distance)}</span>}</div>
  {m.organisation_name && <div className="muted">{m.organisation_name}</div>}
  <Explain reasons={(m.reasons ?? []).map(r => ({ ok: typeof r === 'object' ? r.ok ?? null : null, text: whyText(r, language()) }))} />
</>

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const need = useApi<Need>('/needs/' + id)
  const candidates = useApi<List<Match>>(`/needs/${id}/candidates`)
  const names = useNames()
  const regions = useRegions()
  const url = useUrl()
  return (
    <DetailDrawer open title={w.need} onClose={onClose}>
      <Shown of={need}>
        {n => (
          <div className="stack">
            <dl className="facts">
              <dt>{c.state}</dt><dd><StateTag state={n.state} table={needStates()} /></dd>
              <dt>{w.person}</dt><dd>{(n.person_id ?? n.person) ? <Link to={keepRegion('/people/' + (n.person_id ?? n.person), url.params)}>{who(n) || c.details}</Link> : who(n) || '—'}</dd>
              <dt>{c.category}</dt><dd>{names.category(n.category)}</dd>
              <dt>{c.region}</dt><dd>{regions.longName(n.region)}</dd>
              <dt>{w.urgency}</dt><dd>{String(n.urgency ?? '—')}</dd>
              <dt>{w.source}</dt><dd>{n.source ?? '—'}</dd>
              {n.note && <><dt>{w.note}</dt><dd>{n.note}</dd></>}
              <dt>{c.created}</dt><dd>{when(n.created_at ?? n.created)}</dd>
            </dl>
            <section data-match><h3 style={{ marginBottom: 8 }}>{w.itsMatch}</h3>{n.match ? <div className="panel"><div className="body"><Offer m={n.match} /></div></div> : <div className="muted">{w.noMatch}</div>}</section>
            <section><h3 style={{ marginBottom: 8 }}>{w.candidates}</h3>
              <Shown of={candidates} rows={3}>{l => l.items.length === 0 ? <div className="muted">{w.noCandidates}</div> : <ol style={{ margin: 0, padding: 0, listStyle: 'none' }}>{l.items.slice(0, 10).map((m, i) => <li key={m.id ?? i} style={{ padding: '8px 0', borderBottom: '1px solid var(--line)' }}><Offer m={m} />{n.match && (n.match.offer_id ?? n.match.offer) === (m.offer_id ?? m.offer) && <Tag tone="green">{w.matched}</Tag>}</li>)}</ol>}</Shown>
            </section>
          </div>
        )}
      </Shown>
    </DetailDrawer>
  )
}
