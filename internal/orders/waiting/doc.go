// Package waiting is the line for a time that is full.
//
//	waiting → offered → taken
//	          offered → waiting            (lapsed: the next is asked; one's place is kept, once)
//	waiting | offered → left               (by the person)
//	waiting | offered → closed             (orders are no longer taken, or the person's services rest)
//
// A place that is given back is offered in the transaction that gives it back,
// and stays held while it is offered: nobody can slip in between. An offer lasts
// two hours of the day (08:30 to 18:00, every day), but never beyond the cut-off.
//
// The order of the line is a formula, shown with every row:
//
//	10 × what makes the person vulnerable (at most 3) + full hours waited (at most 48)
//
// More points first; among equals who came first. Who lets an offer lapse twice
// leaves the line.
package waiting
