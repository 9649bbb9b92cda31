import { useRouter } from '@tarojs/taro'
import { useAsk } from '../../../kit/ask'
import { cap, near, weekdayName } from '../../../kit/format'
import { go } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { Box, Call, List, P, Row, Span } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Card, Note, Shown, Split, Tag } from '../../../kit/ui'
import { named, words } from '../../../kit/words'
import { Place } from '../../../my/Points'
import { cutOff, cancelRule, freeWords } from '../../../my/rules'
import { modeWord, priceWords, verdictTag, why } from '../../../my/ServiceRow'
import { server } from '../../../my/server'
import type { FreeSlot } from '../../../my/types'

const w = words({
  title: ['服务详情', 'Service'],
  book: ['预约', 'Book'],
  price: ['多少钱', 'What it costs'],
  who: ['谁能用', 'Who can use it'],
  everyone: ['大家都能用。', 'Everybody.'],
  where: ['在哪里', 'Where'],
  hours: ['什么时候', 'When'],
  rules: ['怎么预约和取消', 'Booking and cancelling'],
  docs: (d: string) => [`要带：${d}`, `Bring: ${d}`],
  free: ['最近的空位', 'Next free days'],
  full: ['最近都满了，可以排队候补。', 'All taken just now; you can wait in line.'],
  phoneOnly: ['这项服务请打电话预约。', 'Please book this by telephone.'],
  call: (p: string) => [`打电话 ${p}`, `Call ${p}`],
  signed: ['登录后显示您的补贴和您要付的钱。', 'Sign in to see your subsidy and what you pay.'],
})

const can = (s: FreeSlot) => s.free > 0 && !(s.until && new Date(s.until) < new Date())

/** ServicePage: everything one wants to know before booking. */
export default function ServicePage() {
  const id = useRouter().params.id ?? ''
  const m = me.use(), s = settings.use()
  const asked = useAsk(m.known && id ? `service:${id}:${m.for}:${s.lang}` : null, () => server.service(id, m.for || undefined))
  const d = asked.data, point = d?.points?.[0]?.id
  const days = useAsk(m.in && m.for && point ? `days:${id}:${point}:${m.for}` : null, () => server.days(id, point!, m.for))
  return (
    <Page title={w.title} who foot={d && <Button onTap={() => go('sub/order/place/index', { service: id })}>{`${w.book} · ${priceWords(d)}`}</Button>}>
      <Shown of={asked}>{x => (
        <>
          {x.alert && <Note kind="warn">{x.alert}</Note>}
          <Box><Box className="pair"><P className="big">{named(x)}</P><Tag>{modeWord(x.mode)}</Tag></Box>{x.about && <P className="wrap-lines">{x.about}</P>}</Box>
          <Card title={w.who}>{x.answer ? <><Box>{verdictTag(x.answer)}</Box><P>{why(x.answer) || w.everyone}</P></> : <P>{x.for_whom || w.everyone}</P>}</Card>
          <Card title={w.price}>{x.price ? <Split price={x.price} /> : <><P className="name">{priceWords(x)}</P>{!m.in && <P className="note">{w.signed}</P>}</>}</Card>
          {(days.data?.length ?? 0) > 0 && (
            <Card title={w.free}>
              {days.data!.some(y => y.slots.some(can))
                ? <List>{days.data!.filter(y => y.slots.some(can)).slice(0, s.care ? 3 : 5).map(y => <Row key={y.day} className="pair"><Span className="name">{cap(near(y.day))}</Span><Span>{y.slots.filter(can).map(freeWords).join('，')}</Span></Row>)}</List>
                : <P>{w.full}</P>}
            </Card>
          )}
          {(x.points?.length ?? 0) > 0 && <Card className="flush" title={w.where}><List>{x.points!.slice(0, s.care ? 2 : 6).map(p => <Place key={p.id} p={p} />)}</List></Card>}
          {(x.hours?.length ?? 0) > 0 && <Card title={w.hours}><List>{x.hours!.map(h => <Row key={h.from + h.days.join()} className="pair"><Span>{h.days.map(weekdayName).join(' ')}</Span><Span className="nowrap">{h.from}–{h.to}</Span></Row>)}</List></Card>}
          <Card title={w.rules}>
            {x.order_until && <P>{cutOff(x.order_until)}</P>}
            <P>{cancelRule(x.cancel_hours)}</P>
            {(x.documents?.length ?? 0) > 0 && <P>{w.docs(x.documents!.join('、'))}</P>}
            {x.phone && <Call className="link" phone={x.phone}>{w.call(x.phone)}</Call>}
          </Card>
        </>
      )}</Shown>
    </Page>
  )
}
