import { useDidShow } from '@tarojs/taro'
import { useState } from 'react'
import { useAsk, useDo } from '../../../kit/ask'
import { addDays, day, today } from '../../../kit/format'
import { go } from '../../../kit/go'
import { useLive } from '../../../kit/live'
import { Page } from '../../../kit/Page'
import { P } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Card, Choice, Empty, Few, Note, Problem, Shown } from '../../../kit/ui'
import { named, words } from '../../../kit/words'
import { OrderCard } from '../../../my/OrderCard'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'
import type { TriedDay } from '../../../my/types'

const w = words({
  title: ['我的预约', 'My bookings'],
  which: ['看哪些', 'Which'], coming: ['接下来的', 'Coming'], past: ['以前的', 'Past'],
  none: ['接下来没有预约。', 'Nothing is booked.'], nonePast: ['以前没有预约。', 'There were no bookings.'],
  book: ['去预约', 'Book'], copy: ['照上周再订一周', 'Book last week again'], series: ['每周固定', 'Every week'],
  copied: (n: number) => [`已订 ${n} 次。`, `${n} booked.`], nothing: ['上周没有可以照订的。', 'There was nothing to copy.'],
})
/** monday of the week of a day. */
const monday = (d: string): string => addDays(d, -((new Date(d + 'T00:00:00Z').getUTCDay() + 6) % 7))

export default function Mine() {
  const m = me.use(), s = settings.use()
  const [past, setPast] = useState<'coming' | 'past'>('coming')
  const t = today()
  const asked = useAsk(m.in && m.for ? `mine:${m.for}:${past}:${s.lang}` : null, async () => {
    const all = await server.orders({ person: m.for, limit: 100, ...(past === 'coming' ? { from: t } : { to: addDays(t, -1), from: addDays(t, -365) }) })
    const sign = past === 'coming' ? 1 : -1
    return all.sort((a, b) => sign * (a.day + a.slot.from).localeCompare(b.day + b.slot.from))
  })
  useDidShow(asked.shown)
  useLive(m.in, 'orders.,delivery.', asked.again)
  const [made, setMade] = useState<{ n: number; missed: TriedDay[] }>()
  const copy = useDo(async () => {
    const r = await server.copyWeek({ person: m.for, week: addDays(monday(t), -7) })
    setMade({ n: r.filter(x => x.order).length, missed: r.filter(x => !x.order) })
    asked.again()
  })
  return (
    <Page title={w.title} who>
      <SignedIn person>
        <Choice name={w.which} value={past} all={[['coming', w.coming], ['past', w.past]] as const} onPick={setPast} />
        {made && <Note kind={made.n ? 'good' : 'warn'}><P className="name">{made.n ? w.copied(made.n) : w.nothing}</P>{made.missed.map(x => <P key={x.day}>{day(x.day)}：{named({ name_zh: x.why_zh, name_en: x.why_en })}</P>)}</Note>}
        <Shown of={asked} empty={d => (d.length ? undefined : <Empty text={past === 'coming' ? w.none : w.nonePast}><Button onTap={() => go('sub/order/find/index')}>{w.book}</Button></Empty>)}>
          {d => <Card className="flush"><Few key={past} of={d} step={s.care ? 3 : 10} each={o => <OrderCard key={o.id} o={o} plain={past === 'past'} />} /></Card>}
        </Shown>
        {copy.error !== undefined && <Problem error={copy.error} />}
        {past === 'coming' && <><Button kind="plain" icon="repeat" busy={copy.busy} onTap={() => void copy.go()}>{w.copy}</Button><Button kind="plain" onTap={() => go('sub/order/series/index')}>{w.series}</Button></>}
      </SignedIn>
    </Page>
  )
}
