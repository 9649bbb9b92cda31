import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { Alert, Button, Popconfirm, Select } from 'antd'
import { base, send, useApi, useDo } from '../kit/api'
import { count } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Progress } from '../kit/Progress'
import { Problems, Shown } from '../kit/States'
import { StepForm } from '../kit/StepForm'
import { StateTag } from '../kit/Tag'
import { common as c, language, named } from '../kit/words'
import { keyOf, useAttributeKinds } from '../map/data'
import { useRegions } from '../shell/regions'
import { fields, mappingFaults, stateTable, stepOf, w, type Import, type PreviewRow } from './data'

export default function ImportPage() {
  const { id = '' } = useParams()
  const regions = useRegions()
  const [back, setBack] = useState(false)
  const job = useApi<Import>('/imports/' + id, {}, { refetchInterval: q => (['running', 'undoing'].includes(q.state.data?.state ?? '') ? 700 : false) })
  return (
    <div className="page">
      <Shown of={job}>
        {j => {
          const at = back && j.state === 'mapped' ? 1 : stepOf(j.state)
          return (
            <>
              <PageHeader title={j.name} up={{ to: '/imports', title: w.title }} lead={<span className="row">{regions.longName(j.region)} <StateTag state={j.state} table={stateTable()} /></span>} />
              <StepForm steps={[w.upload, w.mapping, w.preview, w.run, w.result]} at={at}>
                {at === 1 && <MappingForm job={j} onDone={() => setBack(false)} />}
                {at === 2 && <Look job={j} onBack={() => setBack(true)} />}
                {at === 3 && <Progress label={j.state === 'undoing' ? w.undoing : w.running} done={j.done} total={j.total} note={w.leave} />}
                {at === 4 && <Result job={j} />}
              </StepForm>
            </>
          )
        }}
      </Shown>
    </div>
  )
}

const usePreview = (id: string) => useApi<{ items?: PreviewRow[]; rows?: PreviewRow[] }>(`/imports/${id}/preview`)
const rowsOf = (p?: { items?: PreviewRow[]; rows?: PreviewRow[] }) => p?.items ?? p?.rows ?? []

/** useFieldWord says what a field is called, attributes included. */
function useFields() {
  const kinds = useAttributeKinds()
  const all = [...Object.keys(fields).map(key => ({ value: key, label: fields[key as keyof typeof fields] })), ...(kinds.data?.items ?? []).map(k => ({ value: 'attribute:' + keyOf(k), label: named(k) }))]
  const by = new Map(all.map(f => [f.value, f.label]))
  return { all, word: (k: string) => by.get(k) ?? k }
}

function MappingForm({ job, onDone }: { job: Import; onDone: () => void }) {
  const preview = usePreview(job.id)
  const { all, word } = useFields()
  const [mapping, setMapping] = useState<string[]>(job.columns.map((_, i) => job.mapping[i] ?? ''))
  const save = useDo(() => send('put', `/imports/${job.id}/mapping`, { body: { mapping }, etag: `"${job.version}"` }), ['/imports'], onDone)
  const faults = mappingFaults(mapping)
  return (
    <div className="stack">
      <div className="muted">{w.mappingLead}</div>
      <table className="figs" style={{ maxWidth: 920 }}>
        <thead><tr><th scope="col">{w.column}</th><th scope="col">{w.means}</th><th scope="col">{w.example}</th></tr></thead>
        <tbody>
          {job.columns.map((col, i) => (
            <tr key={col + i}>
              <td><b style={{ fontWeight: 500 }}>{col}</b></td>
              <td><Select style={{ width: 220 }} aria-label={`${col}: ${w.means}`} value={mapping[i]} onChange={v => setMapping(mapping.map((x, n) => (n === i ? v : x)))} showSearch={{ optionFilterProp: 'label' }} options={[{ value: '', label: w.ignore }, ...all]} /></td>
              <td className="muted">{rowsOf(preview.data).slice(0, 3).map(r => r.cells[i]).filter(Boolean).join('、')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {faults.missing.length > 0 && <Alert type="warning" showIcon title={w.missing(faults.missing.map(word).join('、'))} />}
      {faults.twice.map(t => <Alert key={t} type="warning" showIcon title={w.twice(word(t))} />)}
      {save.isError && <Alert type="error" showIcon title={save.error.message} description={<Problems error={save.error} />} />}
      <div><Button type="primary" disabled={faults.missing.length + faults.twice.length > 0} loading={save.isPending} onClick={() => save.mutate(undefined as never)}>{c.next}</Button></div>
    </div>
  )
}

function Look({ job, onBack }: { job: Import; onBack: () => void }) {
  const preview = usePreview(job.id)
  const { word } = useFields()
  const start = useDo(() => send('post', `/imports/${job.id}/start`, { etag: `"${job.version}"` }), ['/imports'])
  return (
    <Shown of={preview}>
      {p => {
        const used = job.columns.map((_, i) => i).filter(i => job.mapping[i])
        const rows = rowsOf(p)
        const bad = rows.filter(r => r.reasons?.length)
        return (
          <div className="stack">
            <div className="muted">{w.previewLead}</div>
            {bad.length > 0 && <Alert type="warning" showIcon title={w.badRows(bad.length)} />}
            <div style={{ overflow: 'auto', maxHeight: 420 }} tabIndex={0} role="region" aria-label={w.preview}>
              <table className="figs"><thead><tr><th scope="col" className="num">{w.line}</th>{used.map(i => <th scope="col" key={i} style={{ whiteSpace: 'nowrap' }}>{word(job.mapping[i])}</th>)}{bad.length > 0 && <th scope="col">{w.bad}</th>}</tr></thead>
                <tbody>{rows.slice(0, 20).map(r => <tr key={r.line}><td className="num muted">{r.line}</td>{used.map(i => <td key={i} style={{ whiteSpace: 'nowrap' }}>{r.cells[i]}</td>)}{bad.length > 0 && <td style={{ color: '#a8201a' }}>{(r.reasons ?? []).map(x => (language() === 'en' ? x.en : x.zh)).join(' ')}</td>}</tr>)}</tbody></table>
            </div>
            {start.isError && <Alert type="error" showIcon title={start.error.message} description={<Problems error={start.error} />} />}
            <div className="row"><Button onClick={onBack}>{c.previous}</Button><Button type="primary" loading={start.isPending} onClick={() => start.mutate(undefined as never)}>{w.start}</Button></div>
          </div>
        )
      }}
    </Shown>
  )
}

function Result({ job: j }: { job: Import }) {
  const undo = useDo(() => send('post', `/imports/${j.id}/undo`, { etag: `"${j.version}"` }), ['/imports', '/people', '/demand'])
  return (
    <div className="stack">
      {j.state === 'done' && <Alert type={j.rejected ? 'warning' : 'success'} showIcon title={j.rejected ? w.doneBut(count(j.rejected)) : w.done} />}
      {j.state === 'failed' && <Alert type="error" showIcon title={w.failed} description={j.error} />}
      {j.state === 'undone' && <Alert type="info" showIcon title={w.undone} description={j.kept ? w.kept(count(j.kept)) : undefined} />}
      <div className="figures">
        {([[w.total, j.total], [w.taken, j.taken], [w.updated, j.updated], [w.unchanged, j.unchanged], [w.rejected, j.rejected]] as const).map(([l, n]) => <div key={l}><span>{l}</span><b>{count(n)}</b></div>)}
      </div>
      {j.rejected > 0 && <div><a href={`${base}/imports/${j.id}/errors.xlsx`} download>{w.errors}</a><div className="muted small">{w.errorsNote}</div></div>}
      {undo.isError && <Alert type="error" showIcon title={undo.error.message} description={<Problems error={undo.error} />} />}
      <div className="row wrap">
        {j.state === 'done' && <><Link to={`/people?region=${j.region}`}><Button type="primary">{w.seePeople}</Button></Link><Link to={`/map?region=${j.region}`}><Button>{w.seeMap}</Button></Link>
          <Popconfirm title={w.undo} description={<div style={{ maxWidth: 320 }}>{w.undoAsk(count(j.taken))}</div>} okText={w.undo} cancelText={c.cancel} onConfirm={() => undo.mutate(undefined as never)}><Button danger loading={undo.isPending}>{w.undo}</Button></Popconfirm></>}
      </div>
    </div>
  )
}
