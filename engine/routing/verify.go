package routing

import (
	"errors"
	"fmt"
)

// ErrSolution is wrapped by all that Verify says of a solution.
var ErrSolution = errors.New("routing: solution refused")

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrSolution, fmt.Sprintf(format, args...))
}

// Verify checks a solution from the problem alone: each stop is served once or
// listed as left out, where that is allowed; windows, shifts, breaks, ways,
// capacities and skills hold; loads and costs add up; reasons that claim a proof are
// true; and Prices prove Bound. It shares no code with Solve but Check.
// O(stops² × kinds of ways + stops × vehicles).
func Verify(p Problem, s Solution) error {
	if err := p.Check(); err != nil {
		return err
	}
	seen := make([]bool, len(p.Stops))
	once := func(i int) error {
		if i < 0 || i >= len(seen) {
			return wrong("stop %d of %d", i, len(seen))
		}
		if seen[i] {
			return wrong("stop %d is there twice", i)
		}
		seen[i] = true
		return nil
	}
	cost, driven := int64(0), make([]bool, len(p.Vehicles))
	for i, r := range s.Routes {
		if r.Vehicle < 0 || r.Vehicle >= len(p.Vehicles) {
			return wrong("route %d is of vehicle %d of %d", i, r.Vehicle, len(p.Vehicles))
		}
		if driven[r.Vehicle] {
			return wrong("vehicle %d has two routes", r.Vehicle)
		}
		driven[r.Vehicle] = true
		for _, v := range r.Visits {
			if err := once(v.Stop); err != nil {
				return err
			}
		}
		if err := p.verifyRoute(r); err != nil {
			return fmt.Errorf("route %d: %w", i, err)
		}
		cost += r.Cost
	}
	for _, m := range s.Unserved {
		if err := once(m.Stop); err != nil {
			return err
		}
		if err := p.verifyMissed(m); err != nil {
			return err
		}
		cost += p.Stops[m.Stop].Price
	}
	for i, ok := range seen {
		if !ok {
			return wrong("stop %d is neither served nor left out", i)
		}
	}
	broken := 0
	for _, o := range p.Orders {
		for i := 1; i < len(o.Stops); i++ {
			if !p.kept(s, o.Stops[i-1], o.Stops[i]) {
				broken++
				cost += o.Price
			}
		}
	}
	if broken != s.Broken || cost != s.Cost {
		return wrong("cost %d with %d broken pairs is %d with %d", s.Cost, s.Broken, cost, broken)
	}
	return p.verifyBound(s)
}

// kept reports whether b is the next remembered stop after a.
func (p Problem) kept(s Solution, a, b int) bool {
	for _, r := range s.Routes {
		for i, v := range r.Visits {
			if v.Stop != a {
				continue
			}
			for _, w := range r.Visits[i+1:] {
				for _, o := range p.Orders {
					for _, c := range o.Stops {
						if c == w.Stop {
							return c == b
						}
					}
				}
			}
			return false
		}
	}
	return false
}

func (p Problem) verifyMissed(m Missed) error {
	s := p.Stops[m.Stop]
	if s.Price == 0 {
		return wrong("stop %d must be served and is not", m.Stop)
	}
	skilled, large, there := false, false, false
	for _, v := range p.Vehicles {
		if v.Skills&s.Skills != s.Skills {
			continue
		}
		skilled = true
		if v.Capacity < s.Quantity {
			continue
		}
		large = true
		begin := max(v.From, s.From)
		there = there || begin <= s.To && begin+s.Service <= v.To
	}
	switch m.Reason {
	case NoRoom, TooDear:
		return nil
	case NoSkill:
		if !skilled {
			return nil
		}
	case TooLarge:
		if skilled && !large {
			return nil
		}
	case OutOfHours:
		if large && !there {
			return nil
		}
	}
	return wrong("stop %d is left out for no good reason %q", m.Stop, m.Reason)
}

func (p Problem) verifyRoute(r Route) error {
	v := p.Vehicles[r.Vehicle]
	if len(r.Visits) == 0 {
		return wrong("no stop")
	}
	if r.Depart < v.From || r.Return > v.To {
		return wrong("from %d to %d is outside the shift of vehicle %d", r.Depart, r.Return, r.Vehicle)
	}
	clock, at, cost, load, pauses := r.Depart, v.Start, v.Fixed, int64(0), 0
	ride := func(before, to int, arrive int64) error {
		time, way := p.measure(v.Ways, at, to)
		if time < 0 || time > MostWay || way < 0 || way > MostWay {
			return refuse("the way from place %d to %d costs %d and takes %d", at, to, way, time)
		}
		cost += way
		end := clock
		for pauses < len(r.Breaks) && r.Breaks[pauses].Before == before {
			if pauses >= len(v.Breaks) {
				return wrong("vehicle %d has no break %d", r.Vehicle, pauses)
			}
			b, begin := v.Breaks[pauses], r.Breaks[pauses].Begin
			if begin < end || begin < b.From || begin > b.To {
				return wrong("break %d begins at %d, which is too early or too late", pauses, begin)
			}
			end = begin + b.Length
			time += b.Length
			pauses++
		}
		if arrive < clock+time || arrive < end {
			return wrong("arrives at %d before visit %d, which is too early", arrive, before)
		}
		at = to
		return nil
	}
	for i, visit := range r.Visits {
		s := p.Stops[visit.Stop]
		if err := ride(i, s.Place, visit.Arrive); err != nil {
			return err
		}
		switch {
		case visit.Begin < visit.Arrive || visit.Leave != visit.Begin+s.Service:
			return wrong("times of stop %d do not add up", visit.Stop)
		case visit.Begin < s.From || visit.Begin > s.To:
			return wrong("stop %d is served at %d, not from %d to %d", visit.Stop, visit.Begin, s.From, s.To)
		case s.Skills&v.Skills != s.Skills:
			return wrong("vehicle %d has not the skills of stop %d", r.Vehicle, visit.Stop)
		}
		load += s.Quantity
		clock = visit.Leave
	}
	if err := ride(len(r.Visits), v.End, r.Return); err != nil {
		return err
	}
	switch {
	case pauses != len(r.Breaks):
		return wrong("break %d is on no way", pauses)
	case pauses < len(v.Breaks) && r.Return > v.Breaks[pauses].To:
		return wrong("break %d is not taken", pauses)
	case load > v.Capacity:
		return wrong("load %d, more than the %d of vehicle %d", load, v.Capacity, r.Vehicle)
	case load != r.Load || cost != r.Cost:
		return wrong("load %d and cost %d are %d and %d", r.Load, r.Cost, load, cost)
	}
	return nil
}

// measure asks for the time and cost of a way.
func (p Problem) measure(ways, a, b int) (time, cost int64) {
	if a == Anywhere || b == Anywhere {
		return 0, 0
	}
	cost = p.Ways[ways].Cost(a, b)
	if p.Ways[ways].Time == nil {
		return cost, cost
	}
	return p.Ways[ways].Time(a, b), cost
}

// verifyBound checks the rules of Prices one by one.
func (p Problem) verifyBound(s Solution) error {
	n, x := len(p.Stops), s.Prices
	if len(x.Out) != n || len(x.In) != n || x.Round < 0 || x.Round > 1<<50 {
		return wrong("the prices are of another problem")
	}
	bound, must, capacity, rounds := int64(0), int64(0), int64(0), int64(0)
	for _, v := range p.Vehicles {
		capacity = max(capacity, v.Capacity)
	}
	type way struct {
		skills      uint64
		capacity    int64
		ways, place int
	}
	starts, ends, skills := map[way]int64{}, map[way]int64{}, map[uint64]bool{}
	for _, v := range p.Vehicles {
		skills[v.Skills] = true
		a, b := way{v.Skills, v.Capacity, v.Ways, v.Start}, way{v.Skills, v.Capacity, v.Ways, v.End}
		if f, ok := starts[a]; !ok || v.Fixed < f {
			starts[a] = v.Fixed
		}
		ends[b] = 0
	}
	able := make([]bool, n)
	for i, a := range p.Stops {
		for k := range starts {
			able[i] = able[i] || a.Skills&^k.skills == 0 && a.Quantity <= k.capacity
		}
	}
	for i, a := range p.Stops {
		if bound += x.Out[i] + x.In[i]; max(x.Out[i], -x.Out[i], x.In[i], -x.In[i]) > 1<<53 {
			return wrong("the prices of stop %d are out of range", i)
		}
		if a.Price == 0 {
			must, rounds = must+a.Quantity, 1
		} else if x.Out[i]+x.In[i] > a.Price {
			return wrong("stop %d is priced above being left out", i)
		}
		for k, fixed := range starts {
			if _, cost := p.measure(k.ways, k.place, a.Place); a.Skills&^k.skills == 0 && a.Quantity <= k.capacity && x.In[i]+x.Round > cost+fixed {
				return wrong("stop %d is priced above beginning a round", i)
			}
		}
		for k := range ends {
			if _, cost := p.measure(k.ways, a.Place, k.place); a.Skills&^k.skills == 0 && a.Quantity <= k.capacity && x.Out[i] > cost {
				return wrong("stop %d is priced above ending a round", i)
			}
		}
		for j, b := range p.Stops {
			if i == j || !able[i] || !able[j] || a.Quantity+b.Quantity > capacity || !anyHas(skills, a.Skills|b.Skills) {
				continue
			}
			for k := range p.Ways {
				if time, cost := p.measure(k, a.Place, b.Place); a.From+a.Service+time <= b.To && x.Out[i]+x.In[j] > cost {
					return wrong("the way from stop %d to %d is priced above its cost", i, j)
				}
			}
		}
	}
	if capacity > 0 {
		rounds = max(rounds, (must+capacity-1)/capacity)
	}
	if bound += rounds * x.Round; bound != s.Bound {
		return wrong("bound %d is %d", s.Bound, bound)
	}
	if s.Bound > s.Cost {
		return wrong("bound %d is above cost %d", s.Bound, s.Cost)
	}
	return nil
}

func anyHas(skills map[uint64]bool, need uint64) bool {
	for has := range skills {
		if need&^has == 0 {
			return true
		}
	}
	return false
}
