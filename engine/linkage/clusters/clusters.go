package clusters

import "slices"

// Edge is evidence that two records are of one: log2 of p/(1−p).
type Edge struct {
	I, J int32
	Odds float32
}

const (
	strongest = 25 // bits that one pair can bring, for or against
	looked    = 6  // members of a group that are looked at
)

// Make groups n records. edges are those with Odds above 0, odds gives the evidence
// of any pair, apart lists pairs that must not come together. It returns the group
// of each record, which is the lowest number in it. The order of edges
// does not matter. O(edges · log edges) and at most 36 calls of odds for an edge.
func Make(n int, edges []Edge, odds func(i, j int) float64, apart [][2]int32) []int32 {
	of := make([]int32, n)
	for i := range of {
		of[i] = int32(i)
	}
	never := map[[2]int32]bool{}
	for _, p := range apart {
		never[[2]int32{min(p[0], p[1]), max(p[0], p[1])}] = true
	}
	order := slices.Clone(edges)
	slices.SortFunc(order, func(a, b Edge) int {
		switch {
		case a.Odds > b.Odds:
			return -1
		case a.Odds < b.Odds:
			return 1
		case a.I != b.I:
			return int(a.I) - int(b.I)
		}
		return int(a.J) - int(b.J)
	})
	members := map[int32][]int32{}
	group := func(g int32) []int32 {
		if m, ok := members[g]; ok {
			return m
		}
		return []int32{g}
	}
	for _, e := range order {
		a, b := of[e.I], of[e.J]
		if a == b || e.Odds <= 0 {
			continue
		}
		x, y := group(a), group(b)
		if len(never) > 0 && forbidden(x, y, never) {
			continue
		}
		if len(x)+len(y) > 2 && mean(x, y, odds) <= 0 {
			continue
		}
		if b < a {
			a, b = b, a
		}
		all := slices.Concat(group(a), group(b))
		slices.Sort(all)
		for _, i := range group(b) {
			of[i] = a
		}
		members[a] = all
		delete(members, b)
	}
	return of
}

func forbidden(x, y []int32, never map[[2]int32]bool) bool {
	for _, i := range x {
		for _, j := range y {
			if never[[2]int32{min(i, j), max(i, j)}] {
				return true
			}
		}
	}
	return false
}

func mean(x, y []int32, odds func(i, j int) float64) float64 {
	sum, n := 0.0, 0
	for _, i := range spread(x) {
		for _, j := range spread(y) {
			sum += min(strongest, max(-strongest, odds(int(i), int(j))))
			n++
		}
	}
	return sum / float64(n)
}

// spread is a few members over the whole of a group.
func spread(x []int32) []int32 {
	if len(x) <= looked {
		return x
	}
	out := make([]int32, looked)
	for k := range out {
		out[k] = x[k*(len(x)-1)/(looked-1)]
	}
	return out
}
