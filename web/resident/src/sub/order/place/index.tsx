import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { newKey } from '../../../kit/api'
import { useAsk, useDo } from '../../../kit/ask'
import { useDraft } from '../../../kit/draft'
import { replace } from '../../../kit/go'
import { Page } from '../../../kit/Page'
import { P } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Problem, Shown } from '../../../kit/ui'
import { common, words } from '../../../kit/words'
import { ask, fresh, missing, seriesAsk, target, type Booking } from '../../../my/booking'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'
import { Confirm } from './Confirm'
import { What } from './What'
import { When } from './When'

const w = words({
  title: ['预约', 'Book'],
  what: ['要什么', 'What'], when: ['什么时候、在哪里', 'When and where'], confirm: ['看清价格，确认', 'Check the price and confirm'],
  service: ['请先选一项服务。', 'Choose a service first.'], days: ['请点选日子。', 'Tap the days.'], weekdays: ['请选星期几。', 'Choose weekdays.'], slot: ['请选时段。', 'Choose a time.'],
  book: ['确认预约', 'Confirm'], wait: ['排队候补', 'Wait in line'],
  none: ['选的日子都订不上，请换几天。', 'None of these days can be booked; choose others.'],
})

/** Place: what, when and where, confirm. What is chosen survives a reload. */
export default function Place() {
  const given = useRouter().params
  const m = me.use(), s = settings.use()
  const [b, set, drop] = useDraft<Booking>(`place.${given.service ?? given.category ?? ''}`, fresh(given.service))
  const [key, setKey] = useState(newKey)
  const [bad, setBad] = useState('')
  const service = useAsk(b.service && m.known ? `book:${b.service}:${m.for}:${s.lang}` : null, () => server.service(b.service, m.for || undefined))
  const point = service.data?.points?.[0]?.id
  useEffect(() => { if (point && !b.point) set({ point }) }, [point, b.point]) // eslint-disable-line
  const free = useAsk(b.step === 2 && b.service && b.point && m.for ? `days:${b.service}:${b.point}:${m.for}` : null, () => server.days(b.service, b.point, m.for))
  const days = target(b)
  const quotes = useAsk(b.step === 3 && m.for ? 'quote:' + JSON.stringify([m.for, b.service, b.point, b.slot, b.quantity, days, s.lang]) : null,
    () => Promise.all(days.map(d => server.quote(ask(b, m.for, d)))))
  const send = useDo(async (expect: number) => {
    if (b.how === 'days' && b.days.length === 1) {
      const o = await server.place(ask(b, m.for, b.days[0], expect), key)
      drop()
      if (o.state === 'waiting' || !o.number) replace('sub/order/waiting/index')
      else replace('sub/order/story/index', { id: o.id, new: '1' })
    } else {
      const good = quotes.data?.filter(q => q.can).map(q => q.day)
      const made = await server.startSeries(seriesAsk(b.how === 'days' && good ? { ...b, days: good } : b, m.for), key)
      drop()
      replace('sub/order/series/index', { id: made.id, new: '1' })
    }
  })
  useEffect(() => { if (send.error !== undefined) setKey(newKey()) }, [send.error])
  const to = (step: 1 | 2 | 3) => {
    const want = step > b.step ? missing(b) : undefined
    setBad(want ? w[want] : '')
    if (!want) set({ step })
  }
  const names = [w.what, w.when, w.confirm]
  const could = quotes.data?.some(q => q.can) || b.wait
  const foot = b.step < 3
    ? <>{bad && <P className="wrong">{bad}</P>}<Button off={b.step === 2 && !m.for} onTap={() => to((b.step + 1) as 2 | 3)}>{common.next}</Button>{b.step > 1 && <Button kind="quiet" onTap={() => to(1)}>{common.previous}</Button>}</>
    : <>{quotes.data && !could && <P className="wrong">{w.none}</P>}<Button busy={send.busy} off={!quotes.data || !could} onTap={() => void send.go(quotes.data![0].price.resident_fen)}>{b.wait ? w.wait : w.book}</Button><Button kind="quiet" onTap={() => to(2)}>{common.previous}</Button></>
  return (
    <Page title={w.title} who foot={m.in && m.for ? foot : undefined}>
      <P className="stepline" live="polite">{common.step(b.step, 3)} · {names[b.step - 1]}</P>
      <SignedIn person>
        {b.step === 1 && <What b={b} set={set} category={given.category ? decodeURIComponent(given.category) : undefined} fixed={!!given.service} service={service.data} />}
        {b.step === 2 && <Shown of={service}>{x => <Shown of={free}>{f => <When b={b} set={set} service={x} all={f} />}</Shown>}</Shown>}
        {b.step === 3 && <Shown of={quotes}>{q => <Confirm b={b} quotes={q} service={service.data} />}</Shown>}
        {send.error !== undefined && <Problem error={send.error} kept />}
      </SignedIn>
    </Page>
  )
}
