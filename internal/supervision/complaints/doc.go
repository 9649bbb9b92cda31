// Package complaints holds complaints, apart from what orders are rated.
//
//	filed ──assign──► assigned ──answer──► answered ──accept──► accepted
//	  ▲ (overdue: told to the district)        │  └──ten days without objection──► closed
//	  └──────────────── reopen ◄───────────────┘
//	every state before the last: withdraw ──► withdrawn
//
// Nobody handles a complaint of themselves, of their organisation, or of an order
// in which they had a hand. A complaint of the street's own staff, and one that was
// reopened twice, goes to the district: its row then lies at the district, out of
// the street's reach. A complaint may be filed without a name: whoever filed it
// gets a receipt of which the house keeps a digest only, and follows it with that.
//
// Time limits are in working days (those that cities' 12345 lines publish: one day
// to assign, five to answer, one where safety is at stake) and can be set.
package complaints
