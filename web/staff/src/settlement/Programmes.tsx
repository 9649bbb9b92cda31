import { Alert, App, Button, Checkbox, DatePicker, Form, Input, InputNumber, Popconfirm, Progress, Segmented, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { send, useApi, useDo, type List } from '../kit/api'
import { DetailDrawer } from '../kit/DetailDrawer'
import { day, money } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Empty, Problems, Shown } from '../kit/States'
import { StateTag, Tag } from '../kit/Tag'
import { useUrl } from '../kit/url'
import { common as c, language, named } from '../kit/words'
import { RegionField } from '../directory/RegionField'
import { useNames } from '../directory/lookups'
import { holds, may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { caps, gives, programmeStates, w, type Bracket, type Programme } from './words'

/** Programmes are who pays a part of what, by which rules, and how long the money lasts. */
export default function Programmes() {
  const url = useUrl()
  const session = useSession().data
  const regions = useRegions()
  const names = useNames()
  const all = useApi<List<Programme>>('/programmes', {}, { scoped: true })
  return (
    <div className="page">
      <PageHeader title={w.programmes} lead={w.pLead} extra={may(session, 'settlement.edit_programmes') && <Button type="primary" onClick={() => url.set({ edit: 'new' })}>{w.add}</Button>} />
      <Shown of={all}>{list => list.items.length === 0 ? <div className="panel"><Empty title={w.noProgrammes} next={w.noProgrammesNext} /></div> : (
        <div className="stack">
          {list.items.map(p => {
            const used = p.budget_fen ? Math.round((100 * p.held_fen) / p.budget_fen) : 0
            return (
              <section key={p.id} className="panel" aria-label={named(p)}>
                <header className="wrap"><h2>{named(p)}</h2><StateTag state={p.state} table={programmeStates()} /><Tag tone={p.payer === 'fund' ? 'amber' : 'blue'}>{p.payer === 'fund' ? w.p_fund : w.p_subsidy}</Tag>{p.adds && <Tag>{w.adds}</Tag>}<span className="grow" /><Actions p={p} /></header>
                <div className="body stack">
                  <div className="row wrap" style={{ gap: 24 }}><span>{regions.name(p.region)}</span><span>{p.to ? `${day(p.from)} – ${day(p.to)}` : w.since(day(p.from))}</span><span className="muted">{p.categories.map(k => names.category(k)).join('，')}</span></div>
                  <div className="row wrap" style={{ gap: 24 }}>
                    <span>{w.budget} <b>{p.budget_fen ? money(p.budget_fen) : w.noBudget}</b> · {w.held} <b>{money(p.held_fen)}</b></span>
                    {p.budget_fen > 0 && <Progress percent={used} style={{ width: 220 }} aria-label={w.held} status={used >= 95 ? 'exception' : 'normal'} />}
                    {p.forecast && p.forecast.a_day_fen > 0 && <span className="muted">{w.aDay(money(p.forecast.a_day_fen))}</span>}
                    {p.forecast?.lasts && p.forecast.lasts < soon(365) && <Tag tone={p.forecast.lasts < soon(90) ? 'red' : 'amber'}>{w.lasts(day(p.forecast.lasts))}</Tag>}
                  </div>
                  <table className="figs"><thead><tr><th>{w.brackets}</th><th>{w.rule}</th><th>{w.gives}</th><th>{w.caps}</th></tr></thead><tbody>
                    {p.brackets.map(b => <tr key={b.key}><td>{language() === 'en' && b.name_en ? b.name_en : b.name}</td><td title={b.rule}>{(language() === 'en' ? b.rule_en : b.rule_zh) || b.rule || w.everybody}</td><td>{gives(b)}</td><td>{caps(b)}</td></tr>)}
                  </tbody></table>
                </div>
              </section>
            )
          })}
        </div>
      )}</Shown>
      {url.get('edit') && <ProgrammeForm key={url.get('edit')} id={url.get('edit')} p={all.data?.items.find(x => x.id === url.get('edit'))} onClose={() => url.set({ edit: '' })} />}
    </div>
  )
}

/** soon is the day so many days from now. */
const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

function Actions({ p }: { p: Programme }) {
  const url = useUrl()
  const session = useSession().data
  const { message } = App.useApp()
  const step = useDo((verb: string) => send('post', `/programmes/${p.id}/${verb}`, { etag: `"${p.version}"` }), ['/programmes'], () => void message.success(w.done))
  if (!may(session, 'settlement.edit_programmes') || !holds(session, p.region) || p.state === 'ended') return null
  const failed = { onError: (e: Error) => void message.error(e.message) }
  return (
    <span className="row">
      <Button size="small" onClick={() => url.set({ edit: p.id! })}>{w.edit}</Button>
      {p.state === 'draft' && <Popconfirm title={w.startAsk} onConfirm={() => step.mutate('start', failed)}><Button size="small" type="primary">{w.start}</Button></Popconfirm>}
      {p.state === 'in_force' && <Popconfirm title={w.endAsk} onConfirm={() => step.mutate('end', failed)}><Button size="small" danger>{w.end}</Button></Popconfirm>}
    </span>
  )
}

type Line = Omit<Bracket, 'unit_fen' | 'top_fen' | 'keep_fen' | 'month_fen'> & { unit?: number; top?: number; keep?: number; month?: number }
interface Asked { name: string; name_en?: string; region: string; payer: string; categories: string[]; from: Dayjs; to?: Dayjs | null; budget?: number; adds?: boolean; brackets: Line[] }
const fen = (yuan?: number | null) => (yuan ? Math.round(yuan * 100) : undefined)
const yuan = (f?: number) => (f ? f / 100 : undefined)

function ProgrammeForm({ id, p, onClose }: { id: string; p?: Programme; onClose: () => void }) {
  const names = useNames()
  const region = useUrl().get('region') || useSession().data?.posts?.[0]?.region
  const [form] = Form.useForm<Asked>()
  const save = useDo((a: Asked) => {
    const body = { name: a.name, name_en: a.name_en, region: a.region, payer: a.payer, categories: a.categories, from: a.from.format('YYYY-MM-DD'), to: a.to?.format('YYYY-MM-DD'), budget_fen: fen(a.budget) ?? 0, adds: !!a.adds,
      brackets: a.brackets.map(({ unit, top, keep, month, ...b }) => ({ ...b, rule: b.rule ?? '', unit_fen: fen(unit), top_fen: fen(top), keep_fen: fen(keep), month_fen: fen(month) })) }
    return id === 'new' ? send('post', '/programmes', { body, key: crypto.randomUUID() }) : send('put', '/programmes/' + id, { body, etag: `"${p?.version}"` })
  }, ['/programmes'], onClose)
  if (id !== 'new' && !p) return null
  const start: Partial<Asked> = p ? { ...p, from: dayjs(p.from), to: p.to ? dayjs(p.to) : null, budget: yuan(p.budget_fen), brackets: p.brackets.map(b => ({ ...b, unit: yuan(b.unit_fen), top: yuan(b.top_fen), keep: yuan(b.keep_fen), month: yuan(b.month_fen) })) } : { region, payer: 'subsidy', from: dayjs(), brackets: [{ key: 'all', name: '', rule: '' }] }
  const figure = (k: string, l: string, n: number) => <Form.Item name={[n, k]} label={l} style={{ marginBottom: 8 }}><InputNumber<number> min={0} max={1_000_000} style={{ width: 108 }} /></Form.Item>
  return (
    <DetailDrawer open width={860} title={id === 'new' ? w.add : w.edit} onClose={onClose}>
      <Form form={form} layout="vertical" initialValues={start} onFinish={a => save.mutate(a)}>
        <div className="row" style={{ gap: 16, alignItems: 'flex-start' }}>
          <Form.Item name="name" label={w.name} rules={[{ required: true }]} className="grow"><Input maxLength={100} /></Form.Item>
          <Form.Item name="name_en" label={w.nameEn} className="grow"><Input maxLength={100} /></Form.Item>
        </div>
        <div className="row wrap" style={{ gap: 16, alignItems: 'flex-start' }}>
          <Form.Item name="payer" label={w.payer}><Segmented options={[{ value: 'subsidy', label: w.p_subsidy }, { value: 'fund', label: w.p_fund }]} /></Form.Item>
          <Form.Item name="region" label={w.region} rules={[{ required: true }]}><RegionField /></Form.Item>
          <Form.Item name="from" label={w.from} rules={[{ required: true }]}><DatePicker /></Form.Item>
          <Form.Item name="to" label={w.to}><DatePicker /></Form.Item>
          <Form.Item name="budget" label={w.budget + '（元）'}><InputNumber<number> min={0} style={{ width: 160 }} placeholder={w.noBudget} /></Form.Item>
        </div>
        <Form.Item name="categories" label={w.categories} rules={[{ required: true }]}><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={names.categories} /></Form.Item>
        <Form.Item name="adds" valuePropName="checked"><Checkbox>{w.adds}</Checkbox></Form.Item>
        <h3>{w.brackets}</h3>
        <Form.List name="brackets">{(fields, { add, remove }) => (
          <div className="stack" style={{ margin: '8px 0 16px' }}>
            {fields.map(f => (
              <fieldset key={f.key} className="group"><legend>{f.name + 1}</legend>
                <div className="row" style={{ gap: 12, alignItems: 'flex-start' }}>
                  <Form.Item name={[f.name, 'key']} label={w.key} rules={[{ required: true, pattern: /^[a-z0-9_]{1,40}$/ }]} style={{ width: 110, marginBottom: 8 }}><Input /></Form.Item>
                  <Form.Item name={[f.name, 'name']} label={w.name} rules={[{ required: true }]} className="grow" style={{ marginBottom: 8 }}><Input maxLength={100} /></Form.Item>
                  <Form.Item name={[f.name, 'name_en']} label={w.nameEn} className="grow" style={{ marginBottom: 8 }}><Input maxLength={100} /></Form.Item>
                </div>
                <Form.Item name={[f.name, 'rule']} label={w.rule} extra={w.ruleHint} style={{ marginBottom: 8 }}><Input className="mono" maxLength={2000} /></Form.Item>
                <div className="row wrap" style={{ gap: 12 }}>{figure('unit', w.unit, f.name)}{figure('percent', w.percent, f.name)}{figure('top', w.top, f.name)}{figure('keep', w.keep, f.name)}{figure('per_day', w.perDay, f.name)}{figure('per_week', w.perWeek, f.name)}{figure('per_month', w.perMonth, f.name)}{figure('month', w.monthFen, f.name)}</div>
                {fields.length > 1 && <Button size="small" onClick={() => remove(f.name)}>{w.remove}</Button>}
              </fieldset>
            ))}
            <Button onClick={() => add({ key: 'b' + (fields.length + 1), rule: '' })}>{w.addBracket}</Button>
          </div>
        )}</Form.List>
        {save.isError && <Alert type="error" showIcon title={save.error.message} description={<Problems error={save.error} />} style={{ marginBottom: 12 }} />}
        <Button type="primary" htmlType="submit" loading={save.isPending}>{c.save}</Button>
      </Form>
    </DetailDrawer>
  )
}
