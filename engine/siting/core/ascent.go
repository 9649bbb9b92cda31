package core

import "math"

// Ascent is a search for multipliers that make the bound of a core large.
type Ascent struct {
	Best  []float64 // the best multipliers so far
	Bound float64   // what they prove
	Worth []float64 // of the sites, at the last multipliers asked
	Share []float64 // how much each site was taken lately, 0 to 1
	Choice
	Work int // what was done, roughly, in steps

	c         *Core
	lambda    []float64
	direction []float64
	served    []float64
	low       []float64
	parts     [][]float64
	baskets   [Chunks]basket
}

// NewAscent makes ready for a core.
func NewAscent(c *Core) *Ascent {
	n, m := len(c.Demand), len(c.Place)
	return &Ascent{c: c, lambda: make([]float64, n), Best: make([]float64, n), Bound: math.Inf(-1), Worth: make([]float64, m),
		direction: make([]float64, n), served: make([]float64, n), Share: make([]float64, m), Choice: Choice{In: make([]bool, m)}}
}

// Pace is how a search for multipliers goes: the first step, in gaps, what it is
// multiplied by each round, and the smallest one.
type Pace struct{ Step, Factor, Least float64 }

// recent is the weight of the last round in Share.
const recent = 0.1

// deflection is how much of the last direction goes into the next one.
const deflection = 0.7

// Climb raises the bound by steps along a deflected subgradient (Held, Wolfe and
// Crowder 1974; Camerini, Fratta and Maffioli 1975), beginning with the
// multipliers given, until it reaches target, or steps are too small, or stop
// says so. upper is what the bound will not pass. Afterwards
// the choice is that of the best multipliers.
func (a *Ascent) Climb(from []float64, target float64, upper func() float64, pc Pace, stop func() bool) {
	c := a.c
	copy(a.lambda, from)
	copy(a.Best, from)
	clear(a.direction)
	for step := pc.Step; step >= pc.Least; step *= pc.Factor {
		a.Work += len(c.Site)/2 + len(c.Place)
		sum := a.reduce(a.lambda)
		a.pick()
		bound := c.Base + sum + a.sum
		if bound > a.Bound {
			a.Bound = bound
			copy(a.Best, a.lambda)
		}
		for j := range a.Share {
			a.Share[j] *= 1 - recent
		}
		for _, j := range a.Taken {
			a.Share[j] += recent
		}
		if a.Bound >= target || stop() || !a.move(step, upper()-bound) {
			break
		}
	}
	a.reduce(a.Best)
	a.pick()
}

// move takes one step: demand that no taken site serves gets dearer, demand that
// several would serve cheaper. False where all is served just once: the choice is
// the best one.
func (a *Ascent) move(step, gap float64) bool {
	c := a.c
	slack := a.served
	for k := range slack {
		slack[k] = 1
	}
	for _, j := range a.Taken {
		if c.Room != nil {
			b := &a.baskets[0]
			whole, part := b.fill(c, j, a.lambda)
			for _, t := range b.items[:whole] {
				slack[t.demand]--
			}
			if part > 0 {
				slack[b.items[whole].demand] -= part
			}
			continue
		}
		ds, cs := c.of(j)
		for e, v := range cs {
			if k := ds[e]; v < a.lambda[k] {
				slack[k]--
			}
		}
	}
	norm := 0.0
	for k, s := range slack {
		if s > 0 && a.lambda[k] >= c.Roof(k) {
			s = 0 // it cannot rise
		}
		d := s + deflection*a.direction[k]
		a.direction[k] = d
		norm += d * d * c.scale(k)
	}
	if norm < 1e-12 {
		return false
	}
	t := step * max(gap, 1e-9) / norm
	for k, d := range a.direction {
		a.lambda[k] = max(0, min(a.lambda[k]+t*c.scale(k)*d, c.Roof(k)))
	}
	return true
}
