package core

import (
	"math"
	"slices"
)

// State is what is decided of a site.
type State int8

// The states.
const (
	Undecided State = iota
	Open
	Closed
)

// Core is what all objectives come down to: each demand takes the cheapest of
// its options among open sites, or pays None; an open site costs Fee; no more
// than Left of them, for no more than Money. Without capacities it holds the
// undecided sites only: an open one is in Base and in None, a closed one is gone.
// With capacities an open site stays, marked in Must.
type Core struct {
	Demand, Place []int32 // their numbers in the problem
	Start         []int32 // options of demand k are Start[k] ≤ e < Start[k+1], by cost
	Site          []int32
	Cost          []float64 // of serving all of the demand
	None          []float64 // what a demand costs that nobody serves; +Inf: it has to be served
	Rest          []float64 // no option outside the list is cheaper; nil: the lists are whole
	Fee, Price    []float64 // of each site
	Left          int       // sites that may still be opened
	Money         float64   // what they may cost, in Price; +Inf: no bound
	Base          float64   // what is settled
	Load, Room    []float64 // weight of each demand, capacity of each site; nil: no capacities
	Must          []bool    // the site is open already; nil: none
	Scale         []float64 // how large the steps of each multiplier are; nil: 1
	// The options again, by site: siteStart[j] ≤ e < siteStart[j+1], by demand.
	siteStart, siteDemand []int32
	siteCost              []float64
}

// Option is a site that may serve a demand, at a cost.
type Option struct {
	Cost float64
	Site int32
}

// Settle takes what is decided of the sites of a problem into a new core: it
// absorbs the open ones, leaves the closed ones out and those that no longer fit,
// and returns for each site its number in the core, or Gone or Absorbed. room is
// nil where there are no capacities.
func (c *Core) Settle(place []int32, is func(place int32) State, fee, price func(place int32) float64, room func(place int32) float64) []int32 {
	at := make([]int32, len(place))
	for _, j := range place {
		if is(j) == Open {
			c.Left--
			c.Money -= price(j)
		}
	}
	for x, j := range place {
		state := is(j)
		if state == Undecided && (c.Left <= 0 || price(j) > c.Money) {
			state = Closed
		}
		switch {
		case state == Closed:
			at[x] = Gone
			continue
		case state == Open && room == nil:
			c.Base += fee(j)
			at[x] = Absorbed
			continue
		}
		at[x] = int32(len(c.Place))
		c.Place = append(c.Place, j)
		c.Fee = append(c.Fee, fee(j))
		c.Price = append(c.Price, price(j))
		if room != nil {
			c.Room = append(c.Room, room(j))
			c.Must = append(c.Must, state == Open)
		}
	}
	return at
}

// Where Settle puts a site that is in no core.
const (
	Gone     = -1
	Absorbed = -2
)

// Add takes a demand in, with its options by cost. A demand without options that
// may stay unserved is settled: Add puts it into Base and returns false.
func (c *Core) Add(demand int32, options []Option, none, rest float64) bool {
	if len(options) == 0 && !math.IsInf(none, 1) && rest >= none {
		c.Base += none
		return false
	}
	if len(c.Start) == 0 {
		c.Start = append(c.Start, 0)
	}
	for _, o := range options {
		c.Site, c.Cost = append(c.Site, o.Site), append(c.Cost, o.Cost)
	}
	c.end(demand, none, rest)
	return true
}

// end closes the list of a demand, whose options are appended already.
func (c *Core) end(demand int32, none, rest float64) {
	if c.Rest == nil && rest < none {
		c.Rest = make([]float64, len(c.Demand))
		for k := range c.Rest {
			c.Rest[k] = math.Inf(1)
		}
	}
	c.Demand = append(c.Demand, demand)
	c.None = append(c.None, none)
	if c.Rest != nil {
		c.Rest = append(c.Rest, rest)
	}
	c.Start = append(c.Start, int32(len(c.Site)))
}

// Done makes the core ready for use after the last Add.
func (c *Core) Done() {
	if len(c.Start) == 0 {
		c.Start = append(c.Start, 0)
	}
	c.trim()
	c.turn()
}

// Roof is the largest multiplier of demand k that makes sense.
func (c *Core) Roof(k int) float64 {
	if c.Rest == nil {
		return c.None[k]
	}
	return min(c.None[k], c.Rest[k])
}

func (c *Core) scale(k int) float64 {
	if c.Scale == nil {
		return 1
	}
	return c.Scale[k]
}

// must reports whether site j is open already.
func (c *Core) must(j int32) bool { return c.Must != nil && c.Must[j] }

// trim shortens lists where sites cost nothing but their number: some site among
// the sites − left + 1 nearest will be open, because it does no harm to open as
// many as are left.
func (c *Core) trim() {
	sites := len(c.Place)
	if c.Left <= 0 || c.Left >= sites || !math.IsInf(c.Money, 1) || c.Room != nil {
		return
	}
	for _, f := range c.Fee {
		if f > 0 {
			return
		}
	}
	most := int32(sites - c.Left) // a list longer than that is too long
	w := int32(0)
	for k := range c.Demand {
		from, to := c.Start[k], c.Start[k+1]
		c.Start[k] = w
		if to-from > most {
			c.None[k] = min(c.None[k], c.Cost[from+most])
			to = from + most
		}
		for e := from; e < to && c.Cost[e] < c.None[k]; e++ {
			c.Site[w], c.Cost[w] = c.Site[e], c.Cost[e]
			w++
		}
	}
	c.Start[len(c.Demand)] = w
	c.Site, c.Cost = c.Site[:w], c.Cost[:w]
}

// turn lists the options by site too.
func (c *Core) turn() {
	c.siteStart = make([]int32, len(c.Place)+1)
	for _, j := range c.Site {
		c.siteStart[j+1]++
	}
	for j := range c.Place {
		c.siteStart[j+1] += c.siteStart[j]
	}
	c.siteDemand, c.siteCost = make([]int32, len(c.Site)), make([]float64, len(c.Site))
	at := slices.Clone(c.siteStart)
	for k := range c.Demand {
		for e := c.Start[k]; e < c.Start[k+1]; e++ {
			x := at[c.Site[e]]
			at[c.Site[e]]++
			c.siteDemand[x], c.siteCost[x] = int32(k), c.Cost[e]
		}
	}
}

// of lists what site j may serve, and at what cost.
func (c *Core) of(j int32) (demand []int32, cost []float64) {
	from, to := c.siteStart[j], c.siteStart[j+1]
	return c.siteDemand[from:to], c.siteCost[from:to]
}

// Reach is how many demands site j may serve.
func (c *Core) Reach(j int32) int { return int(c.siteStart[j+1] - c.siteStart[j]) }

// Shrink is the core of a node below, in which is decides more sites of the
// problem. price has a multiplier for each demand of the problem: those of demand that is
// settled now are put to what it costs, the others below their new roof. dead is
// a demand that nobody can serve any more, or -1.
func (c *Core) Shrink(is []State, price []float64) (s *Core, dead int32) {
	s = &Core{Left: c.Left, Money: c.Money, Base: c.Base}
	number := make([]int32, len(c.Place))
	for j := range number {
		number[j] = int32(j)
	}
	state := func(j int32) State { return is[c.Place[j]] }
	cost := func(j int32) float64 { // those of Must are paid for
		if c.must(j) {
			return 0
		}
		return c.Price[j]
	}
	for j := range c.Must {
		if c.Must[j] {
			s.Left++ // counted already
		}
	}
	var room func(int32) float64
	if c.Room != nil {
		room = func(j int32) float64 { return c.Room[j] }
	}
	at := s.Settle(number, state, func(j int32) float64 { return c.Fee[j] }, cost, room)
	for x, j := range s.Place {
		s.Place[x] = c.Place[j]
	}
	s.Start = append(make([]int32, 0, len(c.Demand)+1), 0)
	s.Site, s.Cost = make([]int32, 0, len(c.Site)/2), make([]float64, 0, len(c.Site)/2)
	for k, i := range c.Demand {
		none := c.None[k]
		for e := c.Start[k]; e < c.Start[k+1]; e++ {
			to := at[c.Site[e]]
			if to == Gone {
				continue
			}
			if to == Absorbed {
				none = c.Cost[e]
				break
			}
			s.Site, s.Cost = append(s.Site, to), append(s.Cost, c.Cost[e])
		}
		rest := math.Inf(1)
		if c.Rest != nil && c.Rest[k] < none {
			rest = c.Rest[k]
		}
		if int(s.Start[len(s.Demand)]) == len(s.Site) && math.IsInf(rest, 1) {
			if math.IsInf(none, 1) {
				return nil, i
			}
			price[i] = none
			s.Base += none
			continue
		}
		s.end(i, none, rest)
		if c.Load != nil {
			s.Load = append(s.Load, c.Load[k])
		}
		if c.Scale != nil {
			s.Scale = append(s.Scale, c.Scale[k])
		}
	}
	s.Done()
	for k, i := range s.Demand {
		price[i] = min(price[i], s.Roof(k))
	}
	return s, -1
}
