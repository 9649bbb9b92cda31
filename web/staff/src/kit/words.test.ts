import { afterEach, expect, it } from 'vitest'
import { named, setLanguage, words } from './words'

afterEach(() => setLanguage('zh'))
const w = words({ hello: ['你好', 'Hello'], n: (n: number) => [`${n} 人`, `${n} people`] })

it('answers in the language of the moment', () => {
  expect([w.hello, w.n(2)]).toEqual(['你好', '2 人'])
  setLanguage('en')
  expect([w.hello, w.n(2)]).toEqual(['Hello', '2 people'])
})
it('falls back to the Chinese name where there is no English one', () => {
  setLanguage('en')
  expect(named({ name: '青榕社区' })).toBe('青榕社区')
  expect(named({ name: '青榕社区', name_en: 'Qingrong' })).toBe('Qingrong')
})
