import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { Alert, App, Button, Dropdown, Input, Modal, Popconfirm } from 'antd'
import { DownOutlined } from '@ant-design/icons'
import { send, useApi, useDo } from '../kit/api'
import { when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Progress } from '../kit/Progress'
import { Problems, Shown } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language } from '../kit/words'
import { holds, may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { busy, gapOf, gapWords, price, states, value, w, type ScenarioView } from './data'
import { bookOf, projectRows, saveBook, saveCsv, saveGeo, saveRows, saveXlsx } from './export'
import { useOrderWords } from './order'
import { Funded } from './Funded'
import { Sited, summary } from './Sited'
import './decisions.css'

/** ScenarioPage is one scenario: how far it is, or what it came to. */
export default function ScenarioPage() {
  const { id = '' } = useParams()
  const s = useApi<ScenarioView>('/decisions/' + id, {}, { refetchInterval: q => (busy(q.state.data?.state) ? 600 : false) })
  return <div className="page"><Shown of={s} rows={10}>{v => <Sheet v={v} />}</Shown></div>
}

function Sheet({ v }: { v: ScenarioView }) {
  const url = useUrl()
  const go = useNavigate()
  const session = useSession().data
  const say = useOrderWords()
  const regions = useRegions()
  const { message } = App.useApp()
  const runs = may(session, 'decisions.run') && holds(session, v.region)
  const [naming, setNaming] = useState<string>()
  const tag = `"${v.version}"`
  const rename = useDo((name: string) => send('post', `/decisions/${v.id}/name`, { body: { name }, etag: tag }), ['/decisions'], () => setNaming(undefined))
  const cancel = useDo(() => send('post', `/decisions/${v.id}/cancel`), ['/decisions'])
  const remove = useDo(() => send('delete', '/decisions/' + v.id, { etag: tag }), [], () => { message.success(w.deleted); go(keepRegion('/decisions', url.params)) })
  const copy = () => go(keepRegion(`/decisions/${v.kind === 'portfolio' ? 'new-portfolio' : 'new'}?copy=${v.id}`, url.params))
  const failed = cancel.error ?? remove.error
  const order = v.where ? say.order(v.where) : v.what ? w.budgetOf(price(v.what.budget_fen)) : ''
  return (
    <>
      <PageHeader title={v.name} up={{ to: '/decisions', title: w.title }} lead={<span className="row wrap"><span className="noprint"><StateTag state={v.state} table={states()} /></span><span>{regions.name(v.region)}</span>{v.by_name && <span>{v.by_name}</span>}<span>{when(v.created)}</span></span>}
        extra={<>
          {v.state === 'done' && <Button onClick={() => go(keepRegion(`/decisions/compare?a=${v.id}`, url.params))}>{w.with}</Button>}
          {v.state === 'done' && v.portfolio && <>
            <Dropdown trigger={['click']} menu={{ items: [{ key: 'x', label: w.x_xlsx, onClick: () => void saveBook(v, bookOf(v, regions.name)) }, { key: 'p', label: w.x_projects, onClick: () => saveRows(v, 'projects', projectRows(v.portfolio!, regions.name)) }] }}><Button>{w.export} <DownOutlined style={{ fontSize: 10 }} /></Button></Dropdown>
            <Button onClick={() => window.print()}>{w.print}</Button>
          </>}
          {v.state === 'done' && v.result && <>
            <Dropdown trigger={['click']} menu={{ items: [
              { key: 'x', label: w.x_xlsx, onClick: () => void saveXlsx(v, summary(v, say)) },
              { key: 's', label: w.x_sites, onClick: () => saveCsv(v, 'sites') },
              { key: 'a', label: w.x_areas, onClick: () => saveCsv(v, 'areas') },
              { key: 'g', label: w.x_geo, onClick: () => saveGeo(v) },
            ] }}><Button>{w.export} <DownOutlined style={{ fontSize: 10 }} /></Button></Dropdown>
            <Button onClick={() => window.print()}>{w.print}</Button>
          </>}
          {runs && <>
            {!busy(v.state) && <Button onClick={copy}>{w.copy}</Button>}
            <Button onClick={() => setNaming(v.name)}>{w.rename}</Button>
            <Popconfirm title={w.del} description={<div style={{ maxWidth: 280 }}>{w.delAsk(v.name)}</div>} okText={w.del} cancelText={c.cancel} okButtonProps={{ danger: true }} onConfirm={() => remove.mutate(undefined as never)}><Button danger loading={remove.isPending}>{w.del}</Button></Popconfirm>
          </>}
        </>} />
      {failed && <Alert type="error" showIcon title={failed.message} description={<Problems error={failed} />} style={{ marginBottom: 16 }} />}
      {v.state === 'failed' && <Alert type="error" showIcon title={w.failed} description={<div>{language() === 'en' ? v.error_en : v.error_zh} {runs && <Button type="link" onClick={copy}>{w.copy}</Button>}</div>} />}
      {v.state === 'cancelled' && <Alert type="info" showIcon title={w.cancelled} description={<div>{w.againHint} {runs && <Button type="link" onClick={copy}>{w.copy}</Button>}</div>} />}
      {busy(v.state) && (
        <div className="panel"><div className="body">
          <p style={{ margin: '0 0 12px' }}>{order}</p>
          <Progress label={v.state === 'queued' ? w.s_queued : w.running} share={v.progress} note={w.leave} />
          {v.best !== undefined && v.best !== null && v.limit !== undefined && v.limit !== null &&
            <p role="status" style={{ margin: '8px 0 0' }}>{w.soFar(value(v.where?.objective ?? 'coverage', v.best, !!v.where?.cost_fen), value(v.where?.objective ?? 'coverage', v.limit, !!v.where?.cost_fen), gapWords(gapOf(v.best, v.limit)))}</p>}
          {runs && <Popconfirm title={w.cancel} description={<div style={{ maxWidth: 280 }}>{w.cancelAsk}</div>} okText={w.cancel} cancelText={c.back} onConfirm={() => cancel.mutate(undefined as never)}><Button style={{ marginTop: 12 }} loading={cancel.isPending}>{w.cancel}</Button></Popconfirm>}
        </div></div>
      )}
      {v.state === 'done' && v.result && v.where && <Sited v={v} r={v.result} where={v.where} />}
      {v.state === 'done' && v.portfolio && v.what && <Funded v={v} r={v.portfolio} what={v.what} />}
      {naming !== undefined && (
        <Modal open title={w.rename} onCancel={() => setNaming(undefined)} okText={c.save} cancelText={c.cancel} confirmLoading={rename.isPending} okButtonProps={{ disabled: !naming.trim() }} onOk={() => rename.mutate(naming.trim())}>
          <Input autoFocus maxLength={100} value={naming} aria-label={w.name} onChange={e => setNaming(e.target.value)} onPressEnter={() => naming.trim() && rename.mutate(naming.trim())} />
          {rename.isError && <div role="alert" style={{ marginTop: 8 }}><b>{rename.error.message}</b><Problems error={rename.error} /></div>}
        </Modal>
      )}
    </>
  )
}
