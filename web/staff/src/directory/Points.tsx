import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { useApi } from '../kit/api'
import { count, metres } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Shown } from '../kit/States'
import { Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { useRegions } from '../shell/regions'
import { useNames } from './lookups'
import { hoursText, w, type Point } from './words'

const openOf = (p: Point) => p.open_now ?? p.open
const Open = ({ p }: { p: Point }) => (openOf(p) === undefined ? <>—</> : openOf(p) ? <Tag tone="green">{w.openNow}</Tag> : <Tag>{w.closed}</Tag>)
const hoursOf = (p: Point) => hoursText(p.hours ?? p.opening_hours)

export default function Points() {
  const url = useUrl()
  const names = useNames()
  const regions = useRegions()
  const columns: Column<Point>[] = [
    { key: 'name', title: c.name, render: p => <button className="plain" onClick={() => url.set({ open: p.id })}>{named(p)}</button>, text: named },
    { key: 'organisation', title: w.organisation, render: p => names.organisation(p.organisation_id ?? p.organisation, p.organisation_name), text: p => names.organisation(p.organisation_id ?? p.organisation, p.organisation_name) },
    { key: 'region', title: c.region, render: p => regions.longName(p.region), text: p => regions.longName(p.region) },
    { key: 'address', title: w.address, render: p => p.address || '—', text: p => p.address ?? '' },
    { key: 'hours', title: w.hours, render: p => hoursOf(p) || '—', text: hoursOf },
    { key: 'open', title: w.openNow, render: p => <Open p={p} /> },
    { key: 'capacity', title: w.capacity, num: true, render: p => count(p.capacity), text: p => String(p.capacity ?? '') },
    { key: 'distance', title: 'm', num: true, off: true, render: p => metres(p.distance_m ?? p.distance) },
  ]
  return (
    <div className="page">
      <PageHeader title={w.points} lead={w.pLead} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'text', name: 'q', label: w.pSearch }, { kind: 'choice', name: 'category', label: c.category, options: names.categories, width: 168 }, { kind: 'flag', name: 'now', label: w.openNow }]} />
        <DataTable<Point> id="points" path="/service-points" query={{ q: url.get('q'), category: url.get('category'), open_at: url.get('now') ? new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString() : '' }} columns={columns} rowKey={p => p.id} onOpen={p => url.set({ open: p.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const point = useApi<Point>('/service-points/' + id)
  const names = useNames()
  const regions = useRegions()
  return (
    <DetailDrawer open title={point.data ? named(point.data) : w.points} onClose={onClose}>
      <Shown of={point}>
        {p => (
          <dl className="facts">
            <dt>{w.openNow}</dt><dd><Open p={p} /></dd>
            <dt>{w.hours}</dt><dd>{hoursOf(p).split('；').map(h => <div key={h}>{h || '—'}</div>)}</dd>
            <dt>{w.organisation}</dt><dd>{names.organisation(p.organisation_id ?? p.organisation, p.organisation_name)}</dd>
            <dt>{c.region}</dt><dd>{regions.longName(p.region)}</dd>
            <dt>{w.address}</dt><dd>{p.address || '—'}</dd>
            <dt>{w.phone}</dt><dd>{p.phone || '—'}</dd>
            <dt>{w.capacity}</dt><dd>{count(p.capacity)}</dd>
          </dl>
        )}
      </Shown>
    </DetailDrawer>
  )
}
