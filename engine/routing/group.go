package routing

import (
	"cmp"
	"math"
	"slices"

	"linli/engine/routing/ruin"
)

// round is a route between epochs: a kind of vehicle and stops of the problem.
type round struct {
	kind  int
	stops []int32
}

// plan is what the search has in hand between epochs.
type plan struct {
	rounds []round
	absent []int32
	cost   int64
}

// unit is what groups are made of: a round, or a stop that is left out.
type unit struct {
	round, stop int // -1: the other
	x, y        float64
	size        int
	along       float64
}

// units of a plan with their middles.
func (m *model) units(p plan) []unit {
	var us []unit
	for i, r := range p.rounds {
		u := unit{round: i, stop: -1, size: len(r.stops)}
		for _, s := range r.stops {
			u.x += m.x[s] / float64(len(r.stops))
			u.y += m.y[s] / float64(len(r.stops))
		}
		us = append(us, u)
	}
	for _, s := range p.absent {
		us = append(us, unit{round: -1, stop: int(s), x: m.x[s], y: m.y[s], size: 1})
	}
	return us
}

// divide cuts units into groups near each other, each time across a direction
// drawn at random, so that the borders are elsewhere in each epoch.
func divide(us []unit, groups int, random *ruin.Random) [][]unit {
	if groups <= 1 || len(us) < 2 {
		return [][]unit{us}
	}
	turn := 2 * math.Pi * random.Unit()
	sin, cos := math.Sincos(turn)
	total := 0
	for i := range us {
		us[i].along = us[i].x*cos + us[i].y*sin
		total += us[i].size
	}
	slices.SortStableFunc(us, func(a, b unit) int { return cmp.Compare(a.along, b.along) })
	first, sum, at := groups/2, 0, 0
	for at < len(us)-1 && (sum+us[at].size/2)*groups < total*first {
		sum += us[at].size
		at++
	}
	at = max(at, 1)
	return append(divide(us[:at:at], first, random), divide(us[at:], groups-first, random)...)
}

// embed gives each stop a place on a plane from the costs alone (FastMap,
// Faloutsos and Lin 1995).
func (m *model) embed() {
	n := len(m.p.Stops)
	m.x, m.y = make([]float64, n), make([]float64, n)
	between := func(i, j int, flat bool) float64 {
		a, b := m.p.Stops[i].Place, m.p.Stops[j].Place
		d := float64(m.cost[0][a*m.p.Places+b]) + float64(m.cost[0][b*m.p.Places+a])
		d *= d
		if flat {
			d -= (m.x[i] - m.x[j]) * (m.x[i] - m.x[j])
		}
		return max(d, 0)
	}
	for axis, out := range [][]float64{m.x, m.y} {
		a, b := 0, 0
		for range 3 {
			a, b = b, 0
			for i := range n {
				if between(a, i, axis == 1) > between(a, b, axis == 1) {
					b = i
				}
			}
		}
		ab := between(a, b, axis == 1)
		if ab == 0 {
			continue
		}
		at := make([]float64, n)
		for i := range n {
			at[i] = (between(a, i, axis == 1) + ab - between(b, i, axis == 1)) / (2 * math.Sqrt(ab))
		}
		copy(out, at)
	}
}

// part makes the problem of one group. spare is how many unused vehicles of each
// kind it may take; kindOf and stops give the numbers in the problem.
type part struct {
	*ruin.Part
	kinds []int
	stops []int32
}

func (m *model) part(p plan, us []unit, spare []int, seed uint64) part {
	out := part{}
	needed := slices.Clone(spare)
	for _, u := range us {
		if u.round < 0 {
			out.stops = append(out.stops, int32(u.stop))
			continue
		}
		needed[p.rounds[u.round].kind]++
		out.stops = append(out.stops, p.rounds[u.round].stops...)
	}
	number := make(map[int32]int32, len(out.stops))
	var stops ruin.Stops
	var places []int
	for i, s := range out.stops {
		st := m.p.Stops[s]
		number[s], places = int32(i), append(places, st.Place)
		stops.From, stops.To, stops.Service = append(stops.From, int32(st.From)), append(stops.To, int32(st.To)), append(stops.Service, int32(st.Service))
		stops.Quantity, stops.Skills, stops.Price = append(stops.Quantity, st.Quantity), append(stops.Skills, st.Skills), append(stops.Price, m.price[s])
	}
	if m.follows != nil {
		for _, s := range out.stops {
			next := int32(-1)
			if m.follows[s] >= 0 {
				if c, here := number[m.follows[s]]; here {
					next = c
				}
			}
			stops.Follows, stops.Worth, stops.Remembered = append(stops.Follows, next), append(stops.Worth, m.worth[s]), append(stops.Remembered, m.remembered[s])
		}
	}
	var kinds []ruin.Kind
	kindOf, node := make([]int32, len(m.kinds)), map[int]int32{}
	terminal := func(place int) int32 {
		at, ok := node[place]
		if !ok {
			at = int32(len(places))
			node[place], places = at, append(places, place)
		}
		return at
	}
	for k := range m.kinds {
		if needed[k] == 0 {
			continue
		}
		kindOf[k] = int32(len(kinds))
		kd := m.kinds[k].Kind
		kd.First, kd.Last = terminal(m.kinds[k].start), terminal(m.kinds[k].end)
		kinds, out.kinds = append(kinds, kd), append(out.kinds, k)
	}
	out.Part = ruin.New(stops, kinds, m.grids(places, kinds), len(places), ruin.Settings{Seed: seed, Removals: removals, Nearby: nearby, Optional: m.optional})
	for _, u := range us {
		if u.round >= 0 {
			r := p.rounds[u.round]
			local := make([]int32, len(r.stops))
			for i, s := range r.stops {
				local[i] = number[s]
			}
			out.Open(kindOf[r.kind], local)
		}
	}
	for k, n := range spare {
		for range n {
			out.Open(kindOf[k], nil)
		}
	}
	return out
}

// grids copies the ways between the nodes of a part. To and from Anywhere they
// are free.
func (m *model) grids(places []int, kinds []ruin.Kind) []ruin.Grid {
	w := len(places)
	fill := func(from []int32) (rows, columns []int32) {
		rows, columns = make([]int32, w*w), make([]int32, w*w)
		for i, a := range places {
			for j, b := range places {
				if a != Anywhere && b != Anywhere {
					rows[i*w+j] = from[a*m.p.Places+b]
					columns[j*w+i] = rows[i*w+j]
				}
			}
		}
		if slices.Equal(rows, columns) {
			columns = rows
		}
		return rows, columns
	}
	grids := make([]ruin.Grid, len(m.cost))
	for _, kd := range kinds {
		g := &grids[kd.Ways]
		if g.Cost != nil {
			continue
		}
		g.Cost, g.CostTo = fill(m.cost[kd.Ways])
		if g.Time, g.TimeTo = g.Cost, g.CostTo; &m.time[kd.Ways][0] != &m.cost[kd.Ways][0] {
			g.Time, g.TimeTo = fill(m.time[kd.Ways])
		}
	}
	return grids
}
