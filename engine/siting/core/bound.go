package core

import "math"

// Choice is the best relaxed choice at some worths of the sites.
type Choice struct {
	Taken []int32 // sites, those that must be first
	In    []bool  // of each site, whether it is taken
	Theta float64 // multiplier of the budget
	sum   float64 // the least sum that any choice can have
	binds bool    // the number of sites binds
	last  float64 // then: the largest worth taken
	next  float64 // and the smallest one left, or 0
}

// reduce fills in what opening each site is worth at multipliers λ: its fee and
// Σ min(0, cost − λ) over the demand that it can serve; and returns Σ λ. λ may not
// exceed the roof.
func (a *Ascent) reduce(lambda []float64) float64 {
	c := a.c
	copy(a.Worth, c.Fee)
	switch {
	case c.Room != nil:
		a.worths(lambda)
	case len(c.Site) < 400_000:
		c.scatter(lambda, a.Worth, 0, len(lambda))
	default:
		if a.parts == nil {
			for range Chunks {
				a.parts = append(a.parts, make([]float64, len(c.Place)))
			}
		}
		Spread(len(lambda), len(c.Site), func(k, from, to int) {
			clear(a.parts[k])
			c.scatter(lambda, a.parts[k], from, to)
		})
		for _, part := range a.parts {
			for j, v := range part {
				a.Worth[j] += v
			}
		}
	}
	sum := 0.0
	for _, l := range lambda {
		sum += l
	}
	return sum
}

func (c *Core) scatter(lambda, worth []float64, from, to int) {
	for k := from; k < to; k++ {
		l := lambda[k]
		costs := c.Cost[c.Start[k]:c.Start[k+1]]
		sites := c.Site[c.Start[k]:c.Start[k+1]][:len(costs)]
		for e, v := range costs {
			if v >= l {
				break
			}
			worth[sites[e]] += v - l
		}
	}
}

// pick finds the best relaxed choice. Where there is a budget, its multiplier is
// the best one: the intersection of two lines of the dual function is asked until
// it lies on it.
func (a *Ascent) pick() {
	c := a.c
	if math.IsInf(c.Money, 1) {
		a.pickAt(0)
		return
	}
	type line struct{ at, value, slope float64 }
	ask := func(theta float64) line {
		a.pickAt(theta)
		spent := -c.Money
		for _, j := range a.Taken {
			if !c.must(j) {
				spent += c.Price[j]
			}
		}
		return line{theta, a.sum, spent}
	}
	// Without a multiplier, and with one that closes whatever has a price.
	lo := ask(0)
	if lo.slope <= 0 {
		return
	}
	high := 0.0
	for j, w := range a.Worth {
		if c.Price[j] > 0 && w < 0 {
			high = max(high, -w/c.Price[j])
		}
	}
	hi := ask(high)
	for range 60 {
		theta := (hi.value - lo.value + lo.slope*lo.at - hi.slope*hi.at) / (lo.slope - hi.slope)
		if !(theta > lo.at && theta < hi.at) {
			break
		}
		mid := ask(theta)
		if mid.value >= lo.value+lo.slope*(theta-lo.at)-1e-12*math.Abs(mid.value) {
			return
		}
		if mid.slope > 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	if best := max(lo.value, hi.value); a.sum < best {
		if lo.value == best {
			ask(lo.at)
		} else {
			ask(hi.at)
		}
	}
}

// pickAt is pick at a given multiplier of the budget.
func (a *Ascent) pickAt(theta float64) {
	c, ch := a.c, &a.Choice
	for _, j := range ch.Taken {
		ch.In[j] = false
	}
	ch.Taken, ch.sum, ch.Theta, ch.binds, ch.last, ch.next = ch.Taken[:0], 0, theta, false, 0, 0
	if theta > 0 {
		ch.sum = -theta * c.Money
	}
	low := a.low[:0]
	for j, w := range a.Worth {
		if c.must(int32(j)) {
			ch.take(int32(j), w)
		} else if w += theta * c.Price[j]; w < 0 {
			low = append(low, w)
		}
	}
	a.low = low
	t := 0.0
	if ch.binds = len(low) > c.Left; ch.binds {
		smallest(low, c.Left)
		ch.next, t = low[c.Left], math.Inf(-1)
		for _, v := range low[:c.Left] {
			t = max(t, v)
		}
		ch.last = t
	}
	room := c.Left
	for j, w := range a.Worth { // those below the last first, then as many as equal it
		if w += theta * c.Price[j]; w < t && !c.must(int32(j)) {
			ch.take(int32(j), w)
			room--
		}
	}
	for j := 0; ch.binds && room > 0 && j < len(a.Worth); j++ {
		if w := a.Worth[j] + theta*c.Price[j]; w == t && !c.must(int32(j)) {
			ch.take(int32(j), w)
			room--
		}
	}
}

func (ch *Choice) take(j int32, w float64) {
	ch.Taken = append(ch.Taken, j)
	ch.In[j] = true
	ch.sum += w
}

// Flip is how much the bound rises where site j, that need not be open, is
// decided the other way than it is in the choice after a Climb.
func (a *Ascent) Flip(j int32) float64 {
	w := a.Worth[j] + a.Theta*a.c.Price[j]
	if a.In[j] {
		return a.next - w
	}
	return w - a.last
}

// smallest puts the k-th smallest number, from 0, in its place, no larger
// ones before it and no smaller ones after it (Hoare's select).
func smallest(all []float64, k int) {
	lo, hi := 0, len(all)-1
	for lo < hi {
		pivot := all[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for all[i] < pivot {
				i++
			}
			for all[j] > pivot {
				j--
			}
			if i <= j {
				all[i], all[j] = all[j], all[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return
		}
	}
}
