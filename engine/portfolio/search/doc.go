// Package search finds the best choice of a binary program, with a certificate that
// package binary checks.
//
// # Method
//
// The root is preprocessed row by row, its linear program solved by the dual
// simplex method, things are decided by their reduced values against the best
// known choice, and what is left (the core) is tightened by mixed integer rounding
// cuts: of rows of the tableau (Gomory 1960), of prices, of single rows, and of
// the wish to be better, which is strong where value follows cost. Then comes
// branch and bound: best bound first, diving, pseudo costs with reliability
// (Achterberg, Koch and Martin 2005). Choices come from rounding, diving, exchanges of
// up to three things, and small programs near the best choice (Shaw 1998; Danna,
// Rothberg and Le Pape 2005).
//
// Eight nodes are gone down from at a time whatever the number of cores, and what
// they found is merged in order: the same program gives the same tree on any
// machine. The worst case is exponential; then the time limit leaves a bound.
package search
