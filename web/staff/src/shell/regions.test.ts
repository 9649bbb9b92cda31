import { expect, it } from 'vitest'
import { pathTo, tree, type Region } from './regions'

const r = (code: string, parent = ''): Region => ({ code, parent, level: '', name: code, lon: 0, lat: 0 })
const all = [r('449901'), r('449901001', '449901'), r('449901002', '449901'), r('449901001001', '449901001'), r('449901001002', '449901001')]

it('shows a planner the whole district', () => {
  const t = tree(all, ['449901'])
  expect(t[0].disabled).toBeUndefined()
  expect(t[0].children?.length).toBe(2)
})
it('lets a community worker choose their community only, seen in its place', () => {
  expect(tree(all, ['449901001002'])).toEqual([
    { value: '449901', label: '449901', disabled: true, children: [{ value: '449901001', label: '449901001', disabled: true, children: [{ value: '449901001002', label: '449901001002' }] }] },
  ])
})
it('cuts a code into its levels', () => expect(pathTo('449901001002')).toEqual(['449901', '449901001', '449901001002']))
