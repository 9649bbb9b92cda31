import { addDays, cap, day, money, near, today, weekdayName } from '../../../kit/format'
import { Box, List, P, Row, Span } from '../../../kit/prims'
import { acting, me } from '../../../kit/session'
import { Card, Note, Split } from '../../../kit/ui'
import { common, named, words } from '../../../kit/words'
import { sum, type Booking } from '../../../my/booking'
import { cancelRule } from '../../../my/rules'
import { optionName, slotWords } from '../../../my/sentences'
import { why } from '../../../my/ServiceRow'
import type { Quote, Service } from '../../../my/types'

const w = words({
  what: ['您要预约', 'You are booking'],
  forWhom: (n: string) => [`给：${n}`, `For: ${n}`],
  count: (n: number) => [`每次 ${n} 份`, `${n} each time`],
  days: (n: number) => [`共 ${n} 次`, `${n} in all`],
  weekly: (d: string) => [`每周 ${d}`, `Every ${d}`], until: (d: string) => [`到 ${d}`, `until ${d}`],
  firstFive: ['下面是前几次的价格', 'The price of the first ones'],
  cost: ['费用', 'Cost'], each: (p: string) => [`平均每次您付 ${p}`, `${p} each on average`],
  payLater: ['现在不用付钱，送到或月底再付。', 'Nothing is paid now, but on delivery or at the end of the month.'],
  refused: ['这几天订不上', 'These days cannot be booked'],
  entitled: ['补贴资格', 'Entitlement'],
})

/** Confirm: everything once more, with the price split. */
export function Confirm({ b, quotes, service }: { b: Booking; quotes: Quote[]; service?: Service }) {
  const p = acting(me.use())
  const s = sum(quotes, b.wait)
  const first = quotes[0]
  return (
    <>
      <Card title={w.what}>
        <P className="big">{named(service)}</P>
        <P>{w.forWhom(p?.self ? `${p.name || ''}（${common.self}）` : p?.name ?? '')}</P>
        {b.how === 'weekly'
          ? <P>{w.weekly(b.weekdays.map(weekdayName).join(' '))} {slotWords(first?.slot)}，{w.until(day(b.until || addDays(today(), 92)))}</P>
          : <List>{quotes.filter(q => q.can || b.wait).map(q => <Row key={q.day} className="pair"><Span className="name">{cap(near(q.day))} {slotWords(q.slot)}</Span><Span>{money(q.price.resident_fen)}</Span></Row>)}</List>}
        <P className="note">{[w.count(b.quantity), ...b.options.map(optionName), b.note].filter(Boolean).join(' · ')}</P>
      </Card>
      {s.refused.length > 0 && <Note kind="warn"><P className="name">{w.refused}</P>{s.refused.map(q => <P key={q.day}>{cap(near(q.day))}：{q.refusals.map(r => named({ name_zh: r.zh, name_en: r.en })).join('；')}</P>)}</Note>}
      {s.n > 0 && (
        <Card title={w.cost}>
          {b.how === 'weekly' && <P className="note">{w.firstFive}</P>}
          {s.n > 1 && <P>{w.days(s.n)}，{w.each(money(Math.round(s.price.resident_fen / s.n)))}</P>}
          <Split price={s.price} />
          {first?.entitled?.verdict === 'unknown' && <Box><P className="name">{w.entitled}</P><P>{why(first.entitled)}</P></Box>}
          <P className="note">{w.payLater}</P>
          <P className="note">{cancelRule(service?.cancel_hours)}</P>
        </Card>
      )}
    </>
  )
}
