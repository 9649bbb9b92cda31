package search

import (
	"cmp"
	"linli/engine/portfolio/binary"
	"linli/engine/portfolio/core"
	"math"
	"math/rand/v2"
	"slices"
)

const (
	varyEvery = 12  // rounds between two tries to vary the best choice
	varyNodes = 300 // of a try
)

// vary looks for a better choice near the best one: most things stay as they are,
// some, mostly those that are nearly worth their price, are free, and the small
// program that is left is solved (large neighbourhood search: Shaw 1998; Danna,
// Rothberg and Le Pape 2005). How many are free follows what the tries say.
func (s *search) vary(round int) {
	free := s.free
	if free == 0 {
		free = 50
	}
	if s.best == nil || len(s.Things) < 20 || int(free) > len(s.Things) {
		return
	}
	d := make([]float64, len(s.Is))
	s.T.Bound(1, s.first, s.Is, d)
	scale := 0.0
	for _, j := range s.Things {
		scale += math.Abs(d[j]) / float64(len(s.Things))
	}
	var tries [batch]binary.Solution
	each(batch, func(x int) {
		r := rand.New(rand.NewPCG(uint64(round), uint64(x)))
		order := slices.Clone(s.Things)
		score := make([]float64, len(s.Is))
		for _, j := range order {
			score[j] = (math.Abs(d[j]) + 0.1*scale + 1e-9) * r.Float64()
		}
		slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(score[a], score[b]), cmp.Compare(a, b)) })
		p := s.T.P
		p.Decided = nil
		for j, v := range s.Is {
			if v != core.Undecided {
				p.Decided = append(p.Decided, binary.Decided{Thing: int32(j), One: v == core.One})
			}
		}
		for _, j := range order[int(free):] {
			p.Decided = append(p.Decided, binary.Decided{Thing: j, One: s.best[j]})
		}
		tries[x] = solve(p, Options{Start: s.best, Nodes: varyNodes}, s.stop, true)
	})
	better, done := false, 0
	for _, t := range tries {
		if t.Chosen != nil && t.Value > s.value {
			s.best, s.value, better = t.Chosen, t.Value, true
		}
		if t.Status == binary.Optimal {
			done++
		}
	}
	switch {
	case better:
	case done == batch:
		free = min(free*1.5, float64(len(s.Things)))
	case done < batch/2:
		free = max(free*0.8, 20)
	}
	s.free = free
}
