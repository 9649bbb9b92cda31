import { useAsk } from '../../../kit/ask'
import { when } from '../../../kit/format'
import { Page } from '../../../kit/Page'
import { P, Row, Span, Box } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { Card, Empty, Few, Shown } from '../../../kit/ui'
import { words } from '../../../kit/words'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'

const w = words({
  title: ['谁看过我的资料', 'Who looked at my record'],
  why: ['工作人员看您的完整号码或住址要写明理由，这里都记着。觉得不对，请打 12345。', 'Staff who look at your full number or address give a reason, and it stands here. If something looks wrong, call 12345.'],
  none: ['还没有人看过。', 'Nobody has looked.'],
  purpose: (p: string) => [`理由：${p}`, `Reason: ${p}`],
})

export default function Looked() {
  const m = me.use()
  const own = m.people.find(p => p.self)?.id
  const asked = useAsk(m.in && own ? 'looked' : null, () => server.looked(own!))
  return (
    <Page title={w.title}>
      <SignedIn person>
        <P>{w.why}</P>
        <Shown of={asked} empty={d => (d.length ? undefined : <Empty text={w.none} />)}>{d => (
          <Card className="flush"><Few of={d} each={x => (
            <Row key={x.at + x.by} className="row"><Box className="card-line"><Span className="name">{[x.by, x.role].filter(Boolean).join(' · ')}</Span>{x.what && <Span>{x.what}</Span>}{x.purpose && <Span className="note">{w.purpose(x.purpose)}</Span>}<Span className="note">{when(x.at)}</Span></Box></Row>
          )} /></Card>
        )}</Shown>
      </SignedIn>
    </Page>
  )
}
