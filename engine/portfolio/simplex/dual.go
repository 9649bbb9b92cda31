package simplex

import (
	"math"
	"slices"
)

const (
	feasible  = 1e-9 // a value may be so far out of its bounds
	pivotable = 1e-7 // a smaller pivot is not trusted
	every     = 64   // pivots between two fresh inverses
)

// Solve finds the best x within the bounds. It ends early when nothing above
// cutoff is left, and after steps pivots.
func (l *LP) Solve(cutoff float64, steps int) State {
	l.useRay = false
	l.settle()
	fresh, began := false, l.Steps
	for ; ; steps-- {
		if l.pivots >= every {
			if !l.refresh() {
				return Stopped
			}
			fresh = true
		}
		r, low := l.leaving()
		if r < 0 {
			if !fresh && l.Steps > began+10 && l.drift() {
				if !l.refresh() {
					return Stopped
				}
				fresh = true
				continue
			}
			return Optimal
		}
		if steps <= 0 {
			return Stopped
		}
		if l.value() <= cutoff {
			return Cut
		}
		q := l.ratio(r, low)
		switch {
		case q == unbounded:
			if !fresh && l.pivots > 0 {
				if !l.refresh() {
					return Stopped
				}
				fresh = true
				continue
			}
			sign := 1.0
			if !low {
				sign = -1
			}
			l.ray = slices.Grow(l.ray[:0], len(l.rows))[:len(l.rows)]
			for i, v := range l.inv[r] {
				l.ray[i] = sign * v
			}
			l.useRay = true
			return Infeasible
		case q == tiny || !l.pivot(r, int32(q), low):
			if fresh || l.pivots == 0 || !l.refresh() {
				return Stopped
			}
			fresh = true
			continue
		}
		fresh = false
	}
}

// settle moves variables to the bound that fits their reduced cost and computes
// the values of the basic ones.
func (l *LP) settle() {
	for j := range l.N {
		switch {
		case l.stat[j] == inBasis:
		case l.d[j] > 0:
			l.stat[j] = atUpper
		case l.d[j] < 0:
			l.stat[j] = atLower
		}
	}
	for i := range l.rows {
		if j := l.N + i; l.stat[j] != inBasis && l.d[j] > 0 {
			l.d[j] = 0 // rounding
		}
	}
	l.values()
}

// values computes what the basic variables are.
func (l *LP) values() {
	rest := l.tau
	copy(rest, l.b)
	for j := range l.N {
		if l.stat[j] == inBasis {
			continue
		}
		if v := l.bound(int32(j)); v != 0 {
			for _, e := range l.cols[j] {
				rest[e.at] -= e.by * v
			}
		}
	}
	for r, inv := range l.inv {
		s := 0.0
		for i, v := range inv {
			if v != 0 {
				s += v * rest[i]
			}
		}
		l.xb[r] = s
	}
}

// drift reports whether the values have moved away from what they should be.
func (l *LP) drift() bool {
	l.was = append(l.was[:0], l.xb...)
	l.values()
	for r, v := range l.was {
		if math.Abs(v-l.xb[r]) > feasible {
			return true
		}
	}
	return false
}

// leaving chooses the position whose value breaks a bound most, measured by the
// length of its row; low says that it is the lower bound. -1: none.
func (l *LP) leaving() (r int, low bool) {
	best := 0.0
	r = -1
	for p, j := range l.head {
		lower, upper := 0.0, math.Inf(1)
		if int(j) < l.N {
			lower, upper = l.lower[j], l.upper[j]
		}
		short, below := lower-l.xb[p], true
		if over := l.xb[p] - upper; over > short {
			short, below = over, false
		}
		if short > feasible {
			if score := short * short / l.weight[p]; score > best {
				best, r, low = score, p, below
			}
		}
	}
	return r, low
}

// What ratio says where it finds nobody.
const (
	unbounded = -1
	tiny      = -2
)

// pivot lets q enter at position r.
func (l *LP) pivot(r int, q int32, low bool) bool {
	m := len(l.rows)
	for p := range m { // column of q
		inv, s := l.inv[p], 0.0
		if int(q) >= l.N {
			s = inv[int(q)-l.N]
		} else {
			for _, e := range l.cols[q] {
				s += inv[e.at] * e.by
			}
		}
		l.column[p] = s
	}
	a := l.column[r]
	if math.Abs(a) < pivotable || math.Abs(a-l.alpha[q]) > 1e-6*(1+math.Abs(a)) {
		return false
	}
	out, to := l.head[r], 0.0
	switch {
	case int(out) >= l.N:
	case low:
		to = l.lower[out]
	default:
		to = l.upper[out]
	}
	// Reduced costs.
	step := l.d[q] / a
	for _, j := range l.touch {
		if l.stat[j] != inBasis {
			l.d[j] -= step * l.alpha[j]
		}
	}
	l.d[q] = 0
	l.d[out] = -step
	// Values.
	move := (l.xb[r] - to) / a // of q
	for p, c := range l.column[:m] {
		if c != 0 {
			l.xb[p] -= c * move
		}
	}
	l.xb[r] = l.bound(q) + move
	l.stat[out] = atUpper
	if low || int(out) >= l.N {
		l.stat[out] = atLower
	}
	l.stat[q] = inBasis
	l.head[r] = q
	l.exchange(r, a)
	l.pivots++
	l.Steps++
	return true
}

// exchange brings inverse and weights up to date.
func (l *LP) exchange(r int, a float64) {
	m := len(l.rows)
	row := l.inv[r]
	wr := max(norm(row), 1e-12)
	for p := range m {
		c := l.column[p]
		if p == r || c == 0 {
			continue
		}
		inv, by := l.inv[p], c/a
		w := 0.0
		for i, v := range row {
			if v != 0 {
				inv[i] -= by * v
			}
			w += inv[i] * inv[i]
		}
		l.weight[p] = max(w, 1e-12)
	}
	for i := range row {
		row[i] /= a
	}
	l.weight[r] = wr / (a * a)
}

// refresh makes the inverse anew from the basis, by elimination with the largest
// pivots; false where the basis is singular, which a fresh start mends.
func (l *LP) refresh() bool {
	m := len(l.rows)
	l.pivots = 0
	for r := range l.inv {
		clear(l.inv[r])
	}
	// Slacks come first: each is a unit column.
	basic := slices.Clone(l.head)
	taken := make([]bool, m)
	var rest []int32
	for i := range l.inv {
		l.inv[i][i] = 1
		l.head[i] = int32(l.N + i)
	}
	for _, j := range basic {
		if int(j) >= l.N {
			taken[int(j)-l.N] = true
		} else {
			rest = append(rest, j)
		}
	}
	slices.Sort(rest)
	for _, j := range rest {
		best, at := 1e-10, -1
		for p := range m {
			inv, s := l.inv[p], 0.0
			for _, e := range l.cols[j] {
				s += inv[e.at] * e.by
			}
			l.column[p] = s
			if !taken[p] && math.Abs(s) > best {
				best, at = math.Abs(s), p
			}
		}
		if at < 0 {
			l.restart()
			return false
		}
		l.head[at] = j
		taken[at] = true
		l.exchange(at, l.column[at])
	}
	for r := range m {
		l.weight[r] = max(norm(l.inv[r]), 1e-12)
	}
	// Prices and reduced costs.
	y := l.tau
	clear(y)
	for r, j := range l.head {
		if int(j) < l.N {
			for i, v := range l.inv[r] {
				y[i] += l.cost[j] * v
			}
		}
	}
	for j := range l.N {
		if l.stat[j] == inBasis {
			l.d[j] = 0
			continue
		}
		s := l.cost[j]
		for _, e := range l.cols[j] {
			s -= y[e.at] * e.by
		}
		l.d[j] = s
	}
	for i := range m {
		l.d[l.N+i] = -y[i]
		if l.stat[l.N+i] == inBasis {
			l.d[l.N+i] = 0
		}
	}
	l.settle()
	return true
}

// restart goes back to the basis of slacks.
func (l *LP) restart() {
	for j := range l.stat {
		l.stat[j] = atLower
	}
	for i := range l.inv {
		clear(l.inv[i])
		l.inv[i][i] = 1
		l.head[i] = int32(l.N + i)
		l.stat[l.N+i] = inBasis
		l.d[l.N+i] = 0
		l.weight[i] = 1
	}
	copy(l.d, l.cost)
	l.pivots = 0
	l.settle()
}
