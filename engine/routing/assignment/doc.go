// Package assignment bounds rounds from below: every stop is entered once and left
// once, or left out, whatever rounds that makes. The dual prices of this relaxation
// prove the bound to anybody who checks them pair by pair.
//
// Solve is by shortest augmenting paths (Jonker and Volgenant, Computing 38, 1987),
// O(stops³) at worst; Reduce is O(stops²) and weaker.
package assignment
