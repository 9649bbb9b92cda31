import { useState } from 'react'
import { App, Button, DatePicker, Form, Input, Modal, Popconfirm, Radio, Upload } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { components } from '../../../client/schema'
import { send, useApi, useDo } from '../kit/api'
import { count, day } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, language, named, words } from '../kit/words'
import { may, useSession } from '../session/session'
import { Month } from './Month'
import { parse, stretches, workdays, type Day } from './days'

type Year = components['schemas']['Year']
interface Entry { days: [Dayjs, Dayjs]; kind: Day['kind']; name_zh: string; name_en?: string }

export const w = words({
  title: ['工作日历', 'Working days'],
  lead: ['法定节假日和调休上班日，按国务院每年的通知。办理时限和办公时间按它计算；已经在走的时限不变。', 'Public holidays and the weekend days worked in exchange, by the State Council’s yearly notice. Time limits and office hours go by it; limits that run already do not move.'],
  add: ['添加日期', 'Add days'], load: ['导入 CSV', 'Import CSV'], form: ['需要 date、kind（holiday 或 work）、name_zh 三列，可有 to 和 name_en', 'Columns date, kind (holiday or work), name_zh; if wanted, to and name_en'],
  holiday: ['放假', 'Holiday'], work: ['调休上班', 'Worked weekend day'], kind: ['类型', 'Kind'], when: ['日期', 'Days'], what: ['名称', 'Name'], nameEn: ['英文名称', 'English name'],
  remove: ['删除', 'Remove'], sure: ['删除这几天？', 'Remove these days?'], unknown: ['还没有导入这一年的通知，暂按周一至周五上班计算。', 'The notice of this year is not in yet; Monday to Friday count as worked.'],
  sum: (n: string, y: number) => [`${y} 年共 ${n} 个工作日`, `${n} working days in ${y}`], before: ['上一年', 'Year before'], after: ['下一年', 'Year after'], loaded: (n: number) => [`已导入 ${n} 天`, `${n} days imported`],
})

/** Calendar is the year as people know it from the wall, with the moved days beside it. */
export default function Calendar() {
  const url = useUrl()
  const year = Number(url.get('year')) || dayjs().year()
  const asked = useApi<Year>('/calendar/' + year)
  const edits = may(useSession().data, 'calendar.edit')
  const { message } = App.useApp()
  const [adding, setAdding] = useState(false)
  const put = useDo((days: Day[]) => send<Year>('put', '/calendar/' + year, { body: { days } }), ['/calendar'], () => setAdding(false))
  const days = asked.data?.days ?? []
  const read = async (f: File) => {
    try {
      const all = parse(await f.text()).filter(d => d.date.startsWith(String(year)))
      await put.mutateAsync(all)
      message.success(w.loaded(all.length))
    } catch (e) {
      message.error((e as Error).message, 6)
    }
  }
  const add = (v: Entry) => {
    const more: Day[] = []
    for (let d = v.days[0]; !d.isAfter(v.days[1], 'day'); d = d.add(1, 'day')) more.push({ date: d.format('YYYY-MM-DD'), kind: v.kind, name_zh: v.name_zh, name_en: v.name_en ?? '' })
    put.mutate([...days.filter(d => !more.some(m => m.date === d.date)), ...more])
  }
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<>
        <Button onClick={() => url.set({ year: year - 1 })}>{w.before}</Button>
        <b style={{ fontSize: 18, padding: '0 8px' }}>{year}</b>
        <Button onClick={() => url.set({ year: year + 1 })}>{w.after}</Button>
        {edits && <Upload accept=".csv,text/csv" showUploadList={false} beforeUpload={f => { void read(f); return false }}><Button title={w.form}>{w.load}</Button></Upload>}
        {edits && <Button type="primary" onClick={() => { put.reset(); setAdding(true) }}>{w.add}</Button>}
      </>} />
      <Shown of={asked}>
        {y => (
          <div className="yearpage">
            <section className="panel">
              <header><b>{y.known ? w.sum(count(workdays(year, y.days)), year) : w.unknown}</b></header>
              <div className="year">{Array.from({ length: 12 }, (_, m) => <Month key={m} year={year} month={m} days={y.days} />)}</div>
            </section>
            <section className="panel">
              <table className="figs">
                <thead><tr><th scope="col">{w.when}</th><th scope="col">{w.what}</th><th scope="col">{w.kind}</th>{edits && <th scope="col">{c.actions}</th>}</tr></thead>
                <tbody>
                  {stretches(y.days).map(s => (
                    <tr key={s[0]!.date}>
                      <td>{day(s[0]!.date).replace(/^\d{4}年| \d{4}$/, '')}{s.length > 1 && ' – ' + day(s.at(-1)!.date).replace(/^\d{4}年| \d{4}$/, '')}</td>
                      <td>{named(s[0])}</td>
                      <td><Tag tone={s[0]!.kind === 'holiday' ? 'red' : 'blue'}>{s[0]!.kind === 'holiday' ? w.holiday : w.work}</Tag></td>
                      {edits && <td><Popconfirm title={w.sure} okText={w.remove} cancelText={c.cancel} onConfirm={() => put.mutate(y.days.filter(d => !s.includes(d)))}><Button size="small">{w.remove}</Button></Popconfirm></td>}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </div>
        )}
      </Shown>
      {adding && <Add year={year} busy={put.isPending} error={put.error} onClose={() => setAdding(false)} onAdd={add} />}
    </div>
  )
}

function Add({ year, busy, error, onClose, onAdd }: { year: number; busy: boolean; error: Error | null; onClose: () => void; onAdd: (e: Entry) => void }) {
  const [form] = Form.useForm<Entry>()
  return (
    <Modal open title={w.add} onCancel={onClose} onOk={() => form.submit()} okText={c.save} cancelText={c.cancel} confirmLoading={busy}>
      <Form form={form} layout="vertical" initialValues={{ kind: 'holiday' }} onFinish={onAdd}>
        <Form.Item name="days" label={w.when} rules={[{ required: true }]}><DatePicker.RangePicker style={{ width: '100%' }} minDate={dayjs(`${year}-01-01`)} maxDate={dayjs(`${year}-12-31`)} /></Form.Item>
        <Form.Item name="kind" label={w.kind}><Radio.Group options={[{ value: 'holiday', label: w.holiday }, { value: 'work', label: w.work }]} /></Form.Item>
        <Form.Item name="name_zh" label={w.what} rules={[{ required: true }]}><Input maxLength={40} placeholder={language() === 'zh' ? '国庆节' : ''} /></Form.Item>
        <Form.Item name="name_en" label={w.nameEn}><Input maxLength={60} /></Form.Item>
        {error && <div role="alert"><b>{error.message}</b><Problems error={error} /></div>}
      </Form>
    </Modal>
  )
}
