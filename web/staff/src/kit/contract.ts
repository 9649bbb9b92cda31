// The shapes that the screens read must be those of the contract: this file holds
// no code, the compiler refuses it when the server's answers change.
import type { components } from '../../../client/schema'
import type { Attribute, Consent, Household, Member, Person } from '../people/data'
import type { Import, PreviewRow } from '../imports/data'
import type { AttributeKind, Demand } from '../map/data'
import type { Kind, Matter } from '../matters/Matters'
import type { DemoLogin, Post } from '../session/session'
import type { Region } from '../shell/regions'

type S = components['schemas']
type Fits<Sent extends Read, Read> = [Sent, Read]
/** Checked is every pair of what is sent and what is read. */
export type Checked = [
  Fits<S['Person'], Person>, Fits<S['Attribute'], Attribute>, Fits<S['ConsentGiven'], Consent>,
  Fits<Omit<S['Household'], 'members'>, Omit<Household, 'members'>>, Fits<S['Member'], Member>,
  Fits<Omit<S['Batch'], 'columns' | 'mapping' | 'state'>, Omit<Import, 'columns' | 'mapping' | 'state'>>, Fits<Omit<S['Preview'], 'cells'>, Omit<PreviewRow, 'cells'>>,
  Fits<S['Item'], Demand['items'][number]>, Fits<S['AttributeKind'], Omit<AttributeKind, 'levels'>>, Fits<Omit<S['Kind'], 'evidence'>, Omit<Kind, 'evidence'>>, Fits<Omit<S['Matter'], 'evidence'>, Omit<Matter, 'evidence'>>,
  Fits<S['DemoLogin'], DemoLogin>, Fits<S['PostView'], Post>, Fits<S['Region'], Region>,
]
