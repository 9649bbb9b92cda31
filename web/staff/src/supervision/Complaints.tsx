import { useState } from 'react'
import { Alert, App, Button, Form, Input, Modal, Radio } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { day, when } from '../kit/format'
import { Empty, Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c } from '../kit/words'
import { may, useSession } from '../session/session'
import { aboutWord, complaintStates, outcomeWord, w, type Complaint } from './words'

const tags = (x: Complaint) => <span className="row wrap"><StateTag state={x.state} table={complaintStates()} />{x.overdue && <Tag tone="red">{w.late}</Tag>}{x.escalated && <Tag tone="amber">{w.street}</Tag>}{x.anonymous && <Tag>{w.anonymous}</Tag>}</span>

/** Complaints are those that the street, or the district, decides. */
export function Complaints() {
  const url = useUrl()
  const columns: Column<Complaint>[] = [
    { key: 'number', title: w.number, render: x => <button className="plain mono" onClick={() => url.set({ open: x.id })}>{x.number}</button>, text: x => x.number },
    { key: 'state', title: c.state, render: tags, text: x => complaintStates()[x.state][1] },
    { key: 'about', title: w.about, render: x => <span>{aboutWord(x.about)} <span className="muted small">{x.text.slice(0, 28)}{x.text.length > 28 ? '…' : ''}</span></span>, text: x => `${aboutWord(x.about)} ${x.text}` },
    { key: 'org', title: w.org, render: x => (x.against === 'staff' ? w.staff : x.org_name || '—'), text: x => x.org_name ?? '' },
    { key: 'due', title: w.due, render: x => (x.due ? when(x.due) : '—'), text: x => x.due ?? '' },
    { key: 'created', title: w.filed, render: x => when(x.created), text: x => x.created },
  ]
  return (
    <div className="panel">
      <FilterBar filters={[{ kind: 'many', name: 'state', label: c.state, options: Object.entries(complaintStates()).map(([value, [, label]]) => ({ value, label })) }, { kind: 'flag', name: 'mine', label: w.mine }, { kind: 'flag', name: 'overdue', label: w.onlyLate }]} />
      <DataTable<Complaint> id="complaints" path="/complaints" query={{ state: url.list('state'), mine: url.get('mine') || undefined, overdue: url.get('overdue') || undefined }} columns={columns} rowKey={x => x.id} onOpen={x => url.set({ open: x.id })} empty={{ title: w.none, next: w.noneNext }} />
      {url.get('open') && <ComplaintDrawer key={url.get('open')} id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

function Facts({ x }: { x: Complaint }) {
  return (
    <>
      <div className="row wrap"><h2 className="mono">{x.number}</h2>{tags(x)}</div>
      <p style={{ whiteSpace: 'pre-line', fontSize: 16, margin: 0 }}>{x.text}</p>
      <dl className="facts">
        <dt>{w.about}</dt><dd>{aboutWord(x.about)}</dd>
        <dt>{w.against}</dt><dd>{x.against === 'staff' ? w.staff : x.org_name || w.provider}</dd>
        {x.order_number && <><dt>{w.order}</dt><dd className="mono">{x.order_number} {x.service_name}</dd></>}
        {x.due && <><dt>{w.due}</dt><dd>{when(x.due)}</dd></>}
        {x.statement && <><dt>{w.statement}</dt><dd style={{ whiteSpace: 'pre-line' }}>{x.statement}</dd></>}
        {x.answer && <><dt>{w.answer}</dt><dd style={{ whiteSpace: 'pre-line' }}>{x.outcome && <Tag tone={x.outcome === 'not_upheld' ? '' : 'amber'}>{outcomeWord(x.outcome)}</Tag>} {x.answer}</dd></>}
        {x.remedy && <><dt>{w.remedy}</dt><dd>{x.remedy}</dd></>}
      </dl>
    </>
  )
}

function ComplaintDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const complaint = useApi<Complaint>('/complaints/' + id)
  const session = useSession().data
  const { message } = App.useApp()
  const [answering, setAnswering] = useState(false)
  const [form] = Form.useForm<{ outcome: string; answer: string; remedy?: string }>()
  const act = useDo((a: { verb: string; body: unknown; version: number }) => send('post', `/complaints/${id}/${a.verb}`, { body: a.body, etag: `"${a.version}"` }), ['/complaints'], () => { setAnswering(false); void message.success(w.done) })
  return (
    <DetailDrawer open title={w.complaints} onClose={onClose}>
      <Shown of={complaint}>{x => (
        <div className="stack">
          <Facts x={x} />
          {act.isError && !answering && <Alert type="error" showIcon title={act.error.message} description={<Problems error={act.error} />} />}
          {may(session, 'complaints.handle') && (
            <div className="row wrap">
              {(x.state === 'filed' || x.state === 'assigned' && x.handler !== session?.account?.id) && <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ verb: 'assign', body: {}, version: x.version })}>{w.assign}</Button>}
              {x.state === 'assigned' && x.handler === session?.account?.id && <Button type="primary" onClick={() => setAnswering(true)}>{w.reply}</Button>}
            </div>
          )}
          <div><h3>{w.story}</h3><ol className="timeline">{(x.story ?? []).map((s, i) => <li key={i}><b>{complaintStates()[s.state]?.[1] ?? s.state}</b> <span className="muted small">{when(s.at)}</span>{s.text && <div>{s.text}</div>}</li>)}</ol></div>
          {answering && (
            <Modal open title={w.reply} okText={w.reply} cancelText={c.cancel} confirmLoading={act.isPending} onCancel={() => { act.reset(); setAnswering(false) }} onOk={() => form.submit()}>
              <Form form={form} layout="vertical" onFinish={body => act.mutate({ verb: 'answer', body, version: x.version })}>
                <Form.Item name="outcome" label={w.outcome} rules={[{ required: true }]}><Radio.Group options={['upheld', 'partly', 'not_upheld'].map(v => ({ value: v, label: outcomeWord(v) }))} /></Form.Item>
                <Form.Item name="answer" label={w.answer} extra={w.replyHint} rules={[{ required: true, min: 4 }]}><Input.TextArea rows={5} maxLength={8000} /></Form.Item>
                <Form.Item name="remedy" label={w.remedy}><Input maxLength={2000} /></Form.Item>
                {act.isError && <Problems error={act.error} />}
              </Form>
            </Modal>
          )}
        </div>
      )}</Shown>
    </DetailDrawer>
  )
}

/** ComplaintsOfUs are what is said of a provider, without names, for its own side of it. */
export function ComplaintsOfUs() {
  const all = useApi<List<Complaint>>('/complaints-of-us')
  const { message } = App.useApp()
  const [of, setOf] = useState<Complaint>()
  const [text, setText] = useState('')
  const say = useDo(() => send('post', `/complaints-of-us/${of!.id}/statement`, { body: { statement: text.trim() } }), ['/complaints'], () => { setOf(undefined); setText(''); void message.success(w.done) })
  return (
    <Shown of={all}>{list => list.items.length === 0 ? <div className="panel"><Empty title={w.none} /></div> : (
      <div className="stack">
        {list.items.map(x => (
          <section key={x.id} className="panel body stack" aria-label={x.number}>
            <Facts x={x} />
            {(x.state === 'filed' || x.state === 'assigned') && <div><Button onClick={() => { setOf(x); setText(x.statement ?? '') }}>{w.say}</Button></div>}
            <span className="muted small">{day(x.created.slice(0, 10))}</span>
          </section>
        ))}
        {of && (
          <Modal open title={w.say} okText={w.say} cancelText={c.cancel} confirmLoading={say.isPending} okButtonProps={{ disabled: text.trim().length < 4 }} onCancel={() => setOf(undefined)} onOk={() => say.mutate(undefined as never)}>
            <label>{w.statement}<Input.TextArea rows={5} maxLength={8000} value={text} autoFocus onChange={e => setText(e.target.value)} /></label>
            {say.isError && <Problems error={say.error} />}
          </Modal>
        )}
      </div>
    )}</Shown>
  )
}
