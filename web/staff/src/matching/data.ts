// Needs, runs and matches as the server sends them.
import type { Tone } from '../kit/Tag'
import { words } from '../kit/words'

export interface Need { id: string; subject?: string; person?: string; person_id?: string; person_name?: string; name?: string; household?: string; category: string; region: string; state: string; urgency?: string | number; quantity?: number; note?: string; source?: string; created_at?: string; created?: string; lon?: number; lat?: number; age?: number; reasons?: Why[]; match?: Match | null }
export type Why = string | { text?: string; zh?: string; en?: string; text_zh?: string; text_en?: string; ok?: boolean; points?: number; value?: number }
export interface Match { id?: string; need?: string; need_id?: string; offer?: string; offer_id?: string; offer_name?: string; service?: string; service_id?: string; service_name?: string; service_point?: string; point_name?: string; organisation_name?: string; category?: string; region?: string; distance?: number; distance_m?: number; cost?: number; score?: number; reasons?: Why[]; reason?: string; state?: string; alternatives?: number; person_name?: string; need_lon?: number; need_lat?: number; offer_lon?: number; offer_lat?: number; from?: [number, number]; to?: [number, number] }
export type RunState = 'queued' | 'running' | 'proposed' | 'confirmed' | 'discarded' | 'failed'
export interface Run { id: string; name: string; state: RunState; progress?: number; categories?: string[]; radius_m?: number; unmatched_cost?: number; weights?: Record<string, number>; region?: string; needs?: number; offers?: number; matched?: number; unmatched?: number; cost?: number; dual_cost?: number; proved?: boolean; proof?: string; mean_distance?: number; mean_distance_m?: number; millis?: number; created_at?: string; created?: string; finished_at?: string; error?: string; by?: string; previous?: string }
export interface Compare { matched?: number; unmatched?: number; cost?: number; same?: number; changed?: number; gained?: number; lost?: number; [k: string]: unknown }

export const w = words({
  runs: ['供需匹配', 'Matching'], rLead: ['在容量与距离之内，把需求与服务一次配齐：总成本最低，并附最优性证明；确认之前只是建议。', 'All needs and services matched at once within capacity and distance, at the lowest total cost, with a proof; only a proposal until confirmed.'],
  new: ['新建匹配', 'New run'], name: ['名称', 'Name'], cats: ['服务类别', 'Categories'], radius: ['最远距离', 'Farthest'], unmatchedCost: ['未匹配的代价', 'Cost of no match'], unmatchedNote: ['越大，越优先让更多人得到服务', 'The larger, the more people are served before distance counts'],
  weights: ['优先权重', 'Weights of priority'], wVulnerable: ['弱势优先', 'Vulnerable first'], wUrgency: ['紧急程度', 'Urgency'], wDistance: ['距离', 'Distance'], wWait: ['等待时间', 'Time waited'], begin: ['开始计算', 'Begin'], none: ['还没有做过匹配', 'No run yet'], noneNext: ['新建一次匹配，先看结果再确认。', 'Set up a run: look at the result first, then confirm.'],
  s_queued: ['排队中', 'Queued'], s_running: ['计算中', 'Running'], s_proposed: ['待确认', 'Proposed'], s_confirmed: ['已确认', 'Confirmed'], s_discarded: ['已放弃', 'Discarded'], s_failed: ['失败', 'Failed'],
  matched: ['已匹配', 'Matched'], unmatched: ['未匹配', 'Not matched'], share: ['匹配率', 'Share'], mean: ['平均距离', 'Mean distance'], cost: ['总成本', 'Total cost'], dual: ['对偶成本', 'Dual cost'], needs: ['需求', 'Needs'], offers: ['服务', 'Offers'],
  proof: (c: string, d: string) => [`总成本 ${c} = 对偶成本 ${d}，已证明最优`, `cost ${c} = dual cost ${d}, proved optimal`], proofNote: ['两个数独立算出；相等即说明不存在更好的分配方案。', 'The two figures are computed independently; that they agree means no better assignment exists.'], unproved: (c: string, d: string) => [`总成本 ${c}，下界 ${d}，尚未证明最优`, `cost ${c}, lower bound ${d}; not proved optimal`],
  confirm: ['确认匹配', 'Confirm'], confirmAsk: (n: string) => [`确认后 ${n} 项匹配生效，占用相应服务的容量，需求显示匹配结果。`, `${n} matches take effect and use the capacity of their services; each need shows its match.`], discard: ['放弃', 'Discard'], discardAsk: ['放弃本次结果，需求与容量不变。', 'The result is dropped; needs and capacity stay as they are.'],
  tMatches: ['匹配结果', 'Matches'], tUnmatched: ['未匹配', 'Not matched'], tMap: ['地图', 'Map'], tCompare: ['与上次比较', 'Compared'], need: ['需求', 'Need'], offer: ['服务', 'Offer'], distance: ['距离', 'Distance'], why: ['理由', 'Why'], noMatches: ['没有匹配', 'No matches'], allMatched: ['所有需求都已匹配', 'Every need is matched'], reason: ['原因', 'Reason'],
  compareWith: ['比较对象', 'Compare with'], noOther: ['没有可以比较的另一次匹配', 'There is no other run to compare with'], same: ['相同', 'Same'], changed: ['换了服务', 'Changed offer'], gained: ['新匹配', 'Newly matched'], lost: ['不再匹配', 'No longer matched'], dCost: ['总成本变化', 'Change of cost'], running: ['正在计算', 'Computing'], leave: ['可以离开此页，计算会继续进行。', 'You may leave this page; the run goes on.'], failed: ['计算没有完成', 'The run did not finish'],
  nTitle: ['需求', 'Needs'], nLead: ['居民提出或由特征推断的需求，以及各自的匹配结果。', 'Needs told by residents or inferred from attributes, each with its match.'], nNone: ['没有符合条件的需求', 'No need matches'], nNext: ['可以从居民特征推断需求。', 'Needs can be inferred from attributes.'], infer: ['从特征推断需求', 'Infer needs'], inferred: ['已推断', 'Inferred'], person: ['居民', 'Person'], urgency: ['紧急程度', 'Urgency'], source: ['来源', 'Source'], itsMatch: ['匹配结果', 'Its match'], noMatch: ['尚未匹配', 'Not matched yet'], candidates: ['可选服务', 'Candidates'], noCandidates: ['范围内没有可提供的服务', 'No service within reach'], add: ['登记需求', 'Add a need'], note: ['说明', 'Note'], personId: ['居民编号', 'Person’s number'],
  n_open: ['待匹配', 'Open'], n_matched: ['已匹配', 'Matched'], n_proposed: ['建议中', 'Proposed'], n_met: ['已满足', 'Met'], n_withdrawn: ['已撤回', 'Withdrawn'], n_closed: ['已关闭', 'Closed'], mapLead: ['线连接需求所在区域与匹配到的服务点。', 'Lines join where needs are with the service points they are matched with.'], metresU: ['米', 'm'], nName: (d: string) => [`${d} 匹配`, `Run of ${d}`],
})
export const runStates = (): Record<string, readonly [Tone, string]> => ({ queued: ['amber', w.s_queued], running: ['blue', w.s_running], proposed: ['amber', w.s_proposed], confirmed: ['green', w.s_confirmed], discarded: ['', w.s_discarded], failed: ['red', w.s_failed] })
export const needStates = (): Record<string, readonly [Tone, string]> => ({ open: ['amber', w.n_open], matched: ['green', w.n_matched], proposed: ['blue', w.n_proposed], met: ['green', w.n_met], withdrawn: ['', w.n_withdrawn], closed: ['', w.n_closed] })

/** proved is whether the two figures agree: cost of the assignment and cost of its dual. */
export const proved = (r: Pick<Run, 'cost' | 'dual_cost' | 'proved'>): boolean => r.cost !== undefined && r.cost === r.dual_cost && r.proved !== false
export const busy = (s?: string): boolean => s === 'queued' || s === 'running'

/** whyText reads a reason in one of the shapes it may have. */
export function whyText(r: Why, lang: 'zh' | 'en'): string {
  if (typeof r === 'string') return r
  return (lang === 'en' ? r.en ?? r.text_en : r.zh ?? r.text_zh) ?? r.text ?? r.zh ?? ''
}
