package linkage

import (
	"linli/engine/linkage/columns"
	"linli/engine/linkage/mixture"
)

// Fitted is the published model: everything that a probability follows from.
type Fitted struct {
	// One, Home and Strangers are the shares of all pairs that are of one, of one
	// home, and of strangers.
	One, Home, Strangers float64
	Comparisons          []Weights
}

// Weights is one comparison's part: the probability of each level among pairs of
// one, of one home and of strangers; at [1] where the parent's values are equal.
type Weights struct {
	Name                 string
	Role                 columns.Role
	Parent               int  // -1 for none
	Follows              bool // state 1 also where the parents are nearly equal (levels 7 to 13)
	One, Home, Strangers [2][16]float64
}

func publish(m *matcher, x *mixture.Model) *Fitted {
	out := &Fitted{One: x.Share[mixture.One], Home: x.Share[mixture.Home], Strangers: x.Share[mixture.Strangers]}
	for c, cmp := range m.scheme.Comparisons {
		w := Weights{Name: cmp.Name, Role: cmp.Role, Parent: cmp.Parent, Follows: cmp.Follows}
		w.One, w.Home, w.Strangers = x.P[mixture.One][c], x.P[mixture.Home][c], x.P[mixture.Strangers][c]
		out.Comparisons = append(out.Comparisons, w)
	}
	return out
}
