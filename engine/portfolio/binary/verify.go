package binary

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Verify proves a solution from the program alone, or says what is wrong: the
// choice keeps rows, rules and decisions and its value adds up; the tree shows
// that nothing is worth more than Bound, or that there is no choice where the
// status is Infeasible. It shares no code with the search but the rule by which a
// cut follows from rows.
//
// Sums of integers are exact; bounds are computed in floating point with more
// slack than rounding can take. O(size of the program) for each node.
func Verify(p Program, s Solution) error {
	if err := p.Check(); err != nil {
		return err
	}
	if s.Chosen != nil {
		if err := p.Keeps(s.Chosen); err != nil {
			return err
		}
		sum := int64(0)
		for j, c := range s.Chosen {
			if c {
				sum += p.Value[j]
			}
		}
		if sum != s.Value {
			return fmt.Errorf("binary: the choice is worth %d, not %d", sum, s.Value)
		}
	}
	switch s.Status {
	case Infeasible:
		if s.Chosen != nil {
			return errors.New("binary: a choice where none is said to be")
		}
	case Optimal:
		if s.Chosen == nil || s.Value != s.Bound {
			return fmt.Errorf("binary: value %d and bound %d are said to be the best", s.Value, s.Bound)
		}
	case Feasible:
		if s.Chosen == nil || s.Value > s.Bound {
			return fmt.Errorf("binary: value %d is above the bound %d", s.Value, s.Bound)
		}
	case Unknown:
		if s.Chosen != nil {
			return errors.New("binary: unknown, with a choice")
		}
	default:
		return fmt.Errorf("binary: status %q", s.Status)
	}
	v, err := newVerifier(p, s)
	if err != nil {
		return err
	}
	is := make([]int8, len(p.Value))
	for j := range is {
		is[j] = undecided
	}
	for _, d := range p.Decided {
		if !v.set(is, d) {
			return nil // the rules leave nothing: any bound holds
		}
	}
	return v.node(s.Tree, is, "")
}

// zero, one and undecided are what is known of a thing.
const (
	zero = int8(iota)
	one
	undecided
)

type verifier struct {
	p        Program
	claim    float64 // what is worth no more need not be shown away; -Inf: all must
	next     float64 // the least that a better choice is worth
	rows     []Row
	d        []float64
	needs    map[int32][]int32
	neededBy map[int32][]int32
	in       map[int32][]int // cliques of the program a thing is in
}

func newVerifier(p Program, s Solution) (*verifier, error) {
	v := &verifier{p: p, claim: float64(s.Bound), d: make([]float64, len(p.Value)), needs: map[int32][]int32{}, neededBy: map[int32][]int32{}, in: map[int32][]int{}}
	// Sums of values are multiples of their greatest common divisor.
	step := int64(0)
	for _, w := range p.Value {
		for a := w; a != 0; {
			step, a = a, step%a
		}
	}
	step = max(step, -step, 1)
	above := s.Bound - s.Bound%step
	if above <= s.Bound {
		above += step
	}
	v.next = float64(above)
	if s.Status == Infeasible {
		v.claim, v.next = math.Inf(-1), math.Inf(-1)
	}
	for _, r := range p.Rows {
		v.rows = append(v.rows, r.Reduced())
	}
	for _, pair := range p.Needs {
		v.rows = append(v.rows, Row{pair[:], []int64{1, -1}, 0})
		v.needs[pair[0]] = append(v.needs[pair[0]], pair[1])
		v.neededBy[pair[1]] = append(v.neededBy[pair[1]], pair[0])
	}
	for i, c := range p.Cliques {
		v.rows = append(v.rows, Row{c, Ones(len(c)), 1})
		for _, j := range c {
			v.in[j] = append(v.in[j], i)
		}
	}
	// A found clique holds when no two of it can be chosen together: choosing
	// both, with all they need, breaks a clique of the program.
	is := make([]int8, len(p.Value))
	for i, c := range s.Cliques {
		for a := range c {
			for b := range a {
				if c[a] < 0 || int(c[a]) >= len(is) || c[b] < 0 || int(c[b]) >= len(is) || c[a] == c[b] {
					return nil, fmt.Errorf("binary: found clique %d names no things", i)
				}
				for j := range is {
					is[j] = undecided
				}
				if v.set(is, Decided{c[a], true}) && v.set(is, Decided{c[b], true}) {
					return nil, fmt.Errorf("binary: %d and %d of found clique %d go together", c[a], c[b], i)
				}
			}
		}
		v.rows = append(v.rows, Row{c, Ones(len(c)), 1})
	}
	for i, c := range s.Cuts {
		r, err := c.Row(v.rows, p.Value)
		if err != nil {
			return nil, fmt.Errorf("cut %d: %w", i, err)
		}
		if slices.Contains(c.Of, Better) && !(float64(c.Above) <= v.next) {
			return nil, fmt.Errorf("binary: cut %d asks for a value of %d", i, c.Above)
		}
		v.rows = append(v.rows, r)
	}
	return v, nil
}

// set decides a thing and what follows by the rules; false where that is
// contradictory.
func (v *verifier) set(is []int8, d Decided) bool {
	to := zero
	if d.One {
		to = one
	}
	if is[d.Thing] != undecided {
		return is[d.Thing] == to
	}
	is[d.Thing] = to
	if !d.One {
		for _, k := range v.neededBy[d.Thing] {
			if !v.set(is, Decided{k, false}) {
				return false
			}
		}
		return true
	}
	for _, k := range v.needs[d.Thing] {
		if !v.set(is, Decided{k, true}) {
			return false
		}
	}
	for _, i := range v.in[d.Thing] {
		for _, k := range v.p.Cliques[i] {
			if k != d.Thing && !v.set(is, Decided{k, false}) {
				return false
			}
		}
	}
	return true
}

// node shows that what is undecided holds nothing better than the claim.
func (v *verifier) node(n *Node, is []int8, path string) error {
	for ; ; n = n.Then {
		if n == nil {
			return v.leaf(is, path)
		}
		shown, err := v.price(n, is, path)
		if err != nil || shown {
			return err
		}
		for _, f := range n.Fix {
			if !v.set(is, f) {
				return nil // the rules leave nothing
			}
		}
		if n.Then == nil {
			break
		}
	}
	if n.One == nil && n.Zero == nil {
		return v.leaf(is, path)
	}
	if n.Branch < 0 || int(n.Branch) >= len(is) {
		return fmt.Errorf("binary: the tree divides by thing %d at %q", n.Branch, path)
	}
	for _, one := range []bool{true, false} {
		below := append([]int8(nil), is...)
		if !v.set(below, Decided{n.Branch, one}) {
			continue
		}
		child, step := n.Zero, "0"
		if one {
			child, step = n.One, "1"
		}
		if err := v.node(child, below, path+step); err != nil {
			return err
		}
	}
	return nil
}

// price computes the bound of a node; shown where nothing better is left. It checks
// that each thing of Fix may be decided as it is.
func (v *verifier) price(n *Node, is []int8, path string) (shown bool, err error) {
	if n.Weight != 0 && n.Weight != 1 {
		return false, fmt.Errorf("binary: weight %g at %q", n.Weight, path)
	}
	total, size, terms := 0.0, 0.0, 2.0
	for j, w := range v.p.Value {
		v.d[j] = n.Weight * float64(w)
	}
	for _, y := range n.Price {
		if !(y.By >= 0) || math.IsInf(y.By, 1) || y.Row < 0 || int(y.Row) >= len(v.rows) {
			return false, fmt.Errorf("binary: price %g of row %d at %q", y.By, y.Row, path)
		}
		r := v.rows[y.Row]
		total += y.By * float64(r.Most)
		size += math.Abs(y.By * float64(r.Most))
		for k, j := range r.At {
			part := y.By * float64(r.By[k])
			v.d[j] -= part
			size += math.Abs(part)
		}
	}
	for j, d := range v.d {
		size += math.Abs(d)
		if is[j] == one || is[j] == undecided && d > 0 {
			total += d
		}
	}
	terms += float64(len(v.d) + len(v.rows))
	slack := size * terms * 0x1p-51
	enough := 0.0
	if n.Weight == 1 {
		enough = v.next
	}
	if total+slack < enough {
		return true, nil
	}
	for _, f := range n.Fix {
		if f.Thing < 0 || int(f.Thing) >= len(is) {
			return false, fmt.Errorf("binary: the tree decides thing %d at %q", f.Thing, path)
		}
		if is[f.Thing] != undecided {
			continue
		}
		d, against := v.d[f.Thing], total
		if f.One && d > 0 {
			against -= d
		}
		if !f.One && d < 0 {
			against += d
		}
		if !(against+slack < enough) {
			return false, fmt.Errorf("binary: thing %d is not shown to be %v at %q: %g, needs to be below %g", f.Thing, f.One, path, against+slack, enough)
		}
	}
	return false, nil
}

// leaf is a node without prices: everything is decided, and the choice is broken
// or not better than the claim.
func (v *verifier) leaf(is []int8, path string) error {
	chosen := make([]bool, len(is))
	for j, s := range is {
		if s == undecided {
			return fmt.Errorf("binary: the tree ends at %q with thing %d undecided", path, j)
		}
		chosen[j] = s == one
	}
	if v.p.Keeps(chosen) == nil && float64(v.p.Worth(chosen)) > v.claim {
		return fmt.Errorf("binary: at %q stands a choice worth %d", path, v.p.Worth(chosen))
	}
	return nil
}
