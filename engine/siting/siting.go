package siting

import (
	"linli/engine/siting/given"
	"linli/engine/siting/proof"
)

// What is given and what is found; see package given.
type (
	Problem   = given.Problem
	Objective = given.Objective
	Solution  = given.Solution
	Part      = given.Part
	Node      = given.Node
	Fixed     = given.Fixed
)

// The objectives.
const (
	Median   = given.Median
	Coverage = given.Coverage
	Center   = given.Center
	CoverAll = given.CoverAll
)

// What can be wrong.
var (
	ErrEmpty      = given.ErrEmpty
	ErrValue      = given.ErrValue
	ErrShape      = given.ErrShape
	ErrObjective  = given.ErrObjective
	ErrImpossible = given.ErrImpossible
)

// Verify proves a solution from the problem alone, or says what is wrong; see
// package proof, which shares nothing with the search.
func Verify(p Problem, s Solution) error { return proof.Verify(p, s) }
