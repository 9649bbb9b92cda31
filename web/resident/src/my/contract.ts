// The shapes that the screens read must be those of the contract: this file holds
// no code, the compiler refuses it when the server's answers change.
import type { components } from '../../../client/schema'
import type { FreeDay, Order, Price, Quote, Refusal, Rule, Series, Slot, TriedDay, Waiting } from './types'

type S = components['schemas']
type Fits<Sent extends Read, Read> = [Sent, Read]
/** Checked is every pair of what is sent and what is read. */
export type Checked = [
  Fits<Omit<S['ServiceOrder'], 'mode' | 'placed_by' | 'slot' | 'price' | 'story'>, Omit<Order, 'mode' | 'placed_by' | 'slot' | 'price' | 'story'>>, Fits<S['OrderPrice'], Price>, Fits<S['Slot'], Slot>,
  Fits<Omit<S['OrderQuote'], 'entitled'>, Omit<Quote, 'entitled'>>, Fits<S['OrderRefusal'], Refusal>, Fits<S['DayTimes'], FreeDay>,
  Fits<S['OrderSeries'], Series>, Fits<S['SeriesRule'], Rule>, Fits<S['SeriesDay'], TriedDay>, Fits<S['Waiting'], Waiting>,
]
