import { Page } from '../../kit/Page'
import { Call, P } from '../../kit/prims'
import { Icon } from '../../kit/Icon'
import { helper, me } from '../../kit/session'
import { Card } from '../../kit/ui'
import { words } from '../../kit/words'

const w = words({
  title: ['议事厅', 'Discussion hall'],
  what: ['楼里、小区里的事，大家商量着办：装电梯、停车、绿化、用钱。', 'Matters of the building and the block, decided together: lifts, parking, green space, money.'],
  later: ['网上提议、讨论和投票还没有开通。', 'Proposing, discussing and voting online are not open yet.'],
  now: ['现在有事想提', 'To raise a matter today'],
  how: ['请告诉社区工作人员，或在居民会议上提出。社区会记下来，开通后您能在这里看到进展。', 'Tell your community worker, or raise it at a residents’ meeting. It is written down, and once this is open you can follow it here.'],
  call: (n: string, p: string) => [`打电话给 ${n}${n === p ? '' : ' ' + p}`, `Call ${n}${n === p ? '' : ' ' + p}`],
})

/** Discuss: what comes, said truthfully, and what to do until then. */
export default function Discuss() {
  const help = helper(me.use())
  return (
    <Page title={w.title} tab>
      <Card><P className="big">{w.what}</P><P>{w.later}</P></Card>
      <Card title={w.now}><P>{w.how}</P><Call className="link" phone={help.phone}><Icon name="phone" />{w.call(help.name, help.phone)}</Call></Card>
    </Page>
  )
}
