import { Alert, Button } from 'antd'
import type { components } from '../../../client/schema'
import { send, useDo } from '../kit/api'
import { DataTable, type Column } from '../kit/DataTable'
import { count, when } from '../kit/format'
import { PageHeader } from '../kit/PageHeader'
import { Problems } from '../kit/States'
import { common as c, words } from '../kit/words'
import { useRegions } from '../shell/regions'

type Entry = components['schemas']['Entry']
type Checked = components['schemas']['Check-auditResponse']

const w = words({
  title: ['审计记录', 'Audit trail'], lead: ['谁在何时为何看了或改了什么。每条记录与前一条相扣，改动或删去任何一条都能查出。', 'Who saw or changed what, when and what for. Each entry is chained to the one before: a changed or missing one shows.'],
  check: ['校验完整性', 'Check the chain'], whole: (n: string) => [`已逐条校验 ${n} 条记录，完整无缺`, `${n} entries checked one by one: whole`], broken: ['记录链已断', 'The chain is broken'],
  at: ['时间', 'When'], who: ['账号', 'Account'], action: ['行为', 'Action'], subject: ['对象', 'Subject'], purpose: ['用途', 'Purpose'], detail: ['内容', 'What'], none: ['还没有记录', 'Nothing yet'],
})

export default function Audit() {
  const regions = useRegions()
  const check = useDo(() => send<Checked>('post', '/audit/check'))
  const columns: Column<Entry>[] = [
    { key: 'at', title: w.at, render: e => when(e.at), text: e => e.at },
    { key: 'account', title: w.who, render: e => <span className="mono" title={e.account}>{e.account.slice(-8)}</span>, text: e => e.account },
    { key: 'action', title: w.action, render: e => <span className="mono">{e.action}</span>, text: e => e.action },
    { key: 'subject', title: w.subject, render: e => <span className="mono" title={e.subject}>{e.subject.slice(-12)}</span>, text: e => e.subject },
    { key: 'detail', title: w.detail, render: e => e.detail || '—', text: e => e.detail ?? '' },
    { key: 'purpose', title: w.purpose, render: e => e.purpose || '—', text: e => e.purpose ?? '' },
    { key: 'region', title: c.region, render: e => regions.longName(e.region), text: e => regions.longName(e.region) },
  ]
  return (
    <div className="page">
      <PageHeader title={w.title} lead={w.lead} extra={<Button loading={check.isPending} onClick={() => check.mutate(undefined as never)}>{w.check}</Button>} />
      {check.isError && <Alert type="error" showIcon title={check.error.message} description={<Problems error={check.error} />} style={{ marginBottom: 16 }} />}
      {check.data && <Alert role="status" type={check.data.whole ? 'success' : 'error'} showIcon title={check.data.whole ? w.whole(count(check.data.entries)) : w.broken} description={check.data.broken} style={{ marginBottom: 16 }} />}
      <div className="panel"><DataTable<Entry> id="audit" path="/audit" scoped={false} columns={columns} rowKey={e => e.id} empty={{ title: w.none }} /></div>
    </div>
  )
}
