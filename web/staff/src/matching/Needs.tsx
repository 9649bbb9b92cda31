import { useState } from 'react'
import { Button } from 'antd'
import { DataTable, type Column } from '../kit/DataTable'
import { FilterBar } from '../kit/FilterBar'
import { when } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { StateTag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { useNames } from '../directory/lookups'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { needStates, sourceWord, urgencyWord, w, type Need } from './data'
import { AddNeed } from './AddNeed'
import { Infer } from './Infer'
import { NeedDetail } from './NeedDetail'

export default function Needs() {
  const url = useUrl()
  const names = useNames()
  const regions = useRegions()
  const session = useSession().data
  const [inferring, setInferring] = useState(false)
  const columns: Column<Need>[] = [
    { key: 'person', title: w.person, render: n => <button className="plain" onClick={() => url.set({ open: n.id })}>{n.name || c.details}</button>, text: n => n.name ?? '' },
    { key: 'category', title: c.category, render: n => names.category(n.category), text: n => names.category(n.category) },
    { key: 'region', title: c.region, render: n => regions.longName(n.region), text: n => regions.longName(n.region) },
    { key: 'urgency', title: w.urgency, render: n => urgencyWord(n.urgency), text: n => urgencyWord(n.urgency) },
    { key: 'state', title: c.state, render: n => <StateTag state={n.state} table={needStates()} />, text: n => needStates()[n.state]?.[1] ?? n.state },
    { key: 'source', title: w.source, render: n => sourceWord(n.source), text: n => sourceWord(n.source) },
    { key: 'created', title: c.created, render: n => when(n.created), text: n => n.created },
  ]
  return (
    <div className="page">
      <PageHeader title={w.nTitle} lead={w.nLead} extra={<>
        <Live kinds="exchange." again={['/needs']} />
        {may(session, 'exchange.add_needs') && <><Button onClick={() => setInferring(true)}>{w.infer}</Button><Button type="primary" onClick={() => url.set({ new: '1' })}>{w.add}</Button></>}
      </>} />
      <div className="panel">
        <FilterBar filters={[
          { kind: 'choice', name: 'category', label: c.category, options: names.categories, width: 168 },
          { kind: 'choice', name: 'state', label: c.state, options: ['open', 'matched', 'met', 'withdrawn', 'closed'].map(v => ({ value: v, label: needStates()[v][1] })) },
          { kind: 'choice', name: 'urgency', label: w.urgency, options: [5, 4, 3, 2, 1].map(n => ({ value: String(n), label: urgencyWord(n) })) },
          { kind: 'choice', name: 'source', label: w.source, options: ['request', 'grid_visit', 'hotline', 'inferred'].map(v => ({ value: v, label: sourceWord(v) })) },
        ]} />
        <DataTable<Need> id="needs" path="/needs" query={{ category: url.get('category'), state: url.get('state'), urgency: url.get('urgency'), source: url.get('source'), total: true }} columns={columns} rowKey={n => n.id} onOpen={n => url.set({ open: n.id })} empty={{ title: w.nNone, next: w.nNext }} />
      </div>
      {url.get('open') && <NeedDetail id={url.get('open')} onClose={() => url.set({ open: '' })} />}
      {url.get('new') && <AddNeed person={url.get('for') || undefined} onClose={() => url.set({ new: '', for: '' })} />}
      {inferring && <Infer onClose={() => setInferring(false)} />}
    </div>
  )
}
