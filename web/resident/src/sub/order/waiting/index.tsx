import { useDidShow } from '@tarojs/taro'
import { useAsk, useDo } from '../../../kit/ask'
import { cap, near, when } from '../../../kit/format'
import { replace, toast } from '../../../kit/go'
import { useLive } from '../../../kit/live'
import { Page } from '../../../kit/Page'
import { Box, P, Row } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Card, Empty, Few, Note, Problem, Shown } from '../../../kit/ui'
import { named, words } from '../../../kit/words'
import { serviceName, slotWords } from '../../../my/sentences'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'
import type { Waiting } from '../../../my/types'

const w = words({
  title: ['排队候补', 'Waiting list'],
  none: ['您没有在排队。', 'You are not waiting for anything.'],
  place: (n: number) => [`前面还有 ${n} 位。有空位会按先后通知您。`, `${n} before you. You are told in turn.`],
  first: ['您排在最前面。有空位马上通知您。', 'You are first in line.'],
  offered: ['有空位了，留给您', 'A place is free and kept for you'],
  until: (t: string) => [`请在 ${t} 前答复，过时会给下一位。`, `Answer by ${t}; after that it goes to the next.`],
  take: ['要，给我订上', 'Yes, book it'], leave: ['不要了', 'No, thank you'], leaveLine: ['不排了', 'Leave the line'], left: ['已退出排队', 'You left the line'],
})

function One({ x, again }: { x: Waiting; again: () => void }) {
  const take = useDo(async () => {
    await server.take(x.id)
    replace('sub/order/mine/index')
  })
  const leave = useDo(async () => {
    await server.leave(x.id)
    toast(w.left)
    again()
  })
  return (
    <Row className="gap"><Card>
      <P className="big">{serviceName(x)}</P>
      <P className="name">{cap(near(x.day))} {slotWords(x.slot)}</P>
      {x.state === 'offered'
        ? <><Note kind="good"><P className="name">{w.offered}</P>{x.until && <P>{w.until(when(x.until))}</P>}</Note><Button busy={take.busy} onTap={() => void take.go()}>{w.take}</Button><Button kind="plain" busy={leave.busy} onTap={() => void leave.go()}>{w.leave}</Button></>
        : <><P>{x.rank && x.rank > 1 ? w.place(x.rank - 1) : w.first}</P>{(x.why_zh || x.why_en) && <P className="note">{named({ name_zh: x.why_zh, name_en: x.why_en })}</P>}<Button kind="plain" busy={leave.busy} onTap={() => void leave.go()}>{w.leaveLine}</Button></>}
      {(take.error ?? leave.error) !== undefined && <Problem error={take.error ?? leave.error} />}
    </Card></Row>
  )
}

export default function WaitingPage() {
  const m = me.use(), s = settings.use()
  const asked = useAsk(m.in && m.for ? `waiting:${m.for}:${s.lang}` : null, async () => (await server.waiting(m.for)).filter(x => x.state === 'waiting' || x.state === 'offered'))
  useDidShow(asked.shown)
  useLive(m.in, 'orders.', asked.again)
  return (
    <Page title={w.title} who>
      <SignedIn person>
        <Shown of={asked} empty={d => (d.length ? undefined : <Empty text={w.none} />)}>{d => <Box><Few of={d} step={s.care ? 2 : 8} each={x => <One key={x.id} x={x} again={asked.again} />} /></Box>}</Shown>
      </SignedIn>
    </Page>
  )
}
