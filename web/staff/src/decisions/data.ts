// Scenarios as the server sends them, and how their orders and figures are put into words.
import type { components } from '../../../client/schema'
import { count, metres as way, money, percent } from '../kit/format'
import type { Tone } from '../kit/Tag'
import { language, words } from '../kit/words'
import { levelWord } from '../people/words'

type S = components['schemas']
export type Scenario = S['Scenario']
export type ScenarioView = S['ScenarioView']
export type Result = S['SitingResult']
export type Where = S['Where']
export type Group = S['Group']
export type Area = S['AreaChange']
export type Site = S['ChosenSite']
export type Place = S['Place']
export type Listed = S['Listed']
export type Cells = S['Cells']
export type What = S['What']
export type Idea = S['Idea']
export type Ideas = S['Ideas']
export type Option = S['Option']
export type Portfolio = S['PortfolioResult']
export type Funds = S['AreaFunds']

export const w = words({
  title: ['决策方案', 'Decisions'], lead: ['先算清楚再决定：新增服务点选在哪里，谁因此受益，离最优还差多少。方案可保存、比较、导出。', 'Work it out before deciding: where to open, who gains, how far from the best it can be. Scenarios are kept, compared and exported.'],
  new: ['新建选址方案', 'New siting scenario'], none: ['还没有方案', 'No scenario yet'], noneNext: ['新建一个选址方案：选定人群、服务和数量，看看选在哪里最好。', 'Set one up: choose a group, a service and a number, and see where it does most.'],
  name: ['名称', 'Name'], kind: ['类型', 'Kind'], siting: ['选址', 'Siting'], about: ['为谁、做什么', 'For whom, what'], result: ['结果', 'Result'], proof: ['最优性', 'Quality'], who: ['建立人', 'By'], place: ['范围', 'Place'],
  pick: ['比较', 'Compare'], compare: ['比较所选两个', 'Compare the two'], compareHint: ['勾选两个已完成的方案即可比较', 'Choose two finished scenarios to compare them'],
  s_queued: ['排队中', 'Queued'], s_running: ['计算中', 'Running'], s_done: ['已完成', 'Done'], s_failed: ['没有算出', 'Failed'], s_cancelled: ['已取消', 'Cancelled'],
  best: ['已证明最优', 'Proved the best'], gapAt: (p: string) => [`最多相差 ${p}`, `within ${p}`], gain: (n: string) => [`+${n} 人`, `+${n} people`], few: ['人数过少，不显示', 'too few to tell'],
  // the order
  forWhom: ['为谁', 'For whom'], attrs: ['特征（同时具备）', 'Attributes (all of them)'], age: ['年龄', 'Age'], sex: ['性别', 'Sex'], male: ['男性', 'men'], female: ['女性', 'women'], anySex: ['不限', 'any'],
  allAges: ['不限', 'any'], over: (n: number) => [`${n} 岁及以上`, `${n} and over`], upTo: (n: number) => [`${n} 岁及以下`, `up to ${n}`], band: (a: number, b: number) => [`${a}–${b} 岁`, `${a} to ${b}`],
  people: ['居民', 'residents'], elders: ['老人', 'people'], kids: ['儿童', 'children'],
  what: ['什么服务', 'Which service'], reach: ['多近算有', 'How near'], byMetres: ['直线距离', 'Straight line'], byWalk: ['步行时间', 'On foot'], metres: ['米', 'm'], minutes: ['分钟', 'min'],
  walkNote: (m: string) => [`即直线 ${m} 米：按老人步速每小时 4 公里，实际路程取直线的 1.2 倍`, `${m} m in a straight line: an older person's 4 km/h, and ways 1.2 times the line`],
  aim: ['目标', 'Aim'], a_coverage: ['覆盖最多的人', 'Reach the most people'], a_median: ['大家走的路总共最短', 'The shortest ways in all'], a_center: ['最远的人也尽量近', 'Nearest for whoever is farthest'], 'a_cover-all': ['一个不落，点最少', 'Leave nobody out, with the fewest'],
  n_coverage: ['让半径之内的人最多', 'As many as can be within the radius'], n_median: ['让平均距离最短，适合天天要去的地方', 'The least mean distance: for what is visited daily'], n_center: ['让最远那个人的距离最短，适合应急', 'The least farthest distance: for emergencies'], 'n_cover-all': ['全部覆盖最少要几个点、多少钱', 'How many sites, or how much money, reaching everybody takes'],
  howMany: ['数量', 'How many'], byNumber: ['新增几个', 'Number'], byBudget: ['总预算', 'Budget'], sitesU: ['个', 'sites'], cost: ['每个点的费用', 'Cost per site'], costNote: ['不填则不计费用', 'Empty: costs are not counted'], costNeed: ['有预算时必填', 'Needed with a budget'], yuan: ['元', 'yuan'],
  keep: ['现有服务点全部保留', 'All existing points stay'], keepNote: ['关闭后，现有点与备选地点一起重新挑选，可能有人失去覆盖', 'Without it, existing points compete with the candidates, and some people may lose theirs'],
  from: ['备选地点', 'Candidate places'], f_grids: ['各网格中心', 'Middle of every grid'], f_communities: ['各社区中心', 'Middle of every community'], f_public: ['其他公有服务点', 'Other points in public hands'], f_list: ['自己的地点表', 'A list of my own'],
  listNote: ['CSV 或 Excel，首行列名：名称、经度、纬度，可另有费用（元）', 'CSV or Excel; first row: name, longitude, latitude, and cost in yuan if you like'], choose: ['选择文件', 'Choose a file'], gcj: ['坐标是 GCJ-02（高德、腾讯等地图）', 'Coordinates are GCJ-02 (Chinese consumer maps)'], listGot: (n: string) => [`已读取 ${n} 个地点`, `${n} places read`], listBad: (n: string) => [`${n} 行不能用`, `${n} rows cannot be used`], line: (n: number) => [`第 ${n} 行`, `Row ${n}`],
  limit: ['最长计算时间', 'Search for at most'], seconds: (n: number) => [n < 60 ? `${n} 秒` : `${n / 60} 分钟`, n < 60 ? `${n} s` : `${n / 60} min`], begin: ['开始计算', 'Work it out'], within: (place: string) => [`范围：${place}。要换范围，请用页面上方的“查看范围”。`, `Place: ${place}. To choose another, use the scope at the top.`],
  now: ['现在', 'Now'], nowReached: (a: string, b: string) => [`${a} 人中 ${b} 人在范围之内`, `${b} of ${a} people are within reach`], nowPoints: (n: string) => [`现有 ${n} 个点`, `${n} points exist`], nowSpots: (n: string) => [`${n} 个备选地点`, `${n} candidate places`], pickFirst: ['选定服务类别后，地图显示现有服务点和备选地点。', 'Choose a service, and the map shows the points that exist and the candidates.'],
  draft: ['已恢复上次没有提交的设置', 'Your unsent settings are back'], dropDraft: ['重新填写', 'Start afresh'], needPick: ['请选择', 'Please choose'], needNumber: ['请填写数量', 'Please give a number'], needFrom: ['请至少选择一种备选地点', 'Choose at least one source'], needList: ['请先选择地点表', 'Choose the file first'], nameOf: (n: string, cat: string) => [`${cat}选址（${n}）`, `Where to open: ${cat} (${n})`],
  // the result
  running: ['正在计算', 'Working it out'], leave: ['可以离开此页，计算会继续进行。', 'You may leave this page; the work goes on.'], soFar: (b: string, l: string, g: string) => [`目前最好 ${b}，界限 ${l}，相差 ${g}`, `best so far ${b}, bound ${l}, ${g} apart`], cancel: ['取消计算', 'Cancel'], cancelAsk: ['取消后没有结果，设置仍然保留，可以再算。', 'There will be no result; the settings are kept, and you can run it again.'], failed: ['没有算出结果', 'There is no result'], cancelled: ['计算已取消', 'The computation was cancelled'], againHint: ['可以修改设置后再算。', 'Change the settings and try again.'],
  copy: ['修改后另存', 'Change and run again'], rename: ['改名', 'Rename'], del: ['删除', 'Delete'], delAsk: (n: string) => [`删除“${n}”？删除后不能恢复。`, `Delete “${n}”? It cannot be brought back.`], deleted: ['已删除', 'Deleted'], print: ['打印', 'Print'], export: ['导出', 'Export'], x_xlsx: ['全部表格 Excel (XLSX)', 'All tables as Excel (XLSX)'], x_sites: ['新选地点 CSV', 'New sites as CSV'], x_areas: ['各社区变化 CSV', 'Change by community as CSV'], x_geo: ['地图 GeoJSON', 'Map as GeoJSON'], with: ['与另一方案比较', 'Compare with another'],
  inReach: ['范围内的人', 'Within reach'], meanWay: ['平均距离', 'Mean distance'], farWay: ['最远距离', 'Farthest'], newSites: ['新增地点', 'New sites'], money: ['费用', 'Cost'], of: (n: string) => [`共 ${n} 人`, `of ${n} people`], before: ['之前', 'Before'], after: ['之后', 'After'], change: ['增加', 'Gain'], ofAll: ['占全部', 'Share'],
  orderOf: (g: string, has: string) => [`${g}，${has}`, `${g[0].toUpperCase()}${g.slice(1)} with ${has}`],
  has: (reach: string, what: string) => [`${reach}内有${what}`, `${what} within ${reach}`], metresOf: (n: string) => [`${n} 米`, `${n} m`], walkOf: (n: number) => [`步行 ${n} 分钟`, `${n} min on foot`],
  meanOf: (g: string, what: string) => [`${g}到最近的${what}，平均距离`, `${g[0].toUpperCase()}${g.slice(1)}: mean distance to ${what}`], farOf: (g: string, what: string) => [`${g}到最近的${what}，最远距离`, `${g[0].toUpperCase()}${g.slice(1)}: farthest from ${what}`],
  allAdds: (n: string) => [`多覆盖 ${n} 人`, `${n} more people within reach`], noLoss: ['没有人因此失去覆盖', 'Nobody loses a point nearby'], losers: (n: string) => [`有 ${n} 人失去原来范围内的服务点`, `${n} people lose the point that was near`], spare: (n: number) => [`另有 ${n} 个名额没有用：再增加地点也不会多覆盖一个人。`, `${n} more were allowed and are not used: no further place would reach anybody else.`], unreachable: (n: string) => [`有 ${n} 人离任何备选地点都超出半径，不计在内。`, `${n} people are beyond the radius of every candidate, and are left out.`], offMap: (n: string) => [`有 ${n} 人的住址不在地图上，不计在内。`, `${n} people have no place on the map, and are not counted.`],
  estimate: ['人数按需求图公布的汇总数推算，人数过少的网格不公布，按居民多少分摊；几百人以上的人群误差约在两个百分点以内，更少则更大。', 'Counts are estimated from what the demand map tells; places too small to be told share the rest by their residents. For groups of several hundred a share is right to about two points; for fewer, less.'], exact: ['人数为准确统计。', 'Counts are exact.'], hidden: ['人数过少的数字对您不显示，以保护个人信息。', 'Very small counts are not shown to you, to protect persons.'], asOf: (t: string) => [`数据时间 ${t}`, `Data of ${t}`], how: (u: string, c: string, s: string) => [`${u} 个需求格，${c} 个备选地点，用时${s === '0.0' ? '不到 0.1' : ' ' + s} 秒`, `${u} cells of demand, ${c} candidate places, ${s === '0.0' ? 'under 0.1' : s} s`], checked: ['界限由另一段程序按原始数据重新核对', 'the bound was recomputed from the data by a second programme'],
  tSites: ['新选地点，按开设先后', 'New sites, in the order to open them'], site: ['地点', 'Place'], adds: ['多覆盖', 'Adds'], addsNote: ['在前面各点开设之后，再多覆盖的人数', 'People who come within reach once those before it are open'], serves: ['就近服务', 'Serves'], servesNote: ['离这里最近的人数', 'People for whom it is the nearest'], noSites: ['不需要新增地点', 'No new site is needed'], src: ['来源', 'From'], closed: ['不再保留', 'Given up'], closedPts: ['不再保留的现有点', 'Existing points that are given up'],
  tAreas: ['各社区前后对比', 'Before and after by community'], tGrids: ['各网格前后对比', 'Before and after by grid'], groupN: ['人数', 'People'], same: ['不变', 'same'], nobodyLess: ['没有社区变差', 'no community is worse off'], worse: (n: number) => [`${n} 个社区变差`, `${n} communities are worse off`], better: (n: number) => [`${n} 个社区改善`, `${n} communities gain`], unchanged: (n: number) => [`${n} 个不变`, `${n} unchanged`],
  show: ['地图显示', 'Map shows'], m_after: ['之后', 'After'], m_before: ['之前', 'Before'], k_before: ['之前已覆盖', 'Reached before'], k_new: ['新覆盖', 'Newly reached'], k_none: ['仍未覆盖', 'Not reached'], k_lost: ['失去覆盖', 'No longer reached'], k_point: ['现有点', 'Existing point'], k_site: ['新选地点', 'New site'], k_spot: ['备选地点', 'Candidate place'], k_gone: ['不再保留的点', 'Point given up'], darker: ['颜色越深，人越多', 'The darker, the more people'], radiusKey: (r: string) => [`圆圈：${r}`, `Circles: ${r}`], legend: ['图例', 'Legend'], demandKey: ['需求密度', 'Density of demand'],
  cTitle: ['方案比较', 'Two scenarios'], cPick: ['选择另一个方案', 'Choose another scenario'], cNone: ['没有可以比较的另一个方案', 'There is no other scenario to compare with'], cDiff: ['相差', 'Difference'], cGroup: ['两个方案的人群或服务不同，数字不能直接相比。', 'The two are for different groups or services: their figures cannot be compared directly.'], cOther: ['两个方案的半径不同。', 'The two have different radii.'], points: (n: string) => [`${n} 个百分点`, `${n} points`], only: ['只在这个方案', 'only in this one'], both: ['两个方案都有', 'in both'], order: ['设置', 'Settings'],
  newP: ['新建项目方案', 'New portfolio'], newMenu: ['新建方案', 'New scenario'], portfolio: ['项目组合', 'Portfolio'], pLead: ['在预算之内选哪些项目，服务的人最多，又让每个区域都不落空。', 'Which projects to fund so that the most people are served and no place goes empty.'],
  budget: ['总预算', 'Budget'], floors: ['每个区域的下限', 'Floors for every place'], level: ['按', 'By'], l_street: ['街道', 'street'], l_community: ['社区', 'community'], floorMoney: ['至少投入', 'At least'], floorPeople: ['至少服务', 'At least'], persons: ['人', 'people'], floorNote: ['只对有备选项目的区域有效；不填则没有下限', 'For places that have candidates; empty: no floor'],
  pFrom: ['备选项目', 'Candidate projects'], f_running: ['运行中的资助项目（续办）', 'Funded projects that run, to go on'], ideas: ['新项目', 'New projects'], addIdea: ['加一行', 'Add a row'], pName: ['项目', 'Project'], pPlace: ['区域', 'Place'], pPeople: ['服务人数', 'People'], fate: ['参与方式', 'Role'], free: ['参与挑选', 'May be chosen'], must: ['必选', 'Must be chosen'], refused: ['排除', 'Left out'], needs: ['依赖', 'Needs'], set: ['同组最多一个', 'At most one of'], ideasNote: ['CSV 或 Excel，首行列名：项目、区域、费用、服务人数，可另有依赖、组', 'CSV or Excel; first row: project, place, cost, people; needs and set if you like'], dropRow: ['删除这一行', 'Remove this row'],
  nobody: ['至少要有一个备选项目', 'There must be a candidate'], badRow: ['有一行没有填完', 'A row is not complete'], twiceRow: ['有两行同名', 'Two rows have one name'], nameP: (b: string) => [`${b} 的项目组合`, `Portfolio for ${b}`],
  x_projects: ['备选项目 CSV', 'Projects as CSV'], served: ['服务人数', 'People served'], spent: ['使用预算', 'Spent'], left: (m: string) => [`余 ${m}`, `${m} left`], pChosen: ['入选', 'Chosen'], pNot: ['未入选', 'Not chosen'], why: ['理由', 'Why'], tChosen: (a: number, b: number) => [`入选 ${a} 个，共 ${b} 个备选`, `${a} of ${b} are chosen`], tFunds: ['各区域', 'By place'], floorCol: ['下限', 'Floor'], floorMet: ['达到', 'met'], floorNone: ['没有备选项目', 'no candidate'], bare: (n: number) => [`有 ${n} 个区域没有备选项目，下限对它们无效。`, `${n} places have no candidate: their floors cannot be kept.`], budgetOf: (m: string) => [`${m} 预算内，服务人数最多的项目组合`, `The projects that serve the most people for ${m}`], per: ['每万元', 'Per 10,000'], pReport: ['项目方案报告', 'Portfolio report'], kinds: ['两个方案类型不同，不能比较。', 'The two are of different kinds and cannot be compared.'], onlyOne: ['只在一个方案', 'in one of them only'],
  made: ['编制', 'Prepared by'], review: ['审核', 'Reviewed by'], seal: ['（盖章）', '(seal)'], report: ['选址方案报告', 'Siting report'], missing: ['选择范围', 'Choose a place'],
})

export const states = (): Record<string, readonly [Tone, string]> => ({ queued: ['amber', w.s_queued], running: ['blue', w.s_running], done: ['green', w.s_done], failed: ['red', w.s_failed], cancelled: ['', w.s_cancelled] })
export const busy = (s?: string): boolean => s === 'queued' || s === 'running'
const word = (key: string): string => (w as unknown as Record<string, string>)[key] ?? key
export const aimWord = (a: string): string => word('a_' + a)
export const aimNote = (a: string): string => word('n_' + a)
export const sourceWord = (f?: string): string => (f ? word('f_' + f) : w.k_point)
export const aims = ['coverage', 'median', 'center', 'cover-all'] as const
export const sources = ['grids', 'communities', 'public', 'list'] as const

/** straight is how many metres in a straight line some minutes on foot are; the server's constants. */
export const straight = (minutes: number): number => Math.round((minutes * 4000) / 60 / 1.2)

/** ageWords of a range; 130 is no upper bound. */
export function ageWords(from = 0, to = 0): string {
  const open = !to || to >= 120
  if (!from && open) return ''
  return open ? w.over(from) : from ? w.band(from, to) : w.upTo(to)
}

/** groupWords says whom a scenario is for; attr names an attribute. */
export function groupWords(g: Group, attr: (key: string) => string): string {
  const zh = language() === 'zh'
  const age = ageWords(g.age_from, g.age_to)
  const noun = (g.age_from ?? 0) >= 60 ? w.elders : g.age_to && g.age_to <= 14 ? w.kids : w.people
  const sex = g.sex === 'male' ? w.male : g.sex === 'female' ? w.female : ''
  const marks = (g.attributes ?? []).map(a => attributeWords(a, attr))
  const tail = marks.length ? (zh ? `（${marks.join('、')}）` : ` (${marks.join(', ')})`) : ''
  if (zh) return `${age.replaceAll(' ', '')}${sex}${noun}${tail}`
  return `${sex || noun}${age ? ` aged ${age}` : ''}${tail}`
}

/** attributeWords of "key", "key:level", "key:level+" or "!key". */
export function attributeWords(a: string, attr: (key: string) => string): string {
  const zh = language() === 'zh'
  const without = a.startsWith('!')
  const [key, level = ''] = a.replace(/^!/, '').split(':')
  const least = level.endsWith('+')
  const grade = level ? ` ${levelWord(level.replace(/\+$/, ''))}${least ? (zh ? '及以上' : ' or more') : ''}` : ''
  return (without ? (zh ? '非' : 'not: ') : '') + attr(key) + grade
}

/** reachWords says how near. */
export const reachWords = (o: Pick<Where, 'walk_min' | 'radius_m'>): string => (o.walk_min ? w.walkOf(o.walk_min) : w.metresOf(count(o.radius_m)))

/** share as it is written before → after. */
export const share = (part?: number | null, whole?: number | null): string => (part === undefined || part === null || whole === undefined || whole === null ? '—' : percent(part, whole))

/** told is a count, or that it is not told. */
export const told = (n?: number | null): string => (n === null || n === undefined ? w.few : count(n))

/** price without the fen that are none. */
export const price = (fen?: number | null): string => money(fen).replace(/\.00$/, '')

/** aimed is the figure that a scenario is for, before and after: a share, or a way. */
export function aimed(aim: string | undefined, h: { people: number | null; before: number | null; after: number | null; before_m?: number | null; after_m?: number | null }): [string, string] {
  return aim === 'median' || aim === 'center' ? [way(h.before_m), way(h.after_m)] : [share(h.before, h.people), share(h.after, h.people)]
}

/** signed is a change with its sign. */
export const signed = (n?: number | null): string => (n === null || n === undefined ? '—' : n > 0 ? '+' + count(n) : n < 0 ? '−' + count(-n) : '0')

/** gapWords is a gap in percent, never rounded to nothing. */
export const gapWords = (gap: number): string => (gap > 0 && gap < 0.0001 ? '< 0.01%' : (100 * gap).toFixed(gap < 0.01 ? 2 : 1) + '%')

/** value of an objective in words, while it is searched for. */
export function value(aim: string, v: number, costs: boolean): string {
  const zh = language() === 'zh'
  switch (aim) {
    case 'median': return `${count(v / 1000)} ${zh ? '人·公里' : 'person-km'}`
    case 'center': return w.metresOf(count(v))
    case 'cover-all': return costs ? money(v) : `${count(v)} ${w.sitesU}`
  }
  return `${count(v)} ${zh ? '人' : 'people'}`
}

export const gapOf = (best: number, bound: number): number => (best === bound ? 0 : Math.abs(best - bound) / Math.max(1e-9, Math.abs(best)))

/** changes counts the areas that gain, lose and stay; what is not told is none of them. */
export function changes(areas: readonly Area[]): { better: number; worse: number; same: number; hidden: number } {
  const out = { better: 0, worse: 0, same: 0, hidden: 0 }
  for (const a of areas) {
    if (a.gain === null) out.hidden++
    else if ((a.lost ?? 0) > 0 || a.gain < 0) out.worse++
    else if (a.gain > 0) out.better++
    else out.same++
  }
  return out
}

/** corners of a cell of the web map, as a closed ring of longitude and latitude. */
export function corners(x: number, y: number, zoom: number): [number, number][] {
  const n = 2 ** zoom
  const lon = (x: number) => (x / n) * 360 - 180
  const lat = (y: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / n))) * 180) / Math.PI
  return [[lon(x), lat(y)], [lon(x + 1), lat(y)], [lon(x + 1), lat(y + 1)], [lon(x), lat(y + 1)], [lon(x), lat(y)]]
}

/** what became of a cell: reached before (1) and after (2), added. */
export const cellState = (n: number): 'none' | 'lost' | 'new' | 'kept' => (['none', 'lost', 'new', 'kept'] as const)[n & 3]
