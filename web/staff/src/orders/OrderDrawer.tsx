import { useState } from 'react'
import { Link } from 'react-router'
import { Alert, App, Button, Form, Input, Modal, Select } from 'antd'
import { send, useApi, useDo, type List } from '../kit/api'
import { DetailDrawer } from '../kit/DetailDrawer'
import { clock, day, money, when } from '../kit/format'
import { Complain, Pause } from './OrderExtras'
import { Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language } from '../kit/words'
import { may, useSession } from '../session/session'
import { howWord, serviceName, slotWord, states, verbs, verbWord, w, wants, type Choice, type Order, type Verb } from './words'

/** OrderDrawer is an order with its story and every step that it allows the viewer. */
export function OrderDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const order = useApi<Order>('/orders/' + id)
  const url = useUrl()
  const session = useSession().data
  const { message } = App.useApp()
  const [asked, setAsked] = useState<Verb>()
  const [extra, setExtra] = useState<'pause' | 'complain'>()
  const act = useDo(({ verb, body, version }: { verb: Verb; body: Record<string, unknown>; version: number }) => send<Order>('post', `/orders/${id}/${verb}`, { body, etag: `"${version}"` }), ['/orders'], (_, a) => {
    setAsked(undefined)
    void message.success(verbWord(a.verb))
  })
  const staff = may(session, 'orders.answer') || may(session, 'orders.carry') || may(session, 'orders.cancel')
  return (
    <DetailDrawer open width={640} title={w.title} onClose={onClose}>
      <Shown of={order}>
        {o => {
          const can = staff ? verbs.filter(v => (o.steps ?? []).includes(v === 'no-show' ? 'absent' : v) || (o.steps ?? []).includes(v)) : []
          return (
            <div className="stack">
              <div className="row wrap"><h2 style={{ margin: 0 }} className="mono">{o.number}</h2><StateTag state={o.state} table={states()} />{o.overdue && <Tag tone="red">{w.late}</Tag>}{o.escalated > 0 && <Tag tone="red">{`${w.escalated} ${o.escalated > 1 ? w.district : w.street}`}</Tag>}</div>
              <dl className="facts">
                <dt>{w.person}</dt><dd>{o.name ? may(session, 'people.search') ? <Link to={keepRegion('/people/' + o.person, url.params)}>{o.name}</Link> : o.name : '—'}</dd>
                <dt>{w.service}</dt><dd>{serviceName(o)} × {o.quantity}</dd>
                <dt>{w.day}</dt><dd>{day(o.day)} {slotWord(o)}</dd>
                {o.point_name && <><dt>{w.point}</dt><dd>{o.point_name}</dd></>}
                {o.address && <><dt>{w.where}</dt><dd>{o.address}</dd></>}
                {(o.options ?? []).length > 0 && <><dt>{w.options}</dt><dd>{o.options!.map(howWord).join('，')}</dd></>}
                {o.note && <><dt>{w.note}</dt><dd>{o.note}</dd></>}
                {o.reason && <><dt>{w.reason}</dt><dd>{o.reason}</dd></>}
                <dt>{w.how}</dt><dd>{[howWord(o.placed_by.how), o.placed_by.name].filter(Boolean).join(' · ')}</dd>
                {o.due && <><dt>{w.due}</dt><dd>{day(o.due.slice(0, 10))} {clock(o.due)}</dd></>}
              </dl>
              <div>
                <h3>{w.split}</h3>
                <table className="figs"><tbody>
                  <tr><td className="muted">{w.total}</td><td className="num">{money(o.price.total_fen)}</td></tr>
                  <tr><td className="muted">{w.pays}</td><td className="num"><b>{money(o.price.resident_fen)}</b></td></tr>
                  {o.price.subsidy_fen > 0 && <tr><td className="muted">{w.subsidy}</td><td className="num">{money(o.price.subsidy_fen)}</td></tr>}
                  {o.price.fund_fen > 0 && <tr><td className="muted">{w.fund}</td><td className="num">{money(o.price.fund_fen)}</td></tr>}
                </tbody></table>
                {o.price.why_zh && <p className="small muted">{language() === 'en' ? o.price.why_en : o.price.why_zh}</p>}
              </div>
              {act.isError && !asked && <Alert type="error" showIcon title={act.error.message} description={<Problems error={act.error} />} />}
              <div className="row wrap">
                {can.map((v, i) => <Button key={v} type={i === 0 ? 'primary' : 'default'} danger={['decline', 'fail', 'cancel', 'no-show'].includes(v)} loading={act.isPending && !asked} onClick={() => (wants(v) ? setAsked(v) : act.mutate({ verb: v, body: {}, version: o.version }))}>{verbWord(v)}</Button>)}
              </div>
              {staff && <div className="row wrap">
                {may(session, 'orders.pause_person') && <Button size="small" onClick={() => setExtra('pause')}>{w.pause}</Button>}
                {may(session, 'complaints.file') && <Button size="small" onClick={() => setExtra('complain')}>{w.complain}</Button>}
              </div>}
              {extra === 'pause' && <Pause person={o.person} onClose={() => setExtra(undefined)} />}
              {extra === 'complain' && <Complain order={o} onClose={() => setExtra(undefined)} />}
              <div><h3>{w.story}</h3><ol className="timeline">{(o.story ?? []).map(s => <li key={s.at + s.kind}><b>{language() === 'en' ? s.en : s.zh}</b>{s.why && <span className="muted"> {s.why}</span>} <span className="muted small">{when(s.at)}</span></li>)}</ol></div>
              {asked && <Ask order={o} verb={asked} busy={act.isPending} error={act.error} onCancel={() => { act.reset(); setAsked(undefined) }} onOk={body => act.mutate({ verb: asked, body, version: o.version })} />}
            </div>
          )
        }}
      </Shown>
    </DetailDrawer>
  )
}

/** Ask asks what a step has to be told: a reason, whom to send, the code. */
function Ask({ order, verb, busy, error, onCancel, onOk }: { order: Order; verb: Verb; busy: boolean; error: Error | null; onCancel: () => void; onOk: (body: Record<string, unknown>) => void }) {
  const [form] = Form.useForm()
  const what = wants(verb)
  const who = useApi<List<Choice>>(what === 'account' ? `/orders/${order.id}/candidates` : '')
  return (
    <Modal open title={`${verbWord(verb)} · ${order.number}`} okText={verbWord(verb)} cancelText={c.cancel} confirmLoading={busy} onCancel={onCancel} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" onFinish={v => onOk(what === 'code' ? { code: v.code, proof: 'code' } : v)}>
        {what === 'reason' && <Form.Item name="reason" label={w.reason} extra={w.reasonNeeded} rules={[{ required: true, whitespace: true }]}><Input.TextArea autoFocus rows={2} maxLength={200} /></Form.Item>}
        {what === 'code' && <Form.Item name="code" label={w.code} extra={w.codeNote} rules={[{ required: true }]}><Input autoFocus inputMode="numeric" maxLength={6} /></Form.Item>}
        {what === 'account' && (who.data?.items.length === 0 ? <p>{w.noOne}</p> : (
          <Form.Item name="account" label={w.who} rules={[{ required: true }]}>
            <Select autoFocus loading={who.isLoading} options={(who.data?.items ?? []).map(x => ({ value: x.account, label: `${x.name} · ${language() === 'en' ? x.why_en : x.why_zh}` }))} />
          </Form.Item>
        ))}
        {error && <div role="alert"><b>{error.message}</b><Problems error={error} /></div>}
      </Form>
    </Modal>
  )
}

