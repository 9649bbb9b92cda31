package routing

import (
	"fmt"
	"strings"
)

// Solution is a set of rounds. Verify tells whether it is one.
type Solution struct {
	Routes   []Route
	Unserved []Missed

	// Cost is the sum of the routes, of the prices of stops left out, and of the
	// remembered pairs that are Broken.
	Cost   int64
	Broken int

	// Bound is proved by Prices: no solution costs less.
	Bound  int64
	Prices Prices
}

// Route is the round of one vehicle. Load and Cost are its own: ways and the
// fixed cost.
type Route struct {
	Vehicle        int
	Visits         []Visit
	Breaks         []Pause
	Depart, Return int64
	Load, Cost     int64
}

// Visit is a stop with the times of arrival, breaks on the way over, of the begin of
// service and of leaving. Who arrives before Begin waits.
type Visit struct {
	Stop                 int
	Arrive, Begin, Leave int64
}

// Pause is a break: it begins at Begin on the way to visit Before (or back, where
// Before is the number of visits). Breaks stand in the vehicle's order; those that are
// not here fall after the round.
type Pause struct {
	Before int
	Begin  int64
}

// Reason is why a stop is left out.
type Reason string

const (
	NoSkill    Reason = "no vehicle has the skills"                  // proved
	TooLarge   Reason = "no vehicle with the skills is large enough" // proved
	OutOfHours Reason = "no vehicle that may serve it works then"    // proved
	NoRoom     Reason = "no place was found for it in any round"     // not proved
	TooDear    Reason = "serving it would cost more than its price"  // in the rounds found
)

// Missed is a stop left out.
type Missed struct {
	Stop   int
	Reason Reason
}

// impossible says why no vehicle can serve the stop, "" where one might.
func (p Problem) impossible(i int) Reason {
	s, reason := p.Stops[i], NoSkill
	for _, v := range p.Vehicles {
		switch {
		case s.Skills&^v.Skills != 0:
		case s.Quantity > v.Capacity:
			if reason == NoSkill {
				reason = TooLarge
			}
		case s.To < v.From || max(s.From, v.From)+s.Service > v.To:
			reason = OutOfHours
		default:
			return ""
		}
	}
	return reason
}

// answer makes a plan a solution: vehicles, times and reasons.
func (m *model) answer(p plan) (Solution, error) {
	var s Solution
	used := make([]int, len(m.kinds))
	for _, r := range p.rounds {
		v := m.vehicles[r.kind][used[r.kind]]
		used[r.kind]++
		route := m.schedule(v, &m.kinds[r.kind], r.stops)
		s.Routes = append(s.Routes, route)
		s.Cost += route.Cost
	}
	s.Broken = m.broken(p, &s)
	us := m.units(p)
	l := m.part(p, us, m.spareOf(p), 1)
	number := map[int32]int32{}
	for c, i := range l.stops {
		number[i] = int32(c)
	}
	for _, i := range p.absent {
		why := m.p.impossible(int(i))
		if why == "" {
			why = NoRoom
			if l.Fits(number[i]) {
				why = TooDear
			}
		}
		s.Unserved = append(s.Unserved, Missed{int(i), why})
		s.Cost += m.p.Stops[i].Price
	}
	return s, m.p.refuseMissed(s)
}

// refuseMissed names stops that must be served and are left out.
func (p Problem) refuseMissed(s Solution) error {
	var names []string
	for _, m := range s.Unserved {
		if p.Stops[m.Stop].Price == 0 && len(names) < 5 {
			names = append(names, fmt.Sprintf("stop %d: %s", m.Stop, m.Reason))
		}
	}
	if names == nil {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrUnserved, strings.Join(names, "; "))
}

// hopeless are the stops that must be served and cannot be by any vehicle.
func (p Problem) hopeless() Solution {
	var s Solution
	for i, stop := range p.Stops {
		if stop.Price > 0 {
			continue
		}
		if why := p.impossible(i); why != "" {
			s.Unserved = append(s.Unserved, Missed{i, why})
		}
	}
	return s
}

// broken counts remembered pairs that are not kept and adds what they cost.
func (m *model) broken(p plan, s *Solution) int {
	broken := 0
	kept := map[int32]bool{}
	for _, r := range p.rounds {
		last := int32(-1)
		for _, c := range r.stops {
			if m.remembered == nil || !m.remembered[c] {
				continue
			}
			if last >= 0 && m.follows[last] == c {
				kept[last] = true
			}
			last = c
		}
	}
	for c, next := range m.follows {
		if next >= 0 && !kept[int32(c)] {
			broken++
			s.Cost += m.worth[c]
		}
	}
	return broken
}

// spareOf is one unused vehicle of each kind that has one.
func (m *model) spareOf(p plan) []int {
	spare := make([]int, len(m.kinds))
	for k := range spare {
		spare[k] = len(m.vehicles[k])
	}
	for _, r := range p.rounds {
		spare[r.kind]--
	}
	for k := range spare {
		spare[k] = min(spare[k], 1)
	}
	return spare
}

// way is the time and cost of a way of a kind of vehicle.
func (m *model) way(kd *kind, a, b int) (time, cost int64) {
	if a == Anywhere || b == Anywhere {
		return 0, 0
	}
	return int64(m.time[kd.Ways][a*m.p.Places+b]), int64(m.cost[kd.Ways][a*m.p.Places+b])
}

// schedule times a round as early as it can be, but that the vehicle does not
// leave earlier than the first stop wants it.
func (m *model) schedule(v int, kd *kind, stops []int32) Route {
	r := Route{Vehicle: v, Cost: kd.Fixed, Depart: kd.From}
	places := []int{kd.start}
	for _, c := range stops {
		places = append(places, m.p.Stops[c].Place)
		r.Load += m.p.Stops[c].Quantity
	}
	places = append(places, kd.end)
	var ways, from, to, service []int32
	for p, place := range places[1:] {
		time, _ := m.way(kd, places[p], place)
		ways = append(ways, int32(time))
	}
	for _, c := range stops {
		st := m.p.Stops[c]
		from, to, service = append(from, int32(st.From)), append(to, int32(st.To)), append(service, int32(st.Service))
	}
	before := kd.Lay(ways, from, to, service)
	clock, taken := kd.From, 0
	for p := 1; p < len(places); p++ {
		time, cost := m.way(kd, places[p-1], places[p])
		r.Cost += cost
		arrive := clock + time
		for ; taken < before[p]; taken++ {
			b := kd.Breaks[taken]
			clock = max(clock, b.From)
			r.Breaks = append(r.Breaks, Pause{p - 1, clock})
			clock += b.Length
			arrive = max(arrive, b.From) + b.Length
		}
		if p == len(places)-1 {
			r.Return = arrive
			break
		}
		st := m.p.Stops[stops[p-1]]
		begin := max(arrive, st.From)
		if p == 1 && taken == 0 {
			r.Depart, arrive = begin-time, begin
		}
		clock = begin + st.Service
		r.Visits = append(r.Visits, Visit{int(stops[p-1]), arrive, begin, clock})
	}
	return r
}
