import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Button, Cascader, Modal, Upload } from 'antd'
import { InboxOutlined } from '@ant-design/icons'
import { upload } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { count, when } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { Progress } from '../kit/Progress'
import { Problems } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { useSession } from '../session/session'
import { pathTo, tree, useRegions } from '../shell/regions'
import { stateTable, w, type Import } from './data'

export default function Imports() {
  const url = useUrl()
  const go = useNavigate()
  const regions = useRegions()
  const open = (id: string) => go(keepRegion('/imports/' + id, url.params))
  const columns: Column<Import>[] = [
    { key: 'file', title: w.file, render: i => <button className="plain" onClick={() => open(i.id)}>{i.name}</button>, text: i => i.name },
    { key: 'region', title: c.region, render: i => regions.longName(i.region), text: i => regions.longName(i.region) },
    { key: 'state', title: c.state, render: i => <StateTag state={i.state} table={stateTable()} />, text: i => i.state },
    { key: 'total', title: w.total, num: true, render: i => count(i.total), text: i => String(i.total) },
    { key: 'taken', title: w.taken, num: true, render: i => count(i.taken), text: i => String(i.taken) },
    { key: 'updated', title: w.updated, num: true, render: i => count(i.updated), text: i => String(i.updated) },
    { key: 'rejected', title: w.rejected, num: true, render: i => (i.rejected ? <b style={{ color: '#a8201a' }}>{count(i.rejected)}</b> : '0'), text: i => String(i.rejected) },
    { key: 'created', title: c.created, render: i => when(i.created), text: i => i.created },
  ]
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<><Live kinds="roster." again={['/imports']} /><Button type="primary" onClick={() => url.set({ new: '1' })}>{w.new}</Button></>} />
      <div className="panel">
        <DataTable<Import> id="imports" path="/imports" columns={columns} rowKey={i => i.id} onOpen={i => open(i.id)} empty={{ title: w.none, next: w.noneNext, action: <Button type="primary" onClick={() => url.set({ new: '1' })}>{w.new}</Button> }} />
      </div>
      {url.get('new') && <NewImport onClose={() => url.set({ new: '' })} onDone={open} />}
    </div>
  )
}

function NewImport({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const url = useUrl()
  const s = useSession().data!
  const regions = useRegions()
  const only = s.posts.length === 1 ? s.posts[0].region : ''
  const [region, setRegion] = useState(url.get('region') || only)
  const [share, setShare] = useState<number>()
  const [error, setError] = useState<unknown>()
  const send = async (file: File) => {
    if (!region) return setError(new Error(w.chooseRegion))
    setError(undefined)
    setShare(0)
    const form = new FormData()
    form.append('file', file)
    try {
      onDone((await upload<Import>('/imports?at=' + region, form, setShare)).id)
    } catch (e) {
      setError(e)
    } finally {
      setShare(undefined)
    }
  }
  return (
    <Modal open title={w.new} onCancel={onClose} footer={null} width={560}>
      <div className="stack">
        <label>{w.into} <span className="muted small">{w.intoNote}</span>
          <Cascader style={{ width: '100%', marginTop: 4 }} aria-label={w.into} options={tree(regions.all, s.posts.map(p => p.region))} changeOnSelect allowClear={false} value={region ? pathTo(region).filter(x => regions.byCode.has(x)) : undefined} onChange={v => setRegion((v as string[]).at(-1) ?? '')} />
        </label>
        {share !== undefined ? <Progress label={w.upload} share={share} /> : (
          <Upload.Dragger accept=".xlsx,.csv,.txt" maxCount={1} showUploadList={false} beforeUpload={f => { void send(f); return false }}>
            <p className="ant-upload-drag-icon"><InboxOutlined /></p>
            <p style={{ margin: '0 0 4px' }}><b>{w.drop}</b></p>
            <p className="muted" style={{ margin: 0 }}>{w.dropNote}</p>
          </Upload.Dragger>
        )}
        {error ? <div role="alert" style={{ color: '#a8201a' }}><b>{(error as Error).message}</b><Problems error={error} /></div> : null}
      </div>
    </Modal>
  )
}
