// How a person likes the screens: kept on this device, and with the account once
// they sign in.
import { disk } from './disk'
import { scale } from './scale'
import { store } from './store'
import { speakIn, type Lang } from './words'

export interface Settings {
  care: boolean
  lang: Lang
  /** 0 as designed, 1 larger, 2 largest. */
  size: 0 | 1 | 2
  /** What was said to the privacy notice; '' when it was not asked yet. */
  privacy: '' | 'agreed' | 'refused'
  /** Care mode was offered once and is not offered again. */
  offered: boolean
}

// Whoever made WeChat's text large begins with large text here.
const large = scale()
const first: Settings = { care: large >= 1.35, lang: 'zh', size: large >= 1.1 && large < 1.35 ? 1 : 0, privacy: '', offered: large >= 1.35 }
const kept = { ...first, ...disk.read<Partial<Settings>>('settings') }
speakIn(kept.lang)
tellPage(kept.lang)
export const settings = store<Settings>(kept)

/** tellPage says the language to screen readers. */
function tellPage(l: Lang) {
  if (typeof document !== 'undefined' && document.documentElement) document.documentElement.lang = l === 'zh' ? 'zh-CN' : 'en'
}

let tell: ((s: Settings) => void) | undefined
/** onChange is called after each change; session.ts sends it to the account. */
export const onChange = (f: (s: Settings) => void) => { tell = f }

/** change remembers; quiet is for what came from the account. */
export function change(part: Partial<Settings>, quiet = false) {
  const next = { ...settings.get(), ...part }
  speakIn(next.lang)
  disk.write('settings', next)
  tellPage(next.lang)
  settings.set(part)
  if (!quiet) tell?.(next)
}

/** Body text in pixels, by size; care mode begins at 20 (WCAG 2.2; MIIT's rules for the elderly ask for 18 and up to 30). */
export const textPx = (s: Pick<Settings, 'care' | 'size'>): number => (s.care ? [20, 24, 30] : [16, 18, 20])[s.size]
