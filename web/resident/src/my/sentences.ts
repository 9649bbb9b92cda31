// What happened to an order, what comes next and by when, in words a resident
// uses. Pure, so that tests can read every sentence.
import { near, when } from '../kit/format'
import { language, named, words } from '../kit/words'
import type { Mode, Order, Slot, State } from './types'

const w = words({
  waiting: ['正在排队', 'Waiting in line'],
  inLine: ['有空位会按先后通知您。', 'You are told in turn when a place is free.'],
  placed: ['已收到您的预约', 'We have your booking'],
  accepted: ['已接单', 'Accepted'],
  declined: ['这次没能接单', 'They could not take it'],
  assigned: ['已安排好人', 'Somebody has it'],
  on_the_way: ['正在来的路上', 'On the way'],
  in_service: ['服务正在进行', 'Under way'],
  deliveredHome: ['已经送到', 'Delivered'],
  delivered: ['已经完成', 'Done'],
  confirmed: ['已完成', 'Completed'],
  rated: ['已完成，谢谢评价', 'Completed, thank you for rating'],
  settled: ['已完成', 'Completed'],
  cancelled: ['已取消', 'Cancelled'],
  no_show: ['来的时候没有见到人', 'Nobody was there'],
  failed: ['没有做成', 'It could not be done'],

  answerBy: (p: string, t: string) => [`${p}会在${t}前答复。`, `${p} will answer by ${t}.`],
  answer: (p: string) => [`${p}很快会答复。`, `${p} will answer soon.`],
  bring: (t: string) => [`${t} 送到家。`, `It comes to the door ${t}.`],
  visit: (t: string) => [`${t} 上门。`, `They come to the home ${t}.`],
  come: (t: string, p: string) => [`请在${t}到${p}。`, `Come to ${p} ${t}.`],
  online: (t: string) => [`${t} 会联系您。`, `You will be contacted ${t}.`],
  stayCode: (c: string) => [`请留在家里，收的时候报取餐码 ${c}。`, `Please stay in, and say the code ${c} at the door.`],
  stay: ['请留在家里等一等。', 'Please stay in.'],
  now: ['做完后会请您确认。', 'You will be asked to confirm when it is done.'],
  confirm: ['请确认收到。三天内没有意见，就算确认。', 'Please confirm. Without a word from you it counts as confirmed after three days.'],
  rate: ['可以评价，说说好不好。', 'You may rate it.'],
  nothing: ['不用再做什么。', 'There is nothing more to do.'],
  unpaid: ['不收钱。', 'Nothing is charged.'],
  other: ['可以换一天、换一家，或打电话问。', 'Choose another day or place, or call.'],
  because: (r: string) => [`原因：${r}。`, `Because: ${r}.`],
  late: ['已经超时，我们在催。', 'This is late; we are asking.'],
  there: ['服务点', 'The service point'],
})

const head: Record<State, () => string> = {
  waiting: () => w.waiting, placed: () => w.placed, accepted: () => w.accepted, declined: () => w.declined, assigned: () => w.assigned, on_the_way: () => w.on_the_way, in_service: () => w.in_service,
  delivered: () => w.delivered, confirmed: () => w.confirmed, rated: () => w.rated, settled: () => w.settled, cancelled: () => w.cancelled, no_show: () => w.no_show, failed: () => w.failed,
}

/** slotWords: "11:00–12:30"; the whole day has none. */
export const slotWords = (s?: Slot): string => (!s || s.key === 'day' && (!s.from || s.from === '00:00') ? '' : `${s.from}–${s.to}`)

/** at: "明天 11:00–12:30". */
export const at = (o: { day: string; slot?: Slot }, now?: Date): string => `${near(o.day, now)}${slotWords(o.slot) ? ' ' + slotWords(o.slot) : ''}`

/** happened is the state in words. */
export const happened = (o: Pick<Order, 'state' | 'mode'>): string =>
  o.state === 'delivered' && (o.mode === 'delivery') ? w.deliveredHome : head[o.state]?.() ?? o.state

function meeting(o: Order, now?: Date): string {
  const t = at(o, now), place = o.point_name || w.there
  const by: Record<Mode, () => string> = { delivery: () => w.bring(t), home_visit: () => w.visit(t), on_site: () => w.come(t, place), day_care: () => w.come(t, place), online: () => w.online(t) }
  return by[o.mode]()
}

/** next is what comes now, by when, and what the person has to do. */
export function next(o: Order, now: Date = new Date()): string {
  const place = o.point_name || w.there
  const why = o.reason ? w.because(o.reason) + (language() === 'en' ? ' ' : '') : ''
  switch (o.state) {
    case 'placed': {
      const late = o.due && new Date(o.due) < now
      return (late ? w.late : o.due ? w.answerBy(place, when(o.due, now)) : w.answer(place)) + (language() === 'en' ? ' ' : '') + meeting(o, now)
    }
    case 'waiting': return w.inLine
    case 'accepted':
    case 'assigned': return meeting(o, now)
    case 'on_the_way': return o.code ? w.stayCode(o.code) : w.stay
    case 'in_service': return w.now
    case 'delivered': return w.confirm
    case 'confirmed': return w.rate
    case 'rated':
    case 'settled': return w.nothing
    case 'cancelled': return why + w.unpaid
    default: return why + w.other
  }
}

export const open = (s: State): boolean => ['placed', 'accepted', 'assigned', 'on_the_way', 'in_service'].includes(s)
export const mayCancel = (o: Order): boolean => o.steps ? o.steps.includes('cancel') : ['placed', 'accepted', 'assigned'].includes(o.state)
export const mayRate = (s: State): boolean => s === 'delivered' || s === 'confirmed'
export const mayComplain = (s: State): boolean => !['waiting', 'placed', 'accepted', 'cancelled'].includes(s)
export const tone = (s: State): 'good' | 'bad' | 'warn' | 'grey' =>
  ['declined', 'no_show', 'failed'].includes(s) ? 'bad' : s === 'placed' || s === 'waiting' ? 'warn' : ['cancelled', 'settled', 'rated'].includes(s) ? 'grey' : 'good'

/** serviceName in the language of the moment. */
export const serviceName = (x: { service_name: string; service_name_en?: string }): string => named({ name: x.service_name, name_en: x.service_name_en })

const o = words({ low_salt: ['少盐', 'Low salt'], diabetic: ['糖尿病餐', 'Diabetic'], soft: ['软食', 'Soft'], small_portion: ['小份', 'Small portion'], no_pork: ['清真', 'Halal'], vegetarian: ['素食', 'Vegetarian'] })
/** diets are the options of a meal. */
export const diets = () => (['low_salt', 'diabetic', 'soft', 'small_portion', 'vegetarian'] as const).map(k => [k, o[k]] as const)
export const optionName = (k: string): string => (o as Record<string, string>)[k] ?? k
