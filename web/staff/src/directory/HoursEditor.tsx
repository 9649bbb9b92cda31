import { Button, Checkbox, Select, TimePicker } from 'antd'
import { DeleteOutlined } from '@ant-design/icons'
import dayjs from 'dayjs'
import { w, weekdays, type Plan, type Span } from './words'

/** HoursEditor edits a plan: spans on weekdays, and whether holidays are kept. Used as a field of a form. */
export function HoursEditor({ value, onChange }: { value?: Plan; onChange?: (p: Plan) => void }) {
  const plan: Plan = value ?? {}
  const spans = plan.spans ?? []
  const put = (i: number, change: Partial<Span>) => onChange?.({ ...plan, spans: spans.map((s, n) => (n === i ? { ...s, ...change } : s)) })
  const time = (t: string) => dayjs(`2000-01-01T${t === '24:00' ? '23:59' : t}`)
  return (
    <div className="stack" style={{ gap: 8 }}>
      {spans.map((s, i) => (
        <div key={i} className="row wrap">
          <Select mode="multiple" aria-label={`${w.days} ${i + 1}`} style={{ minWidth: 220, flex: 1 }} maxTagCount="responsive" value={s.days ?? []} onChange={(days: number[]) => put(i, { days: [...days].sort((a, b) => a - b) })} options={weekdays().map((label, d) => ({ value: d + 1, label }))} />
          <TimePicker aria-label={`${w.opens} ${i + 1}`} format="HH:mm" minuteStep={5} needConfirm={false} allowClear={false} value={time(s.from)} onChange={t => t && put(i, { from: t.format('HH:mm') })} style={{ width: 92 }} />
          <span>–</span>
          <TimePicker aria-label={`${w.closes} ${i + 1}`} format="HH:mm" minuteStep={5} needConfirm={false} allowClear={false} value={time(s.to)} onChange={t => t && put(i, { to: t.format('HH:mm') })} style={{ width: 92 }} />
          <Button type="text" icon={<DeleteOutlined />} aria-label={`${w.removeSpan} ${i + 1}`} onClick={() => onChange?.({ ...plan, spans: spans.filter((_, n) => n !== i) })} />
        </div>
      ))}
      <div className="row wrap">
        <Button onClick={() => onChange?.({ ...plan, spans: [...spans, { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] })}>{w.addSpan}</Button>
        <Checkbox checked={!!plan.office} onChange={e => onChange?.({ ...plan, office: e.target.checked })}>{w.office}</Checkbox>
      </div>
    </div>
  )
}
