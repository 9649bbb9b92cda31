package search

import (
	"cmp"
	"slices"

	"linli/engine/portfolio/core"
	"linli/engine/portfolio/simplex"
)

// offer keeps a choice when it is better than what has to be beaten and keeps
// all rows.
func (w *worker) offer(chosen []bool) {
	v := w.s.T.P.Worth(chosen)
	if w.value != none && v <= w.value || w.s.T.P.Keeps(chosen) != nil {
		return
	}
	w.own, w.value = slices.Clone(chosen), v
}

// improve tries to make the worker's choice better by exchanges.
func (w *worker) improve() {
	if chosen := slices.Clone(w.own); w.s.Improve(chosen, w.d, w.s.stop) {
		w.offer(chosen)
	}
}

// whole reports whether x is whole, and offers it then.
func (w *worker) whole(is []int8) bool {
	for k := range w.s.Things {
		if f := w.x[k]; f > wholeTol && f < 1-wholeTol {
			return false
		}
	}
	w.offer(w.chosen(is, 0.5))
	return true
}

// chosen is what is decided and all with x above a limit.
func (w *worker) chosen(is []int8, limit float64) []bool {
	out := make([]bool, len(is))
	for j, v := range is {
		out[j] = v == core.One
	}
	for k, j := range w.s.Things {
		if is[j] == core.Undecided && w.x[k] > limit {
			out[j] = true
		}
	}
	return out
}

// round makes a choice from x: what is whole stays, then things are added that
// fit, those with a larger part in x first, then those worth most at the prices.
func (w *worker) round(is []int8) {
	s := w.s
	chosen := w.chosen(is, 1-wholeTol)
	w.rest = slices.Grow(w.rest[:0], len(s.Hard))[:len(s.Hard)]
	copy(w.rest, s.Rest)
	w.order = w.order[:0]
	for k, j := range s.Things {
		switch {
		case chosen[j]:
			for _, c := range s.Cells[k] {
				w.rest[c.Row] -= c.By
			}
		case is[j] == core.Undecided:
			w.order = append(w.order, int32(k))
		}
	}
	slices.SortFunc(w.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(w.x[b], w.x[a]), cmp.Compare(w.d[s.Things[b]], w.d[s.Things[a]]), cmp.Compare(a, b))
	})
	short := func() bool { return slices.ContainsFunc(w.rest, func(v float64) bool { return v < 0 }) }
	if short() {
		w.fill(chosen, true)
		if short() {
			return
		}
	}
	w.fill(chosen, false)
	w.offer(chosen)
}

// fill adds things in w.order that fit and are worth something; with mending only
// those that help a floor that is broken.
func (w *worker) fill(chosen []bool, mending bool) {
	s := w.s
	for _, k := range w.order {
		j := s.Things[k]
		ok, mends := !chosen[j], false
		for _, c := range s.Cells[k] {
			if c.By > 0 && w.rest[c.Row] < c.By {
				ok = false
				break
			}
			mends = mends || c.By < 0 && w.rest[c.Row] < 0
		}
		if !ok || mending && !mends || !mending && s.T.Value[j] <= 0 {
			continue
		}
		for _, a := range s.T.Above[j] {
			ok = ok && chosen[a]
		}
		for _, f := range s.T.Foes[j] {
			ok = ok && !chosen[f]
		}
		if !ok {
			continue
		}
		chosen[j] = true
		for _, c := range s.Cells[k] {
			w.rest[c.Row] -= c.By
		}
	}
}

// dive looks for a choice from a node: it decides the things that are nearest to
// whole, a fifth of them at a time, and gives up when too many turns are wrong.
func (w *worker) dive(is []int8) {
	is = slices.Clone(is)
	t := w.s.T
	turns := 0
	ok := w.solve(is, w.enough()) == simplex.Optimal
	for ok && !w.s.stop() {
		t.Bound(1, w.prices(), is, w.d)
		w.round(is)
		if w.lp.Value()*w.unit+w.s.Offset < w.enough()-1e-6 {
			return // nothing better is left here
		}
		w.order = w.order[:0]
		for k, j := range w.s.Things {
			if f := w.x[k]; is[j] == core.Undecided && f > wholeTol && f < 1-wholeTol {
				w.order = append(w.order, int32(k))
			}
		}
		if len(w.order) == 0 {
			w.whole(is)
			return
		}
		up := func(k int32) bool { return max(0, 0.8-w.x[k]) <= w.x[k] } // up is better than down: it fills
		far := func(k int32) float64 { return min(w.x[k], max(0, 0.8-w.x[k])) }
		slices.SortFunc(w.order, func(a, b int32) int {
			return cmp.Or(cmp.Compare(far(a), far(b)), cmp.Compare(a, b))
		})
		was := slices.Clone(is)
		first, to := w.s.Things[w.order[0]], core.Zero
		if up(w.order[0]) {
			to = core.One
		}
		for _, k := range w.order[:(len(w.order)+4)/5] {
			j, side := w.s.Things[k], core.Zero
			if up(k) {
				side = core.One
			}
			if is[j] == core.Undecided {
				_, fits := t.Decide(is, j, side, nil)
				ok = ok && fits
			}
		}
		if ok = ok && w.solve(is, w.enough()) == simplex.Optimal; ok {
			continue
		}
		if turns++; turns > 10 {
			return
		}
		copy(is, was)
		_, ok = t.Decide(is, first, core.One-to, nil)
		ok = ok && w.solve(is, w.enough()) == simplex.Optimal
	}
}
