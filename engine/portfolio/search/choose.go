package search

import (
	"cmp"
	"math"
	"slices"

	"linli/engine/portfolio/binary"
	"linli/engine/portfolio/core"
	"linli/engine/portfolio/simplex"
)

const (
	reliable  = 4  // looks ahead at a thing until its gains are known so often
	lookSteps = 20 // pivots of a look
	looks     = 10 // things looked at in a node
)

// choose picks the thing to divide by: the one whose two halves bring the bound
// down most, by what earlier divisions have shown or, where little is known, by looking
// ahead for some pivots (pseudo costs with reliability: Achterberg, Koch and
// Martin 2005). Where a look shows that one half holds nothing better, the other
// is decided in the certificate, and more is true; dead when both are empty.
func (w *worker) choose(is []int8, node **binary.Node) (thing int32, more, dead bool) {
	s := w.s
	w.order = w.order[:0]
	for k, j := range s.Things {
		if f := w.x[k]; is[j] == core.Undecided && f > wholeTol && f < 1-wholeTol {
			w.order = append(w.order, int32(k))
		}
	}
	mean := w.mean()
	score := func(k int32) float64 {
		f := w.x[k]
		up, down := w.expect(k, mean)
		return product(up*(1-f), down*f)
	}
	slices.SortFunc(w.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(score(b), score(a)), cmp.Compare(a, b))
	})
	best, bestScore := w.order[0], -1.0
	z := w.lp.Value()
	cutoff := (w.enough() - max(1e-6, 4*w.slack) - s.Offset) / w.unit
	x := slices.Clone(w.x)
	kept, worse := false, 0
	for n, k := range w.order {
		c := &w.cost[k]
		if min(c.nUp, c.nDown) >= reliable || n >= looks || worse >= 4 {
			if sc := score(k); sc > bestScore {
				best, bestScore = k, sc
			}
			continue
		}
		if !kept {
			w.lp.Keep(&w.memory)
			kept = true
		}
		var fall [2]float64
		for to := range 2 {
			w.lp.Bound(int(k), float64(to), float64(to))
			st := w.lp.Solve(cutoff, lookSteps)
			fall[to] = max(0, (z-w.lp.Value())*w.unit)
			if st == simplex.Infeasible || st == simplex.Cut {
				if leaf := w.empty(is, s.Things[k], int8(to), st); leaf != nil {
					w.lp.Bound(int(k), 0, 1)
					w.lp.Back(&w.memory)
					other := &binary.Node{}
					(*node).Branch = s.Things[k]
					if to == 1 {
						(*node).One, (*node).Zero = leaf, other
					} else {
						(*node).Zero, (*node).One = leaf, other
					}
					*node = other
					_, ok := s.T.Decide(is, s.Things[k], core.One-int8(to), nil)
					return 0, true, !ok
				}
				fall[to] = math.Inf(1)
			} else {
				f := x[k]
				if to == 0 {
					c.down, c.nDown = c.down+fall[0]/f, c.nDown+1
				} else {
					c.up, c.nUp = c.up+fall[1]/(1-f), c.nUp+1
				}
			}
			w.lp.Bound(int(k), 0, 1)
			w.lp.Back(&w.memory)
		}
		worse++
		if sc := product(fall[1], fall[0]); sc > bestScore {
			best, bestScore, worse = k, sc, 0
		}
	}
	copy(w.x, x)
	return s.Things[best], false, false
}

func product(a, b float64) float64 { return max(a, 1e-6) * max(b, 1e-6) }

// mean is the gain of things of which nothing is known.
func (w *worker) mean() (m gain) {
	for _, c := range w.cost {
		m.up += c.up
		m.down += c.down
		m.nUp += c.nUp
		m.nDown += c.nDown
	}
	return m
}

func (w *worker) expect(k int32, mean gain) (up, down float64) {
	c := w.cost[k]
	up, down = 1, 1
	switch {
	case c.nUp > 0:
		up = c.up / float64(c.nUp)
	case mean.nUp > 0:
		up = mean.up / float64(mean.nUp)
	}
	switch {
	case c.nDown > 0:
		down = c.down / float64(c.nDown)
	case mean.nDown > 0:
		down = mean.down / float64(mean.nDown)
	}
	return up, down
}

// empty is the proof that nothing better is left with a thing decided, or nil.
func (w *worker) empty(is []int8, j int32, to int8, st simplex.State) *binary.Node {
	weight, enough := 1.0, w.enough()
	if st == simplex.Infeasible {
		weight, enough = 0, 0
	}
	is[j] = to
	d := make([]float64, len(w.d))
	value, slack := w.s.T.Bound(weight, w.prices(), is, d)
	is[j] = core.Undecided
	if value+slack < enough {
		return &binary.Node{Weight: weight, Price: slices.Clone(w.price)}
	}
	return nil
}
