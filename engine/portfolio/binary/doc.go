// Package binary states programs of yes-or-no choices: the most value under rows,
// needs and cliques, and what a proof of the best choice looks like. It finds
// nothing; package search does. Verify checks a solution from the program alone.
//
// A proof is a tree of decisions. At each node prices of rows bound what is left (weak
// duality of Lagrangian relaxation), decide things by their reduced value, or
// the node divides in two. Cuts are proved too: each is a mixed integer rounding
// of rows, recomputed in whole numbers of any size.
package binary
