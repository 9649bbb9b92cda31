// Package simplex solves linear programs whose variables lie between two bounds,
//
//	max c·x   with   A x ≤ b,   lower ≤ x ≤ upper,
//
// again and again while bounds change and rows are added, as a branch and bound
// wants it.
//
// # Method
//
// The dual simplex method for boxed variables with the long-step ratio test
// ("bound flipping": Kirillova, Gabasov and Kostyukova 1979; Fourer 1994; Maros
// 2003) and dual steepest edge pricing (Forrest and Goldfarb 1992). With boxed
// variables each basis becomes dual feasible by moving variables to their other
// bound, so any basis is a start and none needs to be kept with a node. The
// inverse of the basis is held dense and exploits zeros; it is made anew after
// 64 pivots. Dense pays as long as there are at most some hundred rows: the
// caller adds rows only when they are broken.
//
// Costs are moved by a little so that ties do not stall the search (Gill,
// Murray, Saunders and Wright 1989). What comes back is never a proof by itself: Prices
// are ≥ 0 whatever the rounding, and each vector ≥ 0 gives a bound that the
// caller computes on its own numbers.
package simplex
