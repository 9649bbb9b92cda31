package core

import (
	"container/heap"
	"math"
)

type candidate struct {
	site  int32
	rate  float64
	round int // how many sites were open when it was asked
}

type candidates []candidate

func (q candidates) Len() int { return len(q) }
func (q candidates) Less(a, b int) bool {
	return q[a].rate > q[b].rate || q[a].rate == q[b].rate && q[a].site < q[b].site
}
func (q candidates) Swap(a, b int) { q[a], q[b] = q[b], q[a] }
func (q *candidates) Push(x any)   { *q = append(*q, x.(candidate)) }
func (q *candidates) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// rate is what opening site f alone would save, less its fee; by unit of price
// or fee where there is one.
func (l *Local) rate(f int32) float64 {
	c := l.c
	gain := -c.Fee[f]
	ds, cs := c.of(f)
	l.Work += len(ds)
	for e, k := range ds {
		if d := l.first[k] - cs[e]; d > 0 {
			gain += d
		}
	}
	switch {
	case gain <= 0:
	case !math.IsInf(c.Money, 1):
		gain /= max(c.Price[f], 1e-9*c.Money)
	case c.Fee[f] > 0:
		gain /= c.Fee[f]
	}
	return gain
}

// Greedy opens what saves most as long as something saves. Gains only shrink, so
// they are asked again only at the top (Minoux 1978, "Accelerated greedy
// algorithms for maximizing submodular set functions").
func (l *Local) Greedy() {
	var q candidates
	for j := range int32(len(l.c.Place)) {
		if !l.open[j] && l.fits(j) && (l.Only == nil || l.Only[j]) {
			q = append(q, candidate{j, l.rate(j), len(l.at)})
		}
	}
	heap.Init(&q)
	for len(q) > 0 {
		top := &q[0]
		if !l.fits(top.site) {
			heap.Pop(&q)
			continue
		}
		if top.round < len(l.at) {
			top.rate, top.round = l.rate(top.site), len(l.at)
			heap.Fix(&q, 0)
			continue
		}
		if top.rate <= 0 {
			return
		}
		l.openSite(top.site)
		heap.Pop(&q)
	}
}

// Shake tries to get past a local optimum: it swaps a few sites by chance,
// improves, and goes back where that was in vain (iterated local search: Lourenço,
// Martin and Stützle 2003). It ends after a number of steps of work. The same
// seed does the same.
func (l *Local) Shake(seed uint64, work int, stop func() bool) {
	var free []int32
	for j := range int32(len(l.c.Place)) {
		if (l.Only == nil || l.Only[j]) && !l.c.must(j) {
			free = append(free, j)
		}
	}
	if len(free) < 2 || len(l.at) == 0 {
		return
	}
	l.state = seed
	value := l.Value()
	for end := l.Work + work; l.Work < end && !stop(); {
		l.logging, l.log = true, l.log[:0]
		for range 2 {
			if len(l.at) == 0 {
				break
			}
			out, in := l.at[l.chance(len(l.at))], free[l.chance(len(free))]
			if l.c.must(out) || l.open[in] {
				continue
			}
			l.closeSite(out)
			if l.fits(in) {
				l.openSite(in)
			}
		}
		l.Improve(stop)
		l.logging = false
		l.Work += len(l.first)/4 + 1
		if v := l.Value(); v < value-1e-12*math.Abs(value) {
			value = v
			continue
		}
		for x := len(l.log) - 1; x >= 0; x-- {
			if j := l.log[x]; j >= 0 {
				l.closeSite(j)
			} else {
				l.openSite(-1 - j)
			}
		}
		clear(l.dirty)
	}
}

// chance is a number from 0 to n − 1 (SplitMix64: Steele, Lea and Flood 2014).
func (l *Local) chance(n int) int {
	l.state += 0x9e3779b97f4a7c15
	z := l.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) >> 11 % uint64(n))
}

// Stingy closes what costs least until what is open keeps to the bounds.
func (l *Local) Stingy() {
	for len(l.at) > l.c.Left || l.spent > l.c.Money {
		out, least := int32(nobody), math.Inf(1)
		for _, r := range l.at {
			loss := l.loss[r] - l.c.Fee[r]
			if l.spent > l.c.Money {
				loss /= l.c.Price[r]
			}
			if (loss < least || loss == least && r < out) && !l.c.must(r) {
				out, least = r, loss
			}
		}
		if out == nobody {
			return
		}
		l.closeSite(out)
	}
}

func (l *Local) Restrict(only []bool) {
	l.Only = only
	for j := range l.dirty {
		l.dirty[j] = true
	}
}
