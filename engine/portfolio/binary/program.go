package binary

import (
	"errors"
	"fmt"
	"math"
)

// Program asks for a choice among n things of the most value. Thing j is chosen
// (1) or not (0).
type Program struct {
	Value   []int64    // of each thing; may be negative. Absolute values add up to at most 2^44.
	Rows    []Row      // what a choice has to keep
	Needs   [][2]int32 // the first only with the second
	Cliques [][]int32  // at most one of these
	Decided []Decided  // beforehand
}

// Row is Σ By[k]·x[At[k]] ≤ Most. Absolute values of By add up to at most 2^62. A floor
// is a row with negative numbers.
type Row struct {
	At   []int32
	By   []int64
	Most int64
}

// Reduced is the same row divided by the greatest common divisor of By; Most is
// rounded down to what whole numbers can reach.
func (r Row) Reduced() Row {
	g := int64(0)
	for _, a := range r.By {
		g = Divisor(g, max(a, -a))
	}
	if g <= 1 {
		return r
	}
	out := Row{At: r.At, By: make([]int64, len(r.By)), Most: r.Most / g}
	if r.Most%g < 0 {
		out.Most--
	}
	for k, a := range r.By {
		out.By[k] = a / g
	}
	return out
}

// Decided says that a thing is chosen or is not.
type Decided struct {
	Thing int32
	One   bool
}

// Status says what is known of a solution.
type Status string

// The states.
const (
	Optimal    Status = "optimal"    // nothing is better
	Feasible   Status = "feasible"   // Bound says how much better another may be
	Infeasible Status = "infeasible" // no choice keeps the rows; proved
	Unknown    Status = "unknown"    // none was found in the time
)

// Solution is a choice and what is known of it.
type Solution struct {
	Status Status
	Chosen []bool // nil where there is none
	Value  int64
	Bound  int64     // no choice is worth more; meaningless where Status is Infeasible
	Nodes  int       // of the search
	Price  []float64 // of each row at the root: what one more unit of Most is worth at the margin
	Worth  []float64 // of each thing: value less what it uses at these prices
	Tree   *Node     // the certificate of Bound, or that there is none
	// Cliques are those that were found from Needs and the Cliques of the program;
	// the certificate prices them. Verify checks each.
	Cliques [][]int32
	Cuts    []Cut // rows that follow from others; the certificate prices them too
}

// Node is a node of the certificate. At a node some things are decided; what the
// needs and cliques make of that is decided too. Weight × value + Σ price ×
// (Most − row) is, for prices ≥ 0, no less than Weight × the value of any choice;
// its greatest value over the undecided is easily computed. Where it stays below
// Weight × (the claim + 1), the node holds nothing better. The same with the
// opposite of each of Fix in turn decides those; then Then goes on, or Branch
// divides.
type Node struct {
	Weight float64 // 1, or 0 to show that no choice is left
	Price  []Price
	Fix    []Decided
	Then   *Node
	Branch int32 // where there is One and Zero
	One    *Node
	Zero   *Node
}

// Price is the price of a row, for a unit of its greatest common divisor: first Rows, then Needs, Cliques, then the Cliques
// and the Cuts of the solution, numbered through.
type Price struct {
	Row int32
	By  float64
}

// What can be wrong with a program; the errors returned say where.
var (
	ErrThing = errors.New("binary: there is no such thing")
	ErrShape = errors.New("binary: the lists of a row are not of one length")
	ErrTwice = errors.New("binary: a thing stands twice")
	ErrRange = errors.New("binary: the numbers are too large to be added up exactly")
	ErrRules = errors.New("binary: what is decided beforehand contradicts itself")
)

const (
	// MostValue is what values may add up to.
	MostValue = 1 << 44
	mostRow   = 1 << 62
)

// Check reports what is wrong with a program, wrapping one of the errors above.
func (p Program) Check() error {
	n := len(p.Value)
	if n > math.MaxInt32/4 {
		return fmt.Errorf("%w: %d things", ErrRange, n)
	}
	sum := int64(0)
	for j, v := range p.Value {
		if v < -MostValue || v > MostValue {
			return fmt.Errorf("%w: thing %d is worth %d", ErrRange, j, v)
		}
		if sum += max(v, -v); sum > MostValue {
			return fmt.Errorf("%w: the values together", ErrRange)
		}
	}
	seen := make([]int32, n)
	list := func(what string, i int, things []int32, mark int32) error {
		for _, j := range things {
			if j < 0 || int(j) >= n {
				return fmt.Errorf("%w: %s %d names %d of %d", ErrThing, what, i, j, n)
			}
			if seen[j] == mark {
				return fmt.Errorf("%w: thing %d in %s %d", ErrTwice, j, what, i)
			}
			seen[j] = mark
		}
		return nil
	}
	mark := int32(0)
	for i, r := range p.Rows {
		if len(r.At) != len(r.By) {
			return fmt.Errorf("%w: row %d", ErrShape, i)
		}
		mark++
		if err := list("row", i, r.At, mark); err != nil {
			return err
		}
		sum := int64(0)
		for _, a := range append([]int64{r.Most}, r.By...) {
			if a < -mostRow || a > mostRow {
				return fmt.Errorf("%w: row %d has %d", ErrRange, i, a)
			}
		}
		for _, a := range r.By {
			if sum += max(a, -a); sum > mostRow || sum < 0 {
				return fmt.Errorf("%w: row %d", ErrRange, i)
			}
		}
	}
	for i, pair := range p.Needs {
		mark++
		if err := list("need", i, pair[:], mark); err != nil {
			return err
		}
	}
	for i, c := range p.Cliques {
		mark++
		if err := list("clique", i, c, mark); err != nil {
			return err
		}
	}
	for i, d := range p.Decided {
		if d.Thing < 0 || int(d.Thing) >= n {
			return fmt.Errorf("%w: decision %d names %d of %d", ErrThing, i, d.Thing, n)
		}
	}
	return nil
}

// Keeps reports whether a choice keeps all rows, rules and decisions; where it
// does not, it says which.
func (p Program) Keeps(chosen []bool) error {
	if len(chosen) != len(p.Value) {
		return fmt.Errorf("binary: a choice among %d things, not %d", len(chosen), len(p.Value))
	}
	for i, r := range p.Rows {
		sum := int64(0)
		for k, j := range r.At {
			if chosen[j] {
				sum += r.By[k]
			}
		}
		if sum > r.Most {
			return fmt.Errorf("binary: row %d holds %d, more than %d", i, sum, r.Most)
		}
	}
	for i, pair := range p.Needs {
		if chosen[pair[0]] && !chosen[pair[1]] {
			return fmt.Errorf("binary: need %d: %d without %d", i, pair[0], pair[1])
		}
	}
	for i, c := range p.Cliques {
		n := 0
		for _, j := range c {
			if chosen[j] {
				n++
			}
		}
		if n > 1 {
			return fmt.Errorf("binary: %d of clique %d", n, i)
		}
	}
	for _, d := range p.Decided {
		if chosen[d.Thing] != d.One {
			return fmt.Errorf("binary: thing %d is decided otherwise", d.Thing)
		}
	}
	return nil
}

// Worth is the value of a choice.
func (p Program) Worth(chosen []bool) (v int64) {
	for j, c := range chosen {
		if c {
			v += p.Value[j]
		}
	}
	return v
}

// Divisor is the greatest common divisor of numbers ≥ 0; of 0 and a it is a.
func Divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Ones is n times 1, the numbers of a clique's row.
func Ones(n int) []int64 {
	by := make([]int64, n)
	for k := range by {
		by[k] = 1
	}
	return by
}
