import { useState } from 'react'
import { Button, Modal, Select } from 'antd'
import { send, useDo, type List } from '../kit/api'
import { count } from '../kit/format'
import { Problems } from '../kit/States'
import { useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { useNames } from '../directory/lookups'
import { w, type Inferred } from './data'

/** Infer registers the needs that follow from attributes, and says how many of each kind. */
export function Infer({ onClose }: { onClose: () => void }) {
  const names = useNames()
  const region = useUrl().get('region')
  const [cats, setCats] = useState<string[]>([])
  const infer = useDo(() => send<List<Inferred>>('post', '/needs/infer', { query: region ? { region } : {}, body: { categories: cats } }), ['/needs'])
  const done = infer.data
  return (
    <Modal open title={w.infer} onCancel={onClose} footer={done ? <Button type="primary" onClick={onClose}>{c.close}</Button> : undefined} onOk={() => infer.mutate(undefined as never)} okText={w.infer} cancelText={c.cancel} confirmLoading={infer.isPending}>
      {done ? (
        <div role="status">
          {done.items.map(i => <div key={i.category} className="row" style={{ padding: '6px 0' }}><b className="grow">{names.category(i.category)}</b><span className="muted">{w.inferred(count(i.added), count(i.entitled))}</span></div>)}
        </div>
      ) : <>
        <p className="muted">{w.inferAsk}</p>
        <Select aria-label={w.cats} mode="multiple" allowClear placeholder={`${w.cats}：${c.all}`} style={{ width: '100%' }} showSearch={{ optionFilterProp: 'label' }} options={names.categories} value={cats} onChange={setCats} />
      </>}
      {infer.isError && <div role="alert" style={{ marginTop: 12 }}><b>{infer.error.message}</b><Problems error={infer.error} /></div>}
    </Modal>
  )
}
