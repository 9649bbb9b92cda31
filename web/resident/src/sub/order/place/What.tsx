import { useEffect, useState } from 'react'
import { useAsk } from '../../../kit/ask'
import { Box, P, Row, Span, Tap } from '../../../kit/prims'
import { me } from '../../../kit/session'
import { settings } from '../../../kit/settings'
import { Button, Card, Choices, Count, Empty, Few, Long, Shown } from '../../../kit/ui'
import { named, words } from '../../../kit/words'
import type { Booking } from '../../../my/booking'
import { diets } from '../../../my/sentences'
import { priceWords, verdictTag, why } from '../../../my/ServiceRow'
import { server } from '../../../my/server'
import type { Service } from '../../../my/types'

const w = words({
  choose: ['选一项', 'Choose one'],
  none: ['附近还没有这样的服务。请打电话问社区。', 'There is no such service nearby. Please call your community.'],
  count: ['一次几份', 'How many at a time'],
  diet: ['饮食要求（可不选）', 'Diet (optional)'],
  note: ['要嘱咐的话（可不填）', 'Anything to say (optional)'],
  hint: ['如：按门铃后等一等', 'Such as: ring and wait a little'],
  more: ['有饮食要求，或要嘱咐', 'Diet, or something to say'],
})
const meal = (category = '') => /^elder\.(meal|canteen)/.test(category)

/** What: the service, how many, and what to heed. */
export function What({ b, set, category, fixed, service }: { b: Booking; set: (p: Partial<Booking>) => void; category?: string; fixed: boolean; service?: Service }) {
  const m = me.use(), s = settings.use()
  const [more, setMore] = useState(!!b.note || b.options.length > 0)
  const all = useAsk(fixed ? null : `what:${category}:${m.for}:${s.lang}`, () => server.services({ category, person: m.for || undefined, limit: 20 }))
  // One service only is no choice: it is taken as chosen.
  const only = !fixed && all.data?.length === 1 ? all.data[0] : undefined
  useEffect(() => { if (only && b.service !== only.id) set({ service: only.id, point: only.points?.[0]?.id ?? '' }) }, [only?.id]) // eslint-disable-line
  return (
    <>
      {fixed
        ? service && <Card><P className="big">{named(service)}</P><Box className="pair"><Span>{named(service.points?.[0])}</Span><Span className="fee">{priceWords(service)}</Span></Box>{service.answer && service.answer.verdict !== 'yes' && <Box>{verdictTag(service.answer)}<P>{why(service.answer)}</P></Box>}</Card>
        : <Shown of={all} empty={d => (d.length ? undefined : <Empty text={w.none} />)}>{d => (
          <Card className="flush" title={w.choose}><Few of={d} step={s.care ? 3 : 8} each={x => (
            <Row key={x.id} className="row"><Tap className="line" pressed={x.id === b.service} onTap={() => set({ service: x.id, point: x.points?.[0]?.id ?? '', days: [], slot: '' })}>
              <Span className={x.id === b.service ? 'radio on' : 'radio'} hide /><Box className="grow"><Span className="name">{named(x)}</Span><Span className="note">{named(x.points?.[0])}{x.answer?.verdict === 'no' ? ' · ' + why(x.answer) : ''}</Span></Box><Span className="fee">{priceWords(x)}</Span>
            </Tap></Row>
          )} /></Card>
        )}</Shown>}
      <Card>
        <Count name={w.count} value={b.quantity} onChange={quantity => set({ quantity })} />
      </Card>
      {s.care && !more
        ? <Button kind="quiet" onTap={() => setMore(true)}>{w.more}</Button>
        : <Card>
            {meal(service?.category ?? category) && <Choices name={w.diet} values={b.options as ReturnType<typeof diets>[number][0][]} all={diets()} onPick={options => set({ options })} />}
            <Long id="note" name={w.note} value={b.note} onText={note => set({ note })} hint={w.hint} max={200} />
          </Card>}
    </>
  )
}
