import { spoken } from './format'
import { language } from './words'

const voice = typeof window !== 'undefined' ? window.speechSynthesis : undefined

/** canSpeak is false where the browser has no voice: the button is not shown then. */
export const canSpeak = (): boolean => !!voice && typeof SpeechSynthesisUtterance !== 'undefined'
export const speaking = (): boolean => !!voice?.speaking
export const hush = (): void => voice?.cancel()

/** speak reads aloud, a little slower than one talks. */
export function speak(text: string): void {
  if (!voice) return
  voice.cancel()
  const u = new SpeechSynthesisUtterance(spoken(text))
  u.lang = language() === 'zh' ? 'zh-CN' : 'en-GB'
  u.rate = 0.85
  voice.speak(u)
}

/** pageText is what stands on the page in view, without what is only for the hand. */
export function pageText(): string {
  const all = [...document.querySelectorAll<HTMLElement>('.taro_page main')]
  const main = all.find(m => m.offsetParent !== null) ?? all[all.length - 1]
  if (!main) return ''
  const copy = main.cloneNode(true) as HTMLElement
  copy.querySelectorAll('[aria-hidden=true], input, textarea').forEach(e => e.remove())
  copy.querySelectorAll('p, li, h1, h2, h3, div, button').forEach(e => e.append('。'))
  return (copy.textContent ?? '').replace(/。[。\s]*/g, '。').trim()
}
