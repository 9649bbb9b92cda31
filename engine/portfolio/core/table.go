package core

import (
	"math"

	"linli/engine/portfolio/binary"
)

// Table is a program as rows only: its Rows, then Needs, Cliques, found cliques and
// cuts.
type Table struct {
	P     binary.Program
	Value []float64
	Rows  []Line
	Whole []binary.Row // the same in whole numbers
	Step  int64        // values are multiples of this
	most  float64      // sums of the bound have at most so many terms
	// The rules: what a thing needs, who needs it, and who cannot be chosen with it;
	// directly.
	Above, Below, Foes [][]int32
}

// Line is Σ By[k]·x[At[k]] ≤ Most.
type Line struct {
	At   []int32
	By   []float64
	Most float64
}

// NewTable is the table of a program that was checked.
func NewTable(p binary.Program) *Table {
	n := len(p.Value)
	t := &Table{P: p, Value: make([]float64, n), Above: make([][]int32, n), Below: make([][]int32, n), Foes: make([][]int32, n)}
	for j, v := range p.Value {
		t.Value[j] = float64(v)
		t.Step = binary.Divisor(t.Step, max(v, -v))
	}
	t.Step = max(t.Step, 1)
	for _, r := range p.Rows {
		t.Add(r.Reduced())
	}
	for _, pair := range p.Needs {
		t.Add(binary.Row{At: pair[:], By: []int64{1, -1}})
		t.Above[pair[0]] = append(t.Above[pair[0]], pair[1])
		t.Below[pair[1]] = append(t.Below[pair[1]], pair[0])
	}
	for _, c := range p.Cliques {
		t.clique(c)
		for _, a := range c {
			for _, b := range c {
				if a != b {
					t.Foes[a] = append(t.Foes[a], b)
				}
			}
		}
	}
	return t
}

func (t *Table) clique(c []int32) {
	t.Add(binary.Row{At: c, By: binary.Ones(len(c)), Most: 1})
}

// Add appends a row.
func (t *Table) Add(r binary.Row) {
	l := Line{At: r.At, By: make([]float64, len(r.By)), Most: float64(r.Most)}
	for k := range r.At {
		l.By[k] = float64(r.By[k])
	}
	t.Rows, t.Whole = append(t.Rows, l), append(t.Whole, r)
	t.most = float64(len(t.P.Value) + len(t.Rows) + 64)
}

// Unit is by what a row of the program was divided, the other way round.
func (t *Table) Unit(i int) float64 {
	for k, a := range t.P.Rows[i].By {
		if a != 0 {
			return t.Rows[i].By[k] / float64(a)
		}
	}
	return 1
}

// Zero, One and Undecided are what is known of a thing.
const (
	Zero = int8(iota)
	One
	Undecided
)

// Bound is the greatest value that prices leave possible, and d what each
// thing adds to it when chosen; slack is more than rounding can have taken away.
// The sums have at most t.most terms, each with a relative error of 2^-53, of
// absolute values that add up to size: t.most·size·2^-50 covers it, and
// what binary.Verify allows for.
func (t *Table) Bound(weight float64, price []binary.Price, is []int8, d []float64) (value, slack float64) {
	for j, v := range t.Value {
		d[j] = weight * v
	}
	size := 0.0
	for _, y := range price {
		r := &t.Rows[y.Row]
		value += y.By * r.Most
		size += math.Abs(y.By * r.Most)
		for k, j := range r.At {
			part := y.By * r.By[k]
			d[j] -= part
			size += math.Abs(part)
		}
	}
	for j, v := range d {
		size += math.Abs(v)
		if s := is[j]; s == One || s == Undecided && v > 0 {
			value += v
		}
	}
	return value, t.most * size * 0x1p-50
}

// Decide writes a decision and all that the rules make of it; list gets what
// was decided. False: the rules contradict it.
func (t *Table) Decide(is []int8, j int32, to int8, list []int32) ([]int32, bool) {
	if is[j] != Undecided {
		return list, is[j] == to
	}
	is[j] = to
	list = append(list, j)
	for at := len(list) - 1; at < len(list); at++ {
		j := list[at]
		var others []int32
		to := Zero
		if is[j] == One {
			for _, k := range t.Foes[j] {
				if is[k] == One {
					return list, false
				}
				if is[k] == Undecided {
					is[k] = Zero
					list = append(list, k)
				}
			}
			others, to = t.Above[j], One
		} else {
			others = t.Below[j]
		}
		for _, k := range others {
			if is[k] == Undecided {
				is[k] = to
				list = append(list, k)
			} else if is[k] != to {
				return list, false
			}
		}
	}
	return list, true
}
