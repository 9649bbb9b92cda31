import type { components } from '../../../client/schema'
import type { Tone } from '../kit/Tag'
import { words } from '../kit/words'

export type Round = components['schemas']['DeliveryRound']
export type Stop = components['schemas']['DeliveryStop']
export type Plan = components['schemas']['DeliveryPlan']
export type KitchenDay = components['schemas']['KitchenDay']
export type KitchenTime = components['schemas']['KitchenTime']
export type Door = components['schemas']['DoorCase']
export interface Courier { account: string; name: string }
export interface Point { id: string; name: string; region: string; address?: string; organisation: string }

export const w = words({
  title: ['备餐与配送', 'Kitchen and rounds'], lead: ['先看备多少，再排路线；路线记得送餐员走惯的顺序。', 'What to cook first, then the rounds, which remember the order couriers are used to.'],
  point: ['服务点', 'Service point'], day: ['日期', 'Day'], noPoint: ['这里没有送餐的服务点', 'No point here brings meals'], noPointNext: ['在“服务项目”里发布一项“送到家”的服务并选好服务点。', 'Publish a service that is delivered, with its point, under Services.'],
  kitchen: ['备餐表', 'Kitchen sheet'], dish: ['餐品', 'Meal'], diet: ['饮食要求', 'Diet'], usual: ['普通', 'Usual'], eat: ['堂食', 'Eaten here'], bring: ['外送', 'Brought'], total: ['合计', 'Total'], unsure: ['待接单', 'Not accepted'], done: ['已送', 'Handed over'], notes: ['备注', 'Notes'],
  nothing: ['这一天没有餐食订单', 'No meals are ordered for this day'], nothingNext: ['换一天看看，或代来电居民下单。', 'Choose another day, or order for a caller.'],
  rounds: ['配送路线', 'Rounds'], plan: ['规划路线', 'Plan rounds'], again: ['重新规划', 'Plan anew'], noRounds: ['还没有规划路线', 'No rounds are planned'], noRoundsNext: (n: number) => [`${n} 份要外送。`, `${n} portions are to be brought.`],
  couriers: ['送餐员', 'Couriers'], noCouriers: ['本机构还没有送餐员账号，请管理员在“账号与岗位”里添加。', 'This organisation has no couriers; ask the administrator to add their accounts.'], by: ['交通方式', 'By'], bike: ['电动车', 'E-bike'], walk: ['步行', 'On foot'], car: ['汽车', 'Car'], minutes: ['一趟最长（分钟）', 'Longest round (minutes)'], minutesNote: ['饭菜在箱里的时间，越短越热', 'How long food stays in the box: shorter is warmer'], boxes: ['每人最多带（份）', 'Portions a courier carries'], leave: ['出发时间', 'Leaves at'], leaveNote: ['空着就按时段开始', 'Empty: when the time begins'], fresh: ['不考虑走惯的顺序', 'Leave the remembered order aside'], go: ['开始规划', 'Plan'],
  planned: (n: number, m: number) => [`排好 ${n} 条路线，路上共 ${m} 分钟`, `${n} rounds, ${m} minutes on the way in all`], kept: (k: number, b: number) => [`走惯的顺序保留 ${k} 处，改动 ${b} 处`, `${k} neighbours of the remembered order kept, ${b} changed`], left: (n: number) => [`${n} 户没有排进：请加一位送餐员，或放宽一趟的时间`, `${n} homes are on no round: add a courier or allow more time`], waiting: (n: number) => [`另有 ${n} 单还没有接，没有排进`, `${n} more orders are not accepted and not planned`],
  round: (n: string) => [`路线 ${n}`, `Round ${n}`], stops: (n: number) => [`${n} 户`, n === 1 ? '1 stop' : `${n} stops`], portions: (n: number) => [`${n} 份`, n === 1 ? '1 portion' : `${n} portions`], leaves: ['出发', 'Leaves'], returns: ['预计返回', 'Back by'], courier: ['送餐员', 'Courier'], s_planned: ['待出发', 'Planned'], s_out: ['配送中', 'Out'], s_back: ['已返回', 'Back'], s_dissolved: ['已解散', 'Dissolved'],
  dissolve: ['解散', 'Take apart'], dissolveAsk: ['解散这条路线？订单保留，可以重新规划。', 'Take this round apart? Its orders stay and can be planned anew.'], up: (n: number) => [`第 ${n} 户上移`, `Move stop ${n} up`], down: (n: number) => [`第 ${n} 户下移`, `Move stop ${n} down`], saved: ['已保存', 'Saved'], map: ['地图', 'Map'], unknown: ['地图上没有位置，由送餐员安排', 'Not on the map: the courier fits it in'],
  sheet: ['路线单', 'Route sheet'], labels: ['餐盒标签', 'Labels'], printKitchen: ['打印备餐表', 'Print the kitchen sheet'], printLabels: ['打印标签', 'Print labels'], print: ['打印', 'Print'],
  open: ['待送', 'To do'], delivered: ['已送达', 'Delivered'], shut: ['无人应门', 'Nobody opens'], gone: ['已取消', 'Called off'], not_delivered: ['未送成', 'Not delivered'], bags: (o: number, i: number) => [`餐袋 ${o} 出 ${i} 回`, `Bags ${o} out, ${i} in`], missing: (n: number) => [`少 ${n} 个`, `${n} missing`], cold: (t: number) => [`${t} ℃ 偏凉`, `${t} °C: too cold`], warm: (t: number) => [`${t} ℃`, `${t} °C`], noteFor: ['给送餐员的话', 'A word to the courier'],
  mine: ['我的路线', 'My round'], noMine: ['今天没有您的路线', 'You have no round today'], noMineNext: ['路线排好后会出现在这里。', 'It appears here once it is planned.'], setOut: ['出发', 'Set out'], bagsOut: ['带出的餐袋', 'Bags taken'], bagsIn: ['带回的餐袋', 'Bags brought back'], celsius: ['饭菜中心温度（℃）', 'Food temperature (°C)'], celsiusNote: ['60 ℃ 以上才合格；没有测可不填', '60 °C or more; leave empty if not measured'], next: (i: number, n: number) => [`第 ${i} 户 / 共 ${n} 户`, `Stop ${i} of ${n}`], all: ['全部站点', 'All stops'], navigate: ['地图导航', 'Navigate'],
  codeAsk: ['请居民说出四位取餐码', 'Ask for the four digits'], byCode: ['核对并送达', 'Check and hand over'], photo: ['拍照送达', 'Photo'], sign: ['签名送达', 'Signature'], nobody: ['没人应门', 'Nobody opens'], cannot: ['送不了', 'Cannot deliver'], why: ['原因', 'Why'], clear: ['重写', 'Clear'], signHere: ['请在框内签名', 'Sign in the box'], useSign: ['用此签名送达', 'Hand over with this signature'], handed: ['已送达', 'Handed over'], back: ['返回交接', 'Back at the kitchen'], doneAll: ['全部有结果，可以返回', 'Every stop has a result; go back'], finished: ['这趟已交接，辛苦了。', 'This round is handed in. Thank you.'], queued: (n: number) => [`${n} 条记录等网络恢复后自动上传`, `${n} records wait for the network`], eta: (t: string) => [`约 ${t} 到`, `about ${t}`], portionsShort: (n: number) => [`${n} 份`, `× ${n}`], wrongPhoto: ['照片打不开，请重拍', 'The picture cannot be opened; take it again'], diary: ['饮食', 'Diet'],
  doors: ['无人应门', 'Doors that stay shut'], doorsLead: ['一步一步找人：电话、邻居、家人、网格员、急救。到时没人处理，自动转下一步。', 'Step by step: telephone, neighbour, family, grid worker, emergency. Where nobody acts in time the next is told.'], onlyOpen: ['只看未结束', 'Open only'], noDoors: ['没有无人应门的情况', 'No door stayed shut'], noDoorsNext: ['送餐员在“我的路线”里登记后会立刻出现。', 'What couriers note on their round appears here at once.'],
  call: ['打电话', 'Telephone'], neighbour: ['找邻居', 'Neighbour'], familyStep: ['联系家人', 'Family'], grid: ['网格员上门', 'Grid worker'], emergency: ['拨打 120 / 110', 'Call 120 / 110'], person: ['居民', 'Person'], where: ['地址', 'Address'], frail: ['独居或高龄', 'Alone or frail'], step: ['现在这一步', 'Step'], due: ['自动转下一步', 'Next step at'], overdue: ['请立即处理', 'Act now'], contacts: ['联系谁', 'Whom to call'], contactsNote: ['查看电话会留痕', 'Seeing numbers is noted in the trail'], log: ['经过', 'What was done'], timer: ['到时自动转', 'The timer'], no_answer: ['没有接通', 'No answer'], nobodyResult: ['没有这个人', 'There is none'], reached: ['联系上了，正去看', 'Reached: they look'], timed_out: ['到时未处理', 'Time ran out'], opened: ['开始', 'Begun'], skip: ['直接转到', 'Go straight to'], end: ['结束处置', 'Close'], answered: ['开门了，继续送', 'The door opened'], handedTo: ['交给了本人指定的人', 'Handed to whom they named'], away: ['平安，不在家', 'Safe, elsewhere'], helped: ['找到并施救', 'Found and helped'], note: ['情况', 'What happened'], noteNeeded: ['结束或转步骤前写一句：看到什么、问了谁', 'Before closing or skipping: what you saw, whom you asked'], noContact: ['没有登记', 'None on record'], tried: ['已记录', 'Noted'], order: ['订单', 'Order'], orders: ['订单', 'Orders'], address: ['地址', 'Address'],
})

export const roundStates = (): Record<string, readonly [Tone, string]> => ({ planned: ['blue', w.s_planned], out: ['amber', w.s_out], back: ['green', w.s_back], dissolved: ['', w.s_dissolved] })
export const outcomes = (): Record<string, readonly [Tone, string]> => ({ open: ['', w.open], delivered: ['green', w.delivered], shut: ['red', w.shut], gone: ['', w.gone], not_delivered: ['amber', w.not_delivered] })
export const stepWord = (s: string): string => ({ call: w.call, neighbour: w.neighbour, family: w.familyStep, grid: w.grid, emergency: w.emergency })[s] ?? s
export const resultWord = (r: string): string => ({ opened: w.opened, no_answer: w.no_answer, nobody: w.nobodyResult, reached: w.reached, timed_out: w.timed_out, answered: w.answered, handed: w.handedTo, away: w.away, helped: w.helped })[r] ?? r
export const byWord = (b: string): string => ({ walk: w.walk, bike: w.bike, car: w.car })[b] ?? b
export const steps = ['call', 'neighbour', 'family', 'grid', 'emergency'] as const

/** missing is how many bags did not come back from a round that has. */
export const missing = (r: Pick<Round, 'state' | 'bags_out' | 'bags_in'>): number => (r.state === 'back' ? Math.max(0, r.bags_out - r.bags_in) : 0)

/** moved is a list with the item at i moved by d. */
export function moved<T>(all: readonly T[], i: number, d: number): T[] {
  const out = [...all]
  const j = i + d
  if (j < 0 || j >= out.length) return out
  ;[out[i], out[j]] = [out[j], out[i]]
  return out
}

/** door is an address without what everybody here knows: the district and the street office. */
export const door = (address?: string): string => (address ?? '').replace(/^.*?(?:街道|镇)(?=.{4})/, '')
