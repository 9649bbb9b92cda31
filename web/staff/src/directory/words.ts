import type { Tone } from '../kit/Tag'
import { words } from '../kit/words'

export interface Org { id: string; name: string; name_en?: string; kind?: string; credit_code?: string; region?: string; state?: string; onboarding?: string; contact?: string; phone?: string; address?: string; services?: number; description?: string; updated_at?: string }
export interface Hours { weekday?: number; day?: number; from?: string; to?: string; opens?: string; closes?: string }
export interface Point { id: string; name: string; name_en?: string; organisation?: string; organisation_id?: string; organisation_name?: string; region?: string; address?: string; lon?: number; lat?: number; phone?: string; hours?: Hours[]; opening_hours?: string | Hours[]; open_now?: boolean; open?: boolean; capacity?: number; kind?: string; categories?: string[]; state?: string; distance?: number; distance_m?: number }
export interface Rule { text?: string; text_zh?: string; text_en?: string }
export interface Service { id: string; name: string; name_en?: string; category?: string; categories?: string[]; organisation?: string; organisation_id?: string; organisation_name?: string; description?: string; description_en?: string; state?: string; status?: string; version?: number; price_fen?: number; price?: number; fee?: string; capacity?: number; region?: string; eligibility?: unknown; points?: Point[]; service_points?: string[]; updated_at?: string }
export interface Version { version: number; at?: string; created_at?: string; by?: string; note?: string; state?: string; name?: string }
export interface Project { id: string; name: string; name_en?: string; organisation?: string; organisation_id?: string; organisation_name?: string; category?: string; region?: string; state?: string; budget_fen?: number; amount_fen?: number; spent_fen?: number; from?: string; to?: string; starts?: string; ends?: string; description?: string }

export const w = words({
  services: ['服务项目', 'Services'], sLead: ['居民可以得到的服务：谁提供、在哪里、谁可以享受。', 'What residents can get: from whom, where, and who is entitled.'], sSearch: ['服务名称或关键词', 'Name or words'],
  points: ['服务点', 'Service points'], pLead: ['提供服务的地点、开放时间与现在是否开放。', 'Where services are given, when, and whether they are open now.'], pSearch: ['名称或地址', 'Name or address'],
  orgs: ['组织机构', 'Organisations'], oLead: ['提供服务的机构及其入驻情况。', 'Who gives services, and how far each has come on board.'], oSearch: ['名称或统一社会信用代码', 'Name or credit code'],
  projects: ['资助项目', 'Projects'], prLead: ['政府购买与资助的服务项目、预算与期限。', 'Services bought or funded: budget and term.'],
  organisation: ['提供方', 'Provider'], price: ['价格', 'Price'], free: ['免费', 'Free'], none: ['没有符合条件的记录', 'Nothing matches'], noneNext: ['放宽条件或查看范围。', 'Loosen the filters or the scope.'], addFirst: ['新增第一条。', 'Add the first.'],
  openNow: ['现在开放', 'Open now'], closed: ['现在不开放', 'Closed now'], hours: ['开放时间', 'Opening hours'], address: ['地址', 'Address'], phone: ['电话', 'Phone'], capacity: ['容量', 'Capacity'], description: ['说明', 'Description'],
  eligibility: ['享受条件', 'Who is entitled'], everyone: ['不限条件，人人可享', 'Everyone, without conditions'], check: ['核对是否符合', 'Check entitlement'], age: ['年龄', 'Age'], attrs: ['特征', 'Attributes'], eligible: ['符合条件', 'Entitled'], notEligible: ['不符合条件', 'Not entitled'], maybe: ['尚不能确定', 'Not certain yet'],
  versions: ['历次版本', 'Versions'], version: (n: number) => [`第 ${n} 版`, `Version ${n}`], publish: ['发布', 'Publish'], suspend: ['暂停', 'Suspend'], retire: ['停用', 'Retire'], edit: ['修改', 'Edit'], add: ['新增', 'Add'], credit: ['统一社会信用代码', 'Credit code'], kind: ['类型', 'Kind'],
  budget: ['预算', 'Budget'], spent: ['已支出', 'Spent'], term: ['期限', 'Term'], nameEn: ['英文名称', 'English name'], mon: ['周一', 'Mon'], tue: ['周二', 'Tue'], wed: ['周三', 'Wed'], thu: ['周四', 'Thu'], fri: ['周五', 'Fri'], sat: ['周六', 'Sat'], sun: ['周日', 'Sun'],
  draft: ['草稿', 'Draft'], published: ['已发布', 'Published'], suspended: ['已暂停', 'Suspended'], retired: ['已停用', 'Retired'], active: ['正常', 'Active'], applied: ['已申请', 'Applied'], reviewing: ['审核中', 'In review'], ended: ['已结束', 'Ended'], step: ['入驻进度', 'Coming on board'], advance: ['推进到', 'Move on to'], note: ['说明', 'Note'], retireAsk: ['停用后不再出现在居民端，历史记录保留。', 'It leaves the residents’ list; its history is kept.'],
})
export const stateTable = (): Record<string, readonly [Tone, string]> => ({ draft: ['amber', w.draft], published: ['green', w.published], active: ['green', w.active], suspended: ['amber', w.suspended], retired: ['', w.retired], ended: ['', w.ended], applied: ['amber', w.applied], reviewing: ['blue', w.reviewing] })

/** hoursText lines opening hours up by weekday, days with the same hours together. */
export function hoursText(hours: Hours[] | string | undefined): string {
  if (!hours || typeof hours === 'string') return hours ?? ''
  const names = [w.mon, w.tue, w.wed, w.thu, w.fri, w.sat, w.sun]
  const byDay = new Map<number, string[]>()
  for (const h of hours) {
    const d = ((h.weekday ?? h.day ?? 1) + 6) % 7
    byDay.set(d, [...(byDay.get(d) ?? []), `${h.from ?? h.opens}–${h.to ?? h.closes}`])
  }
  const out: { from: number; to: number; text: string }[] = []
  for (const d of [...byDay.keys()].sort((a, b) => a - b)) {
    const text = byDay.get(d)!.sort().join(' ')
    const last = out.at(-1)
    if (last && last.to === d - 1 && last.text === text) last.to = d
    else out.push({ from: d, to: d, text })
  }
  return out.map(o => `${names[o.from]}${o.to > o.from ? '–' + names[o.to] : ''} ${o.text}`).join('；')
}
