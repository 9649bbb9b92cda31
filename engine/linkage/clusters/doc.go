// Package clusters puts records that are of one together without chaining.
//
// Edges are taken from the surest down; two groups are joined only when the mean
// evidence over all pairs between them, also of those that were no candidates,
// speaks for it (a greedy form of correlation clustering: Bansal, Blum and Chawla
// 2004, with average linkage). So a and c are not one merely because both resemble
// b. Pairs that must not be linked never come together.
package clusters
