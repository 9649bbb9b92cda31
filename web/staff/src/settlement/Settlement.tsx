import { useState } from 'react'
import { Alert, App, Button, DatePicker, Dropdown, Input, Modal, Popconfirm, Tabs } from 'antd'
import dayjs from 'dayjs'
import { base, send, useApi, useDo, useRegion, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { count, day, money } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, named } from '../kit/words'
import { may, useSession } from '../session/session'
import { Vouchers } from './Vouchers'
import { accountName, lastMonth, statementStates, w, type Balance, type Item, type Programme, type Statement } from './words'

/** Settlement is the street's money: statements, vouchers, balances. A provider sees its own. */
export default function Settlement() {
  const url = useUrl()
  const session = useSession().data
  const provider = !!session?.posts?.some(p => p.org)
  const tabs = [
    { key: 'statements', label: w.statements, children: <Statements /> },
    { key: 'vouchers', label: w.vouchers, children: <Vouchers /> },
    ...(provider ? [] : [{ key: 'balances', label: w.balances, children: <Balances /> }]),
  ]
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={may(session, 'settlement.draw') && <Draw />} />
      <Tabs activeKey={url.get('tab') || 'statements'} onChange={tab => url.set({ tab, open: '' })} items={tabs} destroyOnHidden />
    </div>
  )
}

function Draw() {
  const { message } = App.useApp()
  const region = useRegion()
  const street = useSession().data?.posts?.find(p => p.role === 'street_operator')?.region
  const [month, setMonth] = useState(lastMonth())
  const draw = useDo(() => send<List<Statement>>('post', '/statements', { query: { region: region || street }, body: { month } }), ['/statements'], all => void message.success(w.drawn(all.items.length)))
  return (
    <span className="row">
      <DatePicker picker="month" value={dayjs(month + '-01')} allowClear={false} aria-label={w.month} onChange={d => d && setMonth(d.format('YYYY-MM'))} disabledDate={d => d.format('YYYY-MM') > lastMonth()} />
      <Button type="primary" loading={draw.isPending} onClick={() => draw.mutate(undefined as never, { onError: e => void message.error(e.message) })}>{w.draw}</Button>
    </span>
  )
}

function Statements() {
  const url = useUrl()
  const session = useSession().data
  const columns: Column<Statement>[] = [
    { key: 'month', title: w.month, render: s => <button className="plain" onClick={() => url.set({ open: s.id })}>{s.month}</button>, text: s => s.month },
    { key: 'org', title: w.org, render: s => s.org_name || s.org, text: s => s.org_name ?? s.org },
    { key: 'state', title: c.state, render: s => <StateTag state={s.state} table={statementStates()} />, text: s => statementStates()[s.state][1] },
    { key: 'quantity', title: w.quantity, num: true, render: s => count(s.sums.quantity), text: s => String(s.sums.quantity) },
    { key: 'total', title: w.total, num: true, render: s => money(s.sums.total_fen), text: s => money(s.sums.total_fen) },
    { key: 'resident', title: w.resident, num: true, render: s => money(s.sums.resident_fen), text: s => money(s.sums.resident_fen) },
    { key: 'subsidy', title: w.subsidy, num: true, render: s => money(s.sums.subsidy_fen), text: s => money(s.sums.subsidy_fen) },
    { key: 'fund', title: w.fund, num: true, render: s => money(s.sums.fund_fen), text: s => money(s.sums.fund_fen) },
    { key: 'payable', title: w.payable, num: true, render: s => <b>{money(s.payable_fen)}</b>, text: s => money(s.payable_fen) },
  ]
  return (
    <div className="panel">
      <FilterBar filters={[{ kind: 'text', name: 'month', label: w.month, width: 120 }, { kind: 'choice', name: 'state', label: c.state, options: Object.entries(statementStates()).map(([value, [, label]]) => ({ value, label })) }]}>
        {may(session, 'settlement.approve') && <a href={`${base}/statements/payments.csv`} download><Button>{w.payments}</Button></a>}
      </FilterBar>
      <DataTable<Statement> id="statements" path="/statements" query={{ month: /^\d{4}-\d\d$/.test(url.get('month')) ? url.get('month') : undefined, state: url.get('state') || undefined }} columns={columns} rowKey={s => s.id} onOpen={s => url.set({ open: s.id })} empty={{ title: w.none, next: w.noneNext }} />
      {url.get('open') && <StatementDrawer key={url.get('open')} id={url.get('open')} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

function StatementDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const statement = useApi<Statement>('/statements/' + id)
  const session = useSession().data
  const { message } = App.useApp()
  const [asked, setAsked] = useState<'dispute' | 'answer'>()
  const [text, setText] = useState('')
  const act = useDo((a: { verb: string; version: number; body?: unknown }) => send('post', `/statements/${id}/${a.verb}`, { body: a.body, etag: `"${a.version}"` }), ['/statements', '/books', '/orders'], () => { setAsked(undefined); setText(''); void message.success(w.done) })
  const columns: Column<Item>[] = [
    { key: 'day', title: w.day, render: i => day(i.day), text: i => i.day },
    { key: 'quantity', title: w.quantity, num: true, render: i => <>{i.quantity < 0 && <Tag tone="amber">{w.taken}</Tag>}{i.quantity === 0 && <Tag tone="blue">{w.voucher}</Tag>} {i.quantity || ''}</>, text: i => String(i.quantity) },
    { key: 'total', title: w.total, num: true, render: i => money(i.total_fen), text: i => money(i.total_fen) },
    { key: 'resident', title: w.resident, num: true, render: i => money(i.resident_fen), text: i => money(i.resident_fen) },
    { key: 'subsidy', title: w.subsidy, num: true, render: i => money(i.subsidy_fen), text: i => money(i.subsidy_fen) },
    { key: 'fund', title: w.fund, num: true, render: i => money(i.fund_fen), text: i => money(i.fund_fen) },
    { key: 'order', title: w.order, render: i => <span className="mono small">{i.order.slice(-8)}</span>, text: i => i.order, off: true },
  ]
  return (
    <DetailDrawer open width={820} title={w.statements} onClose={onClose}>
      <Shown of={statement}>{s => (
        <div className="stack">
          <div className="row wrap"><h2>{s.month} · {s.org_name}</h2><StateTag state={s.state} table={statementStates()} /><span className="grow" />
            <Dropdown menu={{ items: ['xlsx', 'csv'].map(k => ({ key: k, label: <a href={`${base}/statements/${id}/items.${k}`} download>{k.toUpperCase()}</a> })) }}><Button>{w.file}</Button></Dropdown><Button onClick={() => window.print()}>{w.print}</Button></div>
          <div className="figures tight panel"><div><b>{count(s.sums.quantity)}</b><span>{w.quantity}</span></div><div><b>{money(s.sums.total_fen)}</b><span>{w.total}</span></div><div><b>{money(s.sums.resident_fen)}</b><span>{w.resident}</span></div><div><b>{money(s.sums.subsidy_fen)}</b><span>{w.subsidy}</span></div><div><b>{money(s.sums.fund_fen)}</b><span>{w.fund}</span></div><div><b>{money(s.payable_fen)}</b><span>{w.payable}</span></div></div>
          <p className="muted small" style={{ margin: 0 }}>{w.payableNote}</p>
          {s.objection && <Alert type={s.state === 'disputed' ? 'warning' : 'info'} title={w.objection} description={<>{s.objection}{s.answer && <div><b>{w.reply}</b> {s.answer}</div>}</>} />}
          {s.paid_on && <div>{w.paidOn} {day(s.paid_on)}</div>}
          {act.isError && !asked && <Alert type="error" showIcon title={act.error.message} description={<Problems error={act.error} />} />}
          <div className="row wrap">
            {s.state === 'drawn' && may(session, 'settlement.approve') && <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ verb: 'approve', version: s.version })}>{w.approve}</Button>}
            {s.state === 'approved' && may(session, 'settlement.approve') && <Popconfirm title={w.payAsk} onConfirm={() => act.mutate({ verb: 'pay', version: s.version })}><Button type="primary" loading={act.isPending}>{w.pay}</Button></Popconfirm>}
            {s.state === 'drawn' && may(session, 'settlement.dispute') && <Button onClick={() => setAsked('dispute')}>{w.dispute}</Button>}
            {s.state === 'disputed' && may(session, 'settlement.draw') && <Button type="primary" onClick={() => setAsked('answer')}>{w.answer}</Button>}
          </div>
          <div className="panel"><DataTable<Item> id="statement-items" path={`/statements/${id}/items`} columns={columns} rowKey={i => i.id} empty={{ title: w.none }} /></div>
          {asked && (
            <Modal open title={w[asked]} okText={w[asked]} cancelText={c.cancel} confirmLoading={act.isPending} okButtonProps={{ disabled: text.trim().length < 2 }} onCancel={() => setAsked(undefined)} onOk={() => act.mutate({ verb: asked, version: s.version, body: { text: text.trim() } })}>
              <label>{w.text}<Input.TextArea rows={4} maxLength={1000} value={text} autoFocus onChange={e => setText(e.target.value)} /></label>
              {act.isError && <Problems error={act.error} />}
            </Modal>
          )}
        </div>
      )}</Shown>
    </DetailDrawer>
  )
}

function Balances() {
  const balances = useApi<List<Balance>>('/books/balances', {}, { scoped: true })
  const programmes = useApi<List<Programme>>('/programmes')
  const statements = useApi<List<Statement>>('/statements', { limit: 200 })
  const name = (id: string) => named(programmes.data?.items.find(p => p.id === id)) || statements.data?.items.find(s => s.org === id)?.org_name || id.slice(-8)
  return (
    <div className="panel">
      <Shown of={balances}>{all => (
        <table className="figs"><thead><tr><th>{w.account}</th><th className="num">{w.balance}</th></tr></thead><tbody>
          {all.items.map(b => <tr key={b.account}><td>{accountName(b.account, name)}</td><td className="num">{money(b.fen)}</td></tr>)}
        </tbody></table>
      )}</Shown>
      <p className="muted small" style={{ padding: '0 16px' }}>{w.journal}</p>
    </div>
  )
}
