// Package ruin improves a few rounds by ruin and recreate under simulated
// annealing: "slack induction by string removals" (Christiaens and Vanden Berghe,
// Transportation Science 54(2), 2020). Strings of neighbouring stops are taken out of
// rounds near each other, then each stop is put back where it is cheapest, some good
// places being overlooked at random.
//
// Whether a stop fits at a place is known in O(1) from the earliest time to leave
// what is before and the latest time to arrive at what is after (Savelsbergh 1992),
// kept for each number of breaks taken. An iteration is O(removals × stops).
package ruin
