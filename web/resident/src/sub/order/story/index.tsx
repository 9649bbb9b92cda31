import { useDidShow, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { useAsk, useDo } from '../../../kit/ask'
import { cap, when } from '../../../kit/format'
import { go, toast } from '../../../kit/go'
import { Icon } from '../../../kit/Icon'
import { useLive } from '../../../kit/live'
import { Page } from '../../../kit/Page'
import { Box, Call, List, P, Row, Span } from '../../../kit/prims'
import { helper, me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Card, Choice, Note, Problem, Shown, Split, Sure, Tag } from '../../../kit/ui'
import { named, words } from '../../../kit/words'
import { at, happened, mayCancel, mayComplain, mayRate, next, open, optionName, serviceName, tone } from '../../../my/sentences'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'
import type { Order } from '../../../my/types'

const w = words({
  title: ['预约详情', 'Your booking'],
  done: (n: string) => [`预约成功。编号 ${n}`, `Booked. Number ${n}`],
  number: (n: string) => [`编号 ${n}`, `Number ${n}`],
  forWhom: (n: string) => [`给 ${n}`, `For ${n}`],
  code: ['取餐码', 'Code'], codeNote: ['收的时候报这个码。别人问起不用告诉。', 'Say it at the door. Tell nobody else.'],
  next: ['接下来', 'What comes next'],
  by: (t: string) => [`最晚 ${t} 前会有新进展。`, `There will be news by ${t}.`],
  call: (n: string, p: string) => [`有问题打电话给 ${n}${n === p ? '' : ' ' + p}`, `Questions: ${n}${n === p ? '' : ' ' + p}`],
  cost: ['费用', 'Cost'], story: ['经过', 'The story so far'], notes: ['嘱咐', 'Notes'],
  placedBy: (n: string) => [`由 ${n} 代办`, `Booked by ${n}`],
  confirm: ['确认收到', 'Yes, it came'], confirmed: ['已确认，谢谢', 'Confirmed, thank you'],
  rate: ['评价', 'Rate it'], complain: ['有意见，要投诉', 'Complain'],
  cancel: ['取消这次预约', 'Cancel this booking'],
  cancelWhat: (s: string, t: string) => [`取消 ${t} 的${s}？`, `Cancel ${s}, ${t}?`],
  cancelFree: (t: string) => [`${t} 前取消不收钱，也不计次数。`, `Free until ${t}.`],
  cancelLate: ['已过免费取消的时间：仍可取消，会记一次迟取消，不会多收钱。', 'The free time is over: you still can; it counts as a late cancellation, nothing more is charged.'],
  cancelAny: ['取消不收钱。', 'Nothing is charged.'],
  cancelled: ['已取消', 'Cancelled'],
  why: ['为什么（可不选）', 'Why (optional)'], out: ['那天不在家', 'Not at home'], hospital: ['住院了', 'In hospital'], other: ['不想要了', 'Changed my mind'],
  series: ['看这一组的所有预约', 'All bookings of this group'], again: ['再订一次', 'Book again'],
})

/** Story tells all of one booking: what happened, what comes next, by when, whom to call, what it costs; and what can be done. */
export default function Story() {
  const given = useRouter().params
  const m = me.use(), s = settings.use()
  const [sure, setSure] = useState(false)
  const [more, setMore] = useState(false)
  const [why, setWhy] = useState<'' | 'out' | 'hospital' | 'other'>('')
  const asked = useAsk(m.in && given.id ? `order:${given.id}:${s.lang}` : null, () => server.order(given.id!))
  useDidShow(asked.shown)
  useLive(m.in, 'orders.,delivery.,supervision.', asked.again)
  const cancel = useDo(async (o: Order) => {
    await server.cancel(o, why ? w[why] : '')
    setSure(false)
    toast(w.cancelled)
    asked.again()
  })
  const confirm = useDo(async (o: Order) => {
    await server.confirm(o)
    toast(w.confirmed)
    asked.again()
  })
  const help = helper(m)
  return (
    <Page title={w.title} who={false}>
      <SignedIn>
        <Shown of={asked}>{o => (
          <>
            {given.new && <Note kind="good"><P className="name">{w.done(o.number)}</P></Note>}
            <Card>
              <Box className="pair"><P className="big">{serviceName(o)}</P><Tag kind={tone(o.state)}>{happened(o)}</Tag></Box>
              <P className="name">{cap(at(o))}</P>
              <P className="note">{[o.name && w.forWhom(o.name), o.point_name, o.quantity > 1 ? `× ${o.quantity}` : '', w.number(o.number)].filter(Boolean).join(' · ')}</P>
              {o.placed_by?.name && <P className="note">{w.placedBy(o.placed_by.name)}</P>}
            </Card>
            <Card title={w.next}>
              <P className="big" live="polite">{next(o)}</P>
              {open(o.state) && o.due && new Date(o.due) > new Date() && <P className="note">{w.by(when(o.due))}</P>}
              {o.code && open(o.state) && <><P className="name">{w.code}</P><Box className="code">{o.code}</Box><P className="note">{w.codeNote}</P></>}
              {o.state === 'delivered' && <Button busy={confirm.busy} onTap={() => void confirm.go(o)}>{w.confirm}</Button>}
              {mayRate(o.state) && <Button kind={o.state === 'delivered' ? 'plain' : 'main'} icon="star" onTap={() => go('sub/order/rate/index', { id: o.id })}>{w.rate}</Button>}
              <Call className="link" phone={o.point_phone ?? help.phone}><Icon name="phone" />{o.point_phone ? w.call(o.point_name ?? '', o.point_phone) : w.call(help.name, help.phone)}</Call>
              {confirm.error !== undefined && <Problem error={confirm.error} />}
            </Card>
            <Card title={w.cost}><Split price={o.price} /></Card>
            {((o.options?.length ?? 0) > 0 || o.note) && <Card title={w.notes}><P className="wrap-lines">{[...(o.options ?? []).map(optionName), o.note].filter(Boolean).join('，')}</P></Card>}
            {(!s.care || more) && (o.story?.length ?? 0) > 0 && (
              <Card title={w.story}><List className="story">{[...o.story!].sort((a, b) => a.at.localeCompare(b.at)).map((c, i) => <Row key={c.at + i} className="row"><Span className="name">{cap(named({ name_zh: c.zh, name_en: c.en }))}</Span><Span className="note">{when(c.at)}</Span></Row>)}</List></Card>
            )}
            {s.care && !more && (o.story?.length ?? 0) > 0 && <Button kind="plain" onTap={() => setMore(true)}>{w.story}</Button>}
            {o.series && <Button kind="plain" icon="repeat" onTap={() => go('sub/order/series/index', { id: o.series })}>{w.series}</Button>}
            {mayCancel(o) && (
              <Sure what={w.cancelWhat(serviceName(o), at(o))} note={o.free_until ? (new Date(o.free_until) > new Date() ? w.cancelFree(when(o.free_until)) : w.cancelLate) : w.cancelAny}
                yes={w.cancel} open={sure} onOpen={setSure} busy={cancel.busy} onYes={() => void cancel.go(o)}>
                <Choice name={w.why} value={why} all={[['out', w.out], ['hospital', w.hospital], ['other', w.other]] as const} onPick={v => setWhy(v === why ? '' : v)} />
                {cancel.error !== undefined && <Problem error={cancel.error} />}
              </Sure>
            )}
            {!open(o.state) && <Button kind="plain" icon="repeat" onTap={() => go('sub/order/place/index', { service: o.service })}>{w.again}</Button>}
            {mayComplain(o.state) && <Button kind="quiet" onTap={() => go('sub/order/complain/index', { id: o.id })}>{w.complain}</Button>}
          </>
        )}</Shown>
      </SignedIn>
    </Page>
  )
}
