package routing

import (
	"errors"
	"fmt"
)

// Bounds of what is accepted. Times and costs of one way stay far enough below
// 2^31 that they fit the search's small numbers, and sums fit 63 bits.
const (
	MostStops   = 10_000
	MostPlaces  = 10_000
	MostBreaks  = 3
	MostWay     = 1 << 29 // cost or time of one way, and every time of day
	MostPrice   = 1 << 48 // prices, fixed costs, quantities and capacities
	anywhere    = -1
	mostVehicle = 10_000
)

// Anywhere as the start or end of a vehicle: the round begins or ends at its
// first or last stop, at no cost and in no time.
const Anywhere = anywhere

// ErrProblem is wrapped by every refusal of a problem.
var ErrProblem = errors.New("routing: problem refused")

// ErrUnserved is wrapped where a stop that must be served is not.
var ErrUnserved = errors.New("routing: a stop that must be served is left out")

// Problem is a set of stops and the vehicles (or people) that may serve them.
// Costs, times and quantities are whole numbers in units of the caller's choice;
// all times count from one zero.
type Problem struct {
	Places   int       // places are numbered from 0 to Places-1
	Ways     []Ways    // at least one; Vehicle.Ways says whose ways are which
	Stops    []Stop    // at least one
	Vehicles []Vehicle // at least one; alike ones are recognised and kept together
	Orders   []Order   // remembered orders, a soft wish; may be nil
}

// Ways are the costs and times between places for one kind of vehicle. Both
// functions are asked once for every pair, return 0 to MostWay, and need be
// neither symmetric nor obey the triangle inequality. A nil Time is the Cost.
type Ways struct {
	Cost, Time func(from, to int) int64
}

// Stop is a visit to be made once. Service begins within From and To, both
// included; who is early waits.
type Stop struct {
	Place    int
	From, To int64
	Service  int64  // how long it takes
	Quantity int64  // what it takes of the vehicle's capacity
	Skills   uint64 // bits that the vehicle's Skills must have

	// Price is what it costs to leave the stop out. 0: it must be served.
	Price int64
}

// Vehicle does at most one round.
type Vehicle struct {
	Start, End int    // places, or Anywhere
	From, To   int64  // leaves not before From, is back not after To
	Capacity   int64  // the most that the stops of its round may sum to
	Skills     uint64 // what it can do
	Fixed      int64  // cost of its round if it has any stop
	Ways       int    // index into Problem.Ways
	Breaks     []Break
}

// Break is a pause of a driver. It interrupts a way or a wait, never a service,
// begins within From and To, and counts as taken where the round is over by To.
// The breaks of a vehicle are in order: each may begin when the one before it,
// begun at its earliest, is over.
type Break struct {
	From, To int64
	Length   int64
}

// Order is a round as somebody remembers it: stops by number, each in at most
// one order. Each pair of neighbours in it costs Price unless the second is driven
// after the first on the same round with no other remembered stop between; stops
// that no order names may stand between.
type Order struct {
	Stops []int
	Price int64
}

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrProblem, fmt.Sprintf(format, args...))
}

func within(what string, v, most int64) error {
	if v < 0 || v > most {
		return refuse("%s is %d, not from 0 to %d", what, v, most)
	}
	return nil
}

// window refuses a time span that is none.
func window(what string, from, to int64) error {
	if from < 0 || to > MostWay || from > to {
		return refuse("%s from %d to %d is no span within 0 and %d", what, from, to, MostWay)
	}
	return nil
}

// Check says what is wrong with the problem itself, naming the thing. Ways are
// checked by Solve and Verify as they are read.
func (p Problem) Check() error {
	switch {
	case len(p.Stops) == 0:
		return refuse("no stops")
	case len(p.Stops) > MostStops:
		return refuse("%d stops, more than %d: divide the district", len(p.Stops), MostStops)
	case len(p.Vehicles) == 0 || len(p.Vehicles) > mostVehicle:
		return refuse("%d vehicles, not from 1 to %d", len(p.Vehicles), mostVehicle)
	case p.Places < 1 || p.Places > MostPlaces:
		return refuse("%d places, not from 1 to %d", p.Places, MostPlaces)
	case len(p.Ways) == 0 || len(p.Ways) > 16:
		return refuse("%d kinds of ways, not from 1 to 16", len(p.Ways))
	}
	for k, w := range p.Ways {
		if w.Cost == nil {
			return refuse("ways %d have no cost", k)
		}
	}
	for i, s := range p.Stops {
		if s.Place < 0 || s.Place >= p.Places {
			return refuse("stop %d is at place %d of %d", i, s.Place, p.Places)
		}
		if err := errors.Join(window(fmt.Sprintf("window of stop %d", i), s.From, s.To), within(fmt.Sprintf("service of stop %d", i), s.Service, MostWay),
			within(fmt.Sprintf("quantity of stop %d", i), s.Quantity, MostPrice), within(fmt.Sprintf("price of stop %d", i), s.Price, MostPrice)); err != nil {
			return err
		}
	}
	for i, v := range p.Vehicles {
		if err := v.check(p, i); err != nil {
			return err
		}
	}
	return p.checkOrders()
}

func (v Vehicle) check(p Problem, i int) error {
	for _, at := range []int{v.Start, v.End} {
		if at != Anywhere && (at < 0 || at >= p.Places) {
			return refuse("vehicle %d starts or ends at place %d of %d", i, at, p.Places)
		}
	}
	if v.Ways < 0 || v.Ways >= len(p.Ways) {
		return refuse("vehicle %d goes ways %d of %d", i, v.Ways, len(p.Ways))
	}
	if len(v.Breaks) > MostBreaks {
		return refuse("vehicle %d has %d breaks, more than %d", i, len(v.Breaks), MostBreaks)
	}
	for k, b := range v.Breaks {
		if err := errors.Join(window(fmt.Sprintf("break %d of vehicle %d", k, i), b.From, b.To), within(fmt.Sprintf("break %d of vehicle %d", k, i), b.Length, MostWay)); err != nil {
			return err
		}
		if k > 0 && (b.From < v.Breaks[k-1].From+v.Breaks[k-1].Length || b.To < v.Breaks[k-1].To+v.Breaks[k-1].Length) {
			return refuse("break %d of vehicle %d is not after the one before it", k, i)
		}
	}
	return errors.Join(window(fmt.Sprintf("shift of vehicle %d", i), v.From, v.To), within(fmt.Sprintf("capacity of vehicle %d", i), v.Capacity, MostPrice),
		within(fmt.Sprintf("fixed cost of vehicle %d", i), v.Fixed, MostPrice))
}

func (p Problem) checkOrders() error {
	seen := make([]bool, len(p.Stops))
	for i, o := range p.Orders {
		if err := within(fmt.Sprintf("price of order %d", i), o.Price, MostPrice>>14); err != nil {
			return err
		}
		for _, s := range o.Stops {
			if s < 0 || s >= len(seen) {
				return refuse("order %d names stop %d of %d", i, s, len(seen))
			}
			if seen[s] {
				return refuse("stop %d stands twice in the orders", s)
			}
			seen[s] = true
		}
	}
	return nil
}

// Table makes a way function of a square table by rows.
func Table(rows [][]int64) func(from, to int) int64 {
	return func(from, to int) int64 { return rows[from][to] }
}
