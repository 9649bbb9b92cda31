import { cap, money } from '../kit/format'
import { go } from '../kit/go'
import { Box, Row, Span, Tap } from '../kit/prims'
import { Tag } from '../kit/ui'
import { Icon } from '../kit/Icon'
import { acting, me } from '../kit/session'
import { words } from '../kit/words'
import { at, happened, next, serviceName, tone } from './sentences'
import type { Order } from './types'

const w = words({ portions: (n: number) => [`${n} 份`, `${n}`], forName: (n: string) => [`给 ${n}`, `for ${n}`] })

/** OrderCard is an order in a list: when, what, and what happens next. */
export function OrderCard({ o, plain }: { o: Order; plain?: boolean }) {
  const m = me.use()
  const other = o.name && o.person !== acting(m)?.id ? w.forName(o.name) : ''
  return (
    <Row className="row"><Tap className="order" onTap={() => go('sub/order/story/index', { id: o.id })}>
      <Box className="pair"><Span className="when">{cap(at(o))}</Span><Tag kind={tone(o.state)}>{happened(o)}</Tag></Box>
      <Box className="pair"><Span className="name">{serviceName(o)}{o.quantity > 1 ? ` × ${w.portions(o.quantity)}` : ''}{other ? ` · ${other}` : ''}</Span><Span className="fee">{money(o.price.resident_fen)}</Span></Box>
      {!plain && <Span className="note">{next(o)}</Span>}
      <Icon name="next" />
    </Tap></Row>
  )
}
