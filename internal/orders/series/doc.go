// Package series says which days a standing order means, and puts its orders in
// ahead of time.
//
//	active ⇄ paused (from a day to a day; the series goes on by itself)
//	active → ended
//
// A rule names weekdays between two days, single dates, or both; it leaves out
// single days, pauses and, where asked, public holidays. It reaches at most 366
// days ahead: what is longer is begun again, by a person who still wants it.
//
// Orders are put in fourteen days ahead. Each day is tried once: it becomes an
// order, a place in a line, or a refusal, which is kept and told. Killed in the
// middle, it goes on where it was.
package series
