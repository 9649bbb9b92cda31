import { useAsk, useDo } from '../../../kit/ask'
import { when } from '../../../kit/format'
import { go } from '../../../kit/go'
import { useLive } from '../../../kit/live'
import { Page } from '../../../kit/Page'
import { Box, Row, Span, Tap } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Card, Empty, Few, Problem, Shown, Tag } from '../../../kit/ui'
import { words } from '../../../kit/words'
import { server } from '../../../my/server'
import type { Message } from '../../../my/types'
import { SignedIn } from '../../../my/SignedIn'

const w = words({
  title: ['消息', 'Messages'],
  none: ['还没有消息。预约有进展时会在这里告诉您。', 'No messages. You will read here how your bookings go.'],
  fresh: ['未读', 'New'],
})

export default function Messages() {
  const m = me.use(), s = settings.use()
  const asked = useAsk(m.in ? `messages:${s.lang}` : null, server.messages)
  useLive(m.in, 'inbox.', asked.again)
  const read = useDo(async (x: Message) => {
    if (!x.read) await server.read(x.id)
    if (x.order) go('sub/order/story/index', { id: x.order })
    else asked.again()
  })
  return (
    <Page title={w.title}>
      <SignedIn>
        {read.error !== undefined && <Problem error={read.error} />}
        <Shown of={asked} empty={d => (d.length ? undefined : <Empty text={w.none} />)}>{d => (
          <Card className="flush"><Few of={d} each={x => (
            <Row key={x.id} className="row"><Tap className="line" onTap={() => void read.go(x)}>
              <Box className="grow"><Box className="pair"><Span className="name">{x.title}</Span>{!x.read && <Tag kind="warn">{w.fresh}</Tag>}</Box><Span className="wrap-lines">{x.text}</Span><Span className="note">{when(x.at)}</Span></Box>
            </Tap></Row>
          )} /></Card>
        )}</Shown>
      </SignedIn>
    </Page>
  )
}
