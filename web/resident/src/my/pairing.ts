// What suits me: the exchange of those who wait and those who give.
import type { components } from '../../../client/schema'
import { send } from '../kit/api'

export type ForMe = components['schemas']['ForMe']
export type Suits = components['schemas']['Suits']
export const suits = (person: string): Promise<ForMe> => send<ForMe>('get', '/my/pairing', { query: { person } })
