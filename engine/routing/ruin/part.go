package ruin

import (
	"math"
	"slices"
)

// never is a time that no round reaches.
const never = Never

// MostBreaks is how many breaks a vehicle may have, Never a time past all others.
const (
	MostBreaks = 3
	Never      = 1 << 30
)

// Kind is a set of vehicles that are alike. First and Last are nodes.
type Kind struct {
	First, Last     int32
	From, To        int64
	Capacity, Fixed int64
	Skills          uint64
	Breaks          []Break
	Ways            int

	ways *Grid
}

// Break is a pause that begins within From and To.
type Break struct{ From, To, Length int64 }

// Grid holds the costs and times between nodes, by rows; the second of each pair
// is its transpose, so that scans over origins read along a row.
type Grid struct {
	Cost, CostTo, Time, TimeTo []int32
}

// Stops are the stops of a part, by number: windows of service, how long it takes,
// quantities, skills, prices of leaving out.
type Stops struct {
	From, To, Service []int32
	Quantity          []int64
	Skills            []uint64
	Price             []int64

	// Of remembered orders: the stop that should follow, -1 for none, what the
	// pair is worth, and whether the stop is in an order. Nil where nothing is
	// remembered.
	Follows    []int32
	Worth      []int64
	Remembered []bool
}

// Part is a part of a problem small enough for the near caches: some stops, some
// rounds and some unused vehicles. Nodes are the stops, then the places where
// rounds begin and end. It is not safe for use by several goroutines.
type Part struct {
	Stops
	Kinds []Kind

	n, width int
	far      []int32 // cost of the cheapest way from a start
	near     [][]int32
	routes   []route
	routeOf  []int32 // of each stop, -1 while unserved
	cost     int64   // rounds, prices of the unserved, less what kept pairs are worth

	random   Random
	mean     float64 // removals aimed at
	optional bool
	removed  []int32
	touched  []int32
	absent   []int32 // unserved stops
	before   []int32 // absent, before the iteration
	tried    []bool  // kinds of which an empty round was tried, in one scan
	keys     []int64
}

// Settings of the search.
type Settings struct {
	Seed     uint64
	Removals float64 // stops removed in an iteration, on average
	Nearby   int     // neighbours looked at for strings to remove
	Optional bool    // some stops may sensibly be left out
}

// New makes a part without rounds, all stops left out. Grids are width × width.
func New(stops Stops, kinds []Kind, grids []Grid, width int, set Settings) *Part {
	l := &Part{Stops: stops, Kinds: kinds, n: len(stops.From), width: width, random: Random(set.Seed), mean: set.Removals, optional: set.Optional}
	l.tried, l.routeOf, l.far = make([]bool, len(kinds)), make([]int32, l.n), make([]int32, l.n)
	for k := range kinds {
		kinds[k].ways = &grids[kinds[k].Ways]
	}
	for c := range l.n {
		l.far[c], l.routeOf[c] = math.MaxInt32, -1
		for _, kd := range kinds {
			l.far[c] = min(l.far[c], kd.ways.Cost[int(kd.First)*width+c])
		}
		l.absent = append(l.absent, int32(c))
		l.cost += l.Price[c]
	}
	if len(kinds) > 0 {
		l.nearest(kinds[0].ways, set.Nearby)
	}
	return l
}

// nearest lists for each stop the others, the nearest first.
func (l *Part) nearest(g *Grid, nearby int) {
	l.near = make([][]int32, l.n)
	keys, size := make([]uint64, l.n), min(l.n-1, nearby)
	all := make([]int32, l.n*size)
	for c := range l.near {
		for d := range keys {
			keys[d] = uint64(g.Cost[c*l.width+d]+g.CostTo[c*l.width+d])<<32 | uint64(d)
		}
		keys[c] = math.MaxUint64
		slices.Sort(keys)
		list := all[c*size : (c+1)*size]
		for i := range list {
			list[i] = int32(uint32(keys[i]))
		}
		l.near[c] = list
	}
}

// Open adds a round of a kind, with stops that are left out so far, or none: the
// round of an unused vehicle. It reports whether the times hold.
func (l *Part) Open(k int32, stops []int32) bool {
	r := route{kind: k, at: make([]visit, 0, len(stops)+8)}
	r.at = append(r.at, visit{node: l.Kinds[k].First})
	for _, s := range stops {
		r.at = append(r.at, visit{node: s})
		l.cost -= l.Price[s]
	}
	r.at = append(r.at, visit{node: l.Kinds[k].Last})
	l.routes = append(l.routes, r)
	ok := l.refresh(int32(len(l.routes) - 1))
	l.cost += l.routes[len(l.routes)-1].cost
	l.absent = slices.DeleteFunc(l.absent, func(c int32) bool { return l.routeOf[c] >= 0 })
	return ok
}

// Fill puts what is left out where it is cheapest.
func (l *Part) Fill() {
	l.removed, l.absent, l.touched = append(l.removed[:0], l.absent...), l.absent[:0], l.touched[:0]
	for _, c := range l.removed {
		l.cost -= l.Price[c]
	}
	l.recreate()
	l.settle()
}

// Fits reports whether stop c, which is left out, fits in some round at any cost.
func (l *Part) Fits(c int32) bool {
	for range 4 { // a place may be overlooked, hardly four times
		if r, _ := l.place(c, math.MaxInt64); r >= 0 {
			return true
		}
	}
	return false
}

// Cost is the sum of rounds and prices of the stops left out, less what the kept
// pairs of remembered orders are worth.
func (l *Part) Cost() int64 { return l.cost }

// Absent are the stops left out.
func (l *Part) Absent() []int32 { return l.absent }

// Rounds calls fn for each round that has stops.
func (l *Part) Rounds(fn func(kind int32, stops []int32)) {
	for _, r := range l.routes {
		if len(r.at) == 2 {
			continue
		}
		stops := make([]int32, 0, len(r.at)-2)
		for _, v := range r.at[1 : len(r.at)-1] {
			stops = append(stops, v.node)
		}
		fn(r.kind, stops)
	}
}

// visit is one node of a round with what insertion needs to know: the earliest
// time to leave it, the latest time to arrive, the cost of the way to the next.
// With breaks these are the times of the freest case; rest has the others.
type visit struct {
	node, leave, latest, way int32
}

// route is a round; its first and last visit are the vehicle's start and end.
type route struct {
	kind  int32
	load  int64
	cost  int64
	at    []visit
	rest  []rest  // per visit, where the vehicle has breaks
	kept  []int32 // per visit: the last remembered stop up to here, -1 for none
	next  []int32 // per visit: the first remembered stop from here on
	dirty bool    // changed in this iteration
	old   []int32 // nodes as they were before
}

// rest holds, by the number of breaks taken, the earliest time to leave a visit
// and the latest to arrive at it.
type rest struct {
	leave, latest [MostBreaks + 1]int32
}

// refresh computes everything about route k from its sequence, and reports
// whether the times hold.
func (l *Part) refresh(k int32) bool {
	r := &l.routes[k]
	kd := &l.Kinds[r.kind]
	g, w := kd.ways, l.width
	last := len(r.at) - 1
	r.load = 0
	r.cost = 0
	for p := 1; p <= last; p++ {
		a, b := r.at[p-1].node, r.at[p].node
		way := g.Cost[int(a)*w+int(b)]
		r.at[p-1].way = way
		r.cost += int64(way)
		if p < last {
			r.load += l.Quantity[b]
			l.routeOf[b] = k
		}
	}
	if last == 1 {
		r.cost, r.at[0].way = 0, 0
	} else {
		r.cost += kd.Fixed
	}
	if l.Follows != nil {
		l.remember(r)
	}
	if len(kd.Breaks) > 0 {
		return l.refreshBreaks(r, kd)
	}
	t := int32(kd.From)
	r.at[0].leave = t
	ok := true
	for p := 1; p < last; p++ {
		b := r.at[p].node
		t = max(t+g.Time[int(r.at[p-1].node)*w+int(b)], l.From[b])
		ok = ok && t <= l.To[b]
		t = min(t+l.Service[b], never)
		r.at[p].leave = t
	}
	r.at[last].leave = t
	u := int32(kd.To)
	r.at[last].latest = u
	if t+g.Time[int(r.at[last-1].node)*w+int(r.at[last].node)] > u && last > 1 {
		ok = false
	}
	for p := last - 1; p > 0; p-- {
		a := r.at[p].node
		u = min(max(u-g.Time[int(a)*w+int(r.at[p+1].node)]-l.Service[a], -never), l.To[a])
		r.at[p].latest = u
	}
	r.at[0].latest = int32(kd.From)
	return ok
}

// remember fills in the remembered stops around each visit and takes what kept
// pairs are worth off the cost.
func (l *Part) remember(r *route) {
	r.kept, r.next = sized(r.kept, len(r.at)), sized(r.next, len(r.at))
	last := int32(-1)
	for p, v := range r.at {
		if int(v.node) < l.n && l.Remembered[v.node] {
			r.cost -= l.pair(last, v.node)
			last = v.node
		}
		r.kept[p] = last
	}
	last = -1
	for p := len(r.at) - 1; p >= 0; p-- {
		if v := r.at[p].node; int(v) < l.n && l.Remembered[v] {
			last = v
		}
		r.next[p] = last
	}
}

// pair is what it is worth to have b as the next remembered stop after a.
func (l *Part) pair(a, b int32) int64 {
	if a >= 0 && b >= 0 && l.Follows[a] == b {
		return l.Worth[a]
	}
	return 0
}

// touch keeps route k as it is, once in an iteration, so that it can come back.
func (l *Part) touch(k int32) {
	r := &l.routes[k]
	if r.dirty {
		return
	}
	r.dirty = true
	l.touched = append(l.touched, k)
	r.old = r.old[:0]
	for _, v := range r.at {
		r.old = append(r.old, v.node)
	}
}

// restore takes the iteration back.
func (l *Part) restore() {
	for _, c := range l.removed {
		l.routeOf[c] = -1
	}
	for _, k := range l.touched {
		l.revert(k)
	}
	l.absent = append(l.absent[:0], l.before...)
}

// revert puts route k back to what touch kept.
func (l *Part) revert(k int32) {
	r := &l.routes[k]
	r.at = r.at[:0]
	for _, v := range r.old {
		r.at = append(r.at, visit{node: v})
	}
	l.refresh(k)
}

func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
