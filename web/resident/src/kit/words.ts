// Words of the screens: a dictionary is an object of [Chinese, English] pairs, so
// that the compiler refuses a word without its English.
export type Lang = 'zh' | 'en'
type Pair = readonly [zh: string, en: string]
type Entry = Pair | ((...a: any[]) => Pair)
type Words<T> = { readonly [K in keyof T]: T[K] extends (...a: infer A) => Pair ? (...a: A) => string : string }

let lang: Lang = 'zh'

export const language = (): Lang => lang
/** speakIn changes the words read from now on; settings.ts remembers it and draws the screens anew. */
export const speakIn = (l: Lang) => { lang = l }
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

/** named is for things that carry both names: name or name_zh, and name_en. */
export function named(x?: { name?: string; name_zh?: string; name_en?: string } | null): string {
  if (!x) return ''
  const zh = x.name_zh ?? x.name ?? ''
  return lang === 'en' ? x.name_en || zh : zh || x.name_en || ''
}

export const common = words({
  brand: ['邻里', 'Linli'],
  retry: ['再试一次', 'Try again'],
  back: ['返回', 'Back'],
  next: ['下一步', 'Next'],
  previous: ['上一步', 'Previous step'],
  cancel: ['取消', 'Cancel'],
  close: ['关闭', 'Close'],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
  all: ['全部', 'All'],
  yes: ['是', 'Yes'],
  no: ['不', 'No'],
  more: ['再看几个', 'Show more'],
  loading: ['正在加载', 'Loading'],
  kept: ['您填的内容都还在。', 'What you typed is still here.'],
  trace: (t: string) => [`报障编号 ${t}`, `Reference for support: ${t}`],
  stale: (t: string) => [`没能刷新，这是 ${t} 的内容`, `Could not refresh; this is from ${t}`],
  step: (i: number, n: number) => [`第 ${i} 步，共 ${n} 步`, `Step ${i} of ${n}`],
  callFor: (n: string) => [`不行就打电话：${n}`, `Or call ${n}`],
  signIn: ['登录', 'Sign in'],
  self: ['本人', 'Myself'],
})
