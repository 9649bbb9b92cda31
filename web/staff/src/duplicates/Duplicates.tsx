import { useState } from 'react'
import { Alert, App, Button, Popconfirm } from 'antd'
import { send, useApi, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { Explain } from '../kit/Explain'
import { FilterBar } from '../kit/FilterBar'
import { day, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag, type Tone } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, words } from '../kit/words'
import { home, type Person } from '../people/data'
import { sexOf, w as pw } from '../people/words'
import { useRegions } from '../shell/regions'

interface Pair { id: string; a: Person; b: Person; score?: number; probability?: number; reasons?: (string | { field?: string; text?: string; agrees?: boolean; agree?: boolean })[]; state: string; created_at?: string; merge_id?: string; merge?: string }

const w = words({
  title: ['疑似重复', 'Possible duplicates'],
  lead: ['同一个人可能被登记了两次。逐对核对：合并为一份，或确认不是同一人；合并可以撤销。', 'One person may be on the register twice. Look at each pair: make them one, or say they are two; a merge can be undone.'],
  pair: ['两份档案', 'The two records'], score: ['相似度', 'Likeness'], found: ['发现时间', 'Found'], none: ['没有待核对的重复档案', 'No pairs to look at'], noneNext: ['新导入的名册会自动检查。', 'Newly imported rosters are checked by themselves.'],
  open: ['待核对', 'To decide'], merged: ['已合并', 'Merged'], dismissed: ['不是同一人', 'Not the same'], why: ['依据', 'Why'],
  merge: ['合并，保留左侧', 'Merge, keep the left'], mergeRight: ['合并，保留右侧', 'Merge, keep the right'], not: ['不是同一人', 'Not the same person'], undo: ['撤销合并', 'Undo the merge'], ask: ['两份档案的特征、家庭与记录将归到保留的一份。', 'Attributes, household and history go to the record that is kept.'], check: ['检查重复', 'Look for duplicates'], checked: ['检查完成', 'Looked'], state: ['状态', 'State'], same: ['一致', 'same'], differs: ['不同', 'differs'], left: ['左', 'Left'], right: ['右', 'Right'],
})
const table = (): Record<string, readonly [Tone, string]> => ({ open: ['amber', w.open], pending: ['amber', w.open], merged: ['green', w.merged], dismissed: ['', w.dismissed], undone: ['amber', w.open] })
const likeness = (p: Pair) => { const s = p.probability ?? p.score; return s === undefined ? '—' : s <= 1 ? `${(s * 100).toFixed(1)}%` : s.toFixed(1) }

export default function Duplicates() {
  const url = useUrl()
  const regions = useRegions()
  const { message } = App.useApp()
  const check = useDo(() => send('post', '/people/check-duplicates', { body: {} }), ['/duplicates'], () => message.success(w.checked))
  const columns: Column<Pair>[] = [
    { key: 'a', title: w.left, render: p => <span>{p.a?.name} <span className="muted">{day(p.a?.birth)}</span></span>, text: p => p.a?.name },
    { key: 'b', title: w.right, render: p => <span>{p.b?.name} <span className="muted">{day(p.b?.birth)}</span></span>, text: p => p.b?.name },
    { key: 'region', title: c.region, render: p => <span>{regions.name(p.a?.region)}{p.b?.region !== p.a?.region && ` / ${regions.name(p.b?.region)}`}</span> },
    { key: 'score', title: w.score, num: true, render: likeness, text: likeness },
    { key: 'state', title: w.state, render: p => <StateTag state={p.state} table={table()} />, text: p => p.state },
    { key: 'found', title: w.found, render: p => when(p.created_at), off: true },
  ]
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<Button loading={check.isPending} onClick={() => check.mutate(undefined as never)}>{w.check}</Button>} />
      {check.isError && <Alert type="error" showIcon title={check.error.message} description={<Problems error={check.error} />} style={{ marginBottom: 16 }} />}
      <div className="panel">
        <FilterBar filters={[{ kind: 'choice', name: 'state', label: w.state, options: [{ value: 'open', label: w.open }, { value: 'merged', label: w.merged }, { value: 'dismissed', label: w.dismissed }] }]} />
        <DataTable<Pair> id="duplicates" path="/duplicates" query={{ state: url.get('state') }} columns={columns} rowKey={p => p.id} onOpen={p => url.set({ open: p.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Decide id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

function Decide({ id, onClose }: { id: string; onClose: () => void }) {
  const pair = useApi<Pair>('/duplicates/' + id)
  const regions = useRegions()
  const [merged, setMerged] = useState<string>()
  const merge = useDo((keep: string) => send<{ id?: string; merge_id?: string }>('post', `/duplicates/${id}/merge`, { body: { keep } }), ['/duplicates', '/people'], r => setMerged(r?.merge_id ?? r?.id))
  const dismiss = useDo(() => send('post', `/duplicates/${id}/dismiss`, { body: {} }), ['/duplicates'], onClose)
  const undo = useDo((m: string) => send('post', `/merges/${m}/undo`, { body: {} }), ['/duplicates', '/people'], () => setMerged(undefined))
  const failed = merge.error ?? dismiss.error ?? undo.error
  return (
    <DetailDrawer open width={760} title={w.title} onClose={onClose}>
      <Shown of={pair}>
        {p => {
          const rows: [string, string | undefined, string | undefined][] = [
            [pw.name, p.a.name, p.b.name], [pw.sex, sexOf(p.a.sex), sexOf(p.b.sex)], [pw.born, day(p.a.birth), day(p.b.birth)], [pw.idNumber, p.a.resident_id, p.b.resident_id], [pw.phone, p.a.phone, p.b.phone],
            [c.region, regions.longName(p.a.region), regions.longName(p.b.region)], [pw.address, home(p.a), home(p.b)], [c.updated, when(p.a.changed), when(p.b.changed)],
          ]
          const undoId = merged ?? p.merge_id ?? p.merge
          return (
            <div className="stack">
              <div className="row"><StateTag state={p.state} table={table()} /><span className="muted">{w.score} {likeness(p)}</span></div>
              <table className="figs">
                <thead><tr><th scope="col" /><th scope="col">{w.left}</th><th scope="col">{w.right}</th><th scope="col" /></tr></thead>
                <tbody>{rows.map(([l, x, y]) => <tr key={l}><td className="muted">{l}</td><td>{x || '—'}</td><td>{y || '—'}</td><td className="small muted">{x && y ? (x === y ? `✓ ${w.same}` : `✕ ${w.differs}`) : ''}</td></tr>)}</tbody>
              </table>
              {!!p.reasons?.length && <div><h3>{w.why}</h3><Explain reasons={p.reasons.map(r => (typeof r === 'string' ? { text: r } : { ok: r.agrees ?? r.agree, text: r.text ?? r.field }))} /></div>}
              {failed && <Alert type="error" showIcon title={failed.message} description={<Problems error={failed} />} />}
              {p.state === 'merged' || merged ? (undoId ? <div><Button loading={undo.isPending} onClick={() => undo.mutate(undoId)}>{w.undo}</Button></div> : null) : p.state === 'dismissed' ? null : (
                <div className="row wrap">
                  <Popconfirm title={w.merge} description={w.ask} okText={w.merge} cancelText={c.cancel} onConfirm={() => merge.mutate(p.a.id)}><Button type="primary" loading={merge.isPending}>{w.merge}</Button></Popconfirm>
                  <Popconfirm title={w.mergeRight} description={w.ask} okText={w.mergeRight} cancelText={c.cancel} onConfirm={() => merge.mutate(p.b.id)}><Button>{w.mergeRight}</Button></Popconfirm>
                  <Button loading={dismiss.isPending} onClick={() => dismiss.mutate(undefined as never)}>{w.not}</Button>
                </div>
              )}
            </div>
          )
        }}
      </Shown>
    </DetailDrawer>
  )
}
