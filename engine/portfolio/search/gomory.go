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
	cutRounds  = 25
	cutsEach   = 8    // new cuts in a round
	minDepth   = 1e-3 // how far the solution is from what a cut leaves, at least
	cutBits    = 40   // of the largest number of a cut
	factorBits = 56   // of the largest factor of a row
)

// mix is rows added up with factors, to be cut at whole numbers.
type mix struct {
	of []int32
	by []float64
}

// found is a cut with how deep it cuts, and how it looks in the core.
type found struct {
	cut   binary.Cut
	row   binary.Row
	depth float64
	left  []float64
	size  float64
}

// cuts adds rows to the table that cut off the solution of the linear program, for
// some rounds, as long as they bring its value down.
func (w *worker) cuts() {
	s := w.s
	stale := 0
	for range cutRounds {
		if s.stop() || w.solve(s.Is, math.Inf(-1)) != simplex.Optimal {
			return
		}
		before := w.lp.Value()
		var all []found
		for _, m := range w.mixes() {
			all = append(all, w.best(m)...)
		}
		slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.depth, a.depth) })
		var kept []found
		for _, f := range all {
			if len(kept) == cutsEach {
				break
			}
			if !slices.ContainsFunc(kept, func(k found) bool { return parallel(f, k) }) && w.exact(&f) {
				kept = append(kept, f)
			}
		}
		if len(kept) == 0 {
			return
		}
		for _, f := range kept {
			i := int32(len(s.T.Rows))
			s.cutsMade = append(s.cutsMade, f.cut)
			s.T.Add(f.row)
			rules := len(s.Rules)
			s.Shrink()
			for range len(s.Rules) - rules {
				w.has = append(w.has, true)
				w.add(i)
			}
		}
		if w.solve(s.Is, math.Inf(-1)) != simplex.Optimal {
			return
		}
		gap := math.Inf(1)
		if s.value != none {
			gap = w.lp.Value() - (float64(s.value)-s.Offset)/w.unit
		}
		if fall := before - w.lp.Value(); fall > 0.02*gap || math.IsInf(gap, 1) && fall > 1e-6 {
			stale = 0
		} else if stale++; stale >= 4 {
			return
		}
	}
}

func parallel(a, b found) bool {
	dot := 0.0
	for j, v := range a.left {
		dot += v * b.left[j]
	}
	return dot > 0.95*a.size*b.size
}

// mixes are sums of rows that are worth a try: rows of the tableau of things that
// are not whole, the prices, and single rows.
func (w *worker) mixes() (list []mix) {
	s := w.s
	m := w.lp.Rows()
	add := func(factor func(i int) float64) {
		var x mix
		for i := range m {
			if v := factor(i); math.Abs(v) > 1e-11 {
				x.of, x.by = append(x.of, w.row[i]), append(x.by, v*w.scale[i])
			}
		}
		list = append(list, x)
	}
	type part struct {
		row  []float64
		by   float64
		half float64
	}
	var parts []part
	w.lp.Basis(func(j int, value float64, row []float64) {
		by := 1.0
		if j >= len(s.Things) {
			i := w.row[j-len(s.Things)]
			if i >= s.plain {
				return // the room of a cut is hardly whole
			}
			by = 1 / s.Lines[i].Scale
			value *= by
		}
		if f := value - math.Floor(value); f > 1e-4 && f < 1-1e-4 {
			parts = append(parts, part{slices.Clone(row), by, math.Abs(f - 0.5)})
		}
	})
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.half, b.half) })
	for _, p := range parts[:min(len(parts), 40)] {
		add(func(i int) float64 { return p.row[i] * p.by })
	}
	y := make([]float64, m)
	w.lp.Prices(y)
	for _, times := range []float64{1, 2, 3, 0.5} {
		add(func(i int) float64 { return times * y[i] * w.unit / float64(s.T.Step) })
	}
	for i := range m {
		if w.lp.SlackBasic(i) || len(s.Lines[w.row[i]].At) > len(s.Things) {
			continue
		}
		list = append(list, w.level(w.row[i], y[i]*w.unit)...)
		// Divided by a number of the row the thing with that number has a whole one.
		seen := map[float64]bool{}
		l := &s.Lines[w.row[i]]
		for x, c := range l.At {
			if d := math.Abs(l.By[x]); w.x[c] > 1e-4 && w.x[c] < 1-1e-4 && d > 0 && !seen[d] && len(seen) < 6 {
				seen[d] = true
				for _, part := range []float64{1, 2, 3} {
					list = append(list, mix{[]int32{w.row[i]}, []float64{part * l.Scale / d}})
				}
			}
		}
	}
	return list
}

// level adds the wish to be better to a row, times what makes most sums alike: where
// value follows what is used, that leaves a number of things that a better choice
// needs at least.
func (w *worker) level(i int32, price float64) (list []mix) {
	s := w.s
	l := &s.Lines[i]
	if s.value == none || len(l.At) < 2 || i >= s.plain {
		return nil
	}
	value := func(x int) float64 { return s.T.Value[s.Things[l.At[x]]] }
	order := make([]int, len(l.At))
	for x := range order {
		order[x] = x
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(l.By[a], l.By[b]), cmp.Compare(value(a), value(b)), cmp.Compare(a, b))
	})
	slopes := map[float64]int{}
	for k := 1; k < len(order); k++ {
		if run := (l.By[order[k]] - l.By[order[k-1]]) / l.Scale; run > 0 {
			slopes[(value(order[k])-value(order[k-1]))/run]++
		}
	}
	slope, n := price, 1
	for v, count := range slopes {
		if count > n || count == n && v < slope {
			slope, n = v, count
		}
	}
	for _, t := range []float64{slope, price} {
		rests := map[float64]int{}
		for x := range l.At {
			rests[math.Abs(t*l.By[x]/l.Scale-value(x))]++
		}
		d, most := 0.0, 0
		for v, count := range rests {
			if v > 1e-6 && (count > most || count == most && v < d) {
				d, most = v, count
			}
		}
		if d > 0 {
			list = append(list, mix{[]int32{binary.Better, i}, []float64{1 / d, t / d}})
		}
	}
	return list
}

// best is the cut of a mix that cuts deepest, with things flipped that are nearer to 1.
func (w *worker) best(m mix) []found {
	s := w.s
	n := len(s.Things)
	a, right := make([]float64, n), 0.0
	lineOf := func(i int32) *core.Scaled {
		if i == binary.Better {
			return s.wish()
		}
		return &s.Lines[i]
	}
	for k, i := range m.of {
		l := lineOf(i)
		by := m.by[k] / l.Scale
		for x, c := range l.At {
			a[c] += by * l.By[x]
		}
		right += by * l.Most
	}
	flip := make([]bool, n)
	for k, v := range a {
		if v != 0 && w.x[k] > 0.5 {
			flip[k] = true
			right -= v
		}
	}
	f0 := right - math.Floor(right)
	if f0 < 0.005 || f0 > 0.995 {
		return nil
	}
	round := func(v float64) float64 {
		down := math.Floor(v)
		return down + max(0, v-down-f0)/(1-f0)
	}
	// The row in the core, as far as floating point tells.
	left, most := make([]float64, n), math.Floor(right)
	for k, v := range a {
		switch {
		case flip[k]:
			g := round(-v)
			left[k] -= g
			most -= g
		case v != 0:
			left[k] += round(v)
		}
	}
	for k, i := range m.of {
		g := round(m.by[k])
		if g == 0 {
			continue
		}
		l := lineOf(i)
		for x, c := range l.At {
			left[c] -= g * l.By[x] / l.Scale
		}
		most -= g * l.Most / l.Scale
	}
	f := found{left: left}
	over, largest := -most, 0.0
	for k, v := range left {
		over += v * w.x[k]
		f.size += v * v
		largest = max(largest, math.Abs(v))
	}
	f.size = math.Sqrt(f.size)
	if f.depth = over / f.size; !(f.depth > minDepth) || over < 1e-6*largest {
		return nil
	}
	// Whole factors: all times the same power of two, which is D.
	factor := 1e-12
	for _, v := range m.by {
		factor = max(factor, math.Abs(v))
	}
	exp := factorBits - int(math.Ceil(math.Log2(factor)))
	if exp < 8 {
		return nil
	}
	f.cut = binary.Cut{Of: m.of, D: 1 << min(exp, 60)}
	if slices.Contains(m.of, binary.Better) {
		f.cut.Above = s.value + s.T.Step
	}
	for _, v := range m.by {
		f.cut.By = append(f.cut.By, int64(math.Round(v*float64(f.cut.D))))
	}
	for k, j := range s.Things {
		if flip[k] {
			f.cut.Flip = append(f.cut.Flip, j)
		}
	}
	for j, v := range s.Is {
		if v == core.One && s.Place[j] < 0 {
			f.cut.Flip = append(f.cut.Flip, int32(j)) // decided: what it gets does not matter, that it is full does
		}
	}
	return []found{f}
}

// exact computes the row in whole numbers, the largest of cutBits bits.
func (w *worker) exact(f *found) bool {
	rows := w.s.T.Whole
	left, right, err := f.cut.Raw(rows, w.s.T.P.Value)
	if err != nil {
		return false
	}
	most := right.BitLen()
	for j := range left {
		most = max(most, left[j].BitLen())
	}
	f.cut.Shift = cutBits - most
	f.row, err = f.cut.Shifted(left, right)
	return err == nil
}

// wish is the row that the value is better than the best known.
func (s *search) wish() *core.Scaled {
	l := &core.Scaled{Most: s.Offset - float64(s.value+s.T.Step), Scale: 1}
	for k, j := range s.Things {
		if v := s.T.Value[j]; v != 0 {
			l.At, l.By = append(l.At, int32(k)), append(l.By, -v)
		}
	}
	return l
}
