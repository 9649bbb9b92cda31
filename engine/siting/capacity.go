package siting

import (
	"cmp"
	"math"
	"slices"

	"linli/engine/siting/core"
	"linli/engine/siting/transport"
)

// assignment is who serves whom where capacities count.
type assignment struct {
	cost  float64 // +Inf where the choice is not allowed or does not serve all
	price []float64
	parts []Part
}

// assign finds the best service by the open sites, and multipliers that prove
// it: for the cost, or, where not all are served, for any bound.
func (m *model) assign(open []bool) assignment {
	var at []int
	a := assignment{cost: math.Inf(1), price: make([]float64, len(m.weight))}
	fees, spent := 0.0, 0.0
	for j, o := range open {
		if o {
			at = append(at, j)
			fees += m.fee(int32(j))
			spent += m.spend(int32(j))
		}
	}
	if len(at) > mostSites(m.p) || spent > mostMoney(m.p) {
		return a
	}
	t := transport.Problem{Amount: m.weight, Spare: make([]float64, len(m.weight)), Cost: make([]float64, len(m.weight)*len(at))}
	for _, j := range at {
		t.Room = append(t.Room, m.p.Capacity[j])
	}
	unit := func(cost, weight float64) float64 { // of what takes no room, all
		if weight > 0 {
			return cost / weight
		}
		return cost
	}
	core.Spread(len(m.weight), len(t.Cost), func(_, from, to int) {
		for i := from; i < to; i++ {
			t.Spare[i] = unit(m.none(i), m.weight[i])
			for x, j := range at {
				t.Cost[i*len(at)+x] = unit(m.cost(i, m.p.Distance(i, j)), m.weight[i])
			}
		}
	})
	plan := transport.Solve(t)
	if plan.Stuck != nil {
		for _, i := range plan.Stuck {
			if m.weight[i] > 0 {
				a.price[i] = m.any() * m.weight[i] / plan.Short
			} else {
				a.price[i] = m.any()
			}
		}
		return a
	}
	for i, w := range m.weight {
		best := t.Spare[i]
		for x := range at {
			if v := t.Cost[i*len(at)+x]; w > 0 {
				best = min(best, v+plan.Price[x])
			} else {
				best = min(best, v)
			}
		}
		if a.price[i] = best; w > 0 {
			a.price[i] *= w
		}
	}
	a.cost = fees + plan.Cost
	for _, f := range plan.Flow {
		a.parts = append(a.parts, Part{Demand: f.Source, Site: int32(at[f.Place]), Amount: f.Amount})
	}
	return a
}

// short reports whether the sites that may be open cannot hold what has to be
// served, and multipliers that prove it.
func (s *search) short(c *core.Core) []float64 {
	need := 0.0
	for k, load := range c.Load {
		if math.IsInf(c.None[k], 1) {
			need += load
		}
	}
	var rooms []float64
	have := 0.0
	for j, room := range c.Room {
		if c.Must[j] {
			have += room
		} else {
			rooms = append(rooms, room)
		}
	}
	slices.SortFunc(rooms, func(a, b float64) int { return cmp.Compare(b, a) })
	for _, room := range rooms[:min(c.Left, len(rooms))] {
		have += room
	}
	if short := need - have; short > 1e-9*need {
		price := make([]float64, len(s.m.weight))
		for k, i := range c.Demand {
			if math.IsInf(c.None[k], 1) {
				price[i] = s.m.any() * c.Load[k] / short
			}
		}
		return price
	}
	return nil
}

// crowd is a choice of sites with capacities that is improved step by step.
type crowd struct {
	s      *search
	is     []core.State
	open   []bool
	number int
	spent  float64
	now    assignment
	left   int // how many more choices may be asked
}

func (s *search) newCrowd(is []core.State, c *core.Core, taken []int32, asks int) *crowd {
	w := &crowd{s: s, is: is, open: make([]bool, len(is)), left: asks}
	for j, x := range is {
		if x == core.Open {
			w.put(int32(j), true)
		}
	}
	for _, j := range taken {
		if !w.open[c.Place[j]] {
			w.put(c.Place[j], true)
		}
	}
	w.ask()
	return w
}

func (w *crowd) put(j int32, open bool) {
	w.open[j] = open
	by := 1
	if !open {
		by = -1
	}
	w.number += by
	w.spent += float64(by) * w.s.m.spend(j)
}

func (w *crowd) ask() {
	w.left--
	w.now = w.s.m.assign(w.open)
}

// fits reports whether opening in and closing out, -1 for none, keeps to the bounds.
func (w *crowd) fits(in, out int32) bool {
	number, spent := w.number, w.spent
	if in >= 0 {
		number, spent = number+1, spent+w.s.m.spend(in)
	}
	if out >= 0 {
		number, spent = number-1, spent-w.s.m.spend(out)
	}
	return number <= mostSites(w.s.m.p) && spent <= mostMoney(w.s.m.p)
}

// grow opens sites, or puts them in the place of others, until all are served
// that have to be: those that could serve most of what is stuck.
func (w *crowd) grow() {
	m := w.s.m
	for math.IsInf(w.now.cost, 1) && w.left > 0 && !w.s.stop() {
		in, most := int32(-1), 0.0
		for f := range int32(len(w.open)) {
			if w.open[f] || w.is[f] != core.Undecided {
				continue
			}
			could := 0.0
			for i, v := range w.now.price {
				if v > 0 && !math.IsInf(m.cost(i, m.p.Distance(i, int(f))), 1) {
					could += max(m.weight[i], 1e-9*m.total)
				}
			}
			if v := min(could, m.p.Capacity[f]); v > most && w.place(f) != nobody {
				in, most = f, v
			}
		}
		if in < 0 {
			return
		}
		if out := w.place(in); out >= 0 {
			w.put(out, false)
		}
		w.put(in, true)
		w.ask()
	}
}

const (
	nothing int32 = -1 // needs to be closed
	nobody  int32 = -2 // may be closed
)

// place is the smallest site that site f could replace, if it has to.
func (w *crowd) place(f int32) int32 {
	if w.fits(f, nothing) {
		return nothing
	}
	out, least := nobody, w.s.m.p.Capacity[f]
	for r, o := range w.open {
		if o && w.is[r] == core.Undecided && w.s.m.p.Capacity[r] < least && w.fits(f, int32(r)) {
			out, least = int32(r), w.s.m.p.Capacity[r]
		}
	}
	return out
}

// improve opens, closes and swaps sites while that helps, the sites in the order
// of their worth in a relaxed choice.
func (w *crowd) improve(c *core.Core, a *core.Ascent) {
	order := make([]int32, 0, len(c.Place))
	for j := range int32(len(c.Place)) {
		if w.is[c.Place[j]] == core.Undecided {
			order = append(order, j)
		}
	}
	slices.SortFunc(order, func(x, y int32) int {
		return cmp.Or(cmp.Compare(a.Worth[x], a.Worth[y]), cmp.Compare(x, y))
	})
	for again := true; again; {
		again = false
		ins, outs := []int32{nothing}, []int32{nothing}
		for x := range order {
			if f := c.Place[order[x]]; !w.open[f] {
				ins = append(ins, f)
			}
			if r := c.Place[order[len(order)-1-x]]; w.open[r] {
				outs = append(outs, r)
			}
		}
		for turn := range len(ins) * len(outs) {
			in, out := ins[turn/len(outs)], outs[turn%len(outs)]
			if in == nothing && out == nothing || !w.fits(in, out) {
				continue
			}
			if w.left <= 0 || w.s.stop() {
				return
			}
			if w.swap(in, out) {
				again = true
				break
			}
		}
	}
}

// swap keeps a change that helps.
func (w *crowd) swap(in, out int32) bool {
	before := w.now
	change := func(in, out int32) {
		if out >= 0 {
			w.put(out, false)
		}
		if in >= 0 {
			w.put(in, true)
		}
	}
	change(in, out)
	if w.ask(); w.now.cost < before.cost-w.s.m.slack(before.cost) {
		return true
	}
	change(out, in)
	w.now = before
	return false
}
