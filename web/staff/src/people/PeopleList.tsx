import { Link, useNavigate } from 'react-router'
import { Button } from 'antd'
import { DataTable, type Column } from '../kit/DataTable'
import { FilterBar, type Filter } from '../kit/FilterBar'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { keyOf, useAttributeKinds } from '../map/data'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { AddPerson } from './AddPerson'
import { home, useAttributeName, type Person } from './data'
import { sexOf, w } from './words'
import { day } from '../kit/format'

export default function PeopleList() {
  const url = useUrl()
  const go = useNavigate()
  const regions = useRegions()
  const session = useSession().data
  const kinds = useAttributeKinds()
  const attrName = useAttributeName()
  const filters: Filter[] = [
    { kind: 'text', name: 'q', label: w.search },
    { kind: 'many', name: 'attributes', label: w.attributes, options: (kinds.data?.items ?? []).map(k => ({ value: keyOf(k), label: named(k) })), width: 240 },
    { kind: 'range', name: 'age', label: w.age, min: 0, max: 130 },
    { kind: 'choice', name: 'sex', label: w.sex, options: [{ value: 'female', label: w.female }, { value: 'male', label: w.male }], width: 92 },
  ]
  const columns: Column<Person>[] = [
    { key: 'name', title: w.name, render: p => <Link to={keepRegion('/people/' + p.id, url.params)}>{p.name}</Link>, text: p => p.name },
    { key: 'sex', title: w.sex, render: p => sexOf(p.sex), text: p => sexOf(p.sex), width: 64 },
    { key: 'age', title: w.age, num: true, render: p => p.birth ? p.age : '—', text: p => String(p.age ?? ''), width: 72 },
    { key: 'born', title: w.born, render: p => day(p.birth), text: p => p.birth ?? '', off: true },
    { key: 'id', title: w.idNumber, render: p => <span className="mono">{p.resident_id || '—'}</span>, text: p => p.resident_id ?? '', off: true },
    { key: 'phone', title: w.phone, render: p => <span className="mono">{p.phone || '—'}</span>, text: p => p.phone ?? '' },
    { key: 'region', title: c.region, render: p => regions.longName(p.region), text: p => regions.longName(p.region) },
    { key: 'address', title: w.address, render: p => <div style={{ maxWidth: 240 }}>{home(p) || '—'}</div>, text: home },
    { key: 'attributes', title: w.attributes, render: p => <span className="row wrap" style={{ gap: 4, maxWidth: 220 }}>{(p.attributes ?? []).map((a, i) => <Tag key={i} tone="blue">{attrName(a)}</Tag>)}</span>, text: p => (p.attributes ?? []).map(attrName).join('、') },
  ]
  return (
    <div className="page">
      <PageHeader title={w.people} lead={w.lead} extra={<>
        <Live kinds="people.,roster." again={['/people']} />
        <Button onClick={() => go('/map?' + url.params)}>{w.onMap}</Button>
        {may(session, 'people.write') && <Button onClick={() => url.set({ new: '1' })}>{w.addPerson}</Button>}
        {may(session, 'roster.') && <Button type="primary" onClick={() => go(keepRegion('/imports', url.params))}>{w.toImport}</Button>}
      </>} />
      <div className="panel">
        <FilterBar filters={filters} />
        <DataTable<Person> id="people" path="/people" query={{ q: url.get('q'), attributes: url.get('attributes'), age_from: url.get('age_from'), age_to: url.get('age_to'), sex: url.get('sex'), total: true, household: url.get('household') }}
          columns={columns} rowKey={p => p.id} onOpen={p => go(keepRegion('/people/' + p.id, url.params))}
          empty={{ title: w.none, next: w.noneNext, action: may(session, 'roster.') ? <Button onClick={() => go('/imports')}>{w.toImport}</Button> : undefined }} />
      </div>
      {url.get('new') && <AddPerson onClose={() => url.set({ new: '' })} />}
    </div>
  )
}
