// Package board is the dispatch board: how a day stands, who should go to whom,
// and the whole day's visits given out at once.
//
// One at a time: the carers of the organisation for one visit, best first, each
// with its reasons. All at once: engine/match finds the cheapest plan over all
// visits and carers, with a proof; it only proposes. Confirming it assigns what
// has not changed since. What a visit by a carer costs is published:
//
//	1000 − 600 for whoever has been with the person most often in the last 60 days,
//	       300 for whoever has been there at all
//	+ metres ÷ 10 from the nearest of their visits of the day, at most 500
//	+ 100 for each visit that they have that day
//
// A carer has one visit at a time and at most six a day; a visit that no carer
// can take stays open and says so.
package board
