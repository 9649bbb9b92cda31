import { expect, it } from 'vitest'
import { may } from './session'

const s = { posts: [], permissions: ['people.see', 'exchange.run'] }
it('knows a permission and a family of them', () => {
  expect(may(s, 'people.see')).toBe(true)
  expect(may(s, 'people.')).toBe(true)
  expect(may(s, 'people.edit')).toBe(false)
  expect(may(s, 'directory.', 'exchange.run')).toBe(true)
})
it('lets everyone where nothing is needed, and nobody before the session is known', () => {
  expect(may(s)).toBe(true)
  expect(may(undefined, 'people.')).toBe(false)
})
