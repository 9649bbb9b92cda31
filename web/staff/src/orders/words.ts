import type { components } from '../../../client/schema'
import type { Tone } from '../kit/Tag'
import { language, words } from '../kit/words'

export type Order = components['schemas']['ServiceOrder']
export type Board = components['schemas']['OrderBoard']
export type Quote = components['schemas']['OrderQuote']
export type Series = components['schemas']['OrderSeries']
export type Choice = components['schemas']['BoardChoice']

export const w = words({
  title: ['订单调度', 'Orders'], lead: ['今天要送的、要上门的、要接待的都在这里；超时的排在最前。', 'What is to be brought, done and served today; what is late comes first.'],
  day: ['日期', 'Day'], today: ['今天', 'Today'], tomorrow: ['明天', 'Tomorrow'], week: ['七天内', 'Seven days'], any: ['全部日期', 'Any day'],
  number: ['单号', 'Number'], person: ['居民', 'Person'], service: ['服务', 'Service'], slot: ['时段', 'Time'], quantity: ['份数', 'Quantity'], price: ['价格', 'Price'], pays: ['自付', 'Pays'], due: ['应在此前处理', 'To be moved on by'], late: ['已超时', 'Late'], onlyLate: ['只看超时', 'Late only'], search: ['单号', 'Number'],
  none: ['没有符合条件的订单', 'No orders match'], noneNext: ['换一天或放宽条件；也可以为来电居民代订。', 'Choose another day or loosen the filters; or order for a caller.'], add: ['代客下单', 'Order for a caller'], exportAll: ['导出', 'Export'],
  accept: ['接单', 'Accept'], decline: ['拒单', 'Decline'], assign: ['派单', 'Assign'], start: ['出发', 'Set out'], arrive: ['到达', 'Arrived'], deliver: ['送达', 'Deliver'], cancel: ['取消', 'Cancel'], absent: ['无人应门', 'Nobody there'], fail: ['未能完成', 'Could not be done'], reopen: ['重新打开', 'Reopen'], excuse: ['免记', 'Excuse'], confirm: ['确认', 'Confirm'],
  acceptMany: (n: number) => [`接下所选 ${n} 单`, `Accept the ${n} chosen`], accepted: (n: number, bad: number) => [`已接 ${n} 单${bad ? `，${bad} 单没有接成，请逐单查看` : ''}`, `${n} accepted${bad ? `; ${bad} could not be, please look at each` : ''}`],
  reason: ['原因', 'Reason'], reasonNeeded: ['请写明原因，居民会看到', 'Say why; the resident will read it'], code: ['取餐码', 'Code'], codeNote: ['居民出示的四位码', 'The four digits that the resident shows'], who: ['派给', 'Assign to'], noOne: ['没有可派的人员，请先为机构登记护理员或送餐员。', 'Nobody can be sent; register carers or couriers of the organisation first.'],
  story: ['经过', 'What happened'], split: ['价格怎么分担', 'Who pays what'], total: ['总价', 'Total'], subsidy: ['补贴', 'Subsidy'], fund: ['基金', 'Fund'], where: ['送到', 'To'], point: ['服务点', 'Point'], note: ['备注', 'Note'], how: ['下单方式', 'How it came'], escalated: ['已上报', 'Escalated'], street: ['街道', 'to the street'], district: ['区', 'to the district'],
  self: ['本人', 'Themselves'], family: ['家人代办', 'By family'], caller: ['来电代订', 'By telephone'], door: ['上门代订', 'At the door'], counter: ['柜台', 'At the counter'], series: ['系列预约', 'From a series'], waiting: ['候补', 'From the wait list'],
  placed: ['待接单', 'To accept'], acceptedState: ['已接单', 'Accepted'], assigned: ['已派单', 'Assigned'], on_the_way: ['在路上', 'On the way'], in_service: ['服务中', 'In service'], delivered: ['已送达', 'Delivered'], confirmed: ['已确认', 'Confirmed'], rated: ['已评价', 'Rated'], settled: ['已结算', 'Settled'], cancelled: ['已取消', 'Cancelled'], declined: ['已拒单', 'Declined'], no_show: ['未到', 'No show'], failed: ['未完成', 'Failed'],
  find: ['姓名、拼音或电话', 'Name, pinyin or phone'], findService: ['服务', 'Service'], pointNeeded: ['服务点', 'Service point'], times: ['时段与余位', 'Time and free places'], left: (n: number) => [`余 ${n}`, `${n} left`], full: ['已满', 'full'], quote: ['报价', 'Quote'], place: ['下单', 'Place the order'], placedNow: (n: string) => [`已下单：${n}`, `Placed: ${n}`], again: ['再订一单', 'Another one'], see: ['查看订单', 'See the order'],
  consent: ['居民怎样同意的', 'How the person agreed'], consentDoor: ['上门时本人当面口头同意', 'Agreed by word of mouth at the door'], consentDefault: ['电话中本人口头同意', 'Agreed by word of mouth on the telephone'], callerName: ['来电人', 'Caller'], callerNote: ['不是本人时填写，如“女儿”', 'If not the person: “daughter”, for instance'], keys: ['Tab 逐项，Enter 下单', 'Tab from field to field, Enter to place'], options: ['饮食要求', 'Diet'], low_salt: ['少盐', 'Low salt'], diabetic: ['糖尿病餐', 'Diabetic'], soft: ['软食', 'Soft'], small_portion: ['小份', 'Small portion'],
  repeat: ['怎么订', 'How often'], once: ['只这一天', 'This day only'], weekly: ['每周固定', 'Every week'], weekdays: ['星期', 'Weekdays'], until: ['订到哪天', 'Until'], noHolidays: ['节假日不要', 'Not on holidays'], placeSeries: ['下系列订单', 'Place the series'], seriesPlaced: (n: number, bad: number) => [`已订 ${n} 天${bad ? `，${bad} 天没有订成` : ''}`, `${n} days ordered${bad ? `; ${bad} could not be` : ''}`], refusedDays: ['没有订成的日子', 'Days that could not be'], weekday: (n: number) => [`周${'一二三四五六日'[n - 1]}`, ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][n - 1]],
  pause: ['住院、外出暂停', 'Pause services'], pauseNote: ['这些天的订单会取消，系列预约跳过这些天。', 'Orders of these days are cancelled; series leave them out.'], pauseFrom: ['从', 'From'], pauseTo: ['到（不清楚可空）', 'To (empty while nobody knows)'], whyPause: ['原因', 'Why'], hospital: ['住院', 'Hospital'], travel: ['外出', 'Away'], other: ['其他', 'Other'], paused: ['已登记暂停', 'Paused'],
  complain: ['代为投诉', 'File a complaint'], complained: (n: string) => [`已受理，编号 ${n}`, `Filed as ${n}`], about: ['事项', 'About'], says: ['居民怎么说', 'What the person says'], anonymous: ['不留姓名', 'Without a name'],
  assignAll: ['一次排完上门服务', 'Give out all visits'], assignLead: ['同一人尽量由去过的护理员上门，不重叠，总代价最小并附证明。', 'Whoever knows the person goes where possible, no overlaps, the least cost with its proof.'], confirmAll: (n: number) => [`确认派出 ${n} 单`, `Assign ${n} visits`], assignedAll: (n: number, bad: number) => [`已派 ${n} 单${bad ? `，${bad} 单已有变化，没有派` : ''}`, `${n} assigned${bad ? `; ${bad} had changed` : ''}`], nobodyFree: ['排不下的', 'Nobody can make these'], carer: ['护理员', 'Carer'], noVisits: ['当天没有待派的上门服务', 'No visits are waiting for this day'], orgNeeded: ['机构', 'Organisation'], because: ['理由', 'Why'],
  visits: ['上门服务', 'Visits'], checkIn: ['到达签到', 'Check in'], checkOut: ['完成签退', 'Check out'], setOut: ['出发', 'Set out'], noVisitsToday: ['今天没有上门服务', 'No visits today'],
  entitled: ['是否符合条件', 'Entitled'], age: (n: number) => [`${n} 岁`, `${n} years`],
})

/** states of an order: tone and word. */
export const states = (): Record<string, readonly [Tone, string]> => ({
  placed: ['amber', w.placed], accepted: ['blue', w.acceptedState], assigned: ['blue', w.assigned], on_the_way: ['blue', w.on_the_way], in_service: ['blue', w.in_service], delivered: ['green', w.delivered], confirmed: ['green', w.confirmed], rated: ['green', w.rated], settled: ['', w.settled],
  cancelled: ['', w.cancelled], declined: ['red', w.declined], no_show: ['red', w.no_show], failed: ['red', w.failed],
})
export const stateWord = (s: string): string => states()[s]?.[1] ?? s
export const howWord = (k: string): string => ((w as unknown as Record<string, string>)[k] ?? k)
export const serviceName = (o: Pick<Order, 'service_name' | 'service_name_en'>): string => (language() === 'en' && o.service_name_en ? o.service_name_en : o.service_name)
export const slotWord = (o: { slot: { from: string; to: string } }): string => `${o.slot.from}–${o.slot.to}`

/** dayOf counts days from today in Shanghai: 0 is today. */
export const dayOf = (n: number, now = Date.now()): string => new Date(now + 8 * 3600_000 + n * 86_400_000).toISOString().slice(0, 10)
/** verbs that the board offers, by what an order allows; the main one first. */
export const verbs = ['accept', 'assign', 'start', 'arrive', 'deliver', 'decline', 'no-show', 'fail', 'cancel', 'reopen', 'excuse'] as const
export type Verb = (typeof verbs)[number]
export const verbWord = (v: Verb): string => ({ accept: w.accept, assign: w.assign, start: w.start, arrive: w.arrive, deliver: w.deliver, decline: w.decline, 'no-show': w.absent, fail: w.fail, cancel: w.cancel, reopen: w.reopen, excuse: w.excuse })[v]
/** wants says what a verb has to be told. */
export const wants = (v: Verb): '' | 'reason' | 'account' | 'code' => (v === 'assign' ? 'account' : v === 'deliver' ? 'code' : ['decline', 'cancel', 'fail', 'reopen', 'excuse'].includes(v) ? 'reason' : '')

/** shared is how many levels two places have in common: 0 nothing, 4 the same grid. */
export const shared = (a: string, b: string): number => [6, 9, 12, 15].filter(n => a.length >= n && b.length >= n && a.slice(0, n) === b.slice(0, n)).length
