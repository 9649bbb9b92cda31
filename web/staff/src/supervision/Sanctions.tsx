import { useState } from 'react'
import { Alert, App, Button, DatePicker, Form, Input, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { send, useApi, useDo, useRegion, type List } from '../kit/api'
import { day, when } from '../kit/format'
import { Empty, Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { common as c } from '../kit/words'
import { OrganisationField } from '../directory/OrganisationField'
import { may, useSession } from '../session/session'
import { kindWord, sanctionStates, w, type Sanction } from './words'

type Verb = 'impose' | 'drop' | 'lift' | 'uphold' | 'overturn' | 'appeal'
const wants: Record<Verb, boolean> = { impose: false, drop: true, lift: true, uphold: true, overturn: true, appeal: true }

/** Sanctions are measures against providers, in three pairs of hands, with an appeal. */
export function Sanctions() {
  const session = useSession().data
  const ours = !may(session, 'sanctions.see')
  const all = useApi<List<Sanction>>(ours ? '/sanctions-of-us' : '/sanctions')
  const { message } = App.useApp()
  const [proposing, setProposing] = useState(false)
  const [of, setOf] = useState<{ x: Sanction; verb: Verb }>()
  const [text, setText] = useState('')
  const act = useDo((a: { x: Sanction; verb: Verb; reason?: string }) => send('post', `/${a.verb === 'appeal' ? 'sanctions-of-us' : 'sanctions'}/${a.x.id}/${a.verb}`, { body: { reason: a.reason } }), ['/sanctions'], () => { setOf(undefined); setText(''); void message.success(w.done) })
  const verbs = (x: Sanction): Verb[] => {
    const out: Verb[] = []
    if (may(session, 'sanctions.decide')) {
      if (x.state === 'proposed') out.push('impose', 'drop')
      if (x.state === 'imposed' || x.state === 'upheld') out.push('lift')
    }
    if (may(session, 'sanctions.judge') && x.state === 'appealed') out.push('uphold', 'overturn')
    if (may(session, 'sanctions.of_us') && x.state === 'imposed') out.push('appeal')
    return out
  }
  return (
    <div className="stack">
      {may(session, 'sanctions.decide') && <div><Button type="primary" onClick={() => setProposing(true)}>{w.propose}</Button></div>}
      <Shown of={all}>{list => list.items.length === 0 ? <div className="panel"><Empty title={w.noSanctions} next={w.noSanctionsNext} /></div> : (
        <div className="stack">
          {list.items.map(x => (
            <section key={x.id} className="panel body stack" aria-label={kindWord(x.kind)}>
              <div className="row wrap"><h2>{x.org_name} · {kindWord(x.kind)}</h2><StateTag state={x.state} table={sanctionStates()} />{x.until && <Tag>{w.until} {day(x.until)}</Tag>}{x.state === 'imposed' && x.appeal_by && <span className="muted">{w.appealBy} {day(x.appeal_by)}</span>}</div>
              <p style={{ margin: 0 }}>{x.reason}</p>
              {x.appeal && <div><b>{w.appeal}</b> {x.appeal}</div>}
              {x.judgement && <div><b>{w.judgement}</b> {x.judgement}</div>}
              <div className="row wrap">{verbs(x).map((v, i) => <Button key={v} type={i === 0 ? 'primary' : 'default'} loading={act.isPending} onClick={() => (wants[v] ? setOf({ x, verb: v }) : act.mutate({ x, verb: v }, { onError: e => void message.error(e.message) }))}>{w[v]}</Button>)}</div>
              <div className="muted small">{x.story.map(s => `${sanctionStates()[s.state]?.[1] ?? s.state} ${when(s.at)}`).join(' → ')}</div>
            </section>
          ))}
        </div>
      )}</Shown>
      {of && (
        <Modal open title={w[of.verb]} okText={w[of.verb]} cancelText={c.cancel} confirmLoading={act.isPending} okButtonProps={{ disabled: text.trim().length < 2 }} onCancel={() => { act.reset(); setOf(undefined) }} onOk={() => act.mutate({ ...of, reason: text.trim() })}>
          <label>{w.why}<Input.TextArea rows={4} maxLength={4000} value={text} autoFocus onChange={e => setText(e.target.value)} /></label>
          {act.isError && <Problems error={act.error} />}
        </Modal>
      )}
      {proposing && <Propose onClose={() => setProposing(false)} />}
    </div>
  )
}

function Propose({ onClose }: { onClose: () => void }) {
  const region = useRegion()
  const street = useSession().data?.posts?.find(p => p.role === 'street_operator')?.region
  const [form] = Form.useForm<{ org: string; kind: string; reason: string; until?: Dayjs }>()
  const kind = Form.useWatch('kind', form)
  const save = useDo((a: { org: string; kind: string; reason: string; until?: Dayjs }) => send('post', '/sanctions', { body: { org: a.org, kind: a.kind, reason: a.reason, region: region || street, until: a.until?.format('YYYY-MM-DD') }, key: crypto.randomUUID() }), ['/sanctions'], onClose)
  return (
    <Modal open title={w.propose} okText={w.propose} cancelText={c.cancel} confirmLoading={save.isPending} onCancel={onClose} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" onFinish={a => save.mutate(a)}>
        <Form.Item name="org" label={w.org} rules={[{ required: true }]}><OrganisationField /></Form.Item>
        <Form.Item name="kind" label={w.kind} rules={[{ required: true }]}><Select options={['warning', 'improvement', 'suspension', 'removal'].map(v => ({ value: v, label: kindWord(v) }))} /></Form.Item>
        {(kind === 'improvement' || kind === 'suspension') && <Form.Item name="until" label={w.until} rules={[{ required: true }]}><DatePicker disabledDate={d => d.isBefore(Date.now())} /></Form.Item>}
        <Form.Item name="reason" label={w.reason} rules={[{ required: true, min: 2 }]}><Input.TextArea rows={4} maxLength={1000} /></Form.Item>
        {save.isError && <Alert type="error" title={save.error.message} description={<Problems error={save.error} />} />}
      </Form>
    </Modal>
  )
}
