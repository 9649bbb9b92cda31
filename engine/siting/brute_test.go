package siting

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// flow is the least cost of bringing weights into sites with capacities, by
// Bellman–Ford on the whole graph, and how much cannot be brought.
func flow(p Problem, open []bool, cost func(i, j int) float64) (sum, short float64) {
	n := len(p.Weight)
	size := n + p.Sites + 2
	type arc struct {
		to   int
		room float64
		cost float64
		back int
	}
	arcs := make([][]arc, size)
	link := func(a, b int, room, cost float64) {
		arcs[a] = append(arcs[a], arc{b, room, cost, len(arcs[b])})
		arcs[b] = append(arcs[b], arc{a, 0, -cost, len(arcs[a]) - 1})
	}
	for i, w := range p.Weight {
		link(size-2, i, w, 0)
		for j, o := range open {
			if c := cost(i, j); o && !math.IsInf(c, 1) {
				link(i, n+j, math.Inf(1), c)
			}
		}
	}
	for j := range open {
		link(n+j, size-1, p.Capacity[j], 0)
	}
	total := 0.0
	for _, w := range p.Weight {
		total += w
	}
	sent := 0.0
	for {
		dist := make([]float64, size)
		from, by := make([]int, size), make([]int, size)
		for a := range dist {
			dist[a] = math.Inf(1)
		}
		dist[size-2] = 0
		for range size {
			for a := range arcs {
				for x, e := range arcs[a] {
					if e.room > 1e-9 && dist[a]+e.cost < dist[e.to]-1e-9 {
						dist[e.to], from[e.to], by[e.to] = dist[a]+e.cost, a, x
					}
				}
			}
		}
		if math.IsInf(dist[size-1], 1) {
			return sum, total - sent
		}
		most := math.Inf(1)
		for a := size - 1; a != size-2; a = from[a] {
			most = min(most, arcs[from[a]][by[a]].room)
		}
		for a := size - 1; a != size-2; a = from[a] {
			e := &arcs[from[a]][by[a]]
			e.room -= most
			arcs[a][e.back].room += most
		}
		sum += most * dist[size-1]
		sent += most
	}
}

// worthOf is the objective of a choice; false where it does not serve all.
func worthOf(p Problem, open []bool, spent float64) (float64, bool) {
	if p.Capacity != nil {
		return worthOfShared(p, open, spent)
	}
	sum, far, covered := 0.0, 0.0, true
	for i, w := range p.Weight {
		d := math.Inf(1)
		for j, o := range open {
			if o {
				d = min(d, p.Distance(i, j))
			}
		}
		switch p.Objective {
		case Median:
			if w > 0 {
				sum += w * d
			}
		case Coverage:
			if d <= p.Radius {
				sum += w
			}
		case Center:
			if w > 0 {
				far = max(far, d)
			}
		case CoverAll:
			covered = covered && d <= p.Radius
		}
	}
	got := sum
	switch p.Objective {
	case Center:
		got = far
	case CoverAll:
		got = spent
	}
	return got, covered && !math.IsInf(got, 1)
}

func worthOfShared(p Problem, open []bool, spent float64) (float64, bool) {
	within := func(radius float64) func(i, j int) float64 {
		return func(i, j int) float64 {
			if p.Distance(i, j) <= radius {
				return 0
			}
			return math.Inf(1)
		}
	}
	switch p.Objective {
	case Median:
		sum, short := flow(p, open, p.Distance)
		return sum, short < 1e-7
	case Coverage:
		_, short := flow(p, open, within(p.Radius))
		total := 0.0
		for _, w := range p.Weight {
			total += w
		}
		return total - short, true
	case CoverAll:
		for i := range p.Weight {
			if !slices.ContainsFunc(slices.Collect(seq(p.Sites)), func(j int) bool { return open[j] && p.Distance(i, j) <= p.Radius }) {
				return 0, false
			}
		}
		_, short := flow(p, open, within(p.Radius))
		return spent, short < 1e-7
	}
	var all []float64
	for i := range p.Weight {
		for j := range p.Sites {
			all = append(all, p.Distance(i, j))
		}
	}
	slices.Sort(all)
	for _, r := range append([]float64{0}, all...) {
		if _, short := flow(p, open, within(r)); short < 1e-7 && !math.IsInf(r, 1) {
			return r, true
		}
	}
	return 0, false
}

func seq(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// brute tries every choice.
func brute(p Problem) (best float64, possible bool) {
	for set := range 1 << p.Sites {
		open := make([]bool, p.Sites)
		n, spent := 0, 0.0
		for j := range open {
			if set>>j&1 == 1 {
				open[j] = true
				n++
				if !slices.Contains(p.Keep, j) {
					spent += p.PriceOf(j)
				}
			}
		}
		if p.P > 0 && n > p.P || p.Budget > 0 && spent > p.Budget || slices.ContainsFunc(p.Keep, func(j int) bool { return !open[j] }) {
			continue
		}
		got, ok := worthOf(p, open, spent)
		if !ok {
			continue
		}
		if better := got < best; p.Objective == Coverage && got > best || p.Objective != Coverage && better || !possible {
			best, possible = got, true
		}
	}
	return best, possible
}

// small is a problem of a kind that is different for each number.
func small(n int) Problem {
	r := rand.New(rand.NewPCG(uint64(n), 9))
	sites, demands := 2+r.IntN(8), 1+r.IntN(14)
	d := make([]float64, sites*demands)
	fraction := n%2 == 0
	for x := range d {
		if d[x] = float64(r.IntN(100)); fraction {
			d[x] += r.Float64()
		}
		if r.IntN(12) == 0 {
			d[x] = math.Inf(1)
		}
	}
	p := Problem{Objective: []Objective{Median, Coverage, Center, CoverAll}[n/2%4], Sites: sites, Distance: func(i, j int) float64 { return d[i*sites+j] }}
	total := 0.0
	for range demands {
		w := float64(r.IntN(6))
		if fraction && r.IntN(2) == 0 {
			w *= r.Float64()
		}
		p.Weight = append(p.Weight, w)
		total += w
	}
	if r.IntN(3) == 0 {
		p.Keep = []int{r.IntN(sites)}
	}
	if p.Objective == CoverAll && r.IntN(2) == 0 || r.IntN(2) == 0 {
		for range sites {
			p.Price = append(p.Price, float64(r.IntN(9))+float64(r.IntN(2))*r.Float64())
		}
	}
	if p.Objective != CoverAll {
		if p.Price != nil {
			p.Budget = float64(3 + r.IntN(20))
		}
		if p.Price == nil || r.IntN(3) == 0 {
			p.P = max(len(p.Keep), 1+r.IntN(sites))
		}
	}
	if p.Objective == Coverage || p.Objective == CoverAll {
		p.Radius = float64(20 + r.IntN(60))
	}
	if r.IntN(3) == 0 {
		for range sites {
			c := total * (0.1 + r.Float64())
			if !fraction {
				c = math.Ceil(c)
			}
			if r.IntN(8) == 0 {
				c = math.Inf(1)
			}
			p.Capacity = append(p.Capacity, c)
		}
	}
	return p
}

func TestEveryObjectiveEqualsBruteForce(t *testing.T) {
	solved := map[Objective]int{}
	for n := range 3000 {
		p := small(n)
		want, possible := brute(p)
		s, err := Solve(context.Background(), p, nil)
		if !possible {
			if err == nil {
				t.Fatalf("problem %d (%s): it has no solution, but %v", n, p.Objective, s)
			}
			continue
		}
		if err != nil {
			t.Fatalf("problem %d (%s): %v, want %g; %+v", n, p.Objective, err, want, p)
		}
		if math.Abs(s.Objective-want) > 1e-6 || !s.Proved {
			t.Fatalf("problem %d (%s): %g, want %g, proved %v, bound %g; %+v", n, p.Objective, s.Objective, want, s.Proved, s.Bound, p)
		}
		if err := Verify(p, s); err != nil {
			t.Fatalf("problem %d (%s): %v; %+v", n, p.Objective, err, p)
		}
		solved[p.Objective]++
	}
	t.Log(solved)
}
