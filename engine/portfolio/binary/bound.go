package binary

import (
	"math"
)

// table is a program as rows only: its Rows, then Needs, Cliques, found cliques and
// cuts.
type table struct {
	p     Program
	value []float64
	rows  []line
	whole []Row    // the same in whole numbers
	cols  [][]cell // of each thing: its rows
	step  int64    // values are multiples of this
	most  float64  // sums of the bound have at most so many terms
	// rules
	above, below [][]int32 // what a thing needs, and who needs it
	foes         [][]int32 // who cannot be chosen with it; directly
}

type line struct {
	at   []int32
	by   []float64
	most float64
}

type cell struct {
	row int32
	by  float64
}

func newTable(p Program) *table {
	n := len(p.Value)
	t := &table{p: p, value: make([]float64, n), cols: make([][]cell, n), above: make([][]int32, n), below: make([][]int32, n), foes: make([][]int32, n)}
	for j, v := range p.Value {
		t.value[j] = float64(v)
		t.step = gcd(t.step, max(v, -v))
	}
	t.step = max(t.step, 1)
	for _, r := range p.Rows {
		t.add(r.reduced())
	}
	for _, pair := range p.Needs {
		t.add(Row{pair[:], []int64{1, -1}, 0})
		t.above[pair[0]] = append(t.above[pair[0]], pair[1])
		t.below[pair[1]] = append(t.below[pair[1]], pair[0])
	}
	for _, c := range p.Cliques {
		t.clique(c)
		for _, a := range c {
			for _, b := range c {
				if a != b {
					t.foes[a] = append(t.foes[a], b)
				}
			}
		}
	}
	return t
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func (t *table) clique(c []int32) { t.add(Row{c, ones(len(c)), 1}) }

func ones(n int) []int64 {
	by := make([]int64, n)
	for k := range by {
		by[k] = 1
	}
	return by
}

func (t *table) add(r Row) {
	i := int32(len(t.rows))
	l := line{at: r.At, by: make([]float64, len(r.By)), most: float64(r.Most)}
	for k, j := range r.At {
		l.by[k] = float64(r.By[k])
		t.cols[j] = append(t.cols[j], cell{i, l.by[k]})
	}
	t.rows, t.whole = append(t.rows, l), append(t.whole, r)
	t.most = float64(len(t.p.Value) + len(t.rows) + 64)
}

// undecided, zero and one are what is known of a thing.
const (
	zero = int8(iota)
	one
	undecided
)

// bound is the greatest value that prices leave possible, and d what each
// thing adds to it when chosen; slack is more than rounding can have taken away.
// The sums have at most t.most terms, each with a relative error of 2^-53, of
// absolute values that add up to size: t.most·size·2^-50 covers it, and
// what Verify allows for.
func (t *table) bound(weight float64, price []Price, is []int8, d []float64) (value, slack float64) {
	for j, v := range t.value {
		d[j] = weight * v
	}
	size := 0.0
	for _, y := range price {
		r := &t.rows[y.Row]
		value += y.By * r.most
		size += math.Abs(y.By * r.most)
		for k, j := range r.at {
			part := y.By * r.by[k]
			d[j] -= part
			size += math.Abs(part)
		}
	}
	for j, v := range d {
		size += math.Abs(v)
		if s := is[j]; s == one || s == undecided && v > 0 {
			value += v
		}
	}
	return value, t.most * size * 0x1p-50
}

// decide writes a decision and all that the rules make of it; list gets what
// was decided. False: the rules contradict it.
func (t *table) decide(is []int8, j int32, to int8, list []int32) ([]int32, bool) {
	if is[j] != undecided {
		return list, is[j] == to
	}
	is[j] = to
	list = append(list, j)
	for at := len(list) - 1; at < len(list); at++ {
		j := list[at]
		var others []int32
		to := zero
		if is[j] == one {
			for _, k := range t.foes[j] {
				if is[k] == one {
					return list, false
				}
				if is[k] == undecided {
					is[k] = zero
					list = append(list, k)
				}
			}
			others, to = t.above[j], one
		} else {
			others = t.below[j]
		}
		for _, k := range others {
			if is[k] == undecided {
				is[k] = to
				list = append(list, k)
			} else if is[k] != to {
				return list, false
			}
		}
	}
	return list, true
}
