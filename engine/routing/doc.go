// Package routing plans rounds: which vehicle or person visits which stops, in
// which order and when, at the least cost that was found, with a proved bound.
//
// Solve knows time windows, service times, capacities, different vehicles with their
// own start and end (or an open one), shifts, breaks, skills, prices of leaving a stop out, and
// remembered orders as a soft wish. Verify checks a solution and its bound without
// trusting Solve. The folders below hold the search (ruin) and the file formats of
// the public benchmarks (vrplib).
//
// # Method
//
// Slack induction by string removals (Christiaens and Vanden Berghe 2020) under
// simulated annealing; see ruin. Where there are many stops the rounds are divided
// into groups of about 200 stops, near each other on a plane made from the costs
// (FastMap, Faloutsos and Lin 1995) and cut in random directions; the groups are searched side by side
// on all cores for 3,000 iterations each, then divided anew. As annealing accepts by the
// difference of cost alone, a group decides exactly as the whole would.
//
// # What is promised
//
// Rounds keep every rule. They are good, not proved the best, unless Cost equals
// Bound. The bound is the dual of an assignment relaxation: each stop is entered and left
// once, by ways that windows, capacities and skills allow, and there are at least as many
// rounds as what must be carried needs. It is near where windows are tight, and far
// where stops stand in clusters with wide windows; breaks and remembered orders do
// not raise it.
//
// The same problem, Seed and Iterations give the same solution on any number of cores.
// With a time limit (Share) they need not. Memory is O(places²) for the ways and,
// for the bound, O(stops²).
package routing
