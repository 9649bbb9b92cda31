import { useState } from 'react'
import { DatePicker, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import dayjs from 'dayjs'
import { send, useDo } from '../kit/api'
import { Problems } from '../kit/States'
import { common as c } from '../kit/words'
import type { Person } from './data'
import { w } from './words'

/** Death records the day; needs, orders and attributes end with it. It cannot be taken back on this screen. */
export function Death({ p, onClose }: { p: Person; onClose: () => void }) {
  const [day, setDay] = useState<Dayjs | null>(dayjs())
  const save = useDo(() => send('post', `/people/${p.id}/death`, { body: { day: day!.format('YYYY-MM-DD') }, etag: `"${p.version}"` }), ['/people', '/needs', '/demand', '/households'], onClose)
  return (
    <Modal open title={`${w.death} · ${p.name}`} onCancel={onClose} onOk={() => save.mutate(undefined as never)} okText={w.death} okButtonProps={{ danger: true, disabled: !day }} cancelText={c.cancel} confirmLoading={save.isPending}>
      <p>{w.deathAsk}</p>
      <DatePicker aria-label={w.deathDay} value={day} onChange={setDay} maxDate={dayjs()} />
      {save.isError && <div role="alert" style={{ marginTop: 12 }}><b>{save.error.message}</b><Problems error={save.error} /></div>}
    </Modal>
  )
}
