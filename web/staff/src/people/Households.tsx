import { Link } from 'react-router'
import { useApi } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { PageHeader } from '../kit/PageHeader'
import { Shown } from '../kit/States'
import { keepRegion, useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { useRegions } from '../shell/regions'
import { may, useSession } from '../session/session'
import type { Household } from './data'
import { HouseholdSteps } from './HouseholdSteps'
import { relation, w } from './words'

const headOf = (h: Household) => h.members.find(m => m.relation === 'head')?.name ?? ''

export default function Households() {
  const url = useUrl()
  const regions = useRegions()
  const columns: Column<Household>[] = [
    { key: 'address', title: w.address, render: h => h.address || h.id.slice(0, 8), text: h => h.address ?? '' },
    { key: 'region', title: c.region, render: h => regions.longName(h.region), text: h => regions.longName(h.region) },
    { key: 'size', title: w.size, num: true, width: 96, render: h => h.members.length, text: h => String(h.members.length) },
    { key: 'head', title: w.head, render: h => headOf(h) || '—', text: headOf },
  ]
  return (
    <div className="page">
      <PageHeader title={w.households} lead={w.hLead} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'text', name: 'q', label: w.hSearch }]} />
        <DataTable<Household> id="households" path="/households" query={{ q: url.get('q') }} columns={columns} rowKey={h => h.id} onOpen={h => url.set({ open: h.id })} empty={{ title: w.hNone, next: w.noneNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

function Detail({ id, onClose }: { id: string; onClose: () => void }) {
  const h = useApi<Household>('/households/' + id)
  const session = useSession().data
  const url = useUrl()
  const regions = useRegions()
  return (
    <DetailDrawer open title={w.household} onClose={onClose}>
      <Shown of={h}>
        {x => (
          <div className="stack">
            <dl className="facts"><dt>{w.address}</dt><dd>{x.address || '—'}</dd><dt>{c.region}</dt><dd>{regions.longName(x.region)}</dd></dl>
            <h2>{w.members}</h2>
            <table className="figs">
              <thead><tr><th scope="col">{w.name}</th><th scope="col">{w.relation}</th><th scope="col" className="num">{w.age}</th></tr></thead>
              <tbody>{(x.members ?? []).map(m => <tr key={m.person}><td><Link to={keepRegion('/people/' + m.person, url.params)}>{m.name}</Link></td><td>{relation(m.relation)}</td><td className="num">{m.age}</td></tr>)}</tbody>
            </table>
            {may(session, 'people.write') && !x.ended && <HouseholdSteps h={x} onDone={onClose} />}
          </div>
        )}
      </Shown>
    </DetailDrawer>
  )
}
