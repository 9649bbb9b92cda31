import type { Tone } from '../kit/Tag'
import { language, words } from '../kit/words'

export const w = words({
  people: ['居民', 'Residents'], lead: ['自然人库。个人信息默认隐藏，查看明文须说明用途并留下记录。', 'The register of persons. Personal data is masked; to see it, say what for, and it is logged.'],
  name: ['姓名', 'Name'], sex: ['性别', 'Sex'], male: ['男', 'Male'], female: ['女', 'Female'], age: ['年龄', 'Age'], years: (n: number) => [`${n} 岁`, `${n}`], born: ['出生日期', 'Date of birth'],
  phone: ['手机号', 'Phone'], idNumber: ['居民身份证号', 'Resident ID number'], address: ['住址', 'Address'], household: ['家庭', 'Household'],
  attributes: ['特征', 'Attributes'], source: ['来源', 'Source'], search: ['姓名、证件尾号或手机号', 'Name, ID number or phone'],
  none: ['没有符合条件的居民', 'No resident matches'], noneNext: ['放宽条件或查看范围；若名册尚未建立，请先导入。', 'Loosen the filters or the scope; if there is no register yet, import a roster first.'],
  toImport: ['导入名册', 'Import a roster'], onMap: ['在地图上看', 'See on the map'],
  facts: ['基本信息', 'Facts'], timeline: ['时间线', 'Timeline'], access: ['查看记录', 'Access log'], consents: ['知情同意', 'Consents'],
  noAttr: ['还没有登记特征', 'No attributes yet'], noTimeline: ['还没有记录', 'Nothing yet'], noAccess: ['还没有人查看过', 'Nobody has looked yet'], noConsents: ['还没有登记同意事项', 'No consents yet'],
  addAttr: ['登记特征', 'Add an attribute'], endAttr: ['结束', 'End'], since: (d: string) => [`自 ${d}`, `since ${d}`], until: (d: string) => [`至 ${d}`, `until ${d}`],
  who: ['查看人', 'Who'], field: ['内容', 'What'], purpose: ['用途', 'Purpose'], at: ['时间', 'When'], members: ['家庭成员', 'Members'], size: ['人数', 'People'], head: ['户主', 'Head'],
  households: ['家庭', 'Households'], hLead: ['同住一处、共同生活的人为一户。', 'People who live and keep house together.'], hSearch: ['地址或成员姓名', 'Address or a member’s name'],
  hNone: ['没有符合条件的家庭', 'No household matches'], deceased: ['已去世', 'Deceased'], merged: ['已并入另一份档案', 'Merged into another record'], current: ['在册', 'On the register'],
  from: ['开始日期', 'From'], kind: ['特征', 'Attribute'], level: ['等级', 'Level'], edit: ['修改', 'Edit'], editTitle: ['修改基本信息', 'Edit the facts'], consent: ['登记同意', 'Record a consent'], given: ['同意于', 'Given'], withdrawn: ['已撤回', 'Withdrawn'],
  relation: ['与户主关系', 'Relation to the head'], r_head: ['户主', 'Head'], r_spouse: ['配偶', 'Spouse'], r_child: ['子女', 'Child'], r_child_in_law: ['子女的配偶', 'Child-in-law'], r_parent: ['父母', 'Parent'], r_parent_in_law: ['配偶的父母', 'Parent-in-law'], r_grandchild: ['孙子女', 'Grandchild'], r_grandparent: ['祖父母', 'Grandparent'], r_sibling: ['兄弟姐妹', 'Sibling'], r_flatmate: ['合住', 'Flatmate'], r_tenant: ['租户', 'Tenant'], r_carer: ['照护人', 'Carer'], r_other: ['其他', 'Other'], registered: ['户籍地址', 'Registered address'], sawFull: ['查看完整的', 'Saw in full:'], opened: ['打开档案', 'Opened the record'], untilDay: ['有效期至', 'Until'],
  phoneNote: ['留空表示不修改', 'Leave empty to keep it'], split: ['分户', 'Split'], join: ['并入另一户', 'Join another household'], splitAsk: ['选中的成员另立一户，其余留在原户。', 'Those chosen found a household of their own; the others stay.'], joinAsk: ['全部成员并入所选的一户，原户结束，历史保留。', 'All members join the household chosen; this one ends, its history stays.'], newAddress: ['新户地址', 'Address of the new household'], alike: ['可能已经登记过，请先核对', 'May be registered already; please check first'], mergedInto: ['已并入另一份档案', 'Merged into another record'], openKept: ['打开保留的档案', 'Open the record that was kept'], addPerson: ['登记居民', 'Register a resident'], idNote: ['有号码时出生日期和性别由号码得出', 'With a number, birth and sex follow from it'], death: ['登记去世', 'Record a death'], deathDay: ['去世日期', 'Day of death'], deathAsk: ['登记后，未满足的需求、服务与补贴随即结束；档案保留。', 'Open needs, services and subsidies end at once; the record is kept.'], needs: ['需求', 'Needs'], addNeed: ['登记需求', 'Add a need'], noNeeds: ['没有登记的需求', 'No needs'], entitled: ['可享服务', 'Entitlements'], noServices: ['还没有已发布的服务', 'No service is published yet'], move: ['迁移', 'Move'],
})
const sources = words({ 'grid visit': ['入户走访', 'grid visit'], roster: ['名册', 'roster'], form: ['窗口登记', 'counter'], model: ['推断', 'inferred'] })
/** sourceWord says where an attribute is known from. */
export const sourceWord = (k: string): string => (sources as Record<string, string>)[k] ?? k
const levels = words({ visual: ['视力', 'visual'], hearing: ['听力', 'hearing'], speech: ['言语', 'speech'], physical: ['肢体', 'physical'], intellectual: ['智力', 'intellectual'], mental: ['精神', 'mental'], multiple: ['多重', 'multiple'] })
/** levelWord says a level of an attribute: a grade is a figure, a kind of disability has its word. */
export const levelWord = (l: string): string => (/^\d+$/.test(l) ? `${l}${language() === 'zh' ? ' 级' : ''}` : ((levels as Record<string, string>)[l] ?? l))
export const sexOf = (s?: string) => (s === 'male' || s === 'm' || s === '1' ? w.male : s === 'female' || s === 'f' || s === '2' ? w.female : '—')
export const relation = (r?: string): string => (r ? ((w as unknown as Record<string, string>)['r_' + r] ?? r) : '')
export const stateTable = (): Record<string, readonly [Tone, string]> => ({ living: ['green', w.current], died: ['', w.deceased], merged: ['', w.merged] })
