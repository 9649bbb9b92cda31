// Needs, offers, runs and matches as the server sends them, and their words.
import type { Tone } from '../kit/Tag'
import { language, words } from '../kit/words'
import type { components } from '../../../client/schema'
type S = components['schemas']
export type Need = S['NeedView']
export type Row = S['Row']
export type Candidate = S['Candidate']
export type Offer = S['Offer']
export type Run = S['Run']
export type Compare = S['Compare']
export type Inferred = S['Inferred']

export const w = words({
  runs: ['供需匹配', 'Matching'], rLead: ['在容量与距离之内，把需求与服务一次配齐：总代价最低，并附最优性证明；确认之前只是建议。', 'All needs and services matched at once within capacity and distance, at the lowest total cost, with a proof; only a proposal until confirmed.'],
  new: ['新建匹配', 'New run'], again: ['再算一次', 'Run again'], name: ['名称', 'Name'], cats: ['服务类别', 'Categories'], radius: ['最远距离', 'Farthest'], unmatchedCost: ['未匹配的代价', 'Cost of no match'], unmatchedNote: ['米。留空：最远距离的十倍，即先让更多人得到服务，再求近', 'Metres. Empty: ten times the farthest, so that more people served comes before nearer'],
  weights: ['谁优先（容量不够时）', 'Who comes first, where capacity is short'], wVulnerable: ['弱势', 'Vulnerable'], wUrgency: ['紧急', 'Urgent'], wWait: ['等待久', 'Waiting long'], begin: ['开始计算', 'Begin'], none: ['还没有做过匹配', 'No run yet'], noneNext: ['新建一次匹配，先看结果再确认。', 'Set up a run: look at the result first, then confirm.'], weightOff: ['不计', 'off'],
  s_queued: ['排队中', 'Queued'], s_running: ['计算中', 'Running'], s_proposed: ['待确认', 'Proposed'], s_confirmed: ['已确认', 'Confirmed'], s_discarded: ['已放弃', 'Discarded'], s_failed: ['失败', 'Failed'],
  matched: ['已匹配', 'Matched'], unmatched: ['未匹配', 'Not matched'], share: ['匹配率', 'Share'], mean: ['平均距离', 'Mean distance'], cost: ['总代价', 'Total cost'], dual: ['对偶代价', 'Dual cost'], needs: ['需求', 'Needs'], offers: ['可供服务', 'Offers'], units: ['可供份数', 'Units offered'], dropped: (n: string) => [`${n} 项在确认时已失效，没有生效`, `${n} had lapsed by the confirmation and did not take effect`],
  proof: (c: string, d: string) => [`总代价 ${c} = 对偶代价 ${d}，已证明在全部可行配对中最优`, `cost ${c} = dual cost ${d}: proved optimal over all possible pairs`], proofNote: ['两个数独立算出；相等即说明不存在更好的分配方案。', 'The two figures are computed independently; that they agree means no better assignment exists.'], unproved: (c: string, d: string) => [`总代价 ${c}，下界 ${d}，尚未证明最优`, `cost ${c}, lower bound ${d}; not proved optimal`],
  how: (pairs: string, sec: string) => [`查看 ${pairs} 个可能的配对，用时 ${sec} 秒`, `${pairs} possible pairs looked at, ${sec} s`], whyNot: ['为什么没有匹配', 'Why not matched'],
  confirm: ['确认匹配', 'Confirm'], confirmAsk: (n: string) => [`确认后 ${n} 项匹配生效，占用相应服务的容量，需求显示匹配结果。`, `${n} matches take effect and use the capacity of their services; each need shows its match.`], discard: ['放弃', 'Discard'], discardAsk: ['放弃本次结果，需求与容量不变。', 'The result is dropped; needs and capacity stay as they are.'],
  tMatches: ['匹配结果', 'Matches'], tUnmatched: ['未匹配', 'Not matched'], tMap: ['地图', 'Map'], tCompare: ['与上次比较', 'Compared'], need: ['需求', 'Need'], offer: ['服务', 'Offer'], distance: ['距离', 'Distance'], why: ['理由', 'Why'], noMatches: ['没有匹配', 'No matches'], allMatched: ['所有需求都已匹配', 'Every need is matched'], reason: ['原因', 'Reason'], rank: ['第几选择', 'Choice'], rankOf: (i: number, n: number) => [`${n} 个可选中第 ${i} 近`, `${i} of ${n} by distance`],
  compareWith: ['比较对象', 'Compare with'], noOther: ['没有可以比较的另一次匹配', 'There is no other run to compare with'], same: ['相同', 'Same'], changed: ['换了服务', 'Changed offer'], gained: ['新匹配', 'Newly matched'], lost: ['不再匹配', 'No longer matched'], dCost: ['总代价变化', 'Change of cost'], running: ['正在计算', 'Computing'], leave: ['可以离开此页，计算会继续进行。', 'You may leave this page; the run goes on.'], failed: ['计算没有完成', 'The run did not finish'],
  nTitle: ['需求', 'Needs'], nLead: ['居民提出或由特征推断的需求，以及各自的匹配结果。', 'Needs told by residents or inferred from attributes, each with its match.'], nNone: ['没有符合条件的需求', 'No need matches'], nNext: ['可以登记需求，或从居民特征推断。', 'Add a need, or infer needs from attributes.'], infer: ['推断需求', 'Infer needs'], inferAsk: ['按各项服务的享受条件，为名册中符合条件、尚无此类需求的居民登记需求。', 'For each resident whom a service’s rules entitle, and who has no such need yet, a need is registered.'], inferred: (a: string, e: string) => [`${e} 人符合条件，新登记 ${a} 项需求`, `${e} entitled, ${a} needs added`],
  person: ['居民', 'Person'], urgency: ['紧急程度', 'Urgency'], source: ['来源', 'Source'], itsMatch: ['匹配结果', 'Its match'], noMatch: ['尚未匹配', 'Not matched yet'], candidates: ['可选服务', 'Candidates'], noCandidates: ['范围内没有可提供的服务', 'No service within reach'], add: ['登记需求', 'Add a need'], note: ['说明', 'Note'], noteNote: ['不要写姓名、电话、证件号码', 'No names, phones or ID numbers here'], free: (n: string) => [`余 ${n} 份`, `${n} free`], quantity: ['份数', 'Quantity'], findPerson: ['输入姓名查找居民', 'Type a name to find the resident'], term: ['时段', 'Period'], constraints: ['要求', 'Constraints'], c_same_sex: ['同性别服务人员', 'Same-sex carer'], c_step_free: ['无障碍', 'Step-free'],
  n_open: ['待匹配', 'Open'], n_matched: ['已匹配', 'Matched'], n_met: ['已满足', 'Met'], n_withdrawn: ['已撤回', 'Withdrawn'], n_closed: ['已关闭', 'Closed'], mapLead: ['线连接有需求的住处与匹配到的服务点；颜色越深走得越远。', 'Lines join the homes with the service points they are matched with; the darker, the farther.'], mapMore: (n: string, all: string) => [`显示 ${all} 项中的 ${n} 项`, `${n} of ${all} shown`], metresU: ['米', 'm'], nName: (d: string) => [`${d} 匹配`, `Run of ${d}`],
  meet: ['已满足', 'Mark as met'], withdraw: ['撤回', 'Withdraw'], close: ['关闭', 'Close'], becauseL: ['原因', 'Reason'], moveAsk: ['撤回或关闭须写明原因；已匹配的容量随即释放。', 'A withdrawal or closing needs its reason; capacity that was held is set free.'],
  u1: ['可以等', 'can wait'], u2: ['一般', 'normal'], u3: ['较急', 'soon'], u4: ['急', 'urgent'], u5: ['当天', 'today'], src_request: ['本人提出', 'Asked for'], src_grid_visit: ['入户走访', 'Grid visit'], src_hotline: ['热线', 'Hotline'], src_inferred: ['由特征推断', 'Inferred'], src_wish: ['微心愿', 'Wish'], src_order: ['订单', 'Order'], src_service: ['服务项目', 'Service'], src_resident: ['居民', 'Resident'], src_skill: ['技能', 'Skill'], src_item: ['物品', 'Item'], src_space: ['空间', 'Space'], src_volunteer: ['志愿者', 'Volunteer'],
  since: (d: string) => [`${d} 起`, `from ${d}`], theRun: ['查看这次匹配', 'See the run'], why_no_offer: ['没有这类服务', 'Nobody offers this'], why_no_place: ['住处不在地图上', 'The home is not on the map'], why_too_far: ['都太远', 'All too far'], why_unheeded: ['要求无法满足', 'Constraints not met'], why_not_entitled: ['不符合享受条件', 'Not entitled'], why_full: ['名额已满', 'All units taken'],
  oTitle: ['可供服务', 'Offers'], oLead: ['匹配时可以分给居民的名额：来自已发布的服务，也来自愿意帮忙的居民。', 'The units that matching can hand out: from published services, and from residents who want to help.'], oNone: ['没有符合条件的名额', 'No offer matches'], capacity: ['名额', 'Units'], taken: ['已用', 'Taken'], reach: ['服务半径', 'Reach'], who: ['提供者', 'From'], o_open: ['可用', 'Open'], o_paused: ['暂停', 'Paused'], o_ended: ['结束', 'Ended'], pause: ['暂停', 'Pause'], resume: ['恢复', 'Resume'], end: ['结束', 'End'], whom: ['适合的需求', 'Needs that fit'], nobody: ['范围内没有待匹配的需求', 'No open need within reach'], anywhere: ['不限', 'any'],
})
export const runStates = (): Record<string, readonly [Tone, string]> => ({ queued: ['amber', w.s_queued], running: ['blue', w.s_running], proposed: ['amber', w.s_proposed], confirmed: ['green', w.s_confirmed], discarded: ['', w.s_discarded], failed: ['red', w.s_failed] })
export const needStates = (): Record<string, readonly [Tone, string]> => ({ open: ['amber', w.n_open], matched: ['blue', w.n_matched], met: ['green', w.n_met], withdrawn: ['', w.n_withdrawn], closed: ['', w.n_closed] })

/** proved is whether the two figures agree: cost of the assignment and cost of its dual. */
export const proved = (r: Pick<Run, 'cost' | 'dual_cost' | 'proved'>): boolean => r.proved && r.cost === r.dual_cost
export const busy = (s?: string): boolean => s === 'queued' || s === 'running'
export const reasonOf = (m: { reason_zh: string; reason_en: string }): string => (language() === 'en' ? m.reason_en : m.reason_zh)
/** whyWord is why a need has no match. */
export const whyWord = (k: string): string => ((w as unknown as Record<string, string>)['why_' + k] ?? k)
export const urgencyWord = (n?: number): string => [w.u2, w.u1, w.u2, w.u3, w.u4, w.u5][n ?? 0] ?? String(n)
export const sourceWord = (k?: string): string => (k ? ((w as unknown as Record<string, string>)['src_' + k] ?? k) : '—')
export const offerStates = (): Record<string, readonly [Tone, string]> => ({ open: ['green', w.o_open], paused: ['amber', w.o_paused], ended: ['', w.o_ended] })
