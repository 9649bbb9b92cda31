import { clock, metres } from '../kit/format'
import { Box, Call, P, Row, Span } from '../kit/prims'
import { Icon } from '../kit/Icon'
import { Tag } from '../kit/ui'
import { named, words } from '../kit/words'
import type { PointCard } from './types'

const w = words({
  open: ['正在营业', 'Open now'], closed: ['现在休息', 'Closed now'],
  until: (t: string) => [`到 ${t}`, `until ${t}`], from: (t: string) => [`${t} 开门`, `opens ${t}`],
  stepFree: ['无台阶', 'Step-free'], call: (p: string) => [`打电话 ${p}`, `Call ${p}`],
})
const soon = (t?: string) => (t && new Date(t).getUTCFullYear() > 1900 && +new Date(t) - Date.now() < 20 * 3600_000 ? clock(t) : '')

/** Place is a service point: where, how far, whether open, and its telephone. */
export const Place = ({ p }: { p: PointCard }) => (
  <Row className="row"><Box className="card-line">
    <Box className="pair"><Span className="name">{named(p)}</Span>{p.open_now !== undefined && <Tag kind={p.open_now ? 'good' : 'grey'}>{p.open_now ? w.open : w.closed}{soon(p.until) ? ' · ' + (p.open_now ? w.until(soon(p.until)) : w.from(soon(p.until))) : ''}</Tag>}</Box>
    <P className="note">{[p.address, metres(p.distance_m), p.step_free ? w.stepFree : ''].filter(Boolean).join(' · ')}</P>
    {p.phone && <Call className="link" phone={p.phone}><Icon name="phone" />{w.call(p.phone)}</Call>}
  </Box></Row>
)
