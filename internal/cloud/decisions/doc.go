// Package decisions answers "what if": scenarios that are worked out, kept,
// compared and shown to those who decide.
//
//	queued ──▶ running ──▶ done
//	   │          ├──────▶ failed      (the order cannot be met; it says why)
//	   └──────────┴──────▶ cancelled   (by hand)
//
// Who does what: a district planner and a street operator set scenarios up in
// their places and see them; an auditor sees them.
//
// WHERE (精准选址): which places to open so that a group has a service near.
//
//	register of people ─▶ cells of about 140 m ┐
//	directory ─▶ points that are there already ┼─▶ engine/siting ─▶ sites, figures, proof
//	grids, communities, public points, a list ─┘
//
// Demand is cells of the same grid as the demand map's finest, split by the place
// that people are registered in, never a person's point. Who may see the persons
// of a place plans with exact counts. For the others each cell is an estimate made
// of nothing but what the demand map tells them: the counts of streets,
// communities and grids, those that are not told sharing what is left of the next
// larger count, and within the smallest place by the number of residents in the
// cell, to the nearest ten. What was planned with exact counts is shown
// to the others with small counts left out (guard.go).
//
// A distance is a straight line in metres; minutes on foot become metres by
// Detour and Pace. The engine's answer is checked by siting.Verify before it is
// kept; the proof line says how far from the best it can be at the most.
package decisions
