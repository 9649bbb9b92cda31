import { useEffect, useState } from 'react'
import { Alert, App, Button, DatePicker, Form, Input, Popconfirm, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { send, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { day, money } from '../kit/format'
import { Problems } from '../kit/States'
import { StateTag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, language } from '../kit/words'
import { may, useSession } from '../session/session'
import { voucherStates, w, type Voucher, type VoucherDraft } from './words'

/** Vouchers are corrections of what was delivered, and what is to be handed back. */
export function Vouchers() {
  const url = useUrl()
  const session = useSession().data
  const { message } = App.useApp()
  const [making, setMaking] = useState(false)
  const refund = useDo((v: Voucher) => send('post', `/vouchers/${v.id}/refunded`, { etag: `"${v.version}"` }), ['/vouchers'], () => void message.success(w.done))
  const columns: Column<Voucher>[] = [
    { key: 'day', title: w.day, render: v => day(v.day), text: v => v.day },
    { key: 'person', title: w.person, render: v => v.name || '—', text: v => v.name ?? '' },
    { key: 'service', title: w.service, render: v => <span>{v.service_name} <span className="mono small muted">{v.number}</span></span>, text: v => v.service_name },
    { key: 'org', title: w.org, render: v => v.org_name, text: v => v.org_name ?? '' },
    { key: 'was', title: w.was, num: true, render: v => money(v.was.resident_fen), text: v => money(v.was.resident_fen) },
    { key: 'now', title: w.now, num: true, render: v => money(v.now.resident_fen), text: v => money(v.now.resident_fen) },
    { key: 'back', title: w.back, num: true, render: v => <b>{money(Math.max(0, v.back_fen))}</b>, text: v => money(v.back_fen) },
    { key: 'reason', title: w.reason, render: v => v.reason, text: v => v.reason },
    { key: 'state', title: c.state, render: v => <span className="row"><StateTag state={v.state} table={voucherStates()} />{v.state === 'due' && may(session, 'settlement.refund') && <Popconfirm title={w.refundAsk} onConfirm={() => refund.mutate(v, { onError: e => void message.error(e.message) })}><Button size="small">{w.refunded}</Button></Popconfirm>}</span>, text: v => voucherStates()[v.state][1] },
  ]
  return (
    <div className="panel">
      <FilterBar filters={[{ kind: 'choice', name: 'vstate', label: c.state, options: Object.entries(voucherStates()).map(([value, [, label]]) => ({ value, label })) }]}>
        {may(session, 'settlement.make_vouchers') && <Button type="primary" onClick={() => setMaking(true)}>{w.newVoucher}</Button>}
      </FilterBar>
      <DataTable<Voucher> id="vouchers" path="/vouchers" query={{ state: url.get('vstate') || undefined }} columns={columns} rowKey={v => v.id} empty={{ title: w.noVouchers, next: w.noVouchersNext }} />
      {making && <NewVouchers onClose={() => setMaking(false)} />}
    </div>
  )
}

interface Asked { person: string; days: [Dayjs, Dayjs]; reason: string }

function NewVouchers({ onClose }: { onClose: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm<Asked>()
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  useEffect(() => { const t = setTimeout(() => setQ(typed.trim()), 250); return () => clearTimeout(t) }, [typed])
  const search = may(useSession().data, 'people.search')
  const people = useApi<List<{ id: string; name: string; birth?: string }>>(search && q ? '/people' : '', { q, limit: 10 }, { scoped: true })
  const [draft, setDraft] = useState<VoucherDraft>()
  const ask = (a: Asked) => ({ person: a.person, from: a.days[0].format('YYYY-MM-DD'), to: a.days[1].format('YYYY-MM-DD') })
  const look = useDo((a: Asked) => send<VoucherDraft>('post', '/vouchers/preview', { body: ask(a) }), [], setDraft)
  const make = useDo((a: Asked) => send<List<Voucher>>('post', '/vouchers', { body: { ...ask(a), reason: a.reason, expect_fen: draft!.back_fen } }), ['/vouchers', '/programmes'], () => { void message.success(w.done); onClose() })
  return (
    <DetailDrawer open width={760} title={w.newVoucher} onClose={onClose}>
      <p className="muted">{w.voucherLead}</p>
      <Form form={form} layout="vertical" onValuesChange={(ch: Partial<Asked>) => { if (!('reason' in ch)) setDraft(undefined) }} onFinish={a => (draft ? make.mutate(a) : look.mutate(a))}>
        <Form.Item name="person" label={w.person} rules={[{ required: true }]}>
          {search ? <Select showSearch={{ onSearch: setTyped, filterOption: false }} placeholder={w.find} notFoundContent={null} loading={people.isFetching} options={(people.data?.items ?? []).map(p => ({ value: p.id, label: `${p.name} · ${day(p.birth)}` }))} /> : <Input placeholder="ID" maxLength={40} />}
        </Form.Item>
        <Form.Item name="days" label={w.days} rules={[{ required: true }]}><DatePicker.RangePicker disabledDate={d => d.isAfter(Date.now())} /></Form.Item>
        {draft && (
          <div className="stack" aria-live="polite">
            <div><b>{w.checked(draft.checked, draft.lines.length)}</b>{draft.lines.length > 0 && <> · {w.back} <b>{money(Math.max(0, draft.back_fen))}</b></>}</div>
            {draft.lines.length > 0 && (
              <table className="figs"><thead><tr><th>{w.day}</th><th>{w.service}</th><th className="num">{w.was}</th><th className="num">{w.now}</th><th>{w.why}</th></tr></thead><tbody>
                {draft.lines.map(l => <tr key={l.order}><td>{day(l.day)}</td><td>{l.service_name}</td><td className="num">{money(l.was.resident_fen)}</td><td className="num">{money(l.now.resident_fen)}</td><td className="small">{language() === 'en' ? l.why_en : l.why_zh}</td></tr>)}
              </tbody></table>
            )}
            {draft.lines.some(l => l.back_fen < 0) && <Alert type="info" title={w.more} />}
            {draft.lines.length > 0 && <Form.Item name="reason" label={w.reason} rules={[{ required: true, min: 2, whitespace: true }]}><Input maxLength={200} placeholder={w.reasonHint} /></Form.Item>}
          </div>
        )}
        {(look.isError || make.isError) && <Alert type="error" showIcon title={(look.error ?? make.error)!.message} description={<Problems error={look.error ?? make.error} />} style={{ marginBottom: 12 }} />}
        <div className="row" style={{ marginTop: 12 }}>{draft ? <Button type="primary" htmlType="submit" loading={make.isPending} disabled={!draft.lines.length}>{w.make}</Button> : <Button type="primary" htmlType="submit" loading={look.isPending}>{w.preview}</Button>}</div>
      </Form>
    </DetailDrawer>
  )
}
