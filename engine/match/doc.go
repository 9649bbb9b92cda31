// Package match assigns needs to offers at the least total cost, exactly, and
// proves it.
//
// Each need takes at most one unit of an offer or stays unmatched at a cost of
// its own; an offer has a number of units; only listed pairs may be matched.
// The answer comes with integer prices. Verify checks, without trusting Solve,
// that prices and assignment belong together (complementary slackness), which
// is the proof that nothing cheaper exists.
//
// Method: successive shortest paths with potentials (Edmonds and Karp 1972,
// "Theoretical improvements in algorithmic efficiency for network flow
// problems"), one Dijkstra search over the offers a need. Never a dense matrix:
// memory is O(needs + offers + pairs).
package match
