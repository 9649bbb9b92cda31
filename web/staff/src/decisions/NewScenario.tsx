import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { Alert, Button, Checkbox, Form, Input, InputNumber, Radio, Select, Slider, Switch, Upload } from 'antd'
import { UploadOutlined } from '@ant-design/icons'
import { send, upload, useApi, useDo } from '../kit/api'
import { count, percent } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Loading, Problems, Shown } from '../kit/States'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, language, named } from '../kit/words'
import { boundsOf, circle as ring, fullCell } from '../map/classes'
import { keyOf, useAreas, useDemand } from '../map/data'
import { levelWord } from '../people/words'
import { useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { ageWords, aimNote, aims, aimWord, sources, sourceWord, straight, w, type Listed, type Place, type Scenario, type ScenarioView } from './data'
import { blank, check, fromWhere, toWhere, type Draft } from './draft'
import { useOrderWords } from './order'
import { fc } from './shapes'
import './decisions.css'

const MapPanel = lazy(() => import('../kit/MapPanel'))
const store = 'linli.decisions.draft'
const read = (): Draft | null => { try { return JSON.parse(localStorage.getItem(store) ?? 'null') } catch { return null } }

/** NewScenario asks for a siting scenario beside the map; `copy` in the address bar begins with another's order. */
export default function NewScenario() {
  const url = useUrl()
  const from = useApi<ScenarioView>(url.get('copy') && '/decisions/' + url.get('copy'))
  if (!url.get('copy')) return <Sheet first={read() ?? blank} kept={read() !== null} />
  return <div><Shown of={from} rows={10}>{s => <Sheet key={s.id} first={s.where ? fromWhere(s.where) : blank} kept={false} />}</Shown></div>
}

function Sheet({ first, kept }: { first: Draft; kept: boolean }) {
  const url = useUrl()
  const go = useNavigate()
  const session = useSession().data
  const regions = useRegions()
  const say = useOrderWords()
  const [d, setDraft] = useState<Draft>(first)
  const [again, setAgain] = useState(kept)
  const [tried, setTried] = useState(false)
  const [list, setList] = useState<Listed>()
  const [badFile, setBadFile] = useState<unknown>()
  const set = (change: Partial<Draft>) => setDraft(now => ({ ...now, ...change }))
  useEffect(() => localStorage.setItem(store, JSON.stringify({ ...d, list: d.list.slice(0, 200) })), [d])
  const region = url.get('region') || (session?.posts ?? []).find(p => ['district_planner', 'street_operator'].includes(p.role))?.region || ''
  const missing = check(d)
  const wrong = (k: keyof Draft) => (tried && missing[k] ? missing[k] : undefined)
  const name = d.name || (d.category ? w.nameOf(String(d.many === 'number' ? (d.number ?? '') + ' ' + w.sitesU : aimWord(d.aim)), say.names.category(d.category)) : '')
  const start = useDo(() => send<Scenario>('post', '/decisions', { query: region ? { region } : {}, body: { name, kind: 'siting', where: toWhere(d) }, key: crypto.randomUUID() }), ['/decisions'], s => {
    localStorage.removeItem(store)
    go(keepRegion('/decisions/' + s.id, url.params))
  })
  const submit = () => {
    setTried(true)
    if (Object.keys(missing).length === 0) start.mutate(undefined as never)
    else setTimeout(() => document.querySelector<HTMLElement>('.ask .ant-form-item-has-error input, .ask .ant-form-item-has-error [tabindex]')?.focus())
  }
  const sendFile = async (file: File) => {
    setBadFile(undefined)
    const form = new FormData()
    form.set('file', file)
    try {
      const got = await upload<Listed>(`/decision-places/list?region=${region}${d.gcj ? '&gcj02=true' : ''}`, form, () => {})
      setList(got)
      set({ list: got.places ?? [], from: [...new Set([...d.from, 'list' as const])] })
    } catch (e) {
      setBadFile(e)
    }
  }
  const radius = d.near === 'walk' ? straight(d.minutes ?? 0) : (d.metres ?? 0)
  const item = (label: ReactNode, body: ReactNode, k?: keyof Draft, extra?: ReactNode) => (
    <Form.Item label={label} extra={extra} validateStatus={k && wrong(k) ? 'error' : undefined} help={k && wrong(k)}>{body}</Form.Item>
  )
  return (
    <div className="page">
      <PageHeader title={w.new} up={{ to: '/decisions', title: w.title }} lead={region ? w.within(regions.longName(region)) : w.missing} />
      {again && <Alert type="info" showIcon closable={{ onClose: () => setAgain(false) }} title={w.draft} action={<Button size="small" onClick={() => { setDraft(blank); setAgain(false) }}>{w.dropDraft}</Button>} style={{ marginBottom: 16 }} />}
      <div className="panel asking">
        <Form layout="vertical" className="ask" onFinish={submit} requiredMark={false}>
          <h2>{w.forWhom}</h2>
          {item(w.attrs, <Select mode="multiple" allowClear aria-label={w.attrs} value={d.attributes} onChange={attributes => set({ attributes })} showSearch={{ optionFilterProp: 'label' }}
            options={say.kinds.flatMap(k => [{ value: keyOf(k), label: named(k) }, ...(k.levels ?? []).map(l => ({ value: `${keyOf(k)}:${l}`, label: `${named(k)} ${levelWord(l)}` }))])} />)}
          <div className="two">
            {item(<>{w.age}{language() === 'zh' ? '：' : ': '}{ageWords(d.ageFrom, d.ageTo) || w.allAges}</>, <Slider range min={0} max={120} step={5} value={[d.ageFrom, d.ageTo >= 120 ? 120 : d.ageTo + 1]} onChange={v => set({ ageFrom: v[0], ageTo: v[1] >= 120 ? 130 : Math.max(v[1], v[0] + 5) - 1 })} ariaLabelForHandle={[`${w.age} ≥`, `${w.age} ≤`]} tooltip={{ open: false }} />)}
            {item(w.sex, <Select allowClear aria-label={w.sex} placeholder={w.anySex} value={d.sex || undefined} onChange={v => set({ sex: v ?? '' })} options={[{ value: 'female', label: w.female }, { value: 'male', label: w.male }]} />)}
          </div>
          <h2>{w.what}</h2>
          {item(c.category, <Select aria-label={c.category} placeholder={w.needPick} showSearch={{ optionFilterProp: 'label' }} value={d.category || undefined} onChange={category => set({ category })} options={say.names.categories} />, 'category')}
          {item(w.reach, <div className="row wrap">
            <Radio.Group optionType="button" value={d.near} onChange={e => set({ near: e.target.value })} options={[{ value: 'metres', label: w.byMetres }, { value: 'walk', label: w.byWalk }]} />
            {d.near === 'walk'
              ? <InputNumber min={1} max={120} value={d.minutes} onChange={v => set({ minutes: v })} suffix={w.minutes} aria-label={w.byWalk} style={{ width: 128 }} />
              : <InputNumber min={50} max={20000} step={100} value={d.metres} onChange={v => set({ metres: v })} suffix={w.metres} aria-label={w.byMetres} style={{ width: 128 }} />}
          </div>, 'metres', d.near === 'walk' && w.walkNote(count(radius)))}
          <h2>{w.aim}</h2>
          <Form.Item><Radio.Group className="aims" aria-label={w.aim} value={d.aim} onChange={e => set({ aim: e.target.value })} options={aims.map(a => ({ value: a, label: <span>{aimWord(a)}<span className="muted small">{aimNote(a)}</span></span> }))} /></Form.Item>
          {d.aim !== 'cover-all' && item(w.howMany, <div className="row wrap">
            <Radio.Group optionType="button" value={d.many} onChange={e => set({ many: e.target.value })} options={[{ value: 'number', label: w.byNumber }, { value: 'budget', label: w.byBudget }]} />
            {d.many === 'number'
              ? <InputNumber min={1} max={200} value={d.number} onChange={v => set({ number: v })} suffix={w.sitesU} aria-label={w.byNumber} style={{ width: 128 }} />
              : <InputNumber<number> min={1} step={10000} value={d.budget} onChange={v => set({ budget: v })} suffix={w.yuan} aria-label={w.byBudget} style={{ width: 168 }} />}
          </div>, 'number')}
          {item(w.cost, <InputNumber<number> min={0} step={10000} value={d.cost} onChange={v => set({ cost: v })} suffix={w.yuan} aria-label={w.cost} style={{ width: 168 }} />, 'cost', d.many === 'budget' && d.aim !== 'cover-all' ? w.costNeed : w.costNote)}
          <Form.Item extra={w.keepNote}><label className="row"><Switch size="small" checked={d.keep} onChange={keep => set({ keep })} aria-label={w.keep} />{w.keep}</label></Form.Item>
          <h2>{w.from}</h2>
          {item('', <Checkbox.Group className="aims" aria-label={w.from} value={d.from} onChange={v => set({ from: v as Draft['from'] })} options={sources.map(s => ({ value: s, label: sourceWord(s) }))} />, 'from')}
          {d.from.includes('list') && item('', <div>
            <div className="row wrap">
              <Upload accept=".csv,.xlsx,.txt" showUploadList={false} beforeUpload={f => { void sendFile(f); return false }}><Button icon={<UploadOutlined />}>{w.choose}</Button></Upload>
              {d.list.length > 0 && <span role="status">{w.listGot(count(d.list.length))}</span>}
            </div>
            <label className="row small" style={{ marginTop: 8 }}><Checkbox checked={d.gcj} onChange={e => set({ gcj: e.target.checked })} />{w.gcj}</label>
            {!!badFile && <div role="alert" style={{ color: '#a8201a' }}>{(badFile as Error).message}<Problems error={badFile} /></div>}
            {!!list?.bad?.length && <div role="status" className="small" style={{ color: '#7a4700' }}>{w.listBad(count(list.bad.length))}{language() === 'zh' ? '：' : ': '}{list.bad.slice(0, 3).map(b => `${w.line(b.line)} ${language() === 'zh' ? b.zh : b.en}`).join(' ')}</div>}
          </div>, 'list', w.listNote)}
          <div className="two">
            {item(w.name, <Input maxLength={100} value={d.name} placeholder={name} onChange={e => set({ name: e.target.value })} aria-label={w.name} />)}
            {item(w.limit, <Select aria-label={w.limit} value={d.limit} onChange={limit => set({ limit })} options={[10, 30, 60, 300].map(n => ({ value: n, label: w.seconds(n) }))} />)}
          </div>
          {start.isError && <div role="alert" style={{ marginBottom: 12 }}><b style={{ color: '#a8201a' }}>{start.error.message}</b><Problems error={start.error} /></div>}
          <div className="row foot"><Button type="primary" htmlType="submit" loading={start.isPending}>{w.begin}</Button><Button onClick={() => go(keepRegion('/decisions', url.params))}>{c.cancel}</Button></div>
        </Form>
        <Look d={d} region={region} radius={radius} />
      </div>
    </div>
  )
}

/** Look is the map of what there is: demand as heat, points with their radius, candidates; and how many are reached now. */
function Look({ d, region, radius }: { d: Draft; region: string; radius: number }) {
  const who = { attributes: d.attributes.join(','), age_from: d.ageFrom || undefined, age_to: d.ageTo < 120 ? d.ageTo : undefined, sex: d.sex || undefined }
  const ask = { region, ...who }
  const areas = useAreas('community', region.slice(0, 12))
  const demand = useDemand({ ...ask, level: 'community' })
  const near = Math.min(5000, Math.max(50, radius))
  const cover = useApi<{ whole: { people: number | null; inside: number | null } }>(d.category ? '/coverage' : '', { ...ask, attributes: who.attributes || undefined, age_from: who.age_from ?? 0, age_to: who.age_to ?? 130, category: d.category, radius_m: near }, { placeholderData: old => old })
  const places = useApi<{ existing: Place[] | null; candidates: Place[] | null }>(d.category && region ? '/decision-places' : '', { region, category: d.category, from: d.from.filter(f => f !== 'list').join(',') || undefined }, { placeholderData: old => old })
  const view = useMemo(() => {
    const shapes = (areas.data?.features ?? []).filter(f => f.geometry && (String(f.properties?.code).startsWith(region) || region.startsWith(String(f.properties?.code))))
    const spot = (p: { lon: number; lat: number; name: string }, colour: string, size: number): GeoJSON.Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [p.lon, p.lat] }, properties: { label: colour === '#0f4fa8' ? named(p) : '', colour, size, tip: named(p) } })
    const there = places.data?.existing ?? []
    return {
      areas: fc(shapes.map(f => ({ ...f, properties: { ...f.properties, colour: '#ffffff', label: named(f.properties as { name: string }), tip: '' } }))),
      box: boundsOf(shapes.map(f => f.geometry as GeoJSON.Polygon)),
      points: fc([...(places.data?.candidates ?? []).map(p => spot(p, '#6b7685', 3)), ...d.list.map(p => spot(p, '#6b7685', 4)), ...there.map(p => spot(p, '#0f4fa8', 6))]),
      circles: fc(there.map(p => ({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring(p.lon, p.lat, near)] }, properties: {} }))),
      full: fullCell(areas.data?.features ?? [], demand.data?.items ?? []),
    }
  }, [areas.data, demand.data, places.data, region, near, d.list])
  const query = new URLSearchParams(Object.entries(ask).filter(([, v]) => v !== undefined && v !== '').map(([k, v]) => [k, String(v)])).toString()
  const whole = cover.data?.whole
  return (
    <div className="looking">
      <div className="row wrap" style={{ padding: '10px 16px', gap: 16, borderBottom: '1px solid var(--line)', minHeight: 44 }} role="status">
        {!d.category ? <span className="muted">{w.pickFirst}</span> : <>
          <b>{w.now} {whole?.people ? percent(whole.inside ?? 0, whole.people) : '—'}</b>
          {!!whole?.people && whole.inside !== null && <span>{w.nowReached(count(whole.people), count(whole.inside))}</span>}
          <span className="row small"><i className="dot" style={{ background: '#0f4fa8' }} />{w.nowPoints(count(places.data?.existing?.length ?? 0))}</span>
          <span className="row small"><i className="dot" style={{ background: '#6b7685', width: 6, height: 6 }} />{w.nowSpots(count((places.data?.candidates?.length ?? 0) + (d.from.includes('list') ? d.list.length : 0)))}</span>
          <span className="row small"><i className="ramp" />{w.demandKey}</span>
        </>}
      </div>
      <div className="fills"><Suspense fallback={<Loading rows={12} />}>
        <MapPanel height="100%" areas={view.areas} heat={{ query, full: view.full / 2 }} points={view.points} circles={view.circles} bounds={view.box} />
      </Suspense></div>
    </div>
  )
}
