import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Popconfirm } from 'antd'
import type { components } from '../../../client/schema'
import { send, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { Explain } from '../kit/Explain'
import { FilterBar } from '../kit/FilterBar'
import { count, day, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag, Tag, type Tone } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language, words } from '../kit/words'
import { home } from '../people/data'
import { sexOf, w as pw } from '../people/words'
import { useRegions } from '../shell/regions'

type Pair = components['schemas']['Pair']
type Search = components['schemas']['Search']

const w = words({
  title: ['疑似重复', 'Possible duplicates'],
  lead: ['同一个人可能被登记了两次。逐对核对：合并为一份，或确认不是同一人；合并可以撤销。', 'One person may be on the register twice. Look at each pair: make them one, or say they are two; a merge can be undone.'],
  pair: ['两份档案', 'The two records'], score: ['是同一人的概率', 'Probability of one person'], sure: ['几乎可以肯定', 'almost certain'], likely: ['很可能', 'likely'], maybe: ['有可能，请仔细核对', 'possible: look closely'], scoreNote: ['由下列各项依据合并算出；概率再高，也请核对后再合并。', 'Weighed from the reasons below; however high, look before you merge.'], mergedNow: ['已合并为一份，可以撤销', 'Made one record; it can be undone'], notNow: ['已记下：不是同一人', 'Noted: not the same person'], undoneNow: ['已撤销', 'Undone'], nextPair: ['下一对', 'Next pair'], restNow: ['都核对完了', 'All are looked at'], when: ['发现时间', 'Found'], none: ['没有待核对的重复档案', 'No pairs to look at'], noneNext: ['新导入的名册会自动检查。', 'Newly imported rosters are checked by themselves.'],
  open: ['待核对', 'To decide'], merged: ['已合并', 'Merged'], dismissed: ['不是同一人', 'Not the same'], why: ['依据', 'Why'], bitsNote: ['每项后的数字是证据的分量：每加 1，是同一人的可能性翻一番；负数则相反。', 'The figure is the weight of the evidence: each point doubles the odds of one person; a negative one halves them.'],
  merge: ['合并，保留左侧', 'Merge, keep the left'], mergeRight: ['合并，保留右侧', 'Merge, keep the right'], not: ['不是同一人', 'Not the same person'], undo: ['撤销合并', 'Undo the merge'], reopen: ['重新核对', 'Ask again'], kept: ['保留', 'kept'], looking: ['正在检查', 'Looking'], found: (n: string, of: string) => [`检查 ${of} 份档案，新发现 ${n} 对`, `${of} records looked at, ${n} new pairs`], ask: ['两份档案的特征、家庭与记录将归到保留的一份。', 'Attributes, household and history go to the record that is kept.'], check: ['检查重复', 'Look for duplicates'], checked: ['检查完成', 'Looked'], state: ['状态', 'State'], same: ['一致', 'same'], differs: ['不同', 'differs'], left: ['左', 'Left'], right: ['右', 'Right'],
})
const table = (): Record<string, readonly [Tone, string]> => ({ open: ['amber', w.open], merged: ['green', w.merged], dismissed: ['', w.dismissed] })
const likeness = (p: Pair) => `${Math.min(99.9, p.probability * 100).toFixed(1)}%`
const inWords = (p: Pair) => (p.probability >= 0.99 ? w.sure : p.probability >= 0.8 ? w.likely : w.maybe)
const heaviest = 24 // bits: a line that weighs as much is decisive by itself
const reasons = (p: Pair) => (p.reasons ?? []).map(r => (language() === 'en' ? r.en : r.zh)).join(language() === 'en' ? '; ' : '，')

export default function Duplicates() {
  const url = useUrl()
  const regions = useRegions()
  const columns: Column<Pair>[] = [
    { key: 'a', title: w.pair, render: p => <div style={{ whiteSpace: 'nowrap' }}><button className="plain" onClick={() => url.set({ open: p.id })}>{p.a.name}</button> <span className="muted">{day(p.a.birth)}</span><br />{p.b.name} <span className="muted">{day(p.b.birth)}</span></div>, text: p => p.a.name },
    { key: 'b', title: w.right, render: p => p.b.name, text: p => p.b.name, off: true },
    { key: 'score', title: w.score, render: p => <div style={{ whiteSpace: 'nowrap' }}><b>{likeness(p)}</b><div className="small muted">{inWords(p)}</div></div>, text: likeness },
    { key: 'why', title: w.why, render: p => <div className="muted" style={{ minWidth: 220, maxWidth: 360, whiteSpace: 'normal' }}>{reasons(p)}</div>, text: reasons },
    { key: 'region', title: c.region, render: p => <span>{regions.name(p.a.region)}{p.b.region.slice(0, 12) !== p.a.region.slice(0, 12) && ` / ${regions.name(p.b.region)}`}</span> },
    { key: 'state', title: w.state, render: p => <StateTag state={p.state} table={table()} />, text: p => table()[p.state]?.[1] ?? p.state },
    { key: 'found', title: w.when, render: p => when(p.found), off: true },
  ]
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<Look />} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'choice', name: 'state', label: w.state, options: [{ value: 'open', label: w.open }, { value: 'merged', label: w.merged }, { value: 'dismissed', label: w.dismissed }] }]} />
        <DataTable<Pair> id="duplicates" path="/duplicates" query={{ state: url.get('state'), total: true }} columns={columns} rowKey={p => p.id} onOpen={p => url.set({ open: p.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Decide key={url.get('open')} id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

/** Look begins a look over the place and follows it until it has ended. */
function Look() {
  const region = useUrl().get('region')
  const qc = useQueryClient()
  const [id, setId] = useState('')
  const begin = useDo(() => send<Search>('post', '/duplicate-checks', { query: region ? { region } : {}, key: crypto.randomUUID() }), [], s => setId(s.id))
  const now = useApi<Search>(id && '/duplicate-checks/' + id, {}, { refetchInterval: q => (q.state.data?.state === 'done' || q.state.data?.state === 'failed' ? false : 500) })
  const done = now.data?.state === 'done'
  useEffect(() => { if (done) void qc.invalidateQueries({ queryKey: ['/duplicates'] }) }, [done, qc])
  return (
    <>
      {begin.isError && <span role="alert" style={{ color: '#a8201a' }}>{begin.error.message}</span>}
      {now.data && <span role="status" className="muted">{done ? w.found(count(now.data.found), count(now.data.looked)) : `${w.looking} ${Math.round(now.data.progress * 100)}%`}</span>}
      <Button loading={begin.isPending || (!!id && !done && now.data?.state !== 'failed')} onClick={() => begin.mutate(undefined as never)}>{w.check}</Button>
    </>
  )
}

function Decide({ id, onClose }: { id: string; onClose: () => void }) {
  const pair = useApi<Pair>('/duplicates/' + id)
  const regions = useRegions()
  const url = useUrl()
  const again = ['/duplicates', '/people', '/needs', '/households']
  const tag = `"${pair.data?.version}"`
  const { message } = App.useApp()
  const merge = useDo((keep: string) => send('post', `/duplicates/${id}/merge`, { body: { keep }, etag: tag }), again, () => message.success(w.mergedNow))
  const step = useDo((verb: string) => send('post', `/duplicates/${id}/${verb}`, { etag: tag }), again, (_, verb) => message.success(verb === 'dismiss' ? w.notNow : w.undoneNow))
  // The next pair that waits, so that one after the other is looked at without the list.
  const rest = useApi<List<Pair>>('/duplicates', { state: 'open', limit: 2 }, { scoped: true })
  const next = rest.data?.items.find(p => p.id !== id)
  const failed = merge.error ?? step.error
  return (
    <DetailDrawer open width={760} title={w.title} onClose={onClose}>
      <Shown of={pair}>
        {p => {
          const rows: [string, string | undefined, string | undefined][] = [
            [pw.name, p.a.name, p.b.name], [pw.sex, sexOf(p.a.sex), sexOf(p.b.sex)], [pw.born, day(p.a.birth), day(p.b.birth)], [pw.idNumber, p.a.resident_id, p.b.resident_id], [pw.phone, p.a.phone, p.b.phone],
            [c.region, regions.longName(p.a.region), regions.longName(p.b.region)], [pw.address, home(p.a), home(p.b)],
          ]
          const head = (x: Pair['a'], side: string) => <th scope="col"><Link to={keepRegion('/people/' + x.id, url.params)}>{side}</Link>{p.kept === x.id && <> <Tag tone="green">{w.kept}</Tag></>}</th>
          return (
            <div className="stack">
              <div><div className="row"><StateTag state={p.state} table={table()} /><span>{w.score} <b style={{ fontSize: 20 }}>{likeness(p)}</b> {inWords(p)}</span></div><div className="small muted">{w.scoreNote}</div></div>
              <table className="figs">
                <thead><tr><td />{head(p.a, w.left)}{head(p.b, w.right)}<td /></tr></thead>
                <tbody>
                  {rows.map(([l, x, y]) => {
                    const both = x && y && x !== '—' && y !== '—'
                    return <tr key={l} style={both && x !== y ? { background: '#fdf3e1' } : undefined}><td className="muted" style={{ whiteSpace: 'nowrap' }}>{l}</td><td>{x || '—'}</td><td>{y || '—'}</td><td className="small" style={{ whiteSpace: 'nowrap', color: both && x !== y ? '#7a4700' : 'var(--text2)' }}>{both ? (x === y ? `✓ ${w.same}` : `✕ ${w.differs}`) : ''}</td></tr>
                  })}
                  <tr><td className="muted">{c.updated}</td><td>{when(p.a.changed)}</td><td>{when(p.b.changed)}</td><td /></tr>
                </tbody>
              </table>
              <div><h3>{w.why}</h3><Explain reasons={(p.reasons ?? []).map(r => ({ ok: r.agrees, strength: Math.abs(r.bits) / heaviest, text: <>{language() === 'en' ? r.en : r.zh} <span className="muted small">{(r.bits > 0 ? '+' : '−') + Math.abs(r.bits).toFixed(1)}</span></> }))} /><p className="small muted">{w.bitsNote}</p></div>
              {failed && <Alert type="error" showIcon title={failed.message} description={<Problems error={failed} />} />}
              {p.state === 'open' ? (
                <div className="row wrap">
                  <Popconfirm title={w.merge} description={w.ask} okText={w.merge} cancelText={c.cancel} onConfirm={() => merge.mutate(p.a.id)}><Button type="primary" loading={merge.isPending}>{w.merge}</Button></Popconfirm>
                  <Popconfirm title={w.mergeRight} description={w.ask} okText={w.mergeRight} cancelText={c.cancel} onConfirm={() => merge.mutate(p.b.id)}><Button>{w.mergeRight}</Button></Popconfirm>
                  <Button loading={step.isPending} onClick={() => step.mutate('dismiss')}>{w.not}</Button>
                </div>
              ) : <div className="row"><Button loading={step.isPending} onClick={() => step.mutate('undo')}>{p.state === 'merged' ? w.undo : w.reopen}</Button>{next ? <Button type="primary" onClick={() => url.set({ open: next.id })}>{w.nextPair}</Button> : rest.data && <span className="muted">{w.restNow}</span>}</div>}
            </div>
          )
        }}
      </Shown>
    </DetailDrawer>
  )
}
