package simplex

import (
	"cmp"
	"math"
	"slices"
)

// ratio chooses who enters for position r and moves those to their other bound
// whose reduced cost changes its sign on the way.
func (l *LP) ratio(r int, low bool) int {
	for _, j := range l.touch {
		l.alpha[j] = 0
	}
	l.touch = l.touch[:0]
	for i, v := range l.inv[r] {
		if v == 0 {
			continue
		}
		for _, e := range l.rows[i] {
			if l.alpha[e.at] == 0 {
				l.touch = append(l.touch, e.at)
			}
			l.alpha[e.at] += v * e.by
			if l.alpha[e.at] == 0 {
				l.alpha[e.at] = 1e-300 // it is on the list already
			}
		}
		s := int32(l.N + i)
		l.alpha[s] = v
		l.touch = append(l.touch, s)
	}
	sign, j := 1.0, l.head[r]
	slope := -l.xb[r]
	if int(j) < l.N {
		slope += l.lower[j]
	}
	if !low {
		sign, slope = -1, l.xb[r]-l.upper[j]
	}
	l.points = l.points[:0]
	for _, j := range l.touch {
		a := sign * l.alpha[j]
		if l.stat[j] == inBasis || math.Abs(a) < 1e-11 {
			continue
		}
		if int(j) < l.N && l.lower[j] == l.upper[j] {
			continue
		}
		if l.stat[j] == atLower && a < 0 || l.stat[j] == atUpper && a > 0 {
			l.points = append(l.points, point{max(0, l.d[j]/a), j})
		}
	}
	if len(l.points) == 0 {
		return unbounded
	}
	last := l.pass(slope - feasible)
	if last < 0 {
		return unbounded
	}
	// Among those at the same ratio or hardly more the largest pivot is the safest.
	// Where all are tiny an earlier point is taken.
	choice, limit := -1, l.points[last].ratio+1e-12
	for at := last; at < len(l.points); at++ {
		p := l.points[at]
		if a := math.Abs(l.alpha[p.j]); p.ratio <= limit && a >= pivotable && (choice < 0 || a > math.Abs(l.alpha[l.points[choice].j])) {
			choice = at
		}
	}
	if choice < 0 {
		slices.SortFunc(l.points[:last], func(a, b point) int {
			return cmp.Or(cmp.Compare(a.ratio, b.ratio), cmp.Compare(a.j, b.j))
		})
		for at := last - 1; at >= 0 && choice < 0; at-- {
			if math.Abs(l.alpha[l.points[at].j]) >= pivotable {
				choice = at
			}
		}
		if choice < 0 {
			return tiny
		}
		last = choice
	}
	l.points[last], l.points[choice] = l.points[choice], l.points[last]
	l.flip(last)
	return int(l.points[last].j)
}

// pass brings the points into such an order that those before the one returned can be
// passed, because the dual value still gets better, and that one cannot; all have
// ratios that do not fall from part to part. -1: all can be passed. It selects
// like quicksort, but goes on in one part only.
func (l *LP) pass(slope float64) int {
	p := l.points
	weight := func(x point) float64 {
		if int(x.j) >= l.N {
			return math.Inf(1)
		}
		return math.Abs(l.alpha[x.j]) * (l.upper[x.j] - l.lower[x.j])
	}
	from, to := 0, len(p)
	for to-from > 12 {
		a, b, c := p[from].ratio, p[(from+to)/2].ratio, p[to-1].ratio
		at := max(min(a, b), min(max(a, b), c))
		low, high, below := from, to, 0.0 // [from,low) below, [low,k) at, [high,to) above
		level := 0.0
		for k := from; k < high; {
			switch r := p[k].ratio; {
			case r < at:
				below += weight(p[k])
				p[k], p[low] = p[low], p[k]
				low++
				k++
			case r > at:
				high--
				p[k], p[high] = p[high], p[k]
			default:
				level += weight(p[k])
				k++
			}
		}
		switch {
		case slope-below < 0:
			to = low
		case slope-below-level < 0:
			slope -= below
			from, to = low, high
			for k := from; k < to; k++ {
				if slope -= weight(p[k]); slope < 0 {
					return k
				}
			}
			return to - 1 // rounding
		default:
			slope -= below + level
			from = high
		}
	}
	slices.SortFunc(p[from:to], func(a, b point) int {
		return cmp.Or(cmp.Compare(a.ratio, b.ratio), cmp.Compare(a.j, b.j))
	})
	for k := from; k < to; k++ {
		if slope -= weight(p[k]); slope < 0 {
			return k
		}
	}
	if to < len(p) {
		return to // rounding
	}
	return -1
}

// flip moves the variables before a point to their other bound.
func (l *LP) flip(choice int) {
	if choice == 0 {
		return
	}
	rest := l.tau
	clear(rest)
	for _, p := range l.points[:choice] {
		if int(p.j) >= l.N {
			continue
		}
		move := l.upper[p.j] - l.lower[p.j]
		if l.stat[p.j] == atUpper {
			move = -move
		}
		l.stat[p.j] ^= atUpper
		for _, e := range l.cols[p.j] {
			rest[e.at] += e.by * move
		}
	}
	for r, inv := range l.inv {
		s := 0.0
		for i, v := range inv {
			if v != 0 {
				s += v * rest[i]
			}
		}
		l.xb[r] -= s
	}
}
