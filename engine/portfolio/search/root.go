package search

import (
	"linli/engine/portfolio/binary"
	"linli/engine/portfolio/core"
	"math"
	"slices"
)

// root decides what it can, finds a first choice and builds the core. It returns
// the node to go on from and its bound; nil where nothing is left.
func (s *search) root(node *binary.Node, out *binary.Solution) (*binary.Node, float64) {
	node, ok := s.rows(node)
	if !ok {
		return nil, 0
	}
	dived, cut := false, false
	for round := 0; ; round++ {
		s.Build()
		w := newWorker(s)
		w.value, w.own = s.value, s.best
		if round == 0 {
			w.value = none // prices of the whole program are wanted
		}
		before := len(s.Things)
		at, _, bound := w.visit(node, s.Is, false)
		if round == 0 {
			s.publish(w, out)
			if s.value != none && (w.value == none || w.value < s.value) {
				w.value, w.own = s.value, s.best
			}
		}
		if at != nil {
			if w.own == nil || round > 0 && !dived {
				dived = true
				w.dive(s.Is)
			}
			if w.own != nil {
				s.T.Bound(1, s.first, s.Is, w.d)
				w.improve()
			}
		}
		if w.own != nil && (s.value == none || w.value > s.value) {
			s.best, s.value = w.own, w.value
		}
		if at == nil {
			return nil, 0
		}
		node, s.last = at, slices.Clone(w.held)
		left := 0
		for _, j := range s.Things {
			if s.Is[j] == core.Undecided {
				left++
			}
		}
		if s.value != none && bound < float64(s.value+s.T.Step) {
			node.Weight, node.Price = 1, s.last
			return nil, 0
		}
		if s.stop() || round > 12 || cut && left*10 > before*9 {
			s.Build()
			return node, bound
		}
		if round >= 1 && left*10 > before*9 {
			cut = true
			w.cuts()
		}
	}
}

// publish notes the prices of the whole program.
func (s *search) publish(w *worker, out *binary.Solution) {
	out.Price = make([]float64, len(s.T.P.Rows))
	for _, y := range w.held {
		if int(y.Row) < len(out.Price) {
			out.Price[y.Row] = y.By * s.T.Unit(int(y.Row))
		}
	}
	s.first = slices.Clone(w.held)
	d := make([]float64, len(s.Is))
	s.T.Bound(1, s.first, s.Is, d)
	out.Worth = d
}

// rows decides what a single row leaves no choice about: a price of 1 on the row
// and weight 0 prove it.
func (s *search) rows(node *binary.Node) (*binary.Node, bool) {
	d := make([]float64, len(s.Is))
	for again := true; again; {
		again = false
		for i := range s.T.P.Rows {
			price := []binary.Price{{Row: int32(i), By: 1}}
			value, slack := s.T.Bound(0, price, s.Is, d)
			if value+slack < 0 {
				node.Price = price
				return nil, false
			}
			for _, j := range s.T.Rows[i].At {
				if s.Is[j] != core.Undecided || value+slack-math.Abs(d[j]) >= 0 || d[j] == 0 {
					continue
				}
				to := core.Zero
				if d[j] > 0 {
					to = core.One
				}
				node.Price = price
				node.Fix = append(node.Fix, binary.Decided{Thing: j, One: to == core.One})
				if _, ok := s.T.Decide(s.Is, j, to, nil); !ok {
					return nil, false
				}
			}
			if len(node.Fix) > 0 {
				node.Then = &binary.Node{}
				node, again = node.Then, true
			}
		}
	}
	return node, true
}
