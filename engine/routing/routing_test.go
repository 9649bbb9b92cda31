package routing

import (
	"context"
	"errors"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linli/engine/routing/ruin"
)

// plain is a depot at place 0 and stops in a line at 1, 2, …, n, one unit of cost
// and time apart, with wide windows.
func plain(n, vehicles int) Problem {
	p := Problem{Places: n + 1, Ways: []Ways{{Cost: func(a, b int) int64 { return int64(max(a-b, b-a)) }}}}
	for i := range n {
		p.Stops = append(p.Stops, Stop{Place: i + 1, To: 1000, Service: 1, Quantity: 1})
	}
	for range vehicles {
		p.Vehicles = append(p.Vehicles, Vehicle{To: 1000, Capacity: int64(n)})
	}
	return p
}

func solve(t *testing.T, p Problem) Solution {
	t.Helper()
	s, err := Solve(context.Background(), p, Options{Seed: 1, Iterations: 3000})
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(p, s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRulesOfARound(t *testing.T) {
	for name, c := range map[string]struct {
		change func(p *Problem)
		cost   int64
		routes int
		missed []Missed
	}{
		"one round there and back":               {func(*Problem) {}, 8, 1, nil},
		"a round with an open end stays there":   {func(p *Problem) { p.Vehicles[0].End = Anywhere; p.Vehicles[1].End = Anywhere }, 4, 1, nil},
		"it may start elsewhere":                 {func(p *Problem) { p.Vehicles[0].Start = 4; p.Vehicles[0].End = Anywhere }, 3, 1, nil},
		"it may start and end anywhere":          {func(p *Problem) { p.Vehicles[0].Start = Anywhere; p.Vehicles[0].End = Anywhere }, 3, 1, nil},
		"capacity makes two rounds":              {func(p *Problem) { p.Vehicles[0].Capacity = 2; p.Vehicles[1].Capacity = 2 }, 12, 2, nil},
		"two of different size":                  {func(p *Problem) { p.Vehicles[0].Capacity = 1; p.Vehicles[1].Capacity = 3 }, 10, 2, nil},
		"a fixed cost is paid per round":         {func(p *Problem) { p.Vehicles[0].Fixed = 5; p.Vehicles[1].Fixed = 7 }, 13, 1, nil},
		"a window makes a second round cheaper":  {func(p *Problem) { p.Stops[0].From, p.Stops[3].To, p.Stops[0].To = 990, 5, 995; p.Stops[1].To = 4 }, 8, 1, nil},
		"a skill is with one vehicle only":       {func(p *Problem) { p.Stops[0].Skills = 2; p.Vehicles[1].Skills = 3; p.Vehicles[1].Capacity = 1 }, 10, 2, nil},
		"what is too dear is left out":           {func(p *Problem) { p.Stops[3].Price = 1 }, 7, 1, []Missed{{3, TooDear}}},
		"what is worth it is not":                {func(p *Problem) { p.Stops[3].Price = 3 }, 8, 1, nil},
		"no skill":                               {func(p *Problem) { p.Stops[3].Price, p.Stops[3].Skills = 9, 1 }, 15, 1, []Missed{{3, NoSkill}}},
		"too large":                              {func(p *Problem) { p.Stops[3].Price, p.Stops[3].Quantity = 9, 50 }, 15, 1, []Missed{{3, TooLarge}}},
		"out of hours":                           {func(p *Problem) { p.Stops[3].Price, p.Stops[3].From, p.Stops[3].To = 9, 1000, 1000 }, 15, 1, []Missed{{3, OutOfHours}}},
		"no room in time":                        {func(p *Problem) { p.Vehicles[0].To = 10; p.Vehicles = p.Vehicles[:1]; p.Stops[3].Price = 99 }, 105, 1, []Missed{{3, NoRoom}}},
		"a remembered order is kept at low cost": {func(p *Problem) { p.Orders = []Order{{[]int{1, 0, 3, 2}, 9}} }, 10, 1, nil},
		"and broken where it costs too much": {func(p *Problem) {
			p.Orders = []Order{{[]int{3, 0}, 1}}
			p.Vehicles[0].End, p.Vehicles[1].End = Anywhere, Anywhere
		}, 5, 1, nil},
		"newcomers may stand between":      {func(p *Problem) { p.Orders = []Order{{[]int{0, 3}, 9}} }, 8, 1, nil},
		"a break delays but costs nothing": {func(p *Problem) { p.Vehicles = p.Vehicles[:1]; p.Vehicles[0].Breaks = []Break{{3, 3, 500}} }, 8, 1, nil},
		"a break makes the shift too short": {func(p *Problem) {
			p.Vehicles = p.Vehicles[:1]
			p.Vehicles[0].Breaks, p.Vehicles[0].To = []Break{{0, 3, 10}}, 21
			p.Stops[3].Price = 99
		}, 105, 1, []Missed{{3, NoRoom}}},
		"a break after the round needs no time": {func(p *Problem) {
			p.Vehicles = p.Vehicles[:1]
			p.Vehicles[0].Breaks, p.Vehicles[0].To = []Break{{0, 12, 500}}, 12
		}, 8, 1, nil},
		"other ways for another kind": {func(p *Problem) {
			p.Ways = append(p.Ways, Ways{Cost: func(a, b int) int64 { return 1 }, Time: p.Ways[0].Cost})
			p.Vehicles[1].Ways = 1
		}, 5, 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := plain(4, 2)
			c.change(&p)
			s := solve(t, p)
			if s.Cost != c.cost || len(s.Routes) != c.routes || !slices.Equal(s.Unserved, c.missed) {
				t.Errorf("cost %d, want %d; %d routes, want %d; left out %v, want %v", s.Cost, c.cost, len(s.Routes), c.routes, s.Unserved, c.missed)
			}
		})
	}
}

func TestAScheduleLeavesLateAndWaitsNowhereInVain(t *testing.T) {
	p := plain(2, 1)
	p.Stops[0].From, p.Stops[0].To, p.Stops[1].From = 100, 105, 110
	p.Vehicles[0].Breaks = []Break{{From: 103, To: 108, Length: 4}}
	s := solve(t, p)
	want := Route{Visits: []Visit{{0, 100, 100, 101}, {1, 107, 110, 111}}, Breaks: []Pause{{1, 103}}, Depart: 99, Return: 113, Load: 2, Cost: 4}
	if !reflect.DeepEqual(s.Routes[0], want) {
		t.Errorf("%+v, want %+v", s.Routes[0], want)
	}
}

func TestNonsenseIsRefusedByName(t *testing.T) {
	for want, change := range map[string]func(p *Problem){
		"no stops":                          func(p *Problem) { p.Stops = nil },
		"0 vehicles":                        func(p *Problem) { p.Vehicles = nil },
		"0 places":                          func(p *Problem) { p.Places = 0 },
		"kinds of ways":                     func(p *Problem) { p.Ways = nil },
		"ways 0 have no cost":               func(p *Problem) { p.Ways[0].Cost = nil },
		"stop 1 is at place 9":              func(p *Problem) { p.Stops[1].Place = 9 },
		"window of stop 2 from 5 to 4":      func(p *Problem) { p.Stops[2].From, p.Stops[2].To = 5, 4 },
		"window of stop 2 from -1":          func(p *Problem) { p.Stops[2].From = -1 },
		"service of stop 0 is -1":           func(p *Problem) { p.Stops[0].Service = -1 },
		"quantity of stop 0 is -3":          func(p *Problem) { p.Stops[0].Quantity = -3 },
		"price of stop 0 is 4611686":        func(p *Problem) { p.Stops[0].Price = 1 << 62 },
		"capacity of vehicle 1 is -1":       func(p *Problem) { p.Vehicles[1].Capacity = -1 },
		"fixed cost of vehicle 1 is 4611":   func(p *Problem) { p.Vehicles[1].Fixed = 1 << 62 },
		"shift of vehicle 0 from 1001":      func(p *Problem) { p.Vehicles[0].From = 1001 },
		"vehicle 0 starts or ends":          func(p *Problem) { p.Vehicles[0].End = -2 },
		"vehicle 0 goes ways 3":             func(p *Problem) { p.Vehicles[0].Ways = 3 },
		"vehicle 0 has 4 breaks":            func(p *Problem) { p.Vehicles[0].Breaks = make([]Break, 4) },
		"break 0 of vehicle 0 from 3 to 1":  func(p *Problem) { p.Vehicles[0].Breaks = []Break{{3, 1, 1}} },
		"is not after the one before it":    func(p *Problem) { p.Vehicles[0].Breaks = []Break{{3, 5, 1}, {3, 9, 1}} },
		"order 0 names stop 7":              func(p *Problem) { p.Orders = []Order{{Stops: []int{7}}} },
		"stop 1 stands twice in the orders": func(p *Problem) { p.Orders = []Order{{Stops: []int{1, 1}}} },
		"price of order 0":                  func(p *Problem) { p.Orders = []Order{{Stops: []int{1}, Price: -1}} },
		"cost of ways 0 from place 0 to 1 is -1": func(p *Problem) {
			p.Ways[0].Cost = func(a, b int) int64 { return int64(-b) }
		},
		"time of ways 0 from place 0 to 0": func(p *Problem) { p.Ways[0].Time = func(a, b int) int64 { return 1 << 62 } },
		"-1 iterations":                    func(p *Problem) { p.Vehicles[0].Fixed = 77 },
	} {
		p := plain(3, 2)
		change(&p)
		o := Options{}
		if want == "-1 iterations" {
			o.Iterations = -1
		}
		_, err := Solve(context.Background(), p, o)
		if !errors.Is(err, ErrProblem) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

func TestAStopThatMustBeServedAndIsNotIsNamed(t *testing.T) {
	p := plain(3, 1)
	p.Stops[1].Skills = 4
	if _, err := Solve(context.Background(), p, Options{}); !errors.Is(err, ErrUnserved) || !strings.Contains(err.Error(), "stop 1: no vehicle has the skills") {
		t.Error(err)
	}
	p = plain(3, 1)
	p.Vehicles[0].Capacity = 2
	s, err := Solve(context.Background(), p, Options{Iterations: 500})
	if !errors.Is(err, ErrUnserved) || !strings.Contains(err.Error(), string(NoRoom)) || len(s.Unserved) != 1 {
		t.Error(s, err)
	}
	if err := Verify(p, s); !errors.Is(err, ErrSolution) {
		t.Error(err)
	}
}

// scatter is a problem of everything, from numbers that draw gives.
func scatter(draw func(most int) int, stops, vehicles int) Problem {
	places := stops + 2
	x, y := make([]int, places), make([]int, places)
	for i := range x {
		x[i], y[i] = draw(20), draw(20)
	}
	skew := draw(3) // some ways are longer back
	way := func(a, b int) int64 {
		d := math.Hypot(float64(x[a]-x[b]), float64(y[a]-y[b]))
		if a < b {
			d += float64(skew)
		}
		return int64(d)
	}
	p := Problem{Places: places, Ways: []Ways{{Cost: way}, {Cost: func(a, b int) int64 { return 2 * way(a, b) }, Time: way}}}
	for i := range stops {
		s := Stop{Place: i, From: int64(draw(60)), Service: int64(draw(5)), Quantity: int64(draw(4)), Price: int64(draw(30)) + 1, Skills: uint64(draw(2)) & 1}
		s.To = s.From + int64(draw(60))
		p.Stops = append(p.Stops, s)
	}
	for range vehicles {
		v := Vehicle{Start: stops + draw(1), End: stops + 1 - draw(2), From: int64(draw(20)), Capacity: int64(draw(12)), Skills: uint64(draw(3)), Fixed: int64(draw(9)), Ways: draw(1)}
		if v.End == stops-1 {
			v.End = Anywhere
		}
		v.To = v.From + 40 + int64(draw(100))
		at := v.From
		for range draw(2) {
			b := Break{From: at + int64(draw(20)), Length: int64(draw(10))}
			b.To = b.From + int64(draw(20))
			if k := len(v.Breaks); k > 0 {
				b.To = max(b.To, v.Breaks[k-1].To+v.Breaks[k-1].Length)
			}
			at = b.From + b.Length
			v.Breaks = append(v.Breaks, b)
		}
		p.Vehicles = append(p.Vehicles, v)
	}
	if stops > 3 {
		p.Orders = []Order{{[]int{2, 0, 3}, int64(draw(20))}}
	}
	return p
}

// possible tries every way to lay the breaks of a round, time by time.
func possible(p Problem, v Vehicle, stops []int, at int, clock int64, taken int) bool {
	from := v.Start
	if at > 0 {
		from = p.Stops[stops[at-1]].Place
	}
	to := v.End
	if at < len(stops) {
		to = p.Stops[stops[at]].Place
	}
	time, _ := p.measure(v.Ways, from, to)
	for more := 0; taken+more <= len(v.Breaks); more++ {
		now, left, ok := clock, time, true
		for _, b := range v.Breaks[taken : taken+more] {
			if now < b.From { // drive until the break may begin
				left -= min(left, b.From-now)
				now = b.From
			}
			ok = ok && now <= b.To
			now += b.Length
		}
		now += left
		switch {
		case !ok:
		case at == len(stops):
			if now <= v.To && (taken+more == len(v.Breaks) || now <= v.Breaks[taken+more].To) {
				return true
			}
		default:
			s := p.Stops[stops[at]]
			if now = max(now, s.From); now <= s.To && possible(p, v, stops, at+1, now+s.Service, taken+more) {
				return true
			}
		}
	}
	return false
}

// brute is the least cost, by trying every assignment and order.
func brute(p Problem) int64 {
	best := int64(math.MaxInt64)
	routes := make([][]int, len(p.Vehicles))
	var place func(i int)
	place = func(i int) {
		if i < len(p.Stops) {
			place(i + 1) // left out
			for v := range routes {
				old := routes[v]
				for at := range len(old) + 1 {
					routes[v] = slices.Insert(slices.Clone(old), at, i)
					place(i + 1)
				}
				routes[v] = old
			}
			return
		}
		cost, served, s := int64(0), make([]bool, len(p.Stops)), Solution{}
		for k, r := range routes {
			v, load := p.Vehicles[k], int64(0)
			if len(r) == 0 {
				continue
			}
			route := Route{}
			last := v.Start
			cost += v.Fixed
			for _, c := range r {
				served[c] = true
				load += p.Stops[c].Quantity
				if p.Stops[c].Skills&^v.Skills != 0 {
					return
				}
				_, way := p.measure(v.Ways, last, p.Stops[c].Place)
				cost, last = cost+way, p.Stops[c].Place
				route.Visits = append(route.Visits, Visit{Stop: c})
			}
			_, way := p.measure(v.Ways, last, v.End)
			if cost += way; cost >= best || load > v.Capacity || !possible(p, v, r, 0, v.From, 0) {
				return
			}
			s.Routes = append(s.Routes, route)
		}
		for i, ok := range served {
			if !ok {
				cost += p.Stops[i].Price
			}
		}
		for _, o := range p.Orders {
			for i := 1; i < len(o.Stops); i++ {
				if !p.kept(s, o.Stops[i-1], o.Stops[i]) {
					cost += o.Price
				}
			}
		}
		best = min(best, cost)
	}
	place(0)
	return best
}

func TestSmallProblemsAreSolvedAsByTryingEverything(t *testing.T) {
	for seed := range 150 {
		random := ruin.Random(seed)
		draw := func(most int) int { return int(random.Next() >> 32 % uint64(most+1)) }
		p := scatter(draw, 2+draw(2), 1+draw(1))
		s, err := Solve(context.Background(), p, Options{Iterations: 6000})
		if err != nil || Verify(p, s) != nil {
			t.Fatal(err, Verify(p, s))
		}
		if want := brute(p); s.Cost != want {
			t.Errorf("seed %d: cost %d, want %d", seed, s.Cost, want)
		}
	}
}

func TestNothingIsBetterThanTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(most int) int { return rapid.IntRange(0, most).Draw(t, "n") }
		p := scatter(draw, 1+draw(3), 1+draw(1))
		s, err := Solve(context.Background(), p, Options{Seed: uint64(draw(9)), Iterations: 200})
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(p, s); err != nil {
			t.Fatalf("%v: %+v", err, s)
		}
		if least := brute(p); s.Cost < least || s.Bound > least {
			t.Fatalf("cost %d and bound %d, yet the least is %d", s.Cost, s.Bound, least)
		}
	})
}

func TestVerifySeesEveryChange(t *testing.T) {
	p := plain(4, 3)
	p.Stops[3].Price, p.Stops[3].Skills = 9, 1
	p.Vehicles[0].Capacity, p.Vehicles[1].Capacity, p.Vehicles[2].Capacity = 2, 2, 2
	p.Orders = []Order{{[]int{0, 1, 2}, 1}}
	for name, change := range map[string]func(s *Solution){
		"is there twice":          func(s *Solution) { s.Unserved = append(s.Unserved, s.Unserved[0]) },
		"neither served":          func(s *Solution) { s.Unserved = nil },
		"stop 99":                 func(s *Solution) { s.Routes[0].Visits[0].Stop = 99 },
		"for no good reason":      func(s *Solution) { s.Unserved[0].Reason = TooLarge },
		"two routes":              func(s *Solution) { s.Routes[1].Vehicle = s.Routes[0].Vehicle },
		"vehicle 7":               func(s *Solution) { s.Routes[1].Vehicle = 7 },
		"outside the shift":       func(s *Solution) { s.Routes[0].Return = 2000 },
		"too early":               func(s *Solution) { s.Routes[0].Visits[0].Arrive -= 5 },
		"do not add up":           func(s *Solution) { s.Routes[0].Visits[0].Leave++ },
		"load":                    func(s *Solution) { s.Routes[0].Load++ },
		"and cost":                func(s *Solution) { s.Routes[0].Cost-- },
		"broken pairs":            func(s *Solution) { s.Broken++ },
		"cost ":                   func(s *Solution) { s.Cost-- },
		"bound":                   func(s *Solution) { s.Bound++ },
		"is priced above":         func(s *Solution) { s.Prices.Out[0] += 9; s.Prices.In[0] -= 9 },
		"above beginning a round": func(s *Solution) { s.Prices.In[0] += 99 },
		"above being left out":    func(s *Solution) { s.Prices.Out[3] += 99 },
		"of another problem":      func(s *Solution) { s.Prices.Out = nil },
		"break 0 is on no way":    func(s *Solution) { s.Routes[0].Breaks = []Pause{{9, 1}} },
		"has no break 0":          func(s *Solution) { s.Routes[0].Breaks = []Pause{{0, 1}} },
	} {
		s, err := Solve(context.Background(), p, Options{Iterations: 2000})
		if err != nil || Verify(p, s) != nil {
			t.Fatal(err, Verify(p, s))
		}
		change(&s)
		if err := Verify(p, s); !errors.Is(err, ErrSolution) || !strings.Contains(err.Error(), name) {
			t.Errorf("%v does not say %q", err, name)
		}
	}
}

func TestTheSameSeedGivesTheSameRoundsOnAnyNumberOfCores(t *testing.T) {
	random := ruin.Random(5)
	p := scatter(func(most int) int { return int(random.Next() % uint64(most+1)) }, 450, 40)
	var first Solution
	for _, cores := range []int{1, 3, 2} {
		old := runtime.GOMAXPROCS(cores)
		s, err := Solve(context.Background(), p, Options{Seed: 3, Iterations: 12000})
		runtime.GOMAXPROCS(old)
		if err != nil || Verify(p, s) != nil {
			t.Fatal(err, Verify(p, s))
		}
		if cores == 1 {
			first = s
		} else if !reflect.DeepEqual(s, first) {
			t.Errorf("cost %d on %d cores, %d on one", s.Cost, cores, first.Cost)
		}
	}
}

func TestAnEndedContextStillGivesARound(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := plain(30, 3)
	s, err := Solve(ctx, p, Options{})
	if err != nil || Verify(p, s) != nil {
		t.Error(err, Verify(p, s))
	}
}

func TestTheShareEndsTheSearchAndIsReported(t *testing.T) {
	asked, heard := 0, 0.0
	p := plain(30, 3)
	s, err := Solve(context.Background(), p, Options{
		Share:    func() float64 { asked++; return float64(asked) / 50 },
		Progress: func(share float64, cost int64, rounds int) { heard = share },
	})
	if err != nil || Verify(p, s) != nil || heard != 1 || asked < 50 || asked > 60 {
		t.Error(err, heard, asked)
	}
}
