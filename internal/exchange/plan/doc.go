// Package plan decides which need gets which offer, for everybody at once, and
// proves that no other plan is better.
//
//	needs, offers ─▶ pairs within reach ─▶ engine/match ─▶ prices
//	                       ▲                                  │
//	                       └── a pair left out is a bargain? ─┘ add it, solve again
//
// The cost of a pair is its distance in whole metres. The cost of leaving a need
// unmatched is Settings.UnmatchedCost times its weight; the weight is the
// published priority (Weigh). So the plan serves as many as it can, the weighty
// first, and among such plans has the shortest ways.
//
// A pair is possible when the categories are equal, the home lies within the
// radius and within the reach of the offer, the offer heeds every constraint of
// the need, and the rule of the service entitles the person.
//
// At first each need is given only its few nearest possible offers. The prices
// that come with the solution tell which pairs left out could have been better:
// those nearer than the price of the need less the price of the offer. They are
// added and the problem solved again, until there are none (column generation,
// Dantzig and Wolfe 1960). The proof then holds over all possible pairs, not
// only over those listed. Equal input gives equal output.
package plan
