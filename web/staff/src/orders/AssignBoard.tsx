import { useState } from 'react'
import { Alert, App, Button, Checkbox } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { components } from '../../../client/schema'
import { send, useDo, type List } from '../kit/api'
import { DetailDrawer } from '../kit/DetailDrawer'
import { day } from '../kit/format'
import { Empty, Problems, Shown } from '../kit/States'
import { language } from '../kit/words'
import { OrganisationField } from '../directory/OrganisationField'
import { useSession } from '../session/session'
import { w } from './words'

type Plan = components['schemas']['BoardPlan']

/** hour is the time that a key such as 0800 names. */
const hour = (key: string): string => (/^\d{4}$/.test(key) ? `${key.slice(0, 2)}:${key.slice(2)}` : key)

/** AssignBoard gives out a day's home visits at once: a proposal with its reasons and proof, which a person confirms. */
export function AssignBoard({ on, onClose }: { on: string; onClose: () => void }) {
  const { message } = App.useApp()
  const own = useSession().data?.posts?.find(p => p.org)?.org
  const [org, setOrg] = useState(own ?? '')
  const [left, setLeft] = useState<string[]>([]) // taken out by hand
  const plan = useQuery({ queryKey: ['/orders/assign-board', org, on], queryFn: () => send<Plan>('post', '/orders/assign-board', { body: { day: on, org } }), enabled: !!org, staleTime: 0 })
  const confirm = useDo((rows: { order: string; version: number; account: string }[]) => send<List<{ refused?: string }>>('post', '/orders/assign-board/confirm', { body: { rows } }), ['/orders'], r => {
    const bad = r.items.filter(x => x.refused).length
    void message.success(w.assignedAll(r.items.length - bad, bad))
    onClose()
  })
  return (
    <DetailDrawer open width={760} title={`${w.assignAll} · ${day(on)}`} onClose={onClose}>
      <p className="muted">{w.assignLead}</p>
      {!own && <label style={{ display: 'block', marginBottom: 12 }}>{w.orgNeeded}<OrganisationField value={org || undefined} onChange={(v?: string) => setOrg(v ?? '')} /></label>}
      {org && <Shown of={plan}>{p => p.given.length + p.open.length === 0 ? <Empty title={w.noVisits} /> : (
        <div className="stack">
          <Alert type="success" showIcon title={language() === 'en' ? p.proof_en : p.proof_zh} />
          <table className="figs"><thead><tr><th /><th>{w.slot}</th><th>{w.person}</th><th>{w.carer}</th><th>{w.because}</th></tr></thead><tbody>
            {p.given.map(v => <tr key={v.order}><td><Checkbox checked={!left.includes(v.order)} aria-label={v.number} onChange={e => setLeft(e.target.checked ? left.filter(x => x !== v.order) : [...left, v.order])} /></td><td>{hour(v.slot)}</td><td>{v.name || v.number}</td><td><b>{v.carer_name}</b></td><td className="small">{language() === 'en' ? v.why_en : v.why_zh}</td></tr>)}
          </tbody></table>
          {p.open.length > 0 && <Alert type="warning" showIcon title={w.nobodyFree} description={p.open.map(v => `${hour(v.slot)} ${v.name || v.number}：${language() === 'en' ? v.why_en : v.why_zh}`).join('；')} />}
          {confirm.isError && <Alert type="error" showIcon title={confirm.error.message} description={<Problems error={confirm.error} />} />}
          <Button type="primary" loading={confirm.isPending} disabled={p.given.length === left.length} onClick={() => confirm.mutate(p.given.filter(v => !left.includes(v.order)).map(v => ({ order: v.order, version: v.version, account: v.account })))}>{w.confirmAll(p.given.length - left.length)}</Button>
        </div>
      )}</Shown>}
    </DetailDrawer>
  )
}
