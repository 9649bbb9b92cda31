import { useDidShow, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { useAsk, useDo } from '../../../kit/ask'
import { addDays, day, near, today, weekdayName } from '../../../kit/format'
import { go, toast } from '../../../kit/go'
import { useLive } from '../../../kit/live'
import { Page } from '../../../kit/Page'
import { Box, P, Row } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Card, Choice, Empty, Few, Note, Problem, Shown, Sure, Tag } from '../../../kit/ui'
import { common, named, words } from '../../../kit/words'
import { OrderCard } from '../../../my/OrderCard'
import { paused } from '../../../my/booking'
import { serviceName } from '../../../my/sentences'
import { server } from '../../../my/server'
import { SignedIn } from '../../../my/SignedIn'
import type { Series } from '../../../my/types'

const w = words({
  title: ['固定预约', 'Standing bookings'],
  done: (n: number) => [`预约成功，共 ${n} 次`, `Booked: ${n} in all`],
  none: ['还没有固定的预约。订的时候选“每周固定”，或一次点选好几天。', 'None yet. Choose “Every week” or tap several days when you book.'],
  every: (d: string) => [`每周 ${d}`, `Every ${d}`], dates: (n: number, a: string, z: string) => [`${n} 天：${a} 到 ${z}`, `${n} days: ${a} to ${z}`],
  until: (d: string) => [`到 ${d}`, `until ${d}`], holidays: ['节假日不要', 'not on holidays'],
  running: ['进行中', 'Running'], paused: ['已暂停', 'Paused'], ended: ['已结束', 'Ended'],
  pausedFrom: (a: string, z: string) => [`${a} 起暂停${z ? `，${z} 恢复` : '，等您恢复'}`, `Paused from ${a}${z ? `, back on ${z}` : ' until you resume'}`],
  pause: ['暂停', 'Pause'], resume: ['恢复', 'Resume'], end: ['全部停掉', 'End it'],
  howLong: ['暂停多久', 'For how long'], week: ['一周', 'A week'], month: ['一个月', 'A month'], open: ['半年，或等我恢复', 'Half a year, or until I resume'],
  pauseNote: ['从明天起不送，也不收钱；已订的那几天一起取消。', 'From tomorrow nothing comes and nothing is charged; what is booked for these days is cancelled.'],
  pauseGo: ['暂停', 'Pause'], pausedOk: ['已暂停', 'Paused'], resumed: ['已恢复', 'Resumed'], endedOk: ['已停掉', 'Ended'],
  endWhat: (s: string) => [`停掉${s}的固定预约？`, `End the standing booking of ${s}?`], endNote: ['以后的都取消，不收钱。', 'All that is to come is cancelled; nothing is charged.'],
  missed: ['这几天没订上', 'These days could not be booked'],
  orders: ['这一组的预约', 'The bookings of this group'], see: ['看每一次', 'See each'],
})

const days = ({ rule: r }: Series): string => (r.dates?.length ? w.dates(r.dates.length, day(r.dates[0]), day(r.dates[r.dates.length - 1])) : [w.every((r.weekdays ?? []).map(weekdayName).join(' ')), w.until(day(r.to)), r.except_holidays ? w.holidays : ''].filter(Boolean).join('，'))
const is = (s: Series): 'running' | 'paused' | 'ended' => (s.state === 'ended' ? 'ended' : paused(s) ? 'paused' : 'running')
const tag = (s: Series) => <Tag kind={is(s) === 'running' ? 'good' : is(s) === 'paused' ? 'warn' : 'grey'}>{w[is(s)]}</Tag>

function One({ s, again }: { s: Series; again: () => void }) {
  const [pausing, setPausing] = useState(false)
  const [ending, setEnding] = useState(false)
  const [long, setLong] = useState<'week' | 'month' | 'open'>('week')
  const from = addDays(today(), 1)
  const act = useDo(async (verb: 'pause' | 'resume' | 'end') => {
    if (verb === 'pause') await server.pause(s, { from, to: long === 'open' ? addDays(from, 180) : addDays(from, long === 'week' ? 6 : 29) })
    else if (verb === 'resume') await server.resume(s)
    else await server.end(s)
    setPausing(false)
    setEnding(false)
    toast(verb === 'pause' ? w.pausedOk : verb === 'resume' ? w.resumed : w.endedOk)
    again()
  })
  const pause = paused(s)
  return (
    <Card>
      <Box className="pair"><P className="big">{serviceName(s)}</P>{tag(s)}</Box>
      <P>{days(s)}</P>
      {pause && s.state !== 'ended' && <Note kind="warn">{w.pausedFrom(near(pause.from), day(addDays(pause.to, 1)))}</Note>}
      {act.error !== undefined && <Problem error={act.error} />}
      {s.state !== 'ended' && (
        <>
          {pause ? <Button busy={act.busy} onTap={() => void act.go('resume')}>{w.resume}</Button>
            : pausing
              ? <Box className="sure calm" role="group" label={w.pause}><P className="note">{w.pauseNote}</P><Choice name={w.howLong} value={long} all={[['week', w.week], ['month', w.month], ['open', w.open]] as const} onPick={setLong} /><Button busy={act.busy} onTap={() => void act.go('pause')}>{w.pauseGo}</Button><Button kind="plain" onTap={() => setPausing(false)}>{common.cancel}</Button></Box>
              : <Button kind="plain" onTap={() => setPausing(true)}>{w.pause}</Button>}
          <Sure what={w.endWhat(serviceName(s))} note={w.endNote} yes={w.end} open={ending} onOpen={setEnding} busy={act.busy} onYes={() => void act.go('end')} />
        </>
      )}
    </Card>
  )
}

/** SeriesPage: one standing booking with all of its bookings (id), or all of them. */
export default function SeriesPage() {
  const given = useRouter().params
  const m = me.use(), s = settings.use()
  const all = useAsk(m.in && m.for && !given.id ? `series:${m.for}:${s.lang}` : null, () => server.allSeries(m.for))
  const mine = useAsk(m.in && given.id ? `one:${given.id}:${s.lang}` : null, () => server.series(given.id!))
  const one = mine.data
  const orders = useAsk(m.in && given.id ? `series-orders:${given.id}:${s.lang}` : null, async () => (await server.orders({ person: one?.person ?? m.for, series: given.id, limit: 100 })).sort((a, b) => a.day.localeCompare(b.day)))
  const again = () => {
    all.again()
    mine.again()
    orders.again()
  }
  const missed = (one?.days ?? []).filter(x => x.refused)
  useDidShow(() => {
    all.shown()
    mine.shown()
    orders.shown()
  })
  useLive(m.in, 'orders.', again)
  return (
    <Page title={w.title} who={!given.id}>
      <SignedIn person>
        {given.new && orders.data && <Note kind="good"><P className="name">{w.done(orders.data.length)}</P></Note>}
        {missed.length > 0 && <Note kind="warn"><P className="name">{w.missed}</P>{missed.map(x => <P key={x.day}>{day(x.day)}：{named({ name_zh: x.why_zh, name_en: x.why_en })}</P>)}</Note>}
        {given.id && <Shown of={orders}>{d => (d.length ? <Card className="flush" title={w.orders}><Few of={d} step={s.care ? 5 : 20} each={o => <OrderCard key={o.id} o={o} plain={d.length > 3} />} /></Card> : null)}</Shown>}
        {given.id ? <Shown of={mine}>{x => <One s={x} again={again} />}</Shown> : <Shown of={all} empty={d => (d.length ? undefined : <Empty text={w.none} />)}>{d => (
          <Few of={d} step={s.care ? 2 : 8} each={x => <Row key={x.id} className="gap"><One s={x} again={again} />{x.state !== 'ended' && <Button kind="quiet" onTap={() => go('sub/order/series/index', { id: x.id })}>{w.see}</Button>}</Row>} />
        )}</Shown>}
      </SignedIn>
    </Page>
  )
}
