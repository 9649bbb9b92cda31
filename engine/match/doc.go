// Package match assigns needs to offers at the least total cost, exactly, and
// proves it.
//
// Each need takes at most one unit of an offer or stays unmatched at a cost of
// its own; an offer has a number of units; a group of offers may have a limit in
// common; only listed pairs may be matched. The answer comes with integer
// prices. Verify checks, without trusting Solve, that prices and assignment
// belong together (complementary slackness), which is the proof that nothing
// cheaper exists.
// Solve begins from scratch, Plan keeps an optimum while needs and offers come
// and go, Weigh makes some needs count more.
//
// # Method
//
// Solve is an auction with ε-scaling, forward and reverse in turn (Bertsekas and
// Castañón, "The auction algorithm for the transportation problem", 1989, and "A
// forward/reverse auction algorithm for asymmetric assignment problems", 1992).
// Costs are scaled by the number of offers + 2. In a phase, with prices that may
// be off by ε: needs without a unit bid for the offer that is cheapest for them,
// up to what their second choice would cost; an offer keeps its highest bids, and
// its price is its lowest accepted one. Then offers with units left and a price above 0
// lower it to where those units find takers. ε falls by a factor of 8 from
// a quarter of the largest cost to 1. Once ε is below a tenth of a unit of cost
// the assignment is nearly always the best already: exact prices are then
// sought by label correction over the offers (a difference-constraint system),
// and found exactly when it is. Otherwise the next phase follows; after the phase
// of ε = 1 the assignment is optimal by the usual theorem.
//
// Problems with groups, and changes to a Plan, go by shortest augmenting chains
// with exact prices (Edmonds and Karp 1972; one Dijkstra search a change).
//
// Memory is O(needs + offers + pairs); never a dense matrix. The same problem
// gives the same solution: there is one thread and no randomness.
//
// What was tried is in docs/benchmarks.md.
package match
