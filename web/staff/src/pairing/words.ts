import type { components } from '../../../client/schema'
import type { Tone } from '../kit/Tag'
import { words } from '../kit/words'

type S = components['schemas']
export type Run = S['PairingRun']
export type Row = S['PairingRow']
export type Alone = S['PairingAlone']

export const w = words({
  title: ['供需结对', 'Pairing'], lead: ['微心愿、技能请求和需求，与愿意出力的人一次配齐；规则公开，结果附最优性证明，确认前不打扰任何人。', 'Wishes, requests and needs paired at once with those who give; the rule is public, the result has its proof, nobody is asked before it is confirmed.'],
  new: ['新结对', 'New pairing'], month: ['月份', 'Month'], kinds: ['结对内容', 'What is paired'], wish: ['微心愿', 'Wishes'], skill: ['技能与时间', 'Skills and time'], need: ['登记的需求', 'Needs'],
  most: ['每位成员每月最多', 'Of one member a month'], items: ['件', 'at most'], reach: ['最远', 'Farthest'], m: ['米', 'm'], first: ['谁优先', 'Who comes first'], urgency: ['紧急', 'Urgency'], vulnerable: ['生活困难', 'Difficulties'], waiting: ['等得久', 'Waiting'], off: ['不计', 'off'],
  rule: ['结对规则', 'The rule'], begin: ['开始结对', 'Pair'], none: ['还没有结过对', 'No pairing yet'], noneNext: ['每月 1 日系统会自动排一次，也可以现在就排。', 'On the first of each month one is drawn by itself; you can also draw one now.'],
  drawn: ['待确认', 'To confirm'], asking: ['征求意见中', 'Asking'], confirmed: ['已确认', 'Confirmed'], discarded: ['已放弃', 'Given up'],
  proposed: ['待确认', 'Proposed'], dropped: ['已去掉', 'Taken out'], asked: ['已征求双方意见', 'Both asked'], refused: ['没有成功', 'No longer possible'],
  wants: ['等待的', 'Waiting'], gives: ['可提供', 'Offers'], members: ['愿意出力的人', 'People who give'], pairs: ['结成', 'Pairs'], alone: ['暂未结上', 'Still alone'],
  want: ['内容', 'Want'], giver: ['由谁', 'By whom'], gives1: ['提供', 'Gives'], distance: ['距离', 'Distance'], counts: ['计分', 'Counts'], why: ['理由', 'Why'], note: ['备注', 'Note'], state: ['状态', 'State'], community: ['社区', 'Community'], created: ['时间', 'When'],
  drop: ['去掉', 'Take out'], dropAsk: ['去掉这一对', 'Take this pair out'], reason: ['原因（会记录）', 'Reason (recorded)'],
  confirm: ['确认并征求意见', 'Confirm and ask'], confirmAsk: (n: number) => [`将逐对征求 ${n} 对双方的意见，双方同意后才生效。`, `The two of each of ${n} pairs are asked; nothing holds before both agree.`], discard: ['放弃', 'Give up'], discardAsk: ['放弃这次结果，不通知任何人。', 'The result is given up; nobody is told.'],
  proof: (a: string, b: string) => [`总代价 ${a} = 对偶下界 ${b}：在这套规则下没有更好的结对`, `cost ${a} = dual bound ${b}: within this rule no pairing is better`], proofNote: ['两个数分别算出，相等就是证明。', 'The two are computed apart; that they agree is the proof.'],
  looked: (n: string) => [`比较了 ${n} 种可能的搭配`, `${n} possible pairs compared`], export: ['导出', 'Export'], print: ['打印', 'Print'], sheet: ['结对公示', 'Pairing, for the wall'], sheetNote: ['公示只写内容和规则，不写任何人的姓名。', 'What hangs on the wall says what and by which rule, never who.'],
  choose: ['请先在上方选定一个社区。', 'Choose one community at the top first.'], back: ['返回', 'Back'], done: ['已确认，正在征求意见', 'Confirmed; both sides are being asked'], noPairs: ['这次没有结成的', 'No pair was made'], noAlone: ['都结上了', 'Nobody stays alone'],
})
export const kindWord = (k: string) => ({ wish: w.wish, skill: w.skill, need: w.need })[k] ?? k
export const runStates = (): Record<string, [Tone, string]> => ({ drawn: ['amber', w.drawn], asking: ['blue', w.asking], confirmed: ['green', w.confirmed], discarded: ['', w.discarded] })
export const rowStates = (): Record<string, [Tone, string]> => ({ proposed: ['blue', w.proposed], dropped: ['', w.dropped], asked: ['green', w.asked], refused: ['amber', w.refused] })
