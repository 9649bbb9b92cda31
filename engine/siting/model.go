package siting

import (
	"fmt"
	"math"
	"slices"

	"linli/engine/siting/core"
)

// model is a problem in the words of the core.
type model struct {
	p       Problem
	kind    Objective // Median, Coverage or CoverAll
	weight  []float64
	radius  float64
	kept    []bool
	total   float64 // of the weights
	whole   bool    // all costs are whole numbers: bounds may be rounded up
	ceiling float64 // no choice that serves all costs more; of the first build
}

func newModel(p Problem, kind Objective, weight []float64, radius float64) *model {
	m := &model{p: p, kind: kind, weight: weight, radius: radius, kept: make([]bool, p.Sites)}
	for _, j := range p.Keep {
		m.kept[j] = true
	}
	for _, w := range weight {
		m.total += w
	}
	return m
}

// none is what demand i costs where nobody serves it.
func (m *model) none(i int) float64 {
	switch {
	case m.kind == Coverage:
		return m.weight[i]
	case m.kind == Median && m.weight[i] == 0:
		return 0
	}
	return math.Inf(1)
}

// cost of serving demand i, whole, over a distance.
func (m *model) cost(i int, d float64) float64 {
	switch {
	case m.kind == Median && !math.IsInf(d, 1):
		return d * m.weight[i]
	case m.kind != Median && d <= m.radius:
		return 0
	}
	return math.Inf(1)
}

// fee is what opening site j costs in the objective.
func (m *model) fee(j int32) float64 {
	if m.kind == CoverAll && !m.kept[j] {
		return m.p.PriceOf(int(j))
	}
	return 0
}

// spend is what opening site j takes from the budget.
func (m *model) spend(j int32) float64 {
	if m.p.Budget > 0 && !m.kept[j] {
		return m.p.PriceOf(int(j))
	}
	return 0
}

// mostMoney is the budget, a little more for rounding; +Inf where there is none.
func mostMoney(p Problem) float64 {
	if p.Budget > 0 {
		return p.Budget * (1 + 1e-12)
	}
	return math.Inf(1)
}

// mostSites is how many sites may be open.
func mostSites(p Problem) int {
	if p.P > 0 {
		return min(p.P, p.Sites)
	}
	return p.Sites
}

// slack is what separates a bound from a cost that it proves.
func (m *model) slack(cost float64) float64 {
	if m.whole {
		return 1 - 1e-6
	}
	scale := max(1, math.Abs(cost))
	if m.kind == Coverage {
		scale = max(scale, m.total)
	}
	return 1e-9 * scale
}

// begin is the state of the sites before anything is decided.
func (m *model) begin() []core.State {
	is := make([]core.State, m.p.Sites)
	for _, j := range m.p.Keep {
		is[j] = core.Open
	}
	return is
}

// listed is how many options a demand keeps where there are many pairs: several
// times as many as there are sites nearer than the nearest open one.
func (m *model) listed(sites, left int) int {
	const few = 60_000
	if m.kind != Median || m.p.Capacity != nil || sites*len(m.weight) <= few || left <= 0 {
		return sites
	}
	return min(sites, max(few/len(m.weight), 64, 8*sites/left))
}

// row is the options of a demand as build finds them.
type row struct {
	options    []core.Option
	none, rest float64
}

// build asks for the distances of the sites that are not closed. With cut, lists
// may be shortened. It finds out whether all costs are whole. O(pairs × log sites), on
// all cores.
func (m *model) build(is []core.State, cut bool) (*core.Core, error) {
	c := &core.Core{Left: mostSites(m.p), Money: mostMoney(m.p)}
	all := make([]int32, m.p.Sites)
	for j := range all {
		all[j] = int32(j)
	}
	var room func(j int32) float64
	if m.p.Capacity != nil {
		room = func(j int32) float64 { return m.p.Capacity[j] }
	}
	at := c.Settle(all, func(j int32) core.State { return is[j] }, m.fee, m.spend, room)
	var absorbed []int32
	whole := true
	for j, x := range at {
		if x == core.Absorbed {
			absorbed = append(absorbed, int32(j))
		}
		if x != core.Gone {
			f := m.fee(int32(j))
			whole = whole && f == math.Trunc(f)
		}
	}
	keep := len(c.Place)
	if cut {
		keep = m.listed(len(c.Place), c.Left)
	}
	rows := make([]row, len(m.weight))
	parts := make([]struct {
		err    error
		broken bool
		sum    float64
	}, core.Chunks)
	core.Spread(len(rows), len(rows)*m.p.Sites, func(k, from, to int) {
		part := &parts[k]
		options := make([]core.Option, 0, len(c.Place))
		for i := from; i < to && part.err == nil; i++ {
			ask := func(j int32) float64 {
				d, err := m.p.DistanceOf(i, int(j))
				if err != nil {
					part.err = err
				}
				return m.cost(i, d)
			}
			r := row{none: m.none(i), rest: math.Inf(1)}
			for _, j := range absorbed {
				r.none = min(r.none, ask(j))
			}
			most := 0.0
			options = options[:0]
			for x, j := range c.Place {
				if v := ask(j); v < r.none {
					options = append(options, core.Option{Cost: v, Site: int32(x)})
					part.broken = part.broken || v != math.Trunc(v)
					most = max(most, v)
				}
			}
			if !math.IsInf(r.none, 1) {
				part.broken = part.broken || r.none != math.Trunc(r.none)
				most = max(most, r.none)
			}
			part.sum += most
			list := options
			if len(list) > keep {
				core.Nearest(list, keep)
				r.rest = list[keep].Cost
				list = list[:keep]
			}
			slices.SortFunc(list, core.ByCost)
			r.options = slices.Clone(list)
			rows[i] = r
		}
	})
	sum := 0.0
	for _, part := range parts {
		if part.err != nil {
			return nil, part.err
		}
		whole = whole && !part.broken
		sum += part.sum
	}
	// Parts of weights are no whole numbers; sums of larger ones are not exact.
	if m.ceiling == 0 {
		m.ceiling = sum
		for j := range int32(m.p.Sites) {
			m.ceiling += m.fee(j)
		}
	}
	m.whole = whole && sum < 1<<50 && m.p.Capacity == nil
	var idle []bool
	if m.idles() {
		lists := make([][]core.Option, len(rows))
		for i, r := range rows {
			lists[i] = r.options
		}
		idle = core.Dominated(lists, len(c.Place))
	}
	for i, r := range rows {
		if idle != nil && idle[i] {
			continue
		}
		if len(r.options) == 0 && math.IsInf(r.none, 1) {
			return nil, fmt.Errorf("%w: demand %d is within reach of no site", ErrImpossible, i)
		}
		if !c.Add(int32(i), r.options, r.none, r.rest) {
			continue
		}
		if m.kind != CoverAll {
			c.Scale = append(c.Scale, m.weight[i])
		}
		if m.p.Capacity != nil {
			c.Load = append(c.Load, m.weight[i])
		}
	}
	c.Done()
	return c, nil
}

// idles reports whether demand may be left out because other demand is harder.
func (m *model) idles() bool { return m.kind == CoverAll && m.p.Capacity == nil }

// value is what a choice costs; +Inf where somebody is not served or it does not
// keep to the bounds. O(demand × open sites), on all cores.
func (m *model) value(open []bool) float64 {
	if m.p.Capacity != nil {
		return m.assign(open).cost
	}
	fees, spent := 0.0, 0.0
	var at []int
	for j, o := range open {
		if o {
			fees += m.fee(int32(j))
			spent += m.spend(int32(j))
			at = append(at, j)
		}
	}
	if len(at) > mostSites(m.p) || spent > mostMoney(m.p) {
		return math.Inf(1)
	}
	var sums [core.Chunks]float64
	core.Spread(len(m.weight), len(m.weight)*len(at), func(k, from, to int) {
		for i := from; i < to; i++ {
			sums[k] += m.least(i, at)
		}
	})
	for _, s := range sums {
		fees += s
	}
	return fees
}

// least is what demand i costs where the sites of a list are open.
func (m *model) least(i int, open []int) float64 {
	v := m.none(i)
	for _, j := range open {
		v = min(v, m.cost(i, m.p.Distance(i, j)))
	}
	return v
}
