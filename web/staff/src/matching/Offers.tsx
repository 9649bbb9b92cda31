import { Button, Popconfirm } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { count, metres } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { useNames } from '../directory/lookups'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { offerStates, sourceWord, w, type Offer, type Row } from './data'

export default function Offers() {
  const url = useUrl()
  const names = useNames()
  const regions = useRegions()
  const columns: Column<Offer>[] = [
    { key: 'name', title: c.name, render: o => <button className="plain" onClick={() => url.set({ open: o.id })}>{named(o)}</button>, text: named },
    { key: 'category', title: c.category, render: o => names.category(o.category), text: o => names.category(o.category) },
    { key: 'who', title: w.who, render: o => o.who_name || '—', text: o => o.who_name ?? '' },
    { key: 'region', title: c.region, render: o => regions.longName(o.region), text: o => regions.longName(o.region) },
    { key: 'capacity', title: w.capacity, num: true, render: o => count(o.capacity), text: o => String(o.capacity) },
    { key: 'taken', title: w.taken, num: true, render: o => count(o.taken), text: o => String(o.taken) },
    { key: 'reach', title: w.reach, num: true, render: o => (o.reach_m ? metres(o.reach_m) : w.anywhere), text: o => String(o.reach_m ?? '') },
    { key: 'source', title: w.source, render: o => sourceWord(o.source), text: o => sourceWord(o.source), off: true },
    { key: 'state', title: c.state, render: o => <StateTag state={o.state} table={offerStates()} />, text: o => offerStates()[o.state]?.[1] ?? o.state },
  ]
  return (
    <div className="page">
      <PageHeader title={w.oTitle} lead={w.oLead} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'choice', name: 'category', label: c.category, options: names.categories, width: 168 }, { kind: 'choice', name: 'state', label: c.state, options: ['open', 'paused', 'ended'].map(v => ({ value: v, label: offerStates()[v][1] })) }]} />
        <DataTable<Offer> id="offers" path="/offers" query={{ category: url.get('category'), state: url.get('state') }} columns={columns} rowKey={o => o.id} onOpen={o => url.set({ open: o.id })} empty={{ title: w.oNone }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const names = useNames()
  const session = useSession().data
  const one = useApi<Offer>('/offers/' + id)
  const fitting = useApi<List<Row>>(may(session, 'exchange.see_needs') ? `/offers/${id}/needs` : '', { limit: 100 })
  const o = one.data
  const move = useDo((state: string) => send('post', `/offers/${id}/state`, { body: { state }, etag: `"${o?.version}"` }), ['/offers'])
  return (
    <DetailDrawer open title={o ? named(o) : w.offer} onClose={onClose}>
      <div className="stack">
        <Shown of={one} rows={4}>{o => <>
          <div className="row wrap"><StateTag state={o.state} table={offerStates()} /><span className="grow" />
            {may(session, 'exchange.edit_offers') && o.source !== 'service' && o.state !== 'ended' && <>
              <Button size="small" loading={move.isPending} onClick={() => move.mutate(o.state === 'open' ? 'paused' : 'open')}>{o.state === 'open' ? w.pause : w.resume}</Button>
              <Popconfirm title={w.end} onConfirm={() => move.mutate('ended')} okText={w.end} cancelText={c.cancel}><Button size="small" danger>{w.end}</Button></Popconfirm>
            </>}
          </div>
          {move.isError && <div role="alert"><b>{move.error.message}</b><Problems error={move.error} /></div>}
          <dl className="facts">
            <dt>{c.category}</dt><dd>{names.category(o.category)}</dd><dt>{w.who}</dt><dd>{o.who_name || '—'}</dd>
            <dt>{w.capacity}</dt><dd>{count(o.capacity)}</dd><dt>{w.taken}</dt><dd>{count(o.taken)}</dd><dt>{w.reach}</dt><dd>{o.reach_m ? metres(o.reach_m) : w.anywhere}</dd>
          </dl>
        </>}</Shown>
        {may(session, 'exchange.see_needs') && <section>
          <h3 style={{ marginBottom: 8 }}>{w.whom}</h3>
          <Shown of={fitting} rows={3}>{l => l.items.length === 0 ? <div className="muted">{w.nobody}</div> : <table className="figs"><thead><tr><th scope="col">{w.person}</th><th scope="col">{c.category}</th><th scope="col" className="num">{w.distance}</th></tr></thead><tbody>{l.items.map(r => <tr key={r.need}><td>{r.name || '—'}</td><td>{names.category(r.category)}</td><td className="num">{metres(r.distance_m)}</td></tr>)}</tbody></table>}</Shown>
        </section>}
      </div>
    </DetailDrawer>
  )
}
