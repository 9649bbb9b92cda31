import { useEffect, useState } from 'react'
import { App, Button, Input, Modal, Radio } from 'antd'
import { Problems } from './States'
import { common, words } from './words'

const w = words({
  show: ['显示', 'Show'],
  hide: ['隐藏', 'Hide'],
  title: (f: string) => [`显示${f}`, `Show ${f}`],
  lead: ['请说明用途。本次查看会记入该居民的查看记录，居民可以查询。', 'Say what for. This look is written into the person’s access log, which they may read.'],
  service: ['办理服务', 'To arrange a service'],
  visit: ['上门或电话联系', 'To visit or call'],
  check: ['核对信息', 'To check the record'],
  emergency: ['紧急情况', 'An emergency'],
  other: ['其他', 'Other'],
  more: ['补充说明（如事项、日期）', 'More about it (matter, date)'],
  left: ['60 秒后自动隐藏', 'Hidden again after 60 s'],
})

/** Masked shows a masked value with "show (reason)"; the value is hidden again after a minute. */
export function Masked({ value, label, reveal }: { value?: string; label: string; reveal?: (purpose: string) => Promise<string> }) {
  const [open, setOpen] = useState(false)
  const [purpose, setPurpose] = useState('service')
  const [note, setNote] = useState('')
  const [clear, setClear] = useState<string>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const { message } = App.useApp()
  useEffect(() => {
    if (clear === undefined) return
    const t = setTimeout(() => setClear(undefined), 60_000)
    return () => clearTimeout(t)
  }, [clear])
  if (!value) return <span className="muted">—</span>
  const reasons = { service: w.service, visit: w.visit, check: w.check, emergency: w.emergency, other: w.other } as const
  const ask = async () => {
    setBusy(true)
    setError(undefined)
    try {
      const said = reasons[purpose as keyof typeof reasons]
      setClear(await reveal!(note.trim() ? `${said}：${note.trim()}` : said))
      setOpen(false)
      message.info(w.left)
    } catch (e) {
      setError(e)
    } finally {
      setBusy(false)
    }
  }
  return (
    <span className="masked row" style={{ display: 'inline-flex' }}>
      <span className="mono">{clear ?? value}</span>
      {reveal && (clear === undefined
        ? <Button type="link" size="small" onClick={() => setOpen(true)} aria-label={w.title(label)}>{w.show}</Button>
        : <Button type="link" size="small" onClick={() => setClear(undefined)}>{w.hide}</Button>)}
      <Modal open={open} title={w.title(label)} onCancel={() => setOpen(false)} onOk={ask} okText={w.show} cancelText={common.cancel}
        okButtonProps={{ loading: busy, disabled: purpose === 'other' && note.trim().length < 2 }} destroyOnHidden>
        <p className="muted">{w.lead}</p>
        <Radio.Group value={purpose} onChange={e => setPurpose(e.target.value)} style={{ display: 'flex', flexDirection: 'column', gap: 8, marginBottom: 12 }}
          options={Object.entries(reasons).map(([v, label]) => ({ value: v, label }))} />
        <Input value={note} onChange={e => setNote(e.target.value)} placeholder={w.more} aria-label={w.more} maxLength={100} />
        {error ? <div role="alert" style={{ marginTop: 12, color: '#a8201a' }}><b>{(error as Error).message}</b><Problems error={error} /></div> : null}
      </Modal>
    </span>
  )
}
