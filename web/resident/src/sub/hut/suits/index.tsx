import { useAsk } from '../../../kit/ask'
import { metres } from '../../../kit/format'
import { Page } from '../../../kit/Page'
import { Box, P, Row, Span } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { Card, Empty, Few, Note, Shown, Tag } from '../../../kit/ui'
import { named, words } from '../../../kit/words'
import { SignedIn } from '../../../my/SignedIn'
import { suits, type Suits } from '../../../my/pairing'

const w = words({
  title: ['适合我的', 'What suits me'],
  help: ['我能帮上忙的', 'Where I can help'],
  helped: ['能帮上我的', 'Who can help me'],
  noHelp: ['附近暂时没有和您的服务清单对得上的。登记您会做什么，有了就会出现在这里。', 'Nothing near by fits what you offer just now. Say what you can do, and it shows here once there is something.'],
  noHelped: ['还没有对得上的帮手。先发一个请求或心愿试试。', 'No helper fits yet. Publish a request or a wish first.'],
  waits: (n: number) => [`等了 ${n} 天`, `waiting ${n} days`],
  near: (m: string) => [`约 ${m}`, `about ${m}`],
  wish: ['微心愿', 'Wish'], skill: ['技能', 'Skill'], need: ['需求', 'Need'],
  rule: ['每月统一结对的规则', 'How everybody is paired each month'],
})
const kind = (x: Suits) => ({ wish: w.wish, skill: w.skill, need: w.need })[x.kind]

const Fit = ({ x }: { x: Suits }) => (
  <Row className="row"><Box className="card-line"><Span className="name">{x.title}</Span><Span className="note">{[w.near(metres(x.distance_m)), x.waiting_days ? w.waits(x.waiting_days) : ''].filter(Boolean).join(' · ')}</Span><Tag>{kind(x)}</Tag></Box></Row>
)

/** Suits lists where one can help, and who can help, with the rule of the monthly pairing. */
export default function WhatSuits() {
  const m = me.use()
  const asked = useAsk(m.in && m.for ? 'suits:' + m.for : null, () => suits(m.for))
  return (
    <Page title={w.title} who>
      <SignedIn person>
        <Shown of={asked}>{d => (
          <>
            <Card className="flush" title={w.help}>{d.help?.length ? <Few of={d.help} each={x => <Fit key={x.kind + x.id} x={x} />} /> : <Empty text={w.noHelp} />}</Card>
            <Card className="flush" title={w.helped}>{d.helped?.length ? <Few of={d.helped} each={x => <Fit key={x.kind + x.id} x={x} />} /> : <Empty text={w.noHelped} />}</Card>
            <Note><P className="name">{w.rule}</P><P>{named({ name_zh: d.rule_zh, name_en: d.rule_en })}</P></Note>
          </>
        )}</Shown>
      </SignedIn>
    </Page>
  )
}
