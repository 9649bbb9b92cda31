import { useState } from 'react'
import { Link } from 'react-router'
import { Alert, Button, Checkbox, Input } from 'antd'
import { send, sendTagged, useApi, useDo, type List } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { DetailDrawer } from '../kit/DetailDrawer'
import { FilterBar } from '../kit/FilterBar'
import { day, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems, Shown } from '../kit/States'
import { StateTag, Tag, type Tone } from '../kit/Tag'
import { keepRegion, useUrl } from '../kit/url'
import { common as c, named, words } from '../kit/words'
import { may, useSession } from '../session/session'
import { useRegions } from '../shell/regions'

export interface Kind { key: string; name_zh: string; name_en: string; department: string; days: number; evidence: string[] }
export interface Matter { id: string; region: string; person: string; kind: string; state: string; outcome?: string; reason?: string; evidence: string[]; note?: string; due?: string; created: string; changed: string; version: number }

const w = words({
  title: ['一门式事项', 'Matters'], lead: ['一个窗口受理，材料只交一次，办到哪一步随时可查。', 'One counter, each paper shown once, and everyone can see how far it is.'], kind: ['事项', 'Matter'], due: ['办结期限', 'Due'], late: ['已超期', 'Late'], onlyLate: ['只看超期', 'Late only'], none: ['没有符合条件的事项', 'Nothing matches'], noneNext: ['放宽条件或查看范围。', 'Loosen the filters or the scope.'], department: ['主办部门', 'Department'], person: ['居民', 'Person'], evidence: ['材料', 'Evidence'], shown: ['已提交', 'shown'], missing: ['缺', 'missing'], see: ['查看居民', 'See the person'],
  drafted: ['准备材料', 'Being prepared'], submitted: ['已提交', 'Handed in'], accepted: ['已受理', 'Accepted'], decided: ['已决定', 'Decided'], closed: ['已办结', 'Closed'], granted: ['准予', 'Granted'], refused: ['不予', 'Refused'], submit: ['提交', 'Hand in'], accept: ['受理', 'Accept'], give: ['退回', 'Return'], grant: ['准予', 'Grant'], refuse: ['不予', 'Refuse'], close: ['办结', 'Close'], reason: ['原因（退回或不予时必填）', 'Reason (needed to return or refuse)'], save: ['登记材料', 'Record evidence'],
  e_id_card: ['居民身份证', 'ID card'], e_income_proof: ['收入证明', 'Proof of income'], e_residence_proof: ['居住证明', 'Proof of residence'], e_birth_certificate: ['出生医学证明', 'Birth certificate'], e_parents_id: ['父母身份证', 'Parents’ ID'], e_vaccination_record: ['预防接种证', 'Vaccination record'], e_medical_assessment: ['医学评定', 'Medical assessment'], e_employment_record: ['就业档案', 'Employment record'], e_death_certificate: ['死亡证明', 'Death certificate'],
})
const states = (): Record<string, readonly [Tone, string]> => ({ drafted: ['amber', w.drafted], submitted: ['blue', w.submitted], accepted: ['blue', w.accepted], decided: ['green', w.decided], closed: ['', w.closed] })
const evidence = (k: string) => (w as Record<string, unknown>)['e_' + k] as string ?? k
const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)
const late = (m: Matter) => !!m.due && m.due < today() && (m.state === 'submitted' || m.state === 'accepted')

export default function Matters() {
  const url = useUrl()
  const regions = useRegions()
  const kinds = useApi<List<Kind>>('/matter-kinds', {}, { staleTime: 300_000 })
  const word = (k: string) => named(kinds.data?.items.find(x => x.key === k)) || k
  const columns: Column<Matter>[] = [
    { key: 'kind', title: w.kind, render: m => <button className="plain" onClick={() => url.set({ open: m.id })}>{word(m.kind)}</button>, text: m => word(m.kind) },
    { key: 'region', title: c.region, render: m => regions.longName(m.region), text: m => regions.longName(m.region) },
    { key: 'state', title: c.state, render: m => <StateTag state={m.state} table={states()} />, text: m => m.state },
    { key: 'due', title: w.due, render: m => <span className="row">{day(m.due)}{late(m) && <Tag tone="red">{w.late}</Tag>}</span>, text: m => m.due ?? '' },
    { key: 'created', title: c.created, render: m => when(m.created), text: m => m.created },
  ]
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} />
      <div className="panel">
        <FilterBar filters={[{ kind: 'choice', name: 'kind', label: w.kind, width: 180, options: (kinds.data?.items ?? []).map(k => ({ value: k.key, label: named(k) })) }, { kind: 'choice', name: 'state', label: c.state, options: Object.entries(states()).map(([value, [, label]]) => ({ value, label })) }, { kind: 'flag', name: 'late', label: w.onlyLate }]} />
        <DataTable<Matter> id="matters" path="/matters" query={{ kind: url.get('kind'), state: url.get('state'), late: url.get('late') }} columns={columns} rowKey={m => m.id} onOpen={m => url.set({ open: m.id })} empty={{ title: w.none, next: w.noneNext }} />
      </div>
      {url.get('open') && <Detail id={url.get('open')} kinds={kinds.data?.items ?? []} onClose={() => url.set({ open: '' })} />}
    </div>
  )
}

function Detail({ id, kinds, onClose }: { id: string; kinds: Kind[]; onClose: () => void }) {
  const matter = useApi<Matter>('/matters/' + id)
  const regions = useRegions()
  const url = useUrl()
  const session = useSession().data
  const [reason, setReason] = useState('')
  const [keys, setKeys] = useState<string[]>([])
  const act = useDo(async ({ verb, body }: { verb: string; body?: unknown }) => {
    const { etag } = await sendTagged('get', '/matters/' + id)
    return send('post', `/matters/${id}/${verb}`, { body, etag })
  }, ['/matters'], () => { setReason(''); setKeys([]) })
  const go = (verb: string, body?: unknown) => act.mutate({ verb, body })
  return (
    <DetailDrawer open title={w.title} onClose={onClose}>
      <Shown of={matter}>
        {m => {
          const kind = kinds.find(k => k.key === m.kind)
          const missing = (kind?.evidence ?? []).filter(e => !m.evidence.includes(e))
          const draft = may(session, 'onedoor.draft'), decide = may(session, 'onedoor.decide')
          return (
            <div className="stack">
              <h2>{kind ? named(kind) : m.kind}</h2>
              <dl className="facts">
                <dt>{c.state}</dt><dd className="row"><StateTag state={m.state} table={states()} />{m.outcome && <b>{m.outcome === 'granted' ? w.granted : w.refused}</b>}{late(m) && <Tag tone="red">{w.late}</Tag>}</dd>
                {m.reason && <><dt>{w.reason}</dt><dd>{m.reason}</dd></>}
                <dt>{w.due}</dt><dd>{day(m.due)}</dd><dt>{w.department}</dt><dd>{kind?.department ?? '—'}</dd><dt>{c.region}</dt><dd>{regions.longName(m.region)}</dd>
                <dt>{w.person}</dt><dd><Link to={keepRegion('/people/' + m.person, url.params)}>{w.see}</Link></dd>
                <dt>{w.evidence}</dt><dd>{(kind?.evidence ?? m.evidence).map(e => <div key={e}>{m.evidence.includes(e) ? '✓' : '✕'} {evidence(e)} <span className="muted small">{m.evidence.includes(e) ? w.shown : w.missing}</span></div>)}</dd>
                <dt>{c.created}</dt><dd>{when(m.created)}</dd>
              </dl>
              {act.isError && <Alert type="error" showIcon title={act.error.message} description={<Problems error={act.error} />} />}
              {draft && m.state === 'drafted' && missing.length > 0 && <div className="row wrap"><Checkbox.Group value={keys} onChange={v => setKeys(v as string[])} options={missing.map(e => ({ value: e, label: evidence(e) }))} /><Button disabled={!keys.length} onClick={() => go('evidence', { keys })}>{w.save}</Button></div>}
              {decide && ['submitted', 'accepted'].includes(m.state) && <Input value={reason} onChange={e => setReason(e.target.value)} placeholder={w.reason} aria-label={w.reason} maxLength={500} />}
              <div className="row wrap">
                {draft && m.state === 'drafted' && <Button type="primary" disabled={missing.length > 0} onClick={() => go('submit')}>{w.submit}</Button>}
                {decide && m.state === 'submitted' && <><Button type="primary" onClick={() => go('accept')}>{w.accept}</Button><Button disabled={!reason.trim()} onClick={() => go('return', { reason })}>{w.give}</Button></>}
                {decide && m.state === 'accepted' && <><Button type="primary" onClick={() => go('decide', { outcome: 'granted', reason })}>{w.grant}</Button><Button disabled={!reason.trim()} onClick={() => go('decide', { outcome: 'refused', reason })}>{w.refuse}</Button></>}
                {decide && m.state === 'decided' && <Button type="primary" onClick={() => go('close')}>{w.close}</Button>}
              </div>
            </div>
          )
        }}
      </Shown>
    </DetailDrawer>
  )
}
