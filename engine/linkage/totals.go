package linkage

import (
	"context"
	"math/rand/v2"
	"sort"
	"sync"

	"linli/engine/linkage/columns"
	"linli/engine/linkage/evidence"
	"linli/engine/linkage/mixture"
)

const (
	everyPair   = 300_000 // up to so many pairs, all are looked at
	randomPairs = 400_000
	likeParents = 40_000 // pairs that agree in a parent
)

// side is how records compare with each other: all in one table, or across two.
type side struct {
	t     *columns.Table
	split int // records from here on are the second table; 0 for one table
}

func (s side) pairs() float64 {
	n := float64(s.t.N)
	if s.split > 0 {
		return float64(s.split) * (n - float64(s.split))
	}
	return n * (n - 1) / 2
}

// random is a pair of records, which may be one of one person.
func (s side) random(r *rand.Rand) (int, int) {
	if s.split > 0 {
		return r.IntN(s.split), s.split + r.IntN(s.t.N-s.split)
	}
	for {
		i, j := r.IntN(s.t.N), r.IntN(s.t.N)
		if i != j {
			return min(i, j), max(i, j)
		}
	}
}

// totals says of how many pairs, be they of one or of two, each comparison has
// each level: equality exactly, from how often values occur, the rest from random
// pairs (all pairs where there are few), and what depends on a parent from random
// pairs that agree there.
func (m *matcher) totals(ctx context.Context) ([]mixture.Table, error) {
	s := m.side
	n := len(m.scheme.Comparisons)
	out := make([]mixture.Table, n)
	all := s.pairs()
	if all <= everyPair {
		a, b := make([]evidence.Cell, n), make([]evidence.Cell, n)
		for i := range s.t.N {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			m.cells(i, a)
			for j := max(i+1, s.split); j < s.t.N; j++ {
				if s.split > 0 && i >= s.split {
					break
				}
				m.cells(j, b)
				p, _ := m.scheme.Compare(a, b, nil)
				m.note(out, p, 1)
			}
		}
		return out, nil
	}
	random := m.draw(ctx, 1, randomPairs, func(r *rand.Rand) (int, int) { return s.random(r) })
	each := all / randomPairs
	for _, p := range random {
		m.note(out, p, each)
	}
	for c := range m.scheme.Comparisons {
		m.exact(c, &out[c])
	}
	for parent := range m.scheme.Comparisons {
		var children []int
		for c := range m.scheme.Comparisons {
			if m.scheme.Comparisons[c].Parent == parent && !m.scheme.Comparisons[c].Follows {
				children = append(children, c)
			}
		}
		if len(children) > 0 {
			m.alike(ctx, out, parent, children)
		}
	}
	return out, ctx.Err()
}

func (m *matcher) note(out []mixture.Table, p evidence.Pattern, times float64) {
	for c := range m.scheme.Comparisons {
		if l := p.Level(c); l != evidence.Missing {
			out[c][m.scheme.State(p, c)][l] += times
		}
	}
}

// draw makes the patterns of pairs that next picks, the same whatever the number
// of workers.
func (m *matcher) draw(ctx context.Context, seed uint64, n int, next func(r *rand.Rand) (int, int)) []evidence.Pattern {
	const part = 1 << 13
	out := make([]evidence.Pattern, n)
	var wg sync.WaitGroup
	free := make(chan struct{}, m.workers)
	for from := 0; from < n && ctx.Err() == nil; from += part {
		free <- struct{}{}
		wg.Add(1)
		go func() {
			defer func() { <-free; wg.Done() }()
			r := rand.New(rand.NewPCG(seed, uint64(from)))
			a, b := make([]evidence.Cell, len(m.scheme.Comparisons)), make([]evidence.Cell, len(m.scheme.Comparisons))
			for x := from; x < min(n, from+part); x++ {
				i, j := next(r)
				m.cells(i, a)
				m.cells(j, b)
				out[x], _ = m.scheme.Compare(a, b, nil)
			}
		}()
	}
	wg.Wait()
	return out
}

// counts of a column's values in the first table and in all.
func (m *matcher) counts(c int) (first, second []int32) {
	col := &m.side.t.Columns[c]
	first, second = make([]int32, len(col.Values)), make([]int32, len(col.Values))
	for i := range m.side.t.N {
		v := m.side.t.Row(i)[c]
		if m.side.split > 0 && i < m.side.split {
			first[v]++
		} else {
			second[v]++
		}
	}
	return first, second
}

// exact replaces the sampled totals of equality by the counted ones; state 0 gets
// what state 1 has not.
func (m *matcher) exact(c int, out *mixture.Table) {
	cmp := &m.scheme.Comparisons[c]
	first, second := m.counts(c)
	var total [evidence.Levels]float64
	for v := 1; v < len(first); v++ {
		a, b := float64(first[v]), float64(second[v])
		pairs := b * (b - 1) / 2
		if m.side.split > 0 {
			pairs = a * b
		}
		total[cmp.Equal(first[v]+second[v])] += pairs
	}
	for l := evidence.Rare; l <= evidence.Common; l++ {
		out[0][l] = total[l]
		out[1][l] = 0
	}
}

// alike samples pairs that agree in a parent and splits the totals of its children
// by it.
func (m *matcher) alike(ctx context.Context, out []mixture.Table, parent int, children []int) {
	t, split := m.side.t, m.side.split
	values := len(t.Columns[parent].Values)
	start := make([]int32, values+1)
	for i := range t.N {
		start[t.Row(i)[parent]+1]++
	}
	start[1] = 0 // the records without a value are passed over
	for v := range values {
		start[v+1] += start[v]
	}
	list := make([]int32, start[values])
	at := append([]int32(nil), start...)
	for i := range t.N {
		if v := t.Row(i)[parent]; v > 0 {
			list[at[v]] = int32(i)
			at[v]++
		}
	}
	sum := make([]float64, values+1)
	middle := make([]int32, values) // where the second table's records begin
	for v := range values {
		n := float64(start[v+1] - start[v])
		pairs := n * (n - 1) / 2
		if split > 0 {
			k := sort.Search(int(start[v+1]-start[v]), func(x int) bool { return int(list[int(start[v])+x]) >= split })
			middle[v] = start[v] + int32(k)
			pairs = float64(k) * (n - float64(k))
		}
		sum[v+1] = sum[v] + pairs
	}
	all := sum[values]
	if all < 1 {
		return
	}
	each := all / likeParents
	var patterns []evidence.Pattern
	if all <= likeParents {
		each = 1
		patterns = m.everyAlike(list, start, middle)
	} else {
		patterns = m.drawAlike(ctx, parent, list, start, middle, sum)
	}
	for _, c := range children {
		var state mixture.Table
		for _, p := range patterns {
			if l := p.Level(c); l != evidence.Missing {
				state[1][l] += each
			}
		}
		for l := range state[1] {
			whole := out[c][0][l] + out[c][1][l]
			out[c][1][l] = min(state[1][l], whole)
			if whole == 0 {
				out[c][1][l] = state[1][l]
			}
			out[c][0][l] = max(0, whole-out[c][1][l])
		}
	}
}

// everyAlike makes the patterns of all pairs within values: list holds the records
// of value v from start[v] on, those of the second table from middle[v] on.
func (m *matcher) everyAlike(list, start, middle []int32) (out []evidence.Pattern) {
	for v := range middle {
		from, to, second := int(start[v]), int(start[v+1]), int(middle[v])
		for x := from; x < to; x++ {
			y := x + 1
			if m.side.split > 0 {
				if x >= second {
					break
				}
				y = second
			}
			for ; y < to; y++ {
				out = append(out, m.pattern(int(list[x]), int(list[y])))
			}
		}
	}
	return out
}

// drawAlike makes the patterns of random pairs within values; sum[v] is how many
// pairs stand before value v.
func (m *matcher) drawAlike(ctx context.Context, parent int, list, start, middle []int32, sum []float64) []evidence.Pattern {
	values := len(middle)
	return m.draw(ctx, uint64(parent+2), likeParents, func(r *rand.Rand) (int, int) {
		x := r.Float64() * sum[values]
		v := sort.Search(values, func(v int) bool { return sum[v+1] > x })
		v = min(v, values-1)
		from, to := int(start[v]), int(start[v+1])
		if m.side.split > 0 {
			return int(list[from+r.IntN(int(middle[v])-from)]), int(list[int(middle[v])+r.IntN(to-int(middle[v]))])
		}
		i := r.IntN(to - from)
		j := r.IntN(to - from - 1)
		if j >= i {
			j++
		}
		return int(list[from+min(i, j)]), int(list[from+max(i, j)])
	})
}
