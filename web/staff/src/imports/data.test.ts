import { expect, it } from 'vitest'
import { mappingFaults, stepOf } from './data'

it('resumes at the step that the state says', () => expect((['uploaded', 'mapped', 'running', 'done', 'undoing', 'undone', 'failed'] as const).map(stepOf)).toEqual([1, 2, 3, 4, 3, 4, 4]))
it('finds what is missing and what is chosen twice', () => {
  const fields = [{ key: 'name', required: true }, { key: 'id_number', required: true }, { key: 'phone' }]
  expect(mappingFaults({ 姓名: 'name', 联系人: 'name', 备注: '' }, fields)).toEqual({ missing: ['id_number'], twice: ['name'] })
  expect(mappingFaults({ 姓名: 'name', 证件: 'id_number' }, fields)).toEqual({ missing: [], twice: [] })
})
