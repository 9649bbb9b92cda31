import { Alert } from 'antd'
import { useApi, type List } from '../kit/api'
import { day } from '../kit/format'
import { named, words } from '../kit/words'
import { may, useSession } from '../session/session'

interface Reminder { org: string; name: string; name_en?: string; what: string; until: string; days: number }
const w = words({
  title: (n: number) => [`${n} 项证照或年审快到期`, n === 1 ? 'One licence or review runs out soon' : `${n} licences or reviews run out soon`],
  review: ['年度审核', 'yearly review'],
  left: (d: number) => [d < 0 ? `已过期 ${-d} 天` : d === 0 ? '今天到期' : `还有 ${d} 天`, d < 0 ? `${-d} days over` : d === 0 ? 'ends today' : `${d} days left`],
})

/** Reminders are licences that run out and reviews that are due; nothing where there are none. */
export function Reminders() {
  const session = useSession().data
  const all = useApi<List<Reminder>>(may(session, 'directory.see_reminders') ? '/organisation-reminders' : '')
  const items = all.data?.items ?? []
  if (!items.length) return null
  return (
    <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={w.title(items.length)}
      description={<ul style={{ margin: 0, paddingInlineStart: 20 }}>{items.slice(0, 8).map(r => <li key={r.org + r.what}>{named(r)} · {r.what === 'review' ? w.review : r.what} · {day(r.until)} · <b>{w.left(r.days)}</b></li>)}</ul>} />
  )
}
