package core

import (
	"cmp"
	"math"
	"slices"
)

// exchange is a choice that is changed thing by thing.
type exchange struct {
	c      *Core
	chosen []bool
	rest   []float64 // of each hard row
	broken int       // rows with rest below 0
}

func (e *exchange) turn(k int32) {
	j, by := e.c.Things[k], 1.0
	if e.chosen[j] {
		by = -1
	}
	e.chosen[j] = !e.chosen[j]
	for _, c := range e.c.Cells[k] {
		was := e.rest[c.Row]
		now := was - by*c.By
		e.rest[c.Row] = now
		switch {
		case was >= 0 && now < 0:
			e.broken++
		case was < 0 && now >= 0:
			e.broken--
		}
	}
}

// joins reports whether the rules let a thing be chosen, leaves whether they let
// it go.
func (e *exchange) joins(k int32) bool {
	t, j := e.c.T, e.c.Things[k]
	for _, a := range t.Above[j] {
		if !e.chosen[a] {
			return false
		}
	}
	for _, f := range t.Foes[j] {
		if e.chosen[f] {
			return false
		}
	}
	return true
}

func (e *exchange) leaves(k int32) bool {
	for _, b := range e.c.T.Below[e.c.Things[k]] {
		if e.chosen[b] {
			return false
		}
	}
	return true
}

const (
	exchanged = 400 // things on each side of an exchange of one for one
	triples   = 70  // and where three take part
)

// Improve exchanges one chosen thing for another, or one for two, or two for one,
// as long as that is better, among those that are nearest to being worth their
// price: d is what each thing of the program adds at its prices. It changes chosen,
// which keeps the rows; false where it does not.
func (c *Core) Improve(chosen []bool, d []float64, stop func() bool) bool {
	e := &exchange{c: c, chosen: chosen, rest: slices.Clone(c.Rest)}
	var in, out []int32
	for k, j := range c.Things {
		if chosen[j] {
			chosen[j] = false
			e.turn(int32(k))
			in = append(in, int32(k))
		} else {
			out = append(out, int32(k))
		}
	}
	if slices.ContainsFunc(e.rest, func(v float64) bool { return v < 0 }) {
		return false
	}
	e.broken = 0
	near := func(a, b int32) int {
		return cmp.Or(cmp.Compare(math.Abs(d[c.Things[a]]), math.Abs(d[c.Things[b]])), cmp.Compare(uint32(a)*2654435761, uint32(b)*2654435761))
	}
	slices.SortFunc(in, near)
	slices.SortFunc(out, near)
	in, out = in[:min(len(in), exchanged)], out[:min(len(out), exchanged)]
	for again := true; again && !stop(); {
		again = e.pairs(in, out)
		if !again {
			again = e.three(in[:min(len(in), triples)], out[:min(len(out), triples)])
		}
		for _, k := range out {
			if j := c.Things[k]; !chosen[j] && c.T.Value[j] > 0 && e.joins(k) {
				if e.turn(k); e.broken > 0 {
					e.turn(k)
				} else {
					again = true
				}
			}
		}
	}
	return true
}

// pairs exchanges one for one, each for the best that fits; it reports whether
// anything was.
func (e *exchange) pairs(in, out []int32) (any bool) {
	value := func(k int32) float64 { return e.c.T.Value[e.c.Things[k]] }
	for _, lists := range [2][2][]int32{{in, out}, {out, in}} {
		for _, a := range lists[0] { // what was let go may come back for another
			if !e.chosen[e.c.Things[a]] || !e.leaves(a) {
				continue
			}
			e.turn(a)
			best := a
			for _, list := range lists {
				for _, b := range list {
					if value(b) > value(best) && !e.chosen[e.c.Things[b]] && e.joins(b) {
						if e.turn(b); e.broken == 0 {
							best = b
						}
						e.turn(b)
					}
				}
			}
			e.turn(best)
			any = any || best != a
		}
	}
	return any
}

// three exchanges one for two or two for one, the first that is better.
func (e *exchange) three(in, out []int32) bool {
	value := func(k int32) float64 { return e.c.T.Value[e.c.Things[k]] }
	has := func(k int32) bool { return e.chosen[e.c.Things[k]] }
	all := slices.Concat(in, out)
	for x, a := range all {
		if !has(a) || !e.leaves(a) {
			continue
		}
		e.turn(a)
		for y, b := range all {
			second := has(b) // two leave, or two come
			if b == a || second && (y < x || !e.leaves(b)) || !second && !e.joins(b) {
				continue
			}
			gain := value(b) - value(a)
			if second {
				gain = -value(b) - value(a)
			}
			e.turn(b)
			if second || e.broken > 0 || gain <= 0 {
				for z, c := range all {
					if !second && z < y || has(c) || c == a || c == b || gain+value(c) <= 0 || !e.joins(c) {
						continue
					}
					if e.turn(c); e.broken == 0 {
						return true
					}
					e.turn(c)
				}
			}
			e.turn(b)
		}
		e.turn(a)
	}
	return false
}
