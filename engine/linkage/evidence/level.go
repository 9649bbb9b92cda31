package evidence

import "linli/engine/linkage/columns"

// Levels is how many levels a comparison has; a pattern holds four bits of each.
const Levels = 16

// The levels. What Near to Far mean depends on the role; see Words.
const (
	Missing   = 0  // at least one of the two is not known: no evidence
	Rare      = 1  // equal, and hardly anybody else has it
	Common    = 6  // equal, and many have it
	Near      = 7  // the first of the partial agreements
	Different = 15 // nothing in common
)

// Pattern is the levels of up to 16 comparisons.
type Pattern uint64

// Level is that of a comparison.
func (p Pattern) Level(comparison int) int { return int(p>>(4*comparison)) & 15 }

// With is p with a level of a comparison that had none.
func (p Pattern) With(comparison, level int) Pattern { return p | Pattern(level)<<(4*comparison) }

// Equal reports whether a level is of equal values.
func Equal(level int) bool { return level >= Rare && level <= Common }

// Belief is what is expected of a comparison before anything was learned.
type Belief struct {
	M [Levels]float64 // of records of one, adds up to 1 (equality stands in Rare)
	U [Levels]float64 // of records of two, but for Different
}

func belief(m, u map[int]float64) Belief {
	var b Belief
	sum := 0.0
	for l, p := range m {
		b.M[l] = p
		sum += p
	}
	for l := range b.M {
		b.M[l] /= sum
	}
	rest := 1.0
	for l, p := range u {
		b.U[l] = p
		rest -= p
	}
	b.U[Different] = rest
	return b
}

type levels = map[int]float64

// beliefs by role: how records of one person come to differ. They are a start,
// and hold on where a file is too small to learn from.
var beliefs = map[columns.Role]Belief{
	columns.Given:    belief(levels{1: 0.78, 7: 0.015, 8: 0.01, 9: 0.02, 10: 0.08, 11: 0.03, 12: 0.01, 13: 0.01, 15: 0.05}, levels{1: 0.005, 7: 1e-6, 8: 1e-4, 9: 0.001, 10: 0.002, 11: 0.01, 12: 0.004, 13: 0.002}),
	columns.Family:   belief(levels{1: 0.80, 9: 0.005, 10: 0.08, 11: 0.03, 12: 0.01, 13: 0.02, 15: 0.06}, levels{1: 0.002, 9: 0.0005, 10: 0.002, 11: 0.01, 12: 0.004, 13: 0.002}),
	columns.Full:     belief(levels{1: 0.78, 7: 0.02, 8: 0.03, 9: 0.03, 10: 0.05, 11: 0.03, 12: 0.02, 13: 0.01, 14: 0.02, 15: 0.03}, levels{1: 0.0003, 7: 1e-5, 8: 1e-4, 9: 2e-4, 10: 0.001, 11: 0.002, 12: 0.002, 13: 0.003, 14: 0.03}),
	columns.Birth:    belief(levels{1: 0.85, 7: 0.015, 8: 0.07, 9: 0.02, 10: 0.015, 11: 0.005, 12: 0.005, 15: 0.02}, levels{1: 5e-5, 7: 3e-5, 8: 0.001, 9: 0.002, 10: 0.008, 11: 0.012, 12: 0.001}),
	columns.Sex:      belief(levels{1: 0.97, 15: 0.03}, levels{1: 0.5}),
	columns.Resident: belief(levels{1: 0.92, 7: 0.05, 8: 0.008, 9: 0.002, 14: 0.0007, 15: 0.006}, levels{1: 1e-7, 7: 1e-6, 8: 1e-5, 9: 1e-7, 14: 0.95}),
	columns.Number:   belief(levels{1: 0.88, 7: 0.07, 8: 0.015, 9: 0.005, 10: 0.005, 11: 0.003, 12: 0.005, 15: 0.02}, levels{1: 1e-6, 7: 1e-5, 8: 3e-4, 9: 1e-4, 10: 0.003, 11: 0.001, 12: 1e-5}),
	columns.Phone:    belief(levels{1: 0.65, 7: 0.06, 8: 0.02, 9: 0.005, 11: 0.01, 12: 0.02, 15: 0.25}, levels{1: 1e-5, 7: 1e-5, 8: 1e-4, 9: 1e-5, 10: 1e-3, 11: 1e-3, 12: 1e-5}),
	columns.Email:    belief(levels{1: 0.70, 7: 0.08, 8: 0.10, 9: 0.03, 15: 0.10}, levels{1: 1e-5, 7: 1e-4, 8: 1e-4, 9: 1e-3}),
	columns.House:    belief(levels{1: 0.85, 7: 0.02, 8: 0.05, 9: 0.02, 15: 0.06}, levels{1: 0.01, 7: 0.001, 8: 0.06, 9: 0.01}),
	columns.Street:   belief(levels{1: 0.72, 7: 0.015, 8: 0.01, 9: 0.03, 10: 0.10, 11: 0.04, 12: 0.02, 15: 0.08}, levels{1: 0.001, 7: 1e-6, 8: 1e-4, 9: 0.001, 10: 5e-4, 11: 0.005, 12: 0.02}),
	columns.Address:  belief(levels{1: 0.55, 7: 0.10, 8: 0.08, 9: 0.03, 10: 0.05, 11: 0.02, 12: 0.03, 13: 0.04, 14: 0.04, 15: 0.10}, levels{1: 2e-4, 7: 1e-4, 8: 1e-4, 9: 5e-4, 10: 1e-4, 11: 1e-4, 12: 0.005, 13: 0.001, 14: 0.02}),
	columns.Place:    belief(levels{1: 0.80, 7: 0.005, 9: 0.02, 10: 0.08, 11: 0.02, 15: 0.07}, levels{1: 0.02, 7: 1e-6, 9: 0.001, 10: 0.001, 11: 0.01}),
	columns.Postcode: belief(levels{1: 0.86, 8: 0.06, 9: 0.02, 15: 0.06}, levels{1: 0.01, 8: 0.02, 9: 0.05}),
	columns.State:    belief(levels{1: 0.92, 8: 0.03, 15: 0.05}, levels{1: 0.2, 8: 0.02}),
	columns.Category: belief(levels{1: 0.90, 8: 0.02, 15: 0.08}, levels{1: 0.2, 8: 0.01}),
	columns.Amount:   belief(levels{1: 0.80, 8: 0.05, 9: 0.05, 15: 0.10}, levels{1: 0.01, 8: 0.02, 9: 0.02}),
	columns.Text:     belief(levels{1: 0.55, 9: 0.08, 10: 0.10, 11: 0.08, 12: 0.05, 13: 0.03, 15: 0.11}, levels{1: 0.003, 9: 5e-4, 10: 5e-4, 11: 0.001, 12: 0.004, 13: 0.01}),
}

// shared says of a role how often people of one home agree in it, who are not one:
// the rest of them differ as any two people do. Roles that are not listed differ
// at home as anywhere.
var shared = map[columns.Role]levels{
	columns.Family: {1: 0.55, 10: 0.02}, columns.Street: {1: 0.85, 10: 0.03}, columns.Address: {1: 0.6, 7: 0.05, 8: 0.05, 9: 0.03, 12: 0.1, 13: 0.03}, columns.House: {1: 0.9, 8: 0.02},
	columns.Place: {1: 0.95}, columns.Postcode: {1: 0.95}, columns.State: {1: 0.97}, columns.Phone: {1: 0.4, 7: 0.01},
	columns.Full: {1: 0.002, 14: 0.55, 10: 0.08, 9: 0.005, 8: 0.003, 13: 0.005}, columns.Given: {1: 0.003, 10: 0.02, 11: 0.03}, columns.Birth: {1: 0.015, 9: 0.02}, columns.Email: {1: 0.01, 9: 0.02}, columns.Resident: {1: 0.005},
}

// personal are the roles that tell a person from the others of the home.
func personal(r columns.Role) bool {
	switch r {
	case columns.Given, columns.Full, columns.Birth, columns.Resident, columns.Number, columns.Email, columns.Text, columns.Category:
		return true
	}
	return false
}
