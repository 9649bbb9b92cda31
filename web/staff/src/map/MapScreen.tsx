import { lazy, Suspense, useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { Button, Radio, Select, Slider, Switch, InputNumber } from 'antd'
import { count, percent, when } from '../kit/format'
import { Live } from '../kit/Live'
import { PageHeader } from '../kit/PageHeader'
import { Loading, Shown } from '../kit/States'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, named, words } from '../kit/words'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'
import { levelWord } from '../people/words'
import { boundsOf, breaks, circle, classOf, colourOf, fullCell, legend, unknown } from './classes'
import { keyOf, useAreas, useAttributeKinds, useCategories, useDemand, useResources } from './data'

const MapPanel = lazy(() => import('../kit/MapPanel'))

const w = words({
  title: ['区域图', 'District map'],
  lead: ['哪里住着多少什么样的居民，服务点能不能覆盖到。点击区域即可缩小范围。', 'Who lives where, and whether services reach them. Click an area to narrow everything to it.'],
  who: ['人群', 'Who'], attrs: ['特征（同时具备）', 'Attributes (all of them)'], age: ['年龄', 'Age'], years: ['岁', 'years'], over: (n: number) => [`${n} 岁及以上`, `${n} and over`], anyAge: ['不限', 'any'],
  sex: ['性别', 'Sex'], male: ['男', 'Male'], female: ['女', 'Female'],
  show: ['呈现', 'Shown as'], areas: ['分区着色', 'Shaded areas'], heat: ['热力', 'Heat'],
  level: ['层级', 'Level'], street: ['街道', 'Streets'], community: ['社区', 'Communities'],
  resources: ['资源', 'Resources'], points: ['显示服务点', 'Show service points'], reach: ['覆盖半径', 'Reach'],
  table: ['各区域人数', 'Counts by area'], people: ['人数', 'People'], share: ['占比', 'Share'],
  few: ['少于下限', 'few'], fewNote: ['人数过少的区域不显示具体数字，以保护个人信息。', 'Very small counts are not shown, to protect persons.'],
  legend: ['人数', 'People'], asOf: (t: string) => [`数据时间 ${t}`, `Data of ${t}`],
  total: (n: string) => [`合计 ${n} 人`, `${n} people in all`],
  everyone: ['全部居民', 'All residents'], list: ['查看名单', 'See the list'], up: ['返回上一级', 'One level up'],
  perDay: (n: string) => [`每天 ${n} 人次`, `${n} a day`], open: ['现在开放', 'open now'], pointKey: ['服务点', 'Service point'], projectKey: ['资助项目', 'Project'],
  denser: ['稀', 'low'], dense: ['密', 'high'], hidden: ['不显示', 'Not shown'], reset: ['重置', 'Reset'],
})

export default function MapScreen() {
  const url = useUrl()
  const session = useSession().data
  const go = useNavigate()
  const regions = useRegions()
  const region = url.get('region')
  const level = url.get('level') || (region.length >= 9 ? 'community' : region ? 'community' : 'street')
  const mode = url.get('show') || 'areas'
  const showPoints = url.get('points') === 'true'
  const radius = Number(url.get('reach') || 0)
  const category = url.get('category')
  const from = Number(url.get('age_from') || 0)
  const to = url.get('age_to') ? Number(url.get('age_to')) + 1 : 120 // the handle stands after the last year, so that bands are 60–64, 65–69 …
  const who = { attributes: url.get('attributes'), age_from: from > 0 ? from : undefined, age_to: to < 120 ? to - 1 : undefined, sex: url.get('sex') }
  const kinds = useAttributeKinds()
  const categories = useCategories()
  const demand = useDemand({ ...who, level })
  const areas = useAreas(level)
  const resources = useResources({ category: category || undefined }, showPoints)

  const view = useMemo(() => {
    const counts = new Map((demand.data?.items ?? []).map(i => [i.region, i.count]))
    const bounds = breaks([...counts.values()].filter((n): n is number => n !== null))
    const inScope = (areas.data?.features ?? []).filter(f => f.geometry && String(f.properties?.code).startsWith(region.slice(0, level === 'street' ? 9 : 12)))
    const features = inScope.map(f => {
      const code = String(f.properties!.code)
      const n = counts.get(code)
      const label = named(f.properties as { name: string; name_en: string })
      const colour = mode === 'heat' ? '#ffffff' : n === undefined ? '#ffffff' : n === null ? unknown : n === 0 ? '#ffffff' : colourOf(classOf(n, bounds), bounds)
      return { ...f, properties: { code, label, colour, tip: `${label}  ${n === null ? w.few : n === undefined ? '' : count(n)}` } }
    })
    return { bounds, features: { type: 'FeatureCollection', features } as GeoJSON.FeatureCollection, box: boundsOf(inScope.map(f => f.geometry as GeoJSON.Polygon)) }
  }, [demand.data, areas.data, region, level, mode])

  const heat = useMemo(() => {
    if (mode !== 'heat') return undefined
    const query = new URLSearchParams(Object.entries({ region, ...who }).filter(([, v]) => v !== undefined && v !== '').map(([k, v]) => [k, String(v)]))
    return { query: query.toString(), full: fullCell(areas.data?.features ?? [], demand.data?.items ?? []) }
  }, [mode, region, who.attributes, who.age_from, who.age_to, who.sex, areas.data, demand.data])

  const shapes = useMemo(() => {
    const pts = (resources.data?.features ?? []).filter(f => f.geometry?.type === 'Point')
    const points: GeoJSON.FeatureCollection = {
      type: 'FeatureCollection',
      features: pts.map(f => ({ ...f, properties: { ...f.properties, id: f.properties?.id ?? f.id, label: named(f.properties as { name: string }), colour: f.properties?.layer === 'project' ? '#8a4fbf' : '#0f4fa8', size: 6, tip: [named(f.properties as { name: string }), f.properties?.per_day ? w.perDay(count(f.properties.per_day)) : '', f.properties?.open_now ? w.open : ''].filter(Boolean).join(' · ') } })),
    }
    const circles: GeoJSON.FeatureCollection | undefined = radius > 0
      ? { type: 'FeatureCollection', features: pts.filter(f => f.properties?.layer !== 'project').map(f => { const [x, y] = (f.geometry as GeoJSON.Point).coordinates; return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [circle(x, y, radius)] } } }) }
      : undefined
    return { points, circles }
  }, [resources.data, radius])

  const rows = [...(demand.data?.items ?? [])].sort((a, b) => (b.count ?? -1) - (a.count ?? -1))
  const pick = (code: string) => url.set({ region: code, level: code.length >= 9 ? 'community' : '' }, false)
  const listQuery = new URLSearchParams(Object.entries({ region, attributes: who.attributes, age_from: who.age_from, age_to: who.age_to, sex: who.sex }).filter(([, v]) => v).map(([k, v]) => [k, String(v)]))
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<>
        <Live kinds="people.,directory.,roster." again={['/demand', '/resources']} />
        {may(session, 'people.search') && <Link to={`/people?${listQuery}`}>{w.list}</Link>}
      </>} />
      <div className="panel">
        <div className="filterbar" role="search">
          <Select mode="multiple" allowClear aria-label={w.attrs} placeholder={w.attrs} style={{ minWidth: 260, maxWidth: 420 }} value={url.list('attributes')} onChange={(v: string[]) => url.set({ attributes: v })} maxTagCount="responsive"
            showSearch={{ optionFilterProp: 'label' }} options={(kinds.data?.items ?? []).flatMap(k => [{ value: keyOf(k), label: named(k) }, ...(k.levels ?? []).map(l => ({ value: `${keyOf(k)}:${l}`, label: `${named(k)} ${levelWord(l)}` }))])} />
          <span className="row" role="group" aria-label={w.age}>
            <span className="muted">{w.age}</span>
            <Slider range min={0} max={120} step={5} value={[from, to]} onChange={v => url.set({ age_from: v[0] || '', age_to: v[1] < 120 ? Math.max(v[1], v[0] + 5) - 1 : '' })} style={{ width: 132 }} ariaLabelForHandle={[`${w.age} ≥`, `${w.age} ≤`]} tooltip={{ open: false }} />
            <span style={{ minWidth: 72 }}>{from === 0 && to === 120 ? w.anyAge : to === 120 ? w.over(from) : `${from}–${to - 1} ${w.years}`}</span>
          </span>
          <Select allowClear aria-label={w.sex} placeholder={w.sex} style={{ width: 92 }} value={url.get('sex') || undefined} onChange={v => url.set({ sex: v })} options={[{ value: 'female', label: w.female }, { value: 'male', label: w.male }]} />
          <Radio.Group optionType="button" value={mode} onChange={e => url.set({ show: e.target.value === 'areas' ? '' : e.target.value })} options={[{ value: 'areas', label: w.areas }, { value: 'heat', label: w.heat }]} aria-label={w.show} />
          <Radio.Group optionType="button" value={level} onChange={e => url.set({ level: e.target.value })} options={[{ value: 'street', label: w.street }, { value: 'community', label: w.community }]} aria-label={w.level} />
          <label><Switch size="small" checked={showPoints} onChange={v => url.set({ points: v })} aria-label={w.points} />{w.points}</label>
          {showPoints && <>
            <Select allowClear aria-label={c.category} placeholder={c.category} style={{ width: 168 }} showSearch={{ optionFilterProp: 'label' }} value={category || undefined} onChange={v => url.set({ category: v })} options={(categories.data?.items ?? []).map(x => ({ value: keyOf(x), label: named(x) }))} />
            <span className="row muted">{w.reach}<InputNumber min={0} max={5000} step={100} suffix="m" style={{ width: 112 }} value={radius || null} onChange={v => url.set({ reach: v ?? '' })} aria-label={w.reach} /></span>
          </>}
        </div>
        <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0,1fr) minmax(280px, 340px)' }}>
          <Suspense fallback={<Loading rows={12} />}>
            <MapPanel height="calc(100vh - 262px)" areas={view.features} heat={heat} points={showPoints ? shapes.points : undefined} circles={showPoints ? shapes.circles : undefined} bounds={view.box} onPick={pick} onPoint={id => go(keepRegion('/service-points?open=' + id, url.params))} />
          </Suspense>
          <section aria-label={w.table} style={{ borderLeft: '1px solid var(--line)', display: 'flex', flexDirection: 'column', height: 'calc(100vh - 262px)' }}>
            <div style={{ padding: '12px 16px', borderBottom: '1px solid var(--line)' }}>
              <div className="row"><h2 className="grow">{region ? regions.name(region) : w.table}</h2>{region && <Button size="small" onClick={() => url.set({ region: region.length > 6 ? region.slice(0, region.length - 3) : '' , level: '' }, false)}>{w.up}</Button>}</div>
              <div className="muted">{!demand.data ? '' : demand.data.total === null ? w.fewNote : w.total(count(demand.data.total))}</div>
            </div>
            <div style={{ overflow: 'auto', flex: 1 }} tabIndex={0} role="region" aria-label={w.table}>
              <Shown of={demand} rows={10}>
                {d => (
                  <table className="figs">
                    <thead><tr><th scope="col">{c.region}</th><th scope="col" className="num">{w.people}</th><th scope="col" className="num">{w.share}</th></tr></thead>
                    <tbody>
                      {rows.map(r => (
                        <tr key={r.region} className={r.region === region ? 'on' : ''}>
                          <td><button className="plain" onClick={() => pick(r.region)}>{r.name || regions.name(r.region)}</button></td>
                          <td className="num">{r.count === null ? <span className="muted">{w.few}</span> : count(r.count)}</td>
                          <td className="num muted">{r.count === null || !d.total ? '—' : percent(r.count, d.total)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                )}
              </Shown>
            </div>
            <Legend mode={mode} bounds={view.bounds} asOf={demand.data?.as_of} suppressed={rows.some(r => r.count === null)} points={showPoints} />
          </section>
        </div>
      </div>
    </div>
  )
}

function Legend({ mode, bounds, asOf, suppressed, points }: { mode: string; bounds: number[]; asOf?: string; suppressed: boolean; points: boolean }) {
  return (
    <aside aria-label={w.legend} style={{ borderTop: '1px solid var(--line)', padding: '8px 16px' }}>
      <b className="small">{w.legend}</b>
      {mode === 'heat'
        ? <div className="row small" style={{ margin: '4px 0' }}>{w.denser}<span style={{ width: 96, height: 10, background: 'linear-gradient(90deg,#f4f1b2,#b8dd6d,#62c288,#2b9a8f,#33638d,#3b2a6e)' }} />{w.dense}</div>
        : <ul style={{ listStyle: 'none', margin: '4px 0', padding: 0, display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '2px 8px' }} className="small">
            {legend(bounds).map(k => <li key={k.label} className="row"><i style={{ width: 14, height: 14, background: k.colour, border: '1px solid #8693a3' }} />{k.label}</li>)}
            {suppressed && <li className="row"><i style={{ width: 14, height: 14, background: unknown, border: '1px solid #8693a3' }} />{w.hidden}</li>}
          </ul>}
      {points && <div className="row small" style={{ marginBottom: 4 }}><i style={{ width: 10, height: 10, borderRadius: 5, background: '#0f4fa8' }} />{w.pointKey}<i style={{ width: 10, height: 10, borderRadius: 5, background: '#8a4fbf' }} />{w.projectKey}</div>}
      {suppressed && <div className="small muted" style={{ marginBottom: 4 }}>{w.fewNote}</div>}
      {asOf && <div className="small muted">{w.asOf(when(asOf))}</div>}
    </aside>
  )
}
