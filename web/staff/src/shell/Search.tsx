import { useEffect, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { Input, Modal } from 'antd'
import { useApi, type List } from '../kit/api'
import { useUrl, keepRegion } from '../kit/url'
import { named, words } from '../kit/words'
import { may, useSession } from '../session/session'
import { useRegions } from './regions'

const w = words({
  title: ['搜索', 'Search'],
  hint: ['姓名、服务或区域名称；上下键选择，回车打开', 'A name, a service or a place; arrows choose, Enter opens'],
  person: ['居民', 'Person'], service: ['服务', 'Service'], place: ['区域', 'Place'],
  none: ['没有找到。换一个词，或检查查看范围。', 'Nothing found. Try another word, or check the scope.'],
})
interface Hit { kind: string; title: string; note: string; to: string }

export function Search({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [q, setQ] = useState('')
  const [at, setAt] = useState(0)
  useEffect(() => { const t = setTimeout(() => setQ(text.trim()), 200); return () => clearTimeout(t) }, [text])
  const s = useSession().data
  const url = useUrl()
  const go = useNavigate()
  const regions = useRegions()
  const people = useApi<List<{ id: string; name: string; region: string; address?: string }>>(q && may(s, 'people.search') ? '/people' : '', { q, limit: 6 }, { scoped: true })
  const services = useApi<List<{ id: string; name: string; name_en?: string }>>(q && may(s, 'directory.') ? '/services' : '', { q, limit: 6 })
  const hits = useMemo<Hit[]>(() => q ? [
    ...(people.data?.items ?? []).map(p => ({ kind: w.person, title: p.name, note: regions.name(p.region), to: keepRegion('/people/' + p.id, url.params) })),
    ...(services.data?.items ?? []).map(x => ({ kind: w.service, title: named(x), note: '', to: keepRegion('/services?open=' + x.id, url.params) })),
    ...regions.all.filter(r => r.name.includes(q) || r.name_en?.toLowerCase().includes(q.toLowerCase())).slice(0, 6).map(r => ({ kind: w.place, title: named(r), note: regions.longName(r.parent), to: '/map?region=' + r.code })),
  ] : [], [q, people.data, services.data, regions, url.params])
  useEffect(() => setAt(0), [hits.length, q])
  const open = (h?: Hit) => { if (h) { onClose(); go(h.to) } }
  return (
    <Modal open onCancel={onClose} footer={null} title={w.title} width={560} style={{ top: 80 }}>
      <Input autoFocus size="large" value={text} onChange={e => setText(e.target.value)} placeholder={w.hint} aria-label={w.title} role="combobox" aria-expanded={hits.length > 0} aria-controls="hits"
        onKeyDown={e => {
          if (e.key === 'ArrowDown') { e.preventDefault(); setAt(i => Math.min(hits.length - 1, i + 1)) }
          if (e.key === 'ArrowUp') { e.preventDefault(); setAt(i => Math.max(0, i - 1)) }
          if (e.key === 'Enter') open(hits[at])
        }} />
      <ul id="hits" role="listbox" aria-label={w.title} style={{ listStyle: 'none', margin: '8px 0 0', padding: 0, minHeight: 120 }}>
        {hits.map((h, i) => (
          <li key={h.to} role="option" aria-selected={i === at} onClick={() => open(h)} onMouseEnter={() => setAt(i)} className="row" style={{ padding: '8px 12px', cursor: 'pointer', borderRadius: 4, background: i === at ? 'var(--accent-soft)' : undefined }}>
            <span className="tag">{h.kind}</span><b style={{ fontWeight: 500 }}>{h.title}</b><span className="muted">{h.note}</span>
          </li>
        ))}
        {q && !hits.length && !people.isFetching && !services.isFetching && <li className="muted" style={{ padding: 16 }} role="status">{w.none}</li>}
      </ul>
    </Modal>
  )
}
