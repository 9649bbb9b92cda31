package search

import (
	"math"
	"slices"

	"linli/engine/portfolio/binary"
	"linli/engine/portfolio/core"
	"linli/engine/portfolio/simplex"
)

// worker solves the linear programs of nodes. Its state after a node is a function
// of the nodes it saw before.
type worker struct {
	s         *search
	lp        *simplex.LP
	row       []int32 // of the table, for each row of the program
	scale     []float64
	unit      float64 // the LP's objective times this is ours
	has       []bool  // of each rule: it is a row
	x, y      []float64
	d         []float64
	price     []binary.Price
	held      []binary.Price // prove the bound that visit returned
	inherited []binary.Price // of the parent
	memory    simplex.Memory
	base      int // rows that always stand
	cost      []gain
	own       []bool // best choice found by itself since the last merge; nil: none
	open      []*task
	seen      int
	value     int64 // what has to be beaten
	slack     float64
	rest      []float64 // of each hard row, for rounding
	order     []int32
}

// gain is what branching on a thing has brought the bound down, per unit moved.
type gain struct {
	up, down   float64
	nUp, nDown int32
}

func newWorker(s *search) *worker {
	w := &worker{s: s, x: make([]float64, len(s.Things)), d: make([]float64, len(s.T.Value)), cost: make([]gain, len(s.Things))}
	w.reset()
	return w
}

// reset makes the linear program anew, without rules.
func (w *worker) reset() {
	s := w.s
	most := 1.0
	for _, j := range s.Things {
		most = max(most, math.Abs(s.T.Value[j]))
	}
	w.unit = math.Exp2(math.Ceil(math.Log2(most)))
	cost := make([]float64, len(s.Things))
	for k, j := range s.Things {
		cost[k] = s.T.Value[j] / w.unit
	}
	w.lp = simplex.New(cost)
	w.row, w.scale = w.row[:0], w.scale[:0]
	w.has = make([]bool, len(s.Rules))
	for _, i := range s.Hard {
		w.add(i)
	}
	w.base = w.lp.Rows()
}

// add makes a row of the core a row of the program.
func (w *worker) add(i int32) {
	r := &w.s.Lines[i]
	w.lp.AddRow(r.At, r.By, r.Most)
	w.row, w.scale = append(w.row, i), append(w.scale, r.Scale)
	w.y = append(w.y, 0)
}

const (
	wholeTol  = 1e-6
	manySteps = 5000
	none      = math.MinInt64 // no value to beat
)

// solve brings the program to its best within is, adding rules that are broken.
func (w *worker) solve(is []int8, cutoff float64) simplex.State {
	if w.lp.Rows() > w.base+300 {
		w.reset()
	}
	for k, j := range w.s.Things {
		switch is[j] {
		case core.One:
			w.lp.Bound(k, 1, 1)
		case core.Zero:
			w.lp.Bound(k, 0, 0)
		default:
			w.lp.Bound(k, 0, 1)
		}
	}
	for {
		st := w.lp.Solve((cutoff-w.s.Offset)/w.unit, manySteps)
		if st != simplex.Optimal {
			return st
		}
		w.lp.X(w.x)
		if !w.separate() {
			return st
		}
	}
}

// separate adds the rules that x breaks.
func (w *worker) separate() (any bool) {
	for r, i := range w.s.Rules {
		if w.has[r] {
			continue
		}
		row := &w.s.Lines[i]
		sum := -row.Most
		for k, c := range row.At {
			sum += row.By[k] * w.x[c]
		}
		if sum > 1e-6 {
			w.has[r] = true
			w.add(i)
			any = true
		}
	}
	return any
}

// prices are those of the last solve, in our units.
func (w *worker) prices() []binary.Price {
	m := w.lp.Rows()
	w.lp.Prices(w.y[:m])
	largest := 0.0
	for _, v := range w.y[:m] {
		largest = max(largest, v)
	}
	w.price = w.price[:0]
	for i, v := range w.y[:m] {
		if v > largest*1e-14 {
			w.price = append(w.price, binary.Price{Row: w.row[i], By: v * w.scale[i] * w.unit})
		}
	}
	return w.price
}

// visit looks at a node. It fills in node and those below it as far as nothing has to
// be divided; where it has to, it returns the node to divide, with a thing.
// is becomes what is decided there.
func (w *worker) visit(node *binary.Node, is []int8, divide bool) (at *binary.Node, thing int32, bound float64) {
	s, t := w.s, w.s.T
	for again := 0; ; again++ {
		st := w.solve(is, w.enough()-max(1e-6, 4*w.slack))
		weight := 1.0
		if st == simplex.Infeasible {
			weight = 0
		}
		value, slack := t.Bound(weight, w.prices(), is, w.d)
		if weight == 0 && value+slack >= 0 || st == simplex.Cut && value+slack >= w.enough() {
			// Rounding hides the proof: go on without the cutoff, or with the
			// prices of the parent, and divide.
			if st = w.solve(is, math.Inf(-1)); st == simplex.Infeasible {
				w.price = append(w.price[:0], w.inherited...)
			} else {
				w.prices()
			}
			weight = 1
			value, slack = t.Bound(1, w.price, is, w.d)
		}
		w.slack = slack
		if weight == 0 || value+slack < w.enough() {
			node.Weight, node.Price = weight, slices.Clone(w.price)
			return nil, -1, math.Inf(-1)
		}
		bound = value + slack
		w.held = append(w.held[:0], w.price...)
		solved := st == simplex.Optimal
		whole := false
		if solved {
			whole = w.whole(is)
			w.round(is)
			if value+slack < w.enough() {
				node.Weight, node.Price = 1, slices.Clone(w.price)
				return nil, -1, math.Inf(-1)
			}
		}
		// What would cost too much the other way is decided.
		moved := false
		var list []int32
		for j, v := range w.d {
			if is[j] != core.Undecided || bound-math.Abs(v) >= w.enough() || v == 0 {
				continue
			}
			to := core.Zero
			if v > 0 {
				to = core.One
			}
			if len(node.Fix) == 0 {
				node.Weight, node.Price = 1, slices.Clone(w.price)
			}
			node.Fix = append(node.Fix, binary.Decided{Thing: int32(j), One: to == core.One})
			var ok bool
			if list, ok = t.Decide(is, int32(j), to, list[:0]); !ok {
				return nil, -1, math.Inf(-1)
			}
			for _, k := range list {
				if c := s.Place[k]; solved && c >= 0 && math.Abs(w.x[c]-float64(is[k])) > wholeTol {
					moved = true
				}
			}
		}
		if len(node.Fix) > 0 {
			node.Then = &binary.Node{}
			node = node.Then
		}
		if moved {
			continue
		}
		if !divide {
			return node, -1, bound
		}
		if solved && !whole {
			thing, more, dead := w.choose(is, &node)
			if dead {
				return nil, -1, math.Inf(-1)
			}
			if more {
				continue // something was decided by looking ahead
			}
			return node, thing, bound
		}
		for _, j := range s.Things { // lost precision: any thing divides
			if is[j] == core.Undecided {
				return node, j, bound
			}
		}
		chosen := make([]bool, len(is))
		for j, v := range is {
			chosen[j] = v == core.One
		}
		w.offer(chosen)
		return nil, -1, math.Inf(-1)
	}
}

// enough is what the bound of a node has to stay below.
func (w *worker) enough() float64 {
	if w.value == none {
		return math.Inf(-1)
	}
	return float64(w.value + w.s.T.Step)
}
