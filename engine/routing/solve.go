package routing

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"linli/engine/routing/ruin"
)

// What the search is tuned by.
var (
	removals = 10.0 // stops removed in an iteration, on average
	nearby   = 200  // neighbours looked at for strings to remove
	together = 200  // stops of a group
	epoch    = 3000 // iterations of a group until the groups are made anew
	step     = 250  // iterations between looks at the clock
	hot      = 1.0  // temperatures, by the mean cost of a way
	cold     = 0.02
)

// Options of Solve; the zero value is a fair default.
type Options struct {
	Seed uint64

	// Iterations is how many ruin-and-recreate steps are done in all; 0 means
	// 20,000 and 200 more for each stop. The solution depends on Seed and Iterations only.
	Iterations int

	// Share, where not nil, is asked from time to time, from several goroutines,
	// what share of the time allowed is used; the search ends when it says 1, and
	// Iterations is ignored. The solution then depends on the speed of the machine.
	Share func() float64

	// Progress, where not nil, hears from time to time the share done, the best
	// cost and the number of rounds.
	Progress func(share float64, cost int64, rounds int)
}

// search is one run over a model.
type search struct {
	*model
	o      Options
	ctx    context.Context
	random ruin.Random
	done   int // iterations, over all groups
	now    plan
	best   plan
	hot    float64
}

// share is how far the run is.
func (s *search) share(more int) float64 {
	if s.ctx.Err() != nil {
		return 1
	}
	if s.o.Share != nil {
		return s.o.Share()
	}
	return float64(s.done+more) / float64(s.o.Iterations)
}

// temperature falls from hot to cold, and is 0 at the end.
func (s *search) temperature(share float64) float64 {
	if share > 0.97 {
		return 0
	}
	return s.hot * math.Pow(cold/hot, share)
}

// Solve looks for the cheapest rounds. The same problem, Seed and Iterations give
// the same solution on any number of cores. When ctx ends the search does, and the
// best found so far is the answer, without an error.
//
// The error wraps ErrProblem where the problem makes no sense; it wraps
// ErrUnserved and names stops where stops that must be served are not: the solution
// lists them, and has no routes where no vehicle at all could serve one.
func Solve(ctx context.Context, p Problem, o Options) (Solution, error) {
	m, err := newModel(p)
	if err != nil {
		return Solution{}, err
	}
	if o.Iterations < 0 {
		return Solution{}, refuse("%d iterations", o.Iterations)
	}
	if o.Iterations == 0 {
		o.Iterations = 20_000 + 200*len(p.Stops)
	}
	if s := p.hopeless(); s.Unserved != nil {
		return s, p.refuseMissed(s)
	}
	var prices Prices
	var bound int64
	hurry, stop := context.WithCancel(ctx)
	defer stop()
	var beside sync.WaitGroup
	beside.Go(func() { prices, bound = m.bound(hurry) })
	s := &search{model: m, o: o, ctx: ctx, random: ruin.Random(o.Seed)}
	for i := range p.Stops {
		s.now.absent = append(s.now.absent, int32(i))
	}
	s.run()
	if o.Share != nil {
		stop() // the time is over: prices are good at every moment
	}
	beside.Wait()
	answer, err := m.answer(s.best)
	answer.Bound, answer.Prices = bound, prices
	return answer, err
}

func (s *search) run() {
	n := len(s.p.Stops)
	for number := 0; ; number++ {
		groups := max(1, min((n+together/2)/together, max(len(s.now.rounds)/3, 1)))
		if number == 0 {
			groups = max(1, n/2000)
		}
		parts := divide(s.units(s.now), groups, &s.random)
		spare := s.spare(len(parts), number)
		locals := make([]part, len(parts))
		var wait sync.WaitGroup
		gate := make(chan struct{}, runtime.GOMAXPROCS(0))
		for i := range parts {
			seed := s.random.Next()
			gate <- struct{}{}
			wait.Go(func() {
				locals[i] = s.part(s.now, parts[i], spare[i], seed)
				s.work(locals[i], number == 0, len(parts))
				<-gate
			})
		}
		wait.Wait()
		if number > 0 {
			s.done += epoch * len(parts)
		}
		s.gather(locals)
		if number == 0 {
			s.warm()
		}
		if s.best.rounds == nil || s.now.cost < s.best.cost {
			s.best = s.now
		}
		share := s.share(0)
		if s.o.Progress != nil {
			s.o.Progress(min(share, 1), s.best.cost+s.orderCost, len(s.best.rounds))
		}
		if share >= 1 {
			return
		}
	}
}

// work is an epoch of one group; the first builds rounds.
func (s *search) work(l part, first bool, groups int) {
	if first {
		l.Fill()
		return
	}
	for i := 0; i < epoch; i += step {
		share := s.share(i * groups)
		if share >= 1 {
			return
		}
		l.Iterate(step, s.temperature(share))
	}
}

// spare shares unused vehicles among groups.
func (s *search) spare(groups, number int) [][]int {
	unused := make([]int, len(s.kinds))
	for k := range unused {
		unused[k] = len(s.vehicles[k])
	}
	for _, r := range s.now.rounds {
		unused[r.kind]--
	}
	out := make([][]int, groups)
	for g := range out {
		out[g] = make([]int, len(unused))
		for k, n := range unused {
			out[g][k] = n / groups
			if (g+number+k)%groups < n%groups {
				out[g][k]++
			}
			if number > 0 {
				out[g][k] = min(out[g][k], 12)
			}
		}
	}
	return out
}

func (s *search) gather(locals []part) {
	s.now = plan{}
	for _, l := range locals {
		s.now.cost += l.Cost()
		l.Rounds(func(kind int32, stops []int32) {
			for i, c := range stops {
				stops[i] = l.stops[c]
			}
			s.now.rounds = append(s.now.rounds, round{l.kinds[kind], stops})
		})
		for _, c := range l.Absent() {
			s.now.absent = append(s.now.absent, l.stops[c])
		}
	}
}

// warm sets the temperatures by the mean cost of a way of the first plan.
func (s *search) warm() {
	sum, ways := 0.0, 0
	for _, r := range s.now.rounds {
		kd := s.kinds[r.kind]
		last := kd.start
		for _, c := range append(slices.Clone(r.stops), -1) {
			next := kd.end
			if c >= 0 {
				next = s.p.Stops[c].Place
			}
			if last != Anywhere && next != Anywhere {
				sum += float64(s.cost[kd.Ways][last*s.p.Places+next])
				ways++
			}
			last = next
		}
	}
	s.hot = hot * sum / float64(max(ways, 1))
}
