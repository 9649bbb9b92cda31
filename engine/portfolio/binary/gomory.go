package binary

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"slices"

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
	cut   Cut
	row   Row
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
		if s.stop() || w.solve(s.is, math.Inf(-1)) != simplex.Optimal {
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
			if os.Getenv("DBG") != "" {
				fr := 0
				for k := range s.things {
					if w.x[k] > 1e-6 && w.x[k] < 1-1e-6 {
						fr++
						fmt.Println("frac", s.things[k], w.x[k], s.t.p.Value[s.things[k]], s.t.cols[s.things[k]])
					}
				}
				fmt.Println("no cuts: all", len(all), "mixes", len(w.mixes()), "things", len(s.things), "frac", fr, "rows", w.lp.Rows(), before*w.unit+s.offset)
				for _, m := range w.mixes() {
					fmt.Println(m)
				}
			}
			return
		}
		for _, f := range kept {
			i := int32(len(s.t.rows))
			s.cutsMade = append(s.cutsMade, f.cut)
			s.t.add(f.row)
			s.lines = append(s.lines, scaled{})
			rules := len(s.rules)
			s.shrink(i)
			for range len(s.rules) - rules {
				w.has = append(w.has, true)
				w.add(i)
			}
		}
		if w.solve(s.is, math.Inf(-1)) != simplex.Optimal {
			return
		}
		if os.Getenv("DBG") != "" {
			fmt.Printf("cut round: value %.3f -> %.3f, kept %d of %d, rows %d, things %d\n", before*w.unit+s.offset, w.lp.Value()*w.unit+s.offset, len(kept), len(all), w.lp.Rows(), len(s.things))
		}
		gap := math.Inf(1)
		if s.value != none {
			gap = w.lp.Value() - (float64(s.value)-s.offset)/w.unit
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
		if j >= len(s.things) {
			i := w.row[j-len(s.things)]
			if i >= s.plain {
				return // the room of a cut is hardly whole
			}
			by = 1 / s.lines[i].scale
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
		add(func(i int) float64 { return times * y[i] * w.unit / float64(s.t.step) })
	}
	for i := range m {
		if w.lp.SlackBasic(i) || len(s.lines[w.row[i]].at) > len(s.things) {
			continue
		}
		list = append(list, w.level(w.row[i], y[i]*w.unit)...)
		// Divided by a number of the row the thing with that number has a whole one.
		seen := map[float64]bool{}
		l := &s.lines[w.row[i]]
		for x, c := range l.at {
			if d := math.Abs(l.by[x]); w.x[c] > 1e-4 && w.x[c] < 1-1e-4 && d > 0 && !seen[d] && len(seen) < 6 {
				seen[d] = true
				for _, part := range []float64{1, 2, 3} {
					list = append(list, mix{[]int32{w.row[i]}, []float64{part * l.scale / d}})
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
	l := &s.lines[i]
	if s.value == none || len(l.at) < 2 || i >= s.plain {
		return nil
	}
	value := func(x int) float64 { return s.t.value[s.things[l.at[x]]] }
	order := make([]int, len(l.at))
	for x := range order {
		order[x] = x
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(l.by[a], l.by[b]), cmp.Compare(value(a), value(b)), cmp.Compare(a, b))
	})
	slopes := map[float64]int{}
	for k := 1; k < len(order); k++ {
		if run := (l.by[order[k]] - l.by[order[k-1]]) / l.scale; run > 0 {
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
		for x := range l.at {
			rests[math.Abs(t*l.by[x]/l.scale-value(x))]++
		}
		d, most := 0.0, 0
		for v, count := range rests {
			if v > 1e-6 && (count > most || count == most && v < d) {
				d, most = v, count
			}
		}
		if d > 0 {
			list = append(list, mix{[]int32{better, i}, []float64{1 / d, t / d}})
		}
	}
	return list
}

// best is the cut of a mix that cuts deepest, with things flipped that are nearer to 1.
func (w *worker) best(m mix) []found {
	s := w.s
	n := len(s.things)
	a, right := make([]float64, n), 0.0
	lineOf := func(i int32) *scaled {
		if i == better {
			return s.wish()
		}
		return &s.lines[i]
	}
	for k, i := range m.of {
		l := lineOf(i)
		by := m.by[k] / l.scale
		for x, c := range l.at {
			a[c] += by * l.by[x]
		}
		right += by * l.most
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
		for x, c := range l.at {
			left[c] -= g * l.by[x] / l.scale
		}
		most -= g * l.most / l.scale
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
	f.cut = Cut{Of: m.of, D: 1 << min(exp, 60)}
	if slices.Contains(m.of, better) {
		f.cut.Above = s.value + s.t.step
	}
	for _, v := range m.by {
		f.cut.By = append(f.cut.By, int64(math.Round(v*float64(f.cut.D))))
	}
	for k, j := range s.things {
		if flip[k] {
			f.cut.Flip = append(f.cut.Flip, j)
		}
	}
	for j, v := range s.is {
		if v == one && s.core[j] < 0 {
			f.cut.Flip = append(f.cut.Flip, int32(j)) // decided: what it gets does not matter, that it is full does
		}
	}
	return []found{f}
}

// exact computes the row in whole numbers, the largest of cutBits bits.
func (w *worker) exact(f *found) bool {
	rows := w.s.t.whole
	left, right, err := f.cut.raw(rows, w.s.t.p.Value)
	if err != nil {
		if os.Getenv("DBG") != "" {
			fmt.Println(err)
		}
		return false
	}
	most := right.BitLen()
	for j := range left {
		most = max(most, left[j].BitLen())
	}
	f.cut.Shift = cutBits - most
	f.row, err = f.cut.shifted(left, right)
	if err != nil && os.Getenv("DBG") != "" {
		fmt.Println(err, most)
	}
	return err == nil
}

// wish is the row that the value is better than the best known.
func (s *search) wish() *scaled {
	l := &scaled{most: s.offset - float64(s.value+s.t.step), scale: 1}
	for k, j := range s.things {
		if v := s.t.value[j]; v != 0 {
			l.at, l.by = append(l.at, int32(k)), append(l.by, -v)
		}
	}
	return l
}
