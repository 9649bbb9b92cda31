import type { Tone } from '../kit/Tag'
import { words } from '../kit/words'
import type { components } from '../../../client/schema'
type S = components['schemas']
export type Org = S['Organisation']
export type OrgView = S['OrganisationView']
export type Point = S['PointView']
export type Plan = S['Plan']
export type Span = S['Span']
export type Closure = S['Closure']
export type Service = S['ServiceView']
export type Version = S['Version']
export type Verdict = S['Verdict']
export type Project = S['ProjectView']
export type Category = S['Category']

/** sent is what a form writes over what is kept: only the named fields go to the server. */
export const sent = <T extends object>(keys: readonly (keyof T & string)[], kept: Partial<T> | undefined, form: Partial<T>): Partial<T> =>
  Object.fromEntries(keys.map(k => [k, k in form ? form[k] : kept?.[k]]).filter(([, v]) => v !== undefined && v !== null && v !== '')) as Partial<T>

export const w = words({
  services: ['服务项目', 'Services'], sLead: ['居民可以得到的服务：谁提供、在哪里、谁可以享受。', 'What residents can get: from whom, where, and who is entitled.'], sSearch: ['服务名称或关键词', 'Name or words'],
  points: ['服务点', 'Service points'], pLead: ['提供服务的地点、开放时间与现在是否开放。', 'Where services are given, when, and whether they are open now.'], pSearch: ['名称或地址', 'Name or address'],
  orgs: ['组织机构', 'Organisations'], oLead: ['提供服务的机构及其入驻情况。', 'Who gives services, and how far each has come on board.'], oSearch: ['名称或统一社会信用代码', 'Name or credit code'],
  projects: ['资助项目', 'Projects'], prLead: ['政府购买与资助的服务项目：预算、进度与期限。', 'Services bought or funded: budget, progress and term.'],
  cats: ['服务类别', 'Categories'], cLead: ['需求与服务按类别相遇。停用的类别不再用于新的登记，历史保留。', 'Needs and services meet in a category. One out of use takes nothing new; its history stays.'], parent: ['上级类别', 'Parent'], key: ['代码', 'Key'], taxonomy: ['来源', 'From'], inUse: ['使用中', 'In use'], outOfUse: ['停用', 'Out of use'], own: ['本区', 'own'],
  organisation: ['提供方', 'Provider'], price: ['价格', 'Price'], free: ['免费', 'Free'], none: ['没有符合条件的记录', 'Nothing matches'], noneNext: ['放宽条件或查看范围。', 'Loosen the filters or the scope.'],
  openNow: ['现在开放', 'Open now'], closed: ['现在不开放', 'Closed now'], until: (t: string) => [`至 ${t}`, `until ${t}`], hours: ['开放时间', 'Opening hours'], noHours: ['未登记开放时间', 'No hours known'], address: ['地址', 'Address'], phone: ['电话', 'Phone'], perDay: ['每日份数', 'Units a day'], description: ['说明', 'Description'], transport: ['交通', 'Getting there'], stepFree: ['无障碍通行', 'Step-free'], virtual: ['线上或电话服务，没有地点', 'By line or phone: nowhere on the map'],
  eligibility: ['享受条件', 'Who is entitled'], everyone: ['不限条件，人人可享', 'Everyone, without conditions'], rule: ['条件（规则）', 'The rule'], ruleNote: ['例：age >= 60 and attribute("lives_alone")；留空为人人可享', 'Such as age >= 60 and attribute("lives_alone"); empty: everyone'], insert: ['插入特征', 'Insert an attribute'], check: ['核对是否符合', 'Check entitlement'], age: ['年龄', 'Age'], attrs: ['特征', 'Attributes'], eligible: ['符合条件', 'Entitled'], notEligible: ['不符合条件', 'Not entitled'], maybe: ['尚不能确定', 'Not certain yet'], youPay: (p: string) => [`个人支付 ${p}`, `pays ${p}`],
  versions: ['历次版本', 'Versions'], version: (n: number) => [`第 ${n} 版`, `Version ${n}`], fromDay: (d: string) => [`${d} 起`, `from ${d}`], notYet: ['尚未生效', 'not yet in force'], effective: ['生效日期', 'In force from'], effectiveNote: ['留空立即生效；选将来的日期，到日自动生效', 'Empty: at once; a later day: by itself on that day'], publish: ['发布', 'Publish'], suspend: ['暂停', 'Suspend'], retire: ['停用', 'Retire'], edit: ['修改', 'Edit'], add: ['新增', 'Add'], credit: ['统一社会信用代码', 'Credit code'], kind: ['类型', 'Kind'], note: ['原因或说明', 'Reason or note'],
  budget: ['预算', 'Budget'], spent: ['已支出', 'Spent'], term: ['期限', 'Term'], planned: ['计划服务人数', 'People planned'], actual: ['已服务人数', 'People served'], staff: ['工作人员', 'Staff'], operator: ['承接方', 'Operator'], purchaser: ['购买方', 'Purchaser'], target: ['服务对象', 'For'], yuan: ['元', 'yuan'], location: ['位置（经度、纬度）', 'Place (longitude, latitude)'],
  nameEn: ['英文名称', 'English name'], mon: ['周一', 'Mon'], tue: ['周二', 'Tue'], wed: ['周三', 'Wed'], thu: ['周四', 'Thu'], fri: ['周五', 'Fri'], sat: ['周六', 'Sat'], sun: ['周日', 'Sun'], office: ['法定节假日休息', 'Closed on public holidays'], addSpan: ['增加时段', 'Add a span'], removeSpan: ['删除时段', 'Remove the span'], opens: ['开', 'Opens'], closes: ['关', 'Closes'], days: ['日', 'Days'],
  closures: ['临时关闭', 'Closures'], closureAdd: ['登记临时关闭', 'Close for a while'], closureNone: ['没有临时关闭', 'No closures'], reasonZh: ['原因', 'Reason'], reasonEn: ['原因（英文）', 'Reason (English)'], between: ['起止时间', 'From and to'], remove: ['删除', 'Remove'],
  contact: ['联系人', 'Contact'], email: ['电子邮箱', 'Email'], website: ['网址', 'Website'], licences: ['证照', 'Licences'], licence: ['证照名称', 'Licence'], number: ['编号', 'Number'], validUntil: ['有效期至', 'Valid until'], expired: ['已过期', 'expired'], addLicence: ['增加证照', 'Add a licence'], reviewed: ['上次年度评审', 'Last annual review'], review: ['登记年度评审', 'Record the annual review'], longAgo: ['一年内未评审', 'not within a year'],
  mode: ['方式', 'How'], on_site: ['到点', 'On site'], home_visit: ['上门', 'At home'], delivery: ['配送', 'Delivered'], day_care: ['日托', 'Day care'], online: ['线上', 'Online'], unit: ['计量单位', 'Unit'], fees: ['收费说明', 'Fees in words'], reach: ['最远服务距离', 'Farthest home'], orderUntil: ['截单时间', 'Order until'], orderUntilNote: ['-1d 16:00 即前一天 16:00', '-1d 16:00: four in the afternoon of the day before'], cancelHours: ['提前几小时可免费取消', 'Free to cancel, hours before'], documents: ['所需材料', 'Documents'], apply: ['如何申请', 'How to apply'], area: ['服务区域', 'Area served'], atPoints: ['在以下服务点', 'At these points'], also: ['其他类别', 'Also'], alert: ['当前提示', 'Alert'], forWhom: ['对象说明', 'For whom, in words'], subsidies: ['补贴（第一条符合的生效）', 'Subsidies (the first that applies)'], subsidyFor: ['给谁（规则）', 'For whom (rule)'], subsidyFen: ['每份补贴', 'Per unit'], addSubsidy: ['增加补贴', 'Add a subsidy'],
  draft: ['草稿', 'Draft'], published: ['已发布', 'Published'], suspended: ['已暂停', 'Suspended'], retired: ['已停用', 'Retired'], active: ['正常', 'Active'], applied: ['已申请', 'Applied'], document_check: ['查验证照', 'Documents checked'], site_visit: ['实地察看', 'Site visit'], contract: ['签订协议', 'Contract'], ended: ['已结束', 'Ended'], step: ['入驻进度', 'Coming on board'], advance: ['推进到', 'Move on to'], retireAsk: ['停用后不再出现在居民端，历史记录保留。', 'It leaves the residents’ list; its history is kept.'], source: ['数据来源', 'Source'], ours: ['本区登记', 'Our own'],
  k_government: ['政府机关', 'Government'], k_street_centre: ['街道服务中心', 'Street centre'], k_provider: ['服务企业', 'Provider'], k_social_organisation: ['社会组织', 'Social organisation'], k_party_branch: ['党支部', 'Party branch'], k_property_company: ['物业公司', 'Property company'], k_school: ['学校', 'School'], k_clinic: ['医疗机构', 'Clinic'], k_charity: ['慈善组织', 'Charity'], k_federation: ['联合会', 'Federation'], k_other: ['其他', 'Other'],
  p_canteen: ['长者饭堂', 'Elder canteen'], p_day_care: ['日间照料', 'Day care'], p_hut: ['共享小屋', 'Sharing hut'], p_home_care: ['上门服务', 'Home care'], p_party_centre: ['党群服务中心', 'Party and community centre'], p_street_centre: ['街道服务中心', 'Street centre'], p_service_hall: ['办事大厅', 'Service hall'], p_health_station: ['卫生服务站', 'Health station'], p_repair: ['便民维修点', 'Repair point'], p_disability_centre: ['残疾人康园中心', 'Centre for disabled persons'], p_family_centre: ['家庭综合服务中心', 'Family service centre'], p_school: ['学校', 'School'], p_legal_aid: ['法律援助点', 'Legal aid'],
  src_demo: ['演示数据', 'Demonstration data'],
})
const word = (k: string) => (w as unknown as Record<string, string>)[k]
export const kinds = ['government', 'street_centre', 'provider', 'social_organisation', 'party_branch', 'property_company', 'school', 'clinic', 'charity', 'federation', 'other'] as const
export const kindWord = (k?: string): string => (k ? (word('k_' + k) ?? k) : '—')
export const pointKinds = ['canteen', 'day_care', 'hut', 'health_station', 'home_care', 'party_centre', 'street_centre', 'service_hall', 'repair', 'disability_centre'] as const
export const pointKind = (k?: string): string => (k ? (word('p_' + k) ?? k) : '—')
export const modes = ['on_site', 'home_visit', 'delivery', 'day_care', 'online'] as const
export const modeWord = (m: string): string => word(m) ?? m
export const originWord = (k?: string): string => (k ? (word('src_' + k) ?? k) : w.ours)
/** onward says where an organisation may go from a stage. */
export const onward: Record<string, string[]> = { applied: ['document_check', 'ended'], document_check: ['site_visit', 'applied', 'ended'], site_visit: ['contract', 'document_check', 'ended'], contract: ['active', 'ended'], active: ['suspended', 'ended'], suspended: ['active', 'ended'], ended: [] }
export const stateTable = (): Record<string, readonly [Tone, string]> => ({ draft: ['amber', w.draft], published: ['green', w.published], active: ['green', w.active], suspended: ['amber', w.suspended], retired: ['', w.retired], ended: ['', w.ended], applied: ['amber', w.applied], document_check: ['blue', w.document_check], site_visit: ['blue', w.site_visit], contract: ['blue', w.contract] })
export const weekdays = () => [w.mon, w.tue, w.wed, w.thu, w.fri, w.sat, w.sun]

/** hoursText lines opening hours up by weekday (1 Monday … 7 Sunday), days with the same hours together. */
export function hoursText(plan?: Plan | null): string {
  const names = weekdays()
  const byDay = new Map<number, string[]>()
  for (const s of plan?.spans ?? []) for (const d of s.days ?? []) byDay.set(d - 1, [...(byDay.get(d - 1) ?? []), `${s.from}–${s.to}`])
  const out: { from: number; to: number; text: string }[] = []
  for (const d of [...byDay.keys()].sort((a, b) => a - b)) {
    const text = byDay.get(d)!.sort().join(' ')
    const last = out.at(-1)
    if (last && last.to === d - 1 && last.text === text) last.to = d
    else out.push({ from: d, to: d, text })
  }
  return out.map(o => `${names[o.from]}${o.to > o.from ? '–' + names[o.to] : ''} ${o.text}`).join('；')
}
