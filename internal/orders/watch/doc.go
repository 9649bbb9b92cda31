// Package watch is what happens to orders by itself: reminders and what is late,
// the confirmation three days after, and what follows from what happens elsewhere: a
// death, a move, a merged record, a point that closes, a rating, a settlement, a
// complaint.
//
//	in time ─due_soon─▶ in time ─overdue─▶ told the provider ─escalated─▶ street ─escalated─▶ district
//
// A meal at the counter that nobody fetched becomes a no-show; it is counted, and
// what follows from it is for a person to decide.
package watch
