// Package core holds a program as a branch and bound works on it: all rules
// written as rows, what the rules make of a decision, the bound that prices give, and
// the core of what is undecided after the root (the things left and the rows that
// can still be broken, scaled for a simplex method).
//
// Bounds are sums in floating point with more slack than rounding can take, so
// that what is decided by them is decided rightly; binary.Verify checks it again.
package core
