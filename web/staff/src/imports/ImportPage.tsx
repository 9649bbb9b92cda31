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
import { common as c, named } from '../kit/words'
import { useRegions } from '../shell/regions'
import { mappingFaults, stateTable, stepOf, w, type Import, type Preview } from './data'

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
              <PageHeader title={j.file_name ?? j.name ?? w.title} up={{ to: '/imports', title: w.title }} lead={<span className="row">{regions.longName(j.region)} <StateTag state={j.state} table={stateTable()} /></span>} />
              <StepForm steps={[w.upload, w.mapping, w.preview, w.run, w.result]} at={at}>
                {at === 1 && <Mapping job={j} onDone={() => setBack(false)} />}
                {at === 2 && <Look job={j} onBack={() => setBack(true)} />}
                {at === 3 && <Progress label={j.state === 'undoing' ? w.undoing : w.running} done={j.done} total={j.total} share={j.progress !== undefined ? (j.progress > 1 ? j.progress / 100 : j.progress) : undefined} note={w.leave} />}
                {at === 4 && <Result job={j} />}
              </StepForm>
            </>
          )
        }}
      </Shown>
    </div>
  )
}

function Mapping({ job, onDone }: { job: Import; onDone: () => void }) {
  const preview = useApi<Preview>(`/imports/${job.id}/preview`)
  return <Shown of={preview}>{p => <MappingForm job={job} p={p} onDone={onDone} />}</Shown>
}

function MappingForm({ job, p, onDone }: { job: Import; p: Preview; onDone: () => void }) {
  const columns = p.columns ?? p.header ?? []
  const fields = p.fields ?? []
  const [mapping, setMapping] = useState<Record<string, string>>(p.mapping ?? job.mapping ?? {})
  const save = useDo(() => send('put', `/imports/${job.id}/mapping`, { body: { mapping: Object.fromEntries(Object.entries(mapping).filter(([, v]) => v)) } }), ['/imports'], onDone)
  const faults = mappingFaults(mapping, fields)
  const word = (k: string) => named(fields.find(f => f.key === k)) || k
  return (
    <div className="stack">
      <div className="muted">{w.mappingLead}</div>
      <table className="figs" style={{ maxWidth: 920 }}>
        <thead><tr><th scope="col">{w.column}</th><th scope="col">{w.means}</th><th scope="col">{w.example}</th></tr></thead>
        <tbody>
          {columns.map((col, i) => (
            <tr key={col + i}>
              <td><b style={{ fontWeight: 500 }}>{col}</b></td>
              <td><Select style={{ width: 220 }} aria-label={`${col}: ${w.means}`} value={mapping[col] ?? ''} onChange={v => setMapping({ ...mapping, [col]: v })} showSearch={{ optionFilterProp: 'label' }}
                options={[{ value: '', label: w.ignore }, ...fields.map(f => ({ value: f.key, label: (named(f) || f.key) + (f.required ? ' *' : '') }))]} /></td>
              <td className="muted">{p.rows.slice(0, 3).map(r => r[i]).filter(Boolean).join('、')}</td>
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
  const preview = useApi<Preview>(`/imports/${job.id}/preview`)
  const start = useDo(() => send('post', `/imports/${job.id}/start`, { body: {} }), ['/imports'])
  return (
    <Shown of={preview}>
      {p => {
        const columns = p.columns ?? p.header ?? []
        const mapping = job.mapping ?? p.mapping ?? {}
        const used = columns.map((col, i) => ({ col, i })).filter(x => mapping[x.col])
        const word = (k: string) => named(p.fields?.find(f => f.key === k)) || k
        return (
          <div className="stack">
            <div className="muted">{w.previewLead}</div>
            <div style={{ overflow: 'auto', maxHeight: 420 }} tabIndex={0} role="region" aria-label={w.preview}>
              <table className="figs"><thead><tr>{used.map(x => <th scope="col" key={x.i}>{word(mapping[x.col])}</th>)}</tr></thead>
                <tbody>{p.rows.slice(0, 20).map((r, n) => <tr key={n}>{used.map(x => <td key={x.i}>{r[x.i]}</td>)}</tr>)}</tbody></table>
            </div>
            {!!p.problems?.length && <Alert type="warning" title={p.problems.slice(0, 5).map(x => `${x.row}: ${x.message}`).join('；')} />}
            {start.isError && <Alert type="error" showIcon title={start.error.message} description={<Problems error={start.error} />} />}
            <div className="row"><Button onClick={onBack}>{c.previous}</Button><Button type="primary" loading={start.isPending} onClick={() => start.mutate(undefined as never)}>{w.start}</Button></div>
          </div>
        )
      }}
    </Shown>
  )
}

function Result({ job: j }: { job: Import }) {
  const undo = useDo(() => send('post', `/imports/${j.id}/undo`, { body: {} }), ['/imports', '/people', '/demand'])
  return (
    <div className="stack">
      {j.state === 'done' && <Alert type={j.rejected ? 'warning' : 'success'} showIcon title={j.rejected ? w.doneBut(count(j.rejected)) : w.done} />}
      {j.state === 'failed' && <Alert type="error" showIcon title={w.failed} description={j.error} />}
      {j.state === 'undone' && <Alert type="info" showIcon title={w.undone} />}
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
