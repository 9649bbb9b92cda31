import { DataTable, type Column } from '../kit/DataTable'
import { FilterBar } from '../kit/FilterBar'
import { day, money } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { StateTag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { useNames } from './lookups'
import { stateTable, w, type Project } from './words'

export default function Projects() {
  const url = useUrl()
  const names = useNames()
  const term = (p: Project) => `${day(p.from ?? p.starts)} – ${day(p.to ?? p.ends)}`
  const columns: Column<Project>[] = [
    { key: 'name', title: c.name, render: named, text: named },
    { key: 'organisation', title: w.organisation, render: p => names.organisation(p.organisation_id ?? p.organisation, p.organisation_name) },
    { key: 'category', title: c.category, render: p => names.category(p.category), text: p => names.category(p.category) },
    { key: 'budget', title: w.budget, num: true, render: p => money(p.budget_fen ?? p.amount_fen), text: p => money(p.budget_fen ?? p.amount_fen) },
    { key: 'spent', title: w.spent, num: true, render: p => money(p.spent_fen), text: p => money(p.spent_fen), off: true },
    { key: 'term', title: w.term, render: term, text: term },
    { key: 'state', title: c.state, render: p => <StateTag state={p.state ?? ''} table={stateTable()} />, text: p => p.state ?? '' },
  ]
  return (
    <div className="page">
      <PageHeader title={w.projects} lead={w.prLead} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'text', name: 'q', label: c.search }, { kind: 'choice', name: 'category', label: c.category, options: names.categories, width: 168 }]} />
        <DataTable<Project> id="projects" path="/projects" query={{ q: url.get('q'), category: url.get('category') }} columns={columns} rowKey={p => p.id} empty={{ title: w.none, next: w.noneNext }} />
      </div>
    </div>
  )
}
