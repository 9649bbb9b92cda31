import { useEffect, useState } from 'react'
import { addDays, cap, day, near, today, weekdayName } from '../../../kit/format'
import { Icon } from '../../../kit/Icon'
import { Box, P, Row, Span, Tap, List } from '../../../kit/prims'
import { acting, me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Card, Choice, Note, Switch } from '../../../kit/ui'
import { common, language, named, words } from '../../../kit/words'
import { choices, slotsOf, tap, usual, type Booking, type DayChoice } from '../../../my/booking'
import { cutOff } from '../../../my/rules'
import { slotWords } from '../../../my/sentences'
import type { FreeDay, Service, Slot } from '../../../my/types'

const w = words({
  how: ['怎么订', 'How'], byDay: ['挑几天', 'Some days'], weekly: ['每周固定', 'Every week'],
  slot: ['时段', 'Time'], breakfast: ['早餐', 'Breakfast'], lunch: ['午餐', 'Lunch'], dinner: ['晚餐', 'Dinner'],
  days: ['点选日子，可以选好几天', 'Tap the days, as many as you like'],
  week: ['这一周都要', 'All of the coming week'],
  left: (n: number) => [`余 ${n}`, `${n} left`], full: ['已满，可候补', 'Full: wait'], closed: ['不开', 'Closed'], late: ['已截止', 'Too late'], mine: ['已订', 'Booked'],
  chosen: (n: number) => [`已选 ${n} 天`, `${n} chosen`],
  waitNote: (d: string) => [`${d}已经满了。可以排队：有人取消时按先后通知您，请在时限内答复。`, `${d} is full. You can wait in line: when somebody cancels you are told in turn, and answer in time.`],
  weekdays: ['星期几', 'Weekdays'], holidays: ['法定节假日不要', 'Not on public holidays'],
  until: ['到什么时候', 'Until'], m1: ['一个月', 'One month'], m3: ['三个月', 'Three months'], year: ['一年', 'A year'],
  where: ['在哪里', 'Where'], home: ['送到家', 'To your door'], visit: ['上门到家', 'At your home'], registered: ['社区登记的住址', 'the address your community has'], online: ['线上或电话', 'Online or by telephone'],
  noDays: ['最近没有开放的日子，请打电话问。', 'No days are open just now; please call.'],
  nextDays: ['再看几天', 'More days'],
})
const slotName = (s: Slot): string => {
  const n = (w as unknown as Record<string, string>)[['breakfast', 'lunch', 'dinner'].includes(s.key) ? s.key : ''] ?? ''
  return [n, slotWords(s)].filter(Boolean).join(' ') || common.all
}
const short = (d: string): string => (language() === 'zh' ? `${+d.slice(5, 7)}月${+d.slice(8)}日` : `${+d.slice(8)}/${+d.slice(5, 7)}`)
const dayName = (d: string): string => (near(d).length < 9 && !/\d/.test(near(d)) ? cap(near(d)) : weekdayName(new Date(d + 'T00:00:00Z').getUTCDay()))

const off = (c: DayChoice) => c.is === 'closed' || c.is === 'late' || c.is === 'mine'

/** When: which days at what time, or every week; and where. */
export function When({ b, set, service, all }: { b: Booking; set: (p: Partial<Booking>) => void; service: Service; all: FreeDay[] }) {
  const p = acting(me.use()), { care } = settings.use()
  const [shown, setShown] = useState(care ? 8 : 12) // a week is never half hidden
  const slots = slotsOf(all)
  useEffect(() => { if (!slots.some(s => s.key === b.slot) && slots.length) set({ slot: usual(slots) }) }, [slots.length, b.slot]) // eslint-disable-line
  const each = choices(all, b.slot, b.quantity)
  // In care mode only what can be had is shown.
  const list = care ? each.filter(c => !off(c)) : each
  const sayDay = (c: DayChoice) => (c.is === 'free' ? w.left(c.free) : c.is === 'full' ? w.full : c.is === 'late' ? w.late : c.is === 'mine' ? w.mine : w.closed)
  const week = list.filter(c => c.is === 'free').slice(0, 7).filter(c => c.day <= addDays(list.find(x => x.is === 'free')!.day, 6)).map(c => c.day)
  const point = service.points?.find(x => x.id === b.point) ?? service.points?.[0]
  return (
    <>
      {slots.length > 1 && <Card><Choice name={w.slot} value={b.slot} all={slots.map(s => [s.key, slotName(s)] as const)} onPick={slot => set({ slot, days: [], wait: false })} /></Card>}
      <Card><Choice name={w.how} value={b.how} all={[['days', w.byDay], ['weekly', w.weekly]] as const} onPick={how => set({ how, wait: false })} /></Card>
      {!all.length && <Note kind="warn">{w.noDays}</Note>}
      {b.how === 'days' && all.length > 0 && (
        <Card title={w.days}>
          {week.length > 1 && <Button kind="plain" icon="check" onTap={() => set({ days: week, wait: false })}>{w.week}</Button>}
          <List className="days">{list.slice(0, shown).map(c => {
            const on = b.days.includes(c.day)
            return <Row key={c.day}><Tap className={on ? 'dayb on' : 'dayb'} off={off(c)} pressed={on} onTap={() => set(tap(b, c))}><Span className="name">{dayName(c.day)}{on ? ' ✓' : ''}</Span><Span>{short(c.day)}</Span><Span className="note">{sayDay(c)}</Span></Tap></Row>
          })}</List>
          {list.length > shown && <Button kind="quiet" onTap={() => setShown(shown + 6)}>{w.nextDays}</Button>}
          <P className="name" live="polite">{w.chosen(b.days.length)}</P>
          {b.wait && <Note>{w.waitNote(day(b.days[0]))}</Note>}
        </Card>
      )}
      {b.how === 'weekly' && (
        <Card>
          <Box className="field"><Box className="legend">{w.weekdays}</Box><Box className="days" role="group" label={w.weekdays}>
            {[1, 2, 3, 4, 5, 6, 7].map(n => {
              const on = b.weekdays.includes(n)
              return <Tap key={n} className={on ? 'dayb on' : 'dayb'} pressed={on} onTap={() => set({ weekdays: on ? b.weekdays.filter(x => x !== n) : [...b.weekdays, n].sort() })}>{weekdayName(n)}{on ? ' ✓' : ''}</Tap>
            })}
          </Box></Box>
          <Choice name={w.until} value={b.until} all={[[addDays(today(), 31), w.m1], ['', w.m3], [addDays(today(), 365), w.year]] as const} onPick={until => set({ until })} />
          <Switch name={w.holidays} on={b.holidays} onChange={holidays => set({ holidays })} />
        </Card>
      )}
      <Card title={w.where}>
        {service.mode === 'delivery' || service.mode === 'home_visit'
          ? <P><Icon name="pin" /> {service.mode === 'delivery' ? w.home : w.visit}：{p?.address || w.registered}</P>
          : service.mode === 'online' ? <P>{w.online}</P> : <P><Icon name="pin" /> {named(point)}{point?.address ? `，${point.address}` : ''}</P>}
        {service.order_until && <P className="note">{cutOff(service.order_until)}</P>}
      </Card>
    </>
  )
}
