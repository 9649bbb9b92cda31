// Package siting chooses where sites go, and says how far from the best a choice
// can be at the most.
//
// Four questions: the least total way (p-median), the most demand within a
// radius (maximal covering), the least farthest way (p-center), the fewest or
// cheapest sites that leave nobody out (set covering). Sites may be kept that
// are there already; pairs may be forbidden; the number of sites or a budget bounds the
// choice.
//
// # Method
//
// Each demand is made to pay a price λ for being served; without the duty to
// serve it, the best choice is found by sorting. Its value is a bound for every
// λ ≥ 0 (Lagrangian relaxation of the assignment: Cornuéjols, Fisher and Nemhauser
// 1977; Beasley 1985). λ climbs by a deflected subgradient. Choices met on the
// way are improved by swaps. At the best λ, sites whose opposite would cost more
// than the best choice are fixed; what is left is divided (branch and bound, the lowest
// bound first). A center is a search by halves over radii, each a set covering.
//
// Where there are many pairs, each demand lists its nearest sites only, and λ stays
// below the first that is left out: the bound stays right. With capacities, demand
// may be split among sites; who serves whom is then a transport problem (package
// transport), and the bound has a continuous knapsack for each site. A cover-all
// leaves out demand that is covered wherever other demand is (Toregas et al. 1971).
//
// The tree of multipliers is the certificate; Verify recomputes every bound in
// it from the problem alone (package proof).
//
// # What is promised
//
// A solution keeps to every bound of the problem and says how far from the best it can
// be at the most; Proved is said only where the certificate says so. The same problem
// has the same solution on any number of cores, unless the context cuts the search
// off. Memory is O(pairs listed) and O(demand) for each node of the tree; a search whose
// tree would hold more than 3 GB of multipliers ends with the gap it has.
//
// The folders below: given (problems and solutions), core (bounds and local search
// without names and units), transport, proof, graph (ways on streets).
package siting
