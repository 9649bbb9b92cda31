import type { components } from '../../../client/schema'
import type { Tone } from '../kit/Tag'
import { words } from '../kit/words'

export type Complaint = components['schemas']['ServiceComplaint']
export type Rating = components['schemas']['ServiceRating']
export type Callback = components['schemas']['Callback']
export type Draw = components['schemas']['CallbackDraw']
export type Card = components['schemas']['Scorecard']
export type Sanction = components['schemas']['ProviderSanction']

export const w = words({
  title: ['服务监督', 'Supervision'], lead: ['投诉不由被投诉的人办；回访随机抽取，谁都可以按种子复核；记分卡对外公开。', 'Nobody handles a complaint of themselves; call-backs are drawn at random and can be drawn again by the seed; scorecards are public.'],
  complaints: ['投诉', 'Complaints'], ratings: ['评价', 'Ratings'], callbacks: ['回访', 'Call-backs'], cards: ['记分卡', 'Scorecards'], sanctions: ['处理', 'Sanctions'],
  number: ['编号', 'Number'], about: ['事项', 'About'], org: ['机构', 'Provider'], due: ['答复期限', 'Answer by'], late: ['已超期', 'Late'], onlyLate: ['只看超期', 'Late only'], mine: ['只看我经办的', 'Mine'], street: ['已转区里', 'With the district'], anonymous: ['匿名', 'Anonymous'], filed: ['提出时间', 'Filed'], text: ['内容', 'What it says'], statement: ['机构说明', 'The provider says'], answer: ['答复', 'Answer'], remedy: ['整改措施', 'Remedy'], outcome: ['结论', 'Outcome'], story: ['经过', 'What happened'], assign: ['我来办', 'I take it'], reply: ['答复投诉', 'Answer it'], replyHint: ['居民会看到', 'The resident reads it'], say: ['提交说明', 'Say our side'], order: ['订单', 'Order'], against: ['投诉对象', 'Of'], provider: ['服务机构', 'the provider'], staff: ['工作人员', 'staff'],
  none: ['没有投诉', 'No complaints'], noneNext: ['居民可以在“我的预约”里投诉，也可以不留姓名。', 'Residents complain from their bookings, with or without a name.'], file: ['代为投诉', 'File one'],
  a_food: ['饭菜', 'Food'], a_late: ['迟到', 'Late'], a_not_come: ['没有来', 'Did not come'], a_manner: ['态度', 'Manner'], a_money: ['收费', 'Money'], a_privacy: ['隐私', 'Privacy'], a_safety: ['安全', 'Safety'], a_other: ['其他', 'Other'],
  c_filed: ['待指派', 'To assign'], c_assigned: ['办理中', 'In hand'], c_answered: ['已答复', 'Answered'], c_accepted: ['居民认可', 'Accepted'], c_closed: ['已结', 'Closed'], c_withdrawn: ['已撤回', 'Withdrawn'], o_upheld: ['属实', 'Upheld'], o_partly: ['部分属实', 'Partly upheld'], o_not_upheld: ['不属实', 'Not upheld'],
  stars: (n: number) => [`${n} 星`, n === 1 ? '1 star' : `${n} stars`], atMost: ['最多几星', 'Stars at most'], said: ['评语', 'Words'], answerRating: ['回复', 'Reply'], hide: ['隐藏评语', 'Hide the words'], hideWhy: ['为什么隐藏（星级仍计入）', 'Why (the stars still count)'], hidden: ['评语已隐藏', 'Words hidden'], proxy: ['家人代评', 'By family'], noRatings: ['还没有评价', 'No ratings yet'], noRatingsNext: ['送达的订单才能评价。', 'Only what was delivered can be rated.'], day: ['日期', 'Day'], service: ['服务', 'Service'],
  draw: ['抽取回访', 'Draw call-backs'], from: ['从', 'From'], to: ['到', 'To'], perOrg: ['每家机构抽几单', 'Of each provider'], draws: ['抽样记录', 'Draws'], pool: (n: number, of: number) => [`从 ${of} 单抽 ${n} 单`, `${n} of ${of} orders`], seed: ['种子', 'Seed'], check: ['按种子复核', 'Draw again'], same: ['复核一致', 'The same'], differs: ['复核不一致，请查明', 'Not the same: find out why'], b_drawn: ['待回访', 'To call'], b_reached: ['已接通', 'Reached'], b_refused: ['不愿回访', 'Refused'], b_unreached: ['未接通', 'Not reached'], result: ['登记结果', 'Note the result'], came: ['东西送到了吗', 'Did it come?'], content: ['满意吗', 'Content?'], note: ['备注', 'Note'], reach: ['接通情况', 'Reached?'], noCalls: ['没有回访任务', 'Nobody to call'], noCallsNext: ['先抽取一批。', 'Draw a sample first.'], tries: (n: number) => [`已打 ${n} 次`, `${n} tries`],
  month: ['月份', 'Month'], delivered: ['完成', 'Delivered'], onTime: ['准时', 'On time'], declined: ['拒单', 'Declined'], failed: ['未完成', 'Failed'], starsMean: ['平均星级', 'Stars'], complainsN: ['投诉', 'Complaints'], perMille: ['每千单投诉', 'Per 1,000'], upheldN: ['属实', 'Upheld'], inTime: ['按时答复', 'Answered in time'], calledN: ['回访', 'Called'], cameShare: ['确认送到', 'Came'], contentShare: ['满意', 'Content'], few: ['少于 10', 'fewer than 10'], noCards: ['这个月没有数据', 'Nothing in this month'],
  propose: ['提出处理', 'Propose'], kind: ['种类', 'Kind'], until: ['截止', 'Until'], reason: ['理由', 'Reason'], k_warning: ['警告', 'Warning'], k_improvement: ['限期整改', 'Improvement'], k_suspension: ['暂停接单', 'Suspension'], k_removal: ['移出目录', 'Removal'], s_proposed: ['待决定', 'Proposed'], s_dropped: ['不处理', 'Dropped'], s_imposed: ['执行中', 'In force'], s_appealed: ['申诉中', 'Appealed'], s_upheld: ['申诉驳回', 'Upheld'], s_lifted: ['已撤销', 'Lifted'], s_ended: ['已期满', 'Ended'], impose: ['决定执行', 'Impose'], drop: ['不处理', 'Drop'], lift: ['撤销', 'Lift'], uphold: ['驳回申诉', 'Uphold'], overturn: ['支持申诉', 'Overturn'], appeal: ['申诉', 'Appeal'], appealBy: ['申诉截止', 'Appeal by'], judgement: ['复议', 'Judgement'], noSanctions: ['没有处理', 'No sanctions'], noSanctionsNext: ['提出、决定、复议由不同的人办。', 'Proposing, imposing and judging want different people.'], why: ['说明', 'Why'], done: ['已办理', 'Done'],
})

const pick = (prefix: string, k: string): string => (w as unknown as Record<string, string>)[prefix + k] ?? k
export const aboutWord = (k: string) => pick('a_', k)
export const outcomeWord = (k: string) => pick('o_', k)
export const kindWord = (k: string) => pick('k_', k)
export const complaintStates = (): Record<string, readonly [Tone, string]> => ({ filed: ['red', w.c_filed], assigned: ['amber', w.c_assigned], answered: ['blue', w.c_answered], accepted: ['green', w.c_accepted], closed: ['', w.c_closed], withdrawn: ['', w.c_withdrawn] })
export const callStates = (): Record<string, readonly [Tone, string]> => ({ drawn: ['amber', w.b_drawn], reached: ['green', w.b_reached], refused: ['', w.b_refused], unreached: ['', w.b_unreached] })
export const sanctionStates = (): Record<string, readonly [Tone, string]> => ({ proposed: ['amber', w.s_proposed], dropped: ['', w.s_dropped], imposed: ['red', w.s_imposed], appealed: ['amber', w.s_appealed], upheld: ['red', w.s_upheld], lifted: ['', w.s_lifted], ended: ['', w.s_ended] })
/** share is a share in per cent; too few to tell is said so. */
export const share = (x?: number | null): string => (x === undefined || x === null ? w.few : (100 * x).toFixed(1) + '%')
