package siting

import (
	"context"
	"math"
	"slices"

	"linli/engine/siting/core"
	"linli/engine/siting/given"
)

// center is the search for the least radius with which the sites allowed cover
// all demand. Each radius is asked of some of the demand only, as a covering; whom
// the answer leaves farthest away is taken in (Minieka 1970; Contardo, Iori and Kramer
// 2019, "A scalable exact algorithm for the vertex p-center problem").
type center struct {
	p            Problem
	who          []int // demand of weight above 0
	weight       []float64
	rows         []int     // the demand that is asked
	in           []bool    // of each demand, whether it is one of rows
	dist         []float64 // of rows from all sites
	radii        []float64 // that occur among them, in order
	lower, upper float64
	found        float64 // the radius of the last choice that was enough
	open         []bool  // reaches all within upper
	tree         *Node   // proves lower, with multipliers of of
	of           []int
	nodes        int
	progress     func(upper, lower float64)
}

func solveCenter(ctx context.Context, p Problem, progress func(float64, float64)) (Solution, error) {
	c := &center{p: p, weight: given.CenterWeights(p), in: make([]bool, len(p.Weight)), upper: math.Inf(1), progress: progress}
	for i, w := range p.Weight {
		if w > 0 {
			c.who = append(c.who, i)
		}
	}
	if len(c.who) == 0 { // nobody is far from anywhere
		s := Solution{Open: slices.Sorted(slices.Values(p.Keep)), Proved: true}
		newModel(p, Median, p.Weight, 0).serve(&s)
		return s, nil
	}
	if p.Capacity != nil {
		if err := c.add(c.who); err != nil {
			return Solution{}, err
		}
	} else if err := c.add(c.farthest(nil, min(len(c.who), 2*min(mostSites(p), 100)+10))); err != nil {
		return Solution{}, err
	}
	for c.lower < c.upper {
		open, sure, err := c.least(ctx)
		if err != nil {
			return Solution{}, err
		}
		if open != nil {
			if err := c.offer(open); err != nil {
				return Solution{}, err
			}
		}
		if !sure || c.lower >= c.upper {
			break
		}
		if err := c.add(c.farthest(open, len(c.rows)/3+5)); err != nil {
			return Solution{}, err
		}
	}
	if c.open == nil {
		return Solution{}, ctx.Err()
	}
	return c.solution(), nil
}

// least raises lower to the least radius that covers the rows, and returns a
// choice that does. It is not sure where ctx cut it off.
func (c *center) least(ctx context.Context) (open []bool, sure bool, err error) {
	from, _ := slices.BinarySearch(c.radii, c.lower)
	to, open := len(c.radii)-1, c.open
	if open != nil { // the largest radius that is no more than upper will do
		to, _ = slices.BinarySearch(c.radii, math.Nextafter(c.upper, math.Inf(1)))
		to--
	}
	for at := from; open == nil || from < to; at = (from + to) / 2 {
		s, err := c.within(ctx, c.radii[at])
		if err != nil {
			return nil, false, err
		}
		c.nodes += s.nodes
		switch {
		case s.cost <= s.enough:
			open, to, c.found = s.open, at, c.radii[at]
		case s.bound < s.above:
			return open, false, nil
		case at == len(c.radii)-1:
			return nil, false, ErrImpossible
		default:
			c.lower, c.tree, c.of = c.radii[at+1], s.tree, slices.Clone(c.rows)
			from = at + 1
			c.progress(c.upper, c.lower)
		}
	}
	return open, true, nil
}

// within asks whether a radius is enough for the rows.
func (c *center) within(ctx context.Context, radius float64) (*search, error) {
	q := c.p
	q.Weight = make([]float64, len(c.rows))
	for x, i := range c.rows {
		q.Weight[x] = c.weight[i]
	}
	sites := q.Sites
	q.Distance = func(x, j int) float64 { return c.dist[x*sites+j] }
	m := newModel(q, Coverage, q.Weight, radius)
	least := given.LeftOut(q.Weight)
	return m.run(ctx, least/1000, least, func(float64, float64) {})
}

// add takes demand into the rows.
func (c *center) add(rows []int) error {
	n := len(c.rows)
	c.rows = append(c.rows, rows...)
	c.dist = append(c.dist, make([]float64, len(rows)*c.p.Sites)...)
	errs := make([]error, core.Chunks)
	core.Spread(len(rows), len(rows)*c.p.Sites, func(k, from, to int) {
		for x := n + from; x < n+to; x++ {
			for j := range c.p.Sites {
				d, err := c.p.DistanceOf(c.rows[x], j)
				if err != nil {
					errs[k] = err
				}
				c.dist[x*c.p.Sites+j] = d
			}
		}
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	for x := n; x < len(c.rows); x++ {
		c.in[c.rows[x]] = true
		row := c.dist[x*c.p.Sites : (x+1)*c.p.Sites]
		least := slices.Min(row)
		if math.IsInf(least, 1) {
			return ErrImpossible
		}
		if least > c.lower || c.tree == nil { // this one alone proves it
			c.lower, c.of = least, []int{c.rows[x]}
			c.tree = &Node{Price: []float64{c.weight[c.rows[x]]}}
		}
		for _, d := range row {
			if !math.IsInf(d, 1) {
				c.radii = append(c.radii, d)
			}
		}
	}
	slices.Sort(c.radii)
	c.radii = slices.Compact(c.radii)
	return nil
}

// farthest lists demand that is not among the rows, one after the other the
// farthest from the open sites and from the nearest sites of those listed before.
func (c *center) farthest(open []bool, most int) []int {
	reach := make([]float64, len(c.who)) // distance from the nearest of these sites
	for x := range reach {
		reach[x] = math.Inf(1)
	}
	nearer := func(j int) {
		for x, i := range c.who {
			reach[x] = min(reach[x], c.p.Distance(i, j))
		}
	}
	for j, o := range open {
		if o {
			nearer(j)
		}
	}
	if open == nil {
		for _, j := range c.p.Keep {
			nearer(j)
		}
	}
	var out []int
	listed := make([]bool, len(c.who))
	for len(out) < most {
		at := -1
		for x, i := range c.who {
			if !listed[x] && !c.in[i] && (at < 0 || reach[x] > reach[at]) && (open == nil || reach[x] > c.lower) {
				at = x
			}
		}
		if at < 0 {
			break
		}
		listed[at] = true
		out = append(out, c.who[at])
		best := 0
		for j := range c.p.Sites {
			if c.p.Distance(c.who[at], j) < c.p.Distance(c.who[at], best) {
				best = j
			}
		}
		nearer(best)
	}
	return out
}

// offer takes a choice where it reaches all within less than upper.
func (c *center) offer(open []bool) error {
	var at []int
	for j, o := range open {
		if o {
			at = append(at, j)
		}
	}
	far := 0.0
	if c.p.Capacity != nil { // all are rows: what it was found for
		far = c.found
	} else {
		for _, i := range c.who {
			least := math.Inf(1)
			for _, j := range at {
				d, err := c.p.DistanceOf(i, j)
				if err != nil {
					return err
				}
				least = min(least, d)
			}
			far = max(far, least)
		}
	}
	if far < c.upper {
		c.upper, c.open = far, open
		c.progress(c.upper, c.lower)
	}
	return nil
}

func (c *center) solution() Solution {
	s := Solution{Nodes: c.nodes, Tree: c.tree}
	for j, o := range c.open {
		if o {
			s.Open = append(s.Open, j)
		}
	}
	if c.p.Capacity == nil {
		newModel(c.p, Median, c.p.Weight, 0).serve(&s)
		for _, i := range c.who {
			s.Objective = max(s.Objective, c.p.Distance(i, int(s.Site[i])))
		}
	} else {
		newModel(c.p, Coverage, c.p.Weight, c.upper).serve(&s)
		for _, part := range s.Parts {
			if c.p.Weight[part.Demand] > 0 {
				s.Objective = max(s.Objective, c.p.Distance(int(part.Demand), int(part.Site)))
			}
		}
	}
	s.Bound = min(c.lower, s.Objective)
	if s.Proved = s.Bound == s.Objective; s.Objective > 0 {
		s.Gap = (s.Objective - s.Bound) / s.Objective
	}
	for todo := []*Node{c.tree}; len(todo) > 0; { // multipliers of all demand
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		all := make([]float64, len(c.p.Weight))
		for x, i := range c.of {
			all[i] = n.Price[x]
		}
		n.Price = all
		for _, below := range []*Node{n.Then, n.In, n.Out} {
			if below != nil {
				todo = append(todo, below)
			}
		}
	}
	return s
}
