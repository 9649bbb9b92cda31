package trip

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/engine/routing"
	"linli/internal/geo"
)

// Home is where something is brought.
type Home struct {
	Order, Person string
	At            geo.Point // zero: not known
	Bags          int
}

// Courier is who can go.
type Courier struct {
	Account string
	Bags    int // carried at once; 0: MostBags
}

// By is a means of travel.
type By string

// The means.
const (
	Walk By = "walk"
	Bike By = "bike"
	Car  By = "car"
)

// MostBags is what a courier carries where nothing else is said.
const MostBags = 40

// How is how the rounds are to be.
type How struct {
	From, To time.Time     // when food may be handed over
	Box      time.Duration // at most so long from the kitchen to the last door and back
	By       By
	Memory   [][]string // persons in the order in which they were served before
	KeepFor  time.Duration
}

// Stop is a home on a round.
type Stop struct {
	Order   string    `json:"order"`
	Person  string    `json:"person"`
	Expect  time.Time `json:"expect" doc:"When the courier should be there"`
	Unknown bool      `json:"unknown,omitempty" doc:"The home is not on the map: fitted in by the courier"`
}

// Trip is one round.
type Trip struct {
	Courier Courier
	Stops   []Stop
	Leaves  time.Time
	Back    time.Time
}

// Left is a home that no round takes.
type Left struct {
	Order string `json:"order"`
	Why   string `json:"why" enum:"too_large,no_time"`
}

// Plan is the rounds with what is not in them.
type Plan struct {
	Trips   []Trip
	Left    []Left
	Seconds int64 // on the way, in all
	Kept    int   // neighbours of the remembered order that stay neighbours
	Broken  int   // and those that do not
}

const detour = 1.35

// metres a second.
var pace = map[By]float64{Walk: 1.2, Bike: 3.5, Car: 6}

// service is how long one door takes: up the stairs, a word, down again. Elders
// open slowly.
const service = 150

// Lay plans rounds from a kitchen. The same input gives the same rounds.
// ctx ends the search early with the best so far. O(homes²) memory.
func Lay(ctx context.Context, kitchen geo.Point, homes []Home, couriers []Courier, how How) (Plan, error) {
	var known, unknown []Home
	for _, h := range homes {
		if h.At.IsZero() {
			unknown = append(unknown, h)
		} else {
			known = append(known, h)
		}
	}
	if len(couriers) == 0 {
		return Plan{}, nil
	}
	if how.Box <= 0 {
		how.Box = how.To.Sub(how.From)
	}
	plan := Plan{}
	if len(known) > 0 {
		if kitchen.IsZero() { // not on the map: in the middle of its homes
			for _, h := range known {
				kitchen.Lon += h.At.Lon / float64(len(known))
				kitchen.Lat += h.At.Lat / float64(len(known))
			}
		}
		var err error
		if plan, err = even(ctx, kitchen, known, couriers, how); err != nil {
			return plan, err
		}
	}
	plan.fit(unknown, homes, couriers, how)
	return plan, nil
}

// even shares homes out so that the longest round is short: the shortest way in all
// would send one courier to sixteen doors and the other to one. It halves the time
// allowed as long as all are served and remembered neighbours stay together.
func even(ctx context.Context, kitchen geo.Point, homes []Home, couriers []Courier, how How) (Plan, error) {
	best, err := solve(ctx, kitchen, homes, couriers, how)
	if err != nil || len(best.Left) > 0 || len(couriers) < 2 || len(homes) < 2 {
		return best, err
	}
	lo, hi := time.Duration(0), best.longest()
	for hi-lo > 3*time.Minute {
		how.Box = (lo + hi) / 2
		p, err := solve(ctx, kitchen, homes, couriers, how)
		if err != nil {
			return best, err
		}
		if len(p.Left) > 0 || p.Broken > best.Broken+len(couriers)-1 {
			lo = how.Box
			continue
		}
		best, hi = p, p.longest()
	}
	return best, nil
}

// longest is how long food is on the way at most.
func (p Plan) longest() (d time.Duration) {
	for _, t := range p.Trips {
		d = max(d, t.Back.Sub(t.Leaves))
	}
	return d
}

func solve(ctx context.Context, kitchen geo.Point, homes []Home, couriers []Courier, how How) (Plan, error) {
	at := []geo.Point{kitchen}
	speed := pace[how.By]
	if speed == 0 {
		speed = pace[Bike]
	}
	p := routing.Problem{Places: len(homes) + 1, Ways: []routing.Ways{{Cost: func(a, b int) int64 {
		return min(routing.MostWay, int64(geo.Metres(at[a], at[b])*detour/speed))
	}}}}
	span := int64(how.To.Sub(how.From) / time.Second)
	byPerson := map[string][]int{}
	for i, h := range homes {
		at = append(at, h.At)
		p.Stops = append(p.Stops, routing.Stop{Place: i + 1, To: span, Service: service, Quantity: int64(max(1, h.Bags)), Price: 1 << 30})
		byPerson[h.Person] = append(byPerson[h.Person], i)
	}
	for _, c := range couriers {
		p.Vehicles = append(p.Vehicles, routing.Vehicle{To: min(int64(how.Box/time.Second), span+3600), Capacity: int64(c.most())})
	}
	pairs := 0
	for _, m := range how.Memory {
		var o routing.Order
		for _, person := range m {
			o.Stops = append(o.Stops, byPerson[person]...)
			delete(byPerson, person) // on one order only
		}
		if len(o.Stops) > 1 {
			o.Price = int64(how.KeepFor / time.Second)
			p.Orders = append(p.Orders, o)
			pairs += len(o.Stops) - 1
		}
	}
	sol, err := routing.Solve(ctx, p, routing.Options{Seed: 1, Iterations: 2000 + 150*len(homes)})
	if err != nil && !errors.Is(err, routing.ErrUnserved) {
		return Plan{}, err
	}
	if err := routing.Verify(p, sol); err != nil {
		panic(err) // the solver broke its word
	}
	out := Plan{Broken: sol.Broken, Kept: pairs - sol.Broken}
	for _, r := range sol.Routes {
		t := Trip{Courier: couriers[r.Vehicle], Leaves: how.From.Add(time.Duration(r.Depart) * time.Second), Back: how.From.Add(time.Duration(r.Return) * time.Second)}
		for _, v := range r.Visits {
			h := homes[v.Stop]
			t.Stops = append(t.Stops, Stop{Order: h.Order, Person: h.Person, Expect: how.From.Add(time.Duration(v.Begin) * time.Second)})
		}
		out.Seconds += r.Cost
		out.Trips = append(out.Trips, t)
	}
	for _, m := range sol.Unserved {
		why := "no_time"
		if m.Reason == routing.TooLarge {
			why = "too_large"
		}
		out.Left = append(out.Left, Left{homes[m.Stop].Order, why})
	}
	return out, nil
}

func (c Courier) most() int {
	if c.Bags > 0 {
		return c.Bags
	}
	return MostBags
}

// fit puts homes that are on no map at the end of the shortest round that has room.
func (p *Plan) fit(unknown, all []Home, couriers []Courier, how How) {
	of, bags := map[string]int{}, map[string]int{} // by order, by courier
	for _, h := range all {
		of[h.Order] = max(1, h.Bags)
	}
	for _, t := range p.Trips {
		for _, x := range t.Stops {
			bags[t.Courier.Account] += of[x.Order]
		}
	}
	for _, h := range unknown {
		if len(p.Trips) == 0 {
			p.Trips = append(p.Trips, Trip{Courier: couriers[0], Leaves: how.From, Back: how.From})
		}
		best := -1
		for i, t := range p.Trips {
			if bags[t.Courier.Account]+of[h.Order] <= t.Courier.most() && (best < 0 || len(t.Stops) < len(p.Trips[best].Stops)) {
				best = i
			}
		}
		if best < 0 {
			p.Left = append(p.Left, Left{h.Order, "too_large"})
			continue
		}
		t := &p.Trips[best]
		bags[t.Courier.Account] += of[h.Order]
		t.Back = t.Back.Add(2 * service * time.Second)
		t.Stops = append(t.Stops, Stop{Order: h.Order, Person: h.Person, Expect: t.Back.Add(-service * time.Second), Unknown: true})
	}
}

// Remember is the order in which rounds were served, for the next time: those
// persons of the latest first, then who was there before and not today.
func Remember(before [][]string, served [][]string) [][]string {
	today := map[string]bool{}
	var out [][]string
	for _, r := range served {
		for _, person := range r {
			today[person] = true
		}
		if len(r) > 1 {
			out = append(out, slices.Clone(r))
		}
	}
	for _, r := range before {
		var rest []string
		for _, person := range r {
			if !today[person] {
				rest = append(rest, person)
			}
		}
		if len(rest) > 1 {
			out = append(out, rest)
		}
	}
	return out
}
