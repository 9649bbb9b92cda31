// Words of the screens: a dictionary is an object of [Chinese, English] pairs, so
// that the compiler refuses a word without its English.
export type Lang = 'zh' | 'en'
type Pair = readonly [zh: string, en: string]
type Entry = Pair | ((...a: any[]) => Pair)
type Words<T> = { readonly [K in keyof T]: T[K] extends (...a: infer A) => Pair ? (...a: A) => string : string }

let lang: Lang = typeof localStorage !== 'undefined' && localStorage.getItem('linli.lang') === 'en' ? 'en' : 'zh'

export const language = (): Lang => lang

/** setLanguage changes the words read from now on; the caller draws the screen anew. */
export function setLanguage(l: Lang) {
  lang = l
  if (typeof localStorage !== 'undefined') localStorage.setItem('linli.lang', l)
  if (typeof document !== 'undefined') document.documentElement.lang = l === 'zh' ? 'zh-CN' : 'en'
}

export const pick = (p: Pair): string => p[lang === 'zh' ? 0 : 1]

/** words makes a dictionary that answers in the language of the moment. */
export function words<const T extends Record<string, Entry>>(dict: T): Words<T> {
  const out = {}
  for (const [k, e] of Object.entries(dict)) {
    Object.defineProperty(out, k, {
      enumerable: true,
      get: () => (typeof e === 'function' ? (...a: unknown[]) => pick((e as (...a: unknown[]) => Pair)(...a)) : pick(e as Pair)),
    })
  }
  return out as Words<T>
}

/** named is for things that carry both names: {name, name_en} or {name_zh, name_en}. */
export function named(x?: { name?: string; name_zh?: string; name_en?: string } | null): string {
  if (!x) return ''
  const zh = x.name_zh ?? x.name ?? ''
  return lang === 'en' ? x.name_en || zh : zh || x.name_en || ''
}

export const common = words({
  brand: ['邻里', 'Linli'],
  retry: ['重试', 'Try again'],
  refresh: ['刷新', 'Refresh'],
  cancel: ['取消', 'Cancel'],
  save: ['保存', 'Save'],
  close: ['关闭', 'Close'],
  back: ['返回', 'Back'],
  next: ['下一步', 'Next'],
  previous: ['上一步', 'Back'],
  all: ['全部', 'All'],
  none: ['无', 'None'],
  yes: ['是', 'Yes'],
  no: ['否', 'No'],
  name: ['名称', 'Name'],
  state: ['状态', 'State'],
  region: ['区域', 'Place'],
  category: ['类别', 'Category'],
  created: ['创建时间', 'Created'],
  updated: ['更新时间', 'Updated'],
  actions: ['操作', 'Actions'],
  search: ['搜索', 'Search'],
  failed: ['没有成功', 'That did not work'],
  kept: ['已填写的内容都还在。', 'What you typed is still here.'],
  trace: (t: string) => [`报障编号 ${t}`, `Reference for support ${t}`],
  done: ['已完成', 'Done'],
  saved: ['已保存', 'Saved'],
  details: ['详情', 'Details'],
  loading: ['正在加载', 'Loading'],
  asOf: (t: string) => [`更新于 ${t}`, `Updated ${t}`],
  stale: ['未能刷新，显示的是较早的数据', 'Could not refresh; these are earlier data'],
  step: (i: number, n: number) => [`第 ${i} 步，共 ${n} 步`, `Step ${i} of ${n}`],
})
