import { useEffect, useState } from 'react'
import { Button, Checkbox, Input, Modal, Select } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { Problems } from '../kit/States'
import { common as c } from '../kit/words'
import { relation, w } from './words'
import type { Household } from './data'

/** HouseholdSteps: some members found a household of their own, or the whole joins another. */
export function HouseholdSteps({ h, onDone }: { h: Household; onDone: () => void }) {
  const [step, setStep] = useState<'split' | 'merge'>()
  return (
    <div className="row wrap">
      {h.members.length > 1 && <Button onClick={() => setStep('split')}>{w.split}</Button>}
      <Button onClick={() => setStep('merge')}>{w.join}</Button>
      {step === 'split' && <Split h={h} onClose={() => setStep(undefined)} onDone={onDone} />}
      {step === 'merge' && <Merge h={h} onClose={() => setStep(undefined)} onDone={onDone} />}
    </div>
  )
}

function Split({ h, onClose, onDone }: { h: Household; onClose: () => void; onDone: () => void }) {
  const [who, setWho] = useState<string[]>([])
  const [address, setAddress] = useState(h.address)
  const split = useDo(() => send('post', `/households/${h.id}/split`, { body: { persons: who, address }, key: crypto.randomUUID() }), ['/households', '/people'], () => { onClose(); onDone() })
  return (
    <Modal open title={w.split} onCancel={onClose} onOk={() => split.mutate(undefined as never)} okText={w.split} cancelText={c.cancel} confirmLoading={split.isPending} okButtonProps={{ disabled: !who.length || who.length === h.members.length || !address.trim() }}>
      <p className="muted">{w.splitAsk}</p>
      <Checkbox.Group value={who} onChange={v => setWho(v as string[])} style={{ display: 'flex', flexDirection: 'column', gap: 8, marginBottom: 16 }} options={h.members.map(m => ({ value: m.person, label: `${m.name} · ${relation(m.relation)}` }))} />
      <label>{w.newAddress}<Input value={address} onChange={e => setAddress(e.target.value)} maxLength={100} /></label>
      {split.isError && <div role="alert" style={{ marginTop: 12 }}><b>{split.error.message}</b><Problems error={split.error} /></div>}
    </Modal>
  )
}

function Merge({ h, onClose, onDone }: { h: Household; onClose: () => void; onDone: () => void }) {
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  const [into, setInto] = useState<string>()
  useEffect(() => { const t = setTimeout(() => setQ(typed.trim()), 250); return () => clearTimeout(t) }, [typed])
  const found = useApi<List<Household>>(q ? '/households' : '', { q, limit: 20 })
  const merge = useDo(() => send('post', `/households/${h.id}/merge`, { body: { into } }), ['/households', '/people'], () => { onClose(); onDone() })
  return (
    <Modal open title={w.join} onCancel={onClose} onOk={() => merge.mutate(undefined as never)} okText={w.join} cancelText={c.cancel} confirmLoading={merge.isPending} okButtonProps={{ disabled: !into }}>
      <p className="muted">{w.joinAsk}</p>
      <Select aria-label={w.hSearch} placeholder={w.hSearch} style={{ width: '100%' }} showSearch={{ onSearch: setTyped, filterOption: false }} notFoundContent={null} value={into} onChange={setInto} options={(found.data?.items ?? []).filter(x => x.id !== h.id).map(x => ({ value: x.id, label: `${x.address} · ${x.members.map(m => m.name).join('、')}` }))} />
      {merge.isError && <div role="alert" style={{ marginTop: 12 }}><b>{merge.error.message}</b><Problems error={merge.error} /></div>}
    </Modal>
  )
}
