package siting

import (
	"context"
	"math"

	"linli/engine/siting/core"
)

// Solve chooses sites. When ctx ends it returns the best choice so far with its
// bound; ctx.Err() only where there is none yet. progress, where it is not nil,
// hears the best objective and bound from time to time. The same problem gives
// the same solution unless ctx cuts it off.
func Solve(ctx context.Context, p Problem, progress func(objective, bound float64)) (Solution, error) {
	if err := p.Check(); err != nil {
		return Solution{}, err
	}
	if progress == nil {
		progress = func(float64, float64) {}
	}
	if p.Objective == Center {
		return solveCenter(ctx, p, progress)
	}
	m := newModel(p, p.Objective, p.Weight, p.Radius)
	s, err := m.run(ctx, math.Inf(-1), math.Inf(1), func(o, l float64) { progress(m.said(o), m.said(l)) })
	if err != nil {
		return Solution{}, err
	}
	if s.open == nil {
		if ctx.Err() != nil {
			return Solution{}, ctx.Err()
		}
		return Solution{}, ErrImpossible
	}
	return m.solution(s), nil
}

// said turns the core's cost into the objective as it is told.
func (m *model) said(cost float64) float64 {
	if m.kind == Coverage {
		return max(0, m.total-cost)
	}
	return cost
}

func (m *model) solution(b *search) Solution {
	if m.whole {
		b.bound = math.Ceil(b.bound - 1e-6)
	}
	s := Solution{Objective: m.said(b.cost), Bound: m.said(max(0, b.bound)), Nodes: b.nodes, Tree: b.tree, Proved: b.bound >= b.cost-m.slack(b.cost)}
	switch {
	case s.Proved:
		s.Bound = s.Objective
	case s.Objective != 0:
		s.Gap = math.Abs(s.Objective-s.Bound) / math.Abs(s.Objective)
	default:
		s.Gap = 1
	}
	for j, open := range b.open {
		if open {
			s.Open = append(s.Open, j)
		}
	}
	m.serve(&s)
	return s
}

// serve fills in who serves whom.
func (m *model) serve(s *Solution) {
	s.Site = make([]int32, len(m.weight))
	if m.p.Capacity != nil {
		open := make([]bool, m.p.Sites)
		for _, j := range s.Open {
			open[j] = true
		}
		s.Parts = m.assign(open).parts
		most := make([]float64, len(m.weight))
		for i := range s.Site {
			s.Site[i] = -1
		}
		for _, part := range s.Parts {
			if i := part.Demand; s.Site[i] < 0 || part.Amount > most[i] {
				s.Site[i], most[i] = part.Site, part.Amount
			}
		}
		return
	}
	core.Spread(len(s.Site), len(s.Site)*len(s.Open), func(_, from, to int) {
		for i := from; i < to; i++ {
			s.Site[i] = -1
			least := math.Inf(1)
			if m.kind != Median {
				least = math.Nextafter(m.radius, math.Inf(1))
			}
			for _, j := range s.Open {
				if d := m.p.Distance(i, j); d < least {
					least, s.Site[i] = d, int32(j)
				}
			}
		}
	})
}

// exact are multipliers that prove what a choice costs.
func (m *model) exact(open []bool) []float64 {
	if m.p.Capacity != nil {
		return m.assign(open).price
	}
	var at []int
	for j, o := range open {
		if o {
			at = append(at, j)
		}
	}
	price := make([]float64, len(m.weight))
	for i := range price {
		if price[i] = m.least(i, at); math.IsInf(price[i], 1) {
			return m.hopeless(int32(i))
		}
	}
	return price
}

// hopeless are multipliers that prove any bound where nobody serves a demand.
func (m *model) hopeless(dead int32) []float64 {
	price := make([]float64, len(m.weight))
	price[dead] = m.any()
	return price
}

// any is more than any bound that is claimed.
func (m *model) any() float64 { return 2*m.ceiling + 2 }

// settle puts the multipliers of the demand that a new core does not hold to what
// it costs whatever is chosen, and those of the others below their roof.
func (m *model) settle(c *core.Core, is []core.State, price []float64) {
	var open []int
	for j, x := range is {
		if x == core.Open {
			open = append(open, j)
		}
	}
	k := 0
	for i := range price {
		if k < len(c.Demand) && int(c.Demand[k]) == i {
			price[i] = min(price[i], c.Roof(k))
			k++
		} else if m.idles() {
			price[i] = 0 // it is covered, or will be with other demand
		} else {
			price[i] = m.least(i, open)
		}
	}
}
