import type { components } from '../../../client/schema'
import type { Tone } from '../kit/Tag'
import { language, words } from '../kit/words'

export type Statement = components['schemas']['Statement']
export type Item = components['schemas']['SettledItem']
export type Programme = components['schemas']['SubsidyProgramme']
export type Bracket = components['schemas']['Bracket']
export type Voucher = components['schemas']['Voucher']
export type VoucherDraft = components['schemas']['VoucherDraft']
export type Balance = components['schemas']['AccountBalance']

export const w = words({
  title: ['结算', 'Settlement'], lead: ['每月一张结算单：编制、核对、审批、付款由不同的人办；每一分钱都有来处。', 'One statement a month: drawn up, checked, approved and paid by different people; every cent has its source.'],
  statements: ['结算单', 'Statements'], vouchers: ['补差凭证', 'Vouchers'], balances: ['科目余额', 'Balances'],
  month: ['月份', 'Month'], org: ['机构', 'Organisation'], items: ['笔数', 'Items'], quantity: ['份数', 'Units'], total: ['总价', 'Total'], resident: ['居民自付', 'Residents'], subsidy: ['补贴', 'Subsidy'], fund: ['基金', 'Fund'], payable: ['应付', 'Payable'], payableNote: ['居民自付部分由机构当场收取，这里只付补贴和基金。', 'Residents pay the provider on hand-over; what is paid here is subsidy and fund.'],
  draw: ['编制结算单', 'Draw up'], drawn: (n: number) => [n ? `编好 ${n} 张` : '这个月没有新的待结算订单', n ? `${n} drawn up` : 'Nothing new is to be settled for this month'], payments: ['付款文件', 'Payment file'], none: ['还没有结算单', 'No statements yet'], noneNext: ['月份结束后由街道编制。', 'The street draws them up when a month has ended.'],
  s_drawn: ['待核对', 'To be checked'], s_disputed: ['有异议', 'Disputed'], s_approved: ['已审批', 'Approved'], s_paid: ['已付款', 'Paid'],
  dispute: ['提出异议', 'Object'], answer: ['答复异议', 'Answer'], approve: ['审批', 'Approve'], pay: ['登记已付款', 'Note as paid'], payAsk: ['登记后这些订单就结清，不能再改。', 'These orders are settled then and never change again.'], text: ['内容', 'What about'], objection: ['异议', 'Objection'], reply: ['答复', 'Answer'], drawnBy: ['编制', 'Drawn up'], paidOn: ['付款日期', 'Paid on'], file: ['下载明细', 'Download'], print: ['打印', 'Print'], detail: ['明细', 'Orders'], day: ['日期', 'Day'], order: ['订单', 'Order'], service: ['服务', 'Service'], note: ['说明', 'Note'], taken: ['冲回', 'Taken back'], voucher: ['补差', 'Voucher'], done: ['已办理', 'Done'],
  newVoucher: ['重新核算', 'Reckon anew'], voucherLead: ['证件晚批、生日更正后，用凭证补差，不改原来的订单和结算单。', 'When a card is approved late or a birthday corrected, a voucher settles the difference; orders and statements stay.'], person: ['居民', 'Person'], find: ['姓名、拼音或电话', 'Name, pinyin or phone'], days: ['日期范围', 'Days'], preview: ['预览', 'Preview'], make: ['开凭证', 'Make the vouchers'], reason: ['依据', 'Ground'], reasonHint: ['如：低保证自 10 月 1 日起生效', 'Such as: card valid from 1 October'], back: ['应退居民', 'Due back'], checked: (n: number, m: number) => [`核对 ${n} 单，${m} 单有变化`, `${n} orders looked at, ${m} change`], was: ['原自付', 'Paid'], now: ['应自付', 'Should pay'], why: ['为什么', 'Why'], v_due: ['待退款', 'Refund due'], v_refunded: ['已退款', 'Refunded'], v_even: ['无需退款', 'Nothing due'], refunded: ['已退给居民', 'Handed back'], refundAsk: ['确认钱已经退给居民？', 'Has the money been handed back?'], noVouchers: ['没有补差凭证', 'No vouchers'], noVouchersNext: ['需要时用“重新核算”。', 'Use “Reckon anew” when one is needed.'], more: ['补缴不向居民催收，由工作人员决定。', 'Who paid too little is not asked for it by the system; staff decide.'],
  account: ['科目', 'Account'], balance: ['余额（借减贷）', 'Balance (debit less credit)'], a_bank: ['银行', 'Bank'], a_residents: ['居民自付（由机构代收）', 'Residents’ share, taken by'], a_programme: ['项目支出', 'Programme'], a_provider: ['应付机构', 'Owed to'], journal: ['完整账簿用 linli export journal 导出，hledger 可以复核。', 'The whole journal comes from linli export journal; hledger can check it.'],
  programmes: ['补贴项目', 'Subsidy programmes'], pLead: ['谁、为哪些服务、补多少、封顶多少、预算还能用到哪天。', 'Who gets how much for which services, with what caps, and how long the budget lasts.'], add: ['起草项目', 'Draft one'], edit: ['修改', 'Change'], name: ['名称', 'Name'], nameEn: ['英文名称', 'Name in English'], payer: ['出资', 'Paid by'], p_subsidy: ['财政补贴', 'Public purse'], p_fund: ['互助基金', 'Mutual-aid fund'], region: ['范围', 'Place'], categories: ['服务类别', 'Categories'], term: ['期限', 'Term'], budget: ['预算', 'Budget'], noBudget: ['不设上限', 'None set'], held: ['已占用', 'Held'], lasts: (d: string) => [`按近四周的速度，${d} 用完`, `At the pace of four weeks it is used up on ${d}`], aDay: (m: string) => [`每天约 ${m}`, `About ${m} a day`], since: (d: string) => [`${d}起`, `since ${d}`], adds: ['可与其他项目叠加', 'On top of other programmes'], brackets: ['档次（从上到下，第一个符合的算）', 'Brackets (the first that holds counts)'], rule: ['条件', 'Rule'], ruleHint: ['如 age >= 80；空着是所有人', 'Such as age >= 80; empty is everybody'], unit: ['每份补（元）', 'Yuan each'], percent: ['按价格补（%）', 'Share (%)'], top: ['每份最多（元）', 'At most (yuan)'], keep: ['自付至少（元）', 'Pays at least (yuan)'], perDay: ['每天份数', 'A day'], perWeek: ['每周份数', 'A week'], perMonth: ['每月份数', 'A month'], monthFen: ['每月金额（元）', 'A month (yuan)'], key: ['代号', 'Key'], addBracket: ['加一档', 'Add a bracket'], remove: ['去掉', 'Remove'], start: ['启用', 'Put into force'], end: ['终止', 'End'], startAsk: ['启用后，新订单立即按它计价。', 'New orders are priced by it at once.'], endAsk: ['终止后，新订单不再享受；已占用的不变。', 'New orders no longer get it; what is held stays.'], st_draft: ['草稿', 'Draft'], st_in_force: ['执行中', 'In force'], st_ended: ['已终止', 'Ended'], noProgrammes: ['没有补贴项目', 'No programmes'], noProgrammesNext: ['没有项目时居民付全价。', 'Without one, residents pay the full price.'], from: ['开始', 'From'], to: ['结束（可空）', 'To (may be empty)'], gives: ['补多少', 'Gives'], caps: ['封顶', 'Caps'], everybody: ['所有人', 'Everybody'],
})

export const statementStates = (): Record<string, readonly [Tone, string]> => ({ drawn: ['amber', w.s_drawn], disputed: ['red', w.s_disputed], approved: ['blue', w.s_approved], paid: ['green', w.s_paid] })
export const voucherStates = (): Record<string, readonly [Tone, string]> => ({ due: ['amber', w.v_due], refunded: ['green', w.v_refunded], even: ['', w.v_even] })
export const programmeStates = (): Record<string, readonly [Tone, string]> => ({ draft: ['amber', w.st_draft], in_force: ['green', w.st_in_force], ended: ['', w.st_ended] })

/** accountName says an account of the books in words; names are of organisations and programmes. */
export function accountName(account: string, name: (id: string) => string): string {
  const [a, b, ...id] = account.split(':')
  const of = id.join(':')
  if (a === 'assets' && b === 'bank') return w.a_bank
  if (a === 'assets' && b === 'residents') return `${w.a_residents} ${name(of)}`
  if (a === 'expenses') return `${w.a_programme} ${name(of)}`
  if (a === 'liabilities') return `${w.a_provider} ${name(of)}`
  return account
}

const yuan = (fen: number) => `¥${(fen / 100).toFixed(2).replace(/\.00$/, '')}`
const en = () => language() === 'en'

/** gives says what a bracket pays for one. */
export function gives(b: Bracket): string {
  const parts: string[] = []
  if (b.unit_fen) parts.push(en() ? `${yuan(b.unit_fen)} each` : `每份 ${yuan(b.unit_fen)}`)
  if (b.percent) parts.push(en() ? `${b.percent}% of the price` : `价格的 ${b.percent}%`)
  if (b.top_fen) parts.push(en() ? `at most ${yuan(b.top_fen)}` : `每份最多 ${yuan(b.top_fen)}`)
  if (b.keep_fen) parts.push(en() ? `the person pays at least ${yuan(b.keep_fen)}` : `自付至少 ${yuan(b.keep_fen)}`)
  return parts.join(en() ? ', ' : '，') || '—'
}

/** caps says how often and how much at most. */
export function caps(b: Bracket): string {
  const parts: string[] = []
  if (b.per_day) parts.push(en() ? `${b.per_day} a day` : `每天 ${b.per_day} 份`)
  if (b.per_week) parts.push(en() ? `${b.per_week} a week` : `每周 ${b.per_week} 份`)
  if (b.per_month) parts.push(en() ? `${b.per_month} a month` : `每月 ${b.per_month} 份`)
  if (b.month_fen) parts.push(en() ? `${yuan(b.month_fen)} a month` : `每月 ${yuan(b.month_fen)}`)
  return parts.join(en() ? ', ' : '，') || '—'
}

/** lastMonth is the month before the present one in Shanghai, as 2026-10. */
export function lastMonth(now = Date.now()): string {
  const d = new Date(now + 8 * 3600_000)
  d.setUTCDate(1)
  d.setUTCMonth(d.getUTCMonth() - 1)
  return d.toISOString().slice(0, 7)
}
