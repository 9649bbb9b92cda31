import { metres, money } from '../kit/format'
import { go } from '../kit/go'
import { Box, Row, Span, Tap } from '../kit/prims'
import { Tag } from '../kit/ui'
import { named, words } from '../kit/words'
import type { ServiceCard, Verdict } from './types'

const w = words({
  pay: (p: string) => [`您付 ${p}`, `You pay ${p}`], free: ['免费', 'Free'], per: (u: string) => [`/${u}`, ''],
  yes: ['您可以享受', 'For you'], no: ['不符合条件', 'Not for you'], unknown: ['要核对一下', 'To be checked'],
  open: ['正在营业', 'Open now'],
  delivery: ['送到家', 'To the door'], home_visit: ['上门', 'At home'], on_site: ['到店', 'At the place'], day_care: ['日托', 'Day care'], online: ['线上', 'Online'],
})
export const modeWord = (m: string): string => (w as unknown as Record<string, string>)[m] ?? m
/** price of a service for the person, in words. */
export const priceWords = (s: ServiceCard): string => {
  const fen = s.price?.resident_fen ?? s.price_fen
  return fen === 0 ? w.free : (s.price ? w.pay(money(fen)) : money(fen)) + (s.unit ? w.per(s.unit) : '')
}
export const verdictTag = (v?: Verdict) => v && <Tag kind={v.verdict === 'yes' ? 'good' : v.verdict === 'no' ? 'bad' : 'warn'}>{v.verdict === 'yes' ? w.yes : v.verdict === 'no' ? w.no : w.unknown}</Tag>
/** why is the reasons of a verdict in one line. */
export const why = (v?: Verdict): string => (v?.reasons ?? []).map(r => named({ name_zh: r.zh, name_en: r.en })).filter(Boolean).join('；')

/** ServiceRow is a service in a list: what, where, what one pays, and whether it is for the person and why. */
export function ServiceRow({ s, reasons }: { s: ServiceCard; reasons?: boolean }) {
  const p = s.points?.[0]
  return (
    <Row className="row"><Tap className="svc" onTap={() => go('sub/order/service/index', { id: s.id })}>
      <Box className="pair"><Span className="name">{named(s)}</Span><Span className="fee">{priceWords(s)}</Span></Box>
      <Span className="note">{[modeWord(s.mode), p && named(p), metres(p?.distance_m), p?.open_now ? w.open : ''].filter(Boolean).join(' · ')}</Span>
      {(reasons || s.answer?.verdict === 'no') && s.answer && <Span className="why">{verdictTag(s.answer)} <Span>{why(s.answer)}</Span></Span>}
    </Tap></Row>
  )
}
