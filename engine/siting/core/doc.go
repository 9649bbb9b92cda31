// Package core is a siting problem as one node of a search sees it: the sites
// that are undecided, the options of each demand by cost, a Lagrangian bound with the
// multipliers of the demand, and a local search for good choices.
//
// # Method
//
// Each demand k pays λ(k) for being served; without the duty to serve it, a site j
// is worth fee(j) + Σ min(0, cost(k,j) − λ(k)), with a capacity only as much of
// that as it has room for (a continuous knapsack), and the best choice is the few
// smallest worths. Σ λ and that sum is a bound for any λ (Cornuéjols, Fisher and
// Nemhauser 1977; Beasley 1993, "Lagrangean heuristics for location problems").
// With a budget, prices are added to the worths with a multiplier of their own,
// which is found exactly. Ascent raises the bound by a deflected subgradient with
// steps that shrink by a constant factor. Local is the fast interchange of
// Whitaker (1983) with the bookkeeping of Resende and Werneck (2007).
//
// A round of the ascent is O(options cheaper than λ + sites). The sums come out the
// same whatever the number of cores.
package core
