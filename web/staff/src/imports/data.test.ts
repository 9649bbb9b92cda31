import { expect, it } from 'vitest'
import { mappingFaults, stepOf } from './data'

it('resumes at the step that the state says', () => expect((['uploaded', 'mapped', 'running', 'done', 'undoing', 'undone', 'failed'] as const).map(stepOf)).toEqual([1, 2, 3, 4, 3, 4, 4]))
it('finds what is missing and what is chosen twice', () => {
  expect(mappingFaults(['phone', 'phone', ''])).toEqual({ missing: ['name'], twice: ['phone'] })
  expect(mappingFaults(['name', 'resident_id', ''])).toEqual({ missing: [], twice: [] })
})
