package match

import (
	"context"
	"slices"
)

// Numbers that stand for an offer.
const (
	nobody  = -1 // stays unmatched
	waiting = -2 // has to bid
)

const never = int64(1) << 62

// pair is an offer of a need, arc a need of an offer, place where a need is and at
// what cost: each in one piece, because the search is bound by memory.
type (
	pair[C int32 | int64] struct {
		offer int32
		cost  C
	}
	arc[C int32 | int64] struct {
		need int32
		cost C
	}
	place[C int32 | int64] struct {
		offer int32
		cost  C
	}
	gain struct {
		worth int64
		arc   int32
	}
)

// auction is the state between phases. All prices are scaled.
type auction[C int32 | int64] struct {
	ctx   context.Context
	scale int64
	start []int32   // of need i's pairs
	pairs []pair[C] // only with offers that have units, none dearer than nothing
	out   []C       // unscaled cost of staying unmatched
	cap   []int32   // no more than the pairs of the offer + 1
	first []int32   // of offer j's arcs
	arcs  []arc[C]
	price []int64
	at    []place[C]
	bid   []int64 // what a holder would pay before it looks elsewhere
	held  []int32 // needs of offer j from room[j] on, the lowest bid first (a heap)
	room  []int32
	load  []int32
	gains []gain
	queue []int32
	free  []int32
	in    []bool // in free
	steps int
}

func newAuction[C int32 | int64](ctx context.Context, p Problem) *auction[C] {
	n, m := len(p.Unmatched), len(p.Capacity)
	a := &auction[C]{ctx: ctx, scale: int64(m + 2), start: make([]int32, n+1), pairs: make([]pair[C], 0, len(p.Offer)), out: make([]C, n), cap: make([]int32, m),
		first: make([]int32, m+1), price: make([]int64, m), at: make([]place[C], n), bid: make([]int64, n), room: make([]int32, m+1), load: make([]int32, m), in: make([]bool, m)}
	for i, u := range p.Unmatched {
		a.out[i] = C(u)
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			j, c := p.Offer[e], C(p.Cost[e])
			if p.Capacity[j] == 0 || p.Cost[e] > p.Unmatched[i] {
				continue
			}
			a.pairs = append(a.pairs, pair[C]{j, c})
			a.first[j+1]++
		}
		a.start[i+1] = int32(len(a.pairs))
		a.at[i] = place[C]{waiting, a.out[i]}
	}
	for j, c := range p.Capacity {
		a.cap[j] = min(c, a.first[j+1]+1) // with one more than can be taken it is never full
		a.room[j+1] = a.room[j] + a.cap[j]
		a.first[j+1] += a.first[j]
	}
	a.held = make([]int32, a.room[m])
	a.arcs = make([]arc[C], len(a.pairs))
	next := slices.Clone(a.first[:m])
	for i := range a.out {
		for _, x := range a.pairs[a.start[i]:a.start[i+1]] {
			a.arcs[next[x.offer]] = arc[C]{int32(i), x.cost}
			next[x.offer]++
		}
	}
	return a
}

// ended looks at the context once in some thousand calls.
func (a *auction[C]) ended() bool {
	a.steps++
	return a.steps%2048 == 0 && a.ctx.Err() != nil
}

// best is the cheapest choice of a need, where x is the number of its pair, or
// -1 for staying unmatched, and the cost of its second choice.
func (a *auction[C]) best(i int32) (v1, v2 int64, x int32) {
	v1, v2, x = int64(a.out[i])*a.scale, never, -1
	from := a.start[i]
	for k, y := range a.pairs[from:a.start[i+1]] {
		v := int64(y.cost)*a.scale + a.price[y.offer]
		if v < v1 {
			v2, v1, x = v1, v, from+int32(k)
		} else if v < v2 {
			v2 = v
		}
	}
	return v1, v2, x
}

// phase makes prices and places right up to eps.
func (a *auction[C]) phase(eps int64) error {
	a.begin(eps)
	if err := a.forward(eps); err != nil {
		return err
	}
	return a.reverse(eps)
}

// begin sends those who are wrong by more than eps to bid again, and values what
// the others have.
func (a *auction[C]) begin(eps int64) {
	a.queue = a.queue[:0]
	clear(a.load)
	for i := range int32(len(a.at)) {
		at := a.at[i]
		if at.offer == waiting {
			a.queue = append(a.queue, i)
			continue
		}
		v1, v2, x := a.best(i)
		now := int64(at.cost) * a.scale
		if at.offer >= 0 {
			now += a.price[at.offer]
		}
		if now > v1+eps {
			a.at[i].offer = waiting
			a.queue = append(a.queue, i)
			continue
		}
		if at.offer == nobody {
			continue
		}
		if x >= 0 && a.pairs[x].offer == at.offer {
			v1 = v2 // its best alternative
		}
		a.bid[i] = v1 - int64(at.cost)*a.scale + eps
		a.held[a.room[at.offer]+a.load[at.offer]] = i
		a.load[at.offer]++
	}
	for j := range a.load {
		h := a.holders(int32(j))
		for x := len(h)/2 - 1; x >= 0; x-- {
			a.sink(h, x)
		}
	}
}

func (a *auction[C]) holders(j int32) []int32 { return a.held[a.room[j] : a.room[j]+a.load[j]] }

// forward lets everybody bid until nobody waits. Prices only rise.
func (a *auction[C]) forward(eps int64) error {
	for len(a.queue) > 0 {
		kept := a.queue[:0] // those outbid in this round, never more than have bid
		for _, i := range a.queue {
			for {
				if a.ended() {
					return a.ctx.Err()
				}
				_, v2, x := a.best(i)
				if x < 0 {
					a.at[i] = place[C]{nobody, a.out[i]}
					break
				}
				y := a.pairs[x]
				a.bid[i] = v2 - int64(y.cost)*a.scale + eps
				if a.load[y.offer] < a.cap[y.offer] {
					a.take(i, y)
					break
				}
				h := a.holders(y.offer)
				k := h[0]
				if a.bid[i] <= a.bid[k] { // outbid already
					a.price[y.offer] = a.bid[i]
					continue
				}
				a.at[i], h[0] = place[C](y), i
				a.sink(h, 0)
				a.price[y.offer] = max(a.price[y.offer], a.bid[k])
				a.at[k] = place[C]{waiting, a.out[k]}
				kept = append(kept, k)
				break
			}
		}
		a.queue = kept
	}
	return nil
}

func (a *auction[C]) take(i int32, y pair[C]) {
	a.at[i] = place[C](y)
	a.load[y.offer]++
	h := a.holders(y.offer)
	h[len(h)-1] = i
	for x := len(h) - 1; x > 0; {
		up := (x - 1) / 2
		if a.bid[h[up]] <= a.bid[h[x]] {
			return
		}
		h[up], h[x] = h[x], h[up]
		x = up
	}
}

func (a *auction[C]) sink(h []int32, x int) {
	for {
		c := 2*x + 1
		if c >= len(h) {
			return
		}
		if c+1 < len(h) && a.bid[h[c+1]] < a.bid[h[c]] {
			c++
		}
		if a.bid[h[x]] <= a.bid[h[c]] {
			return
		}
		h[x], h[c] = h[c], h[x]
		x = c
	}
}

// reverse lets offers with units left and a price above 0 lower it until the
// units are taken or the price is 0. Prices only fall. The order of the heaps is
// lost; begin restores it.
func (a *auction[C]) reverse(eps int64) error {
	a.free = a.free[:0]
	for j := range int32(len(a.cap)) {
		if a.load[j] < a.cap[j] && a.price[j] > 0 {
			a.free, a.in[j] = append(a.free, j), true
		}
	}
	for head := 0; head < len(a.free); head++ {
		if a.ended() {
			return a.ctx.Err()
		}
		j := a.free[head]
		a.in[j] = false
		if a.load[j] < a.cap[j] && a.price[j] > 0 {
			a.lower(j, eps)
		}
		if head > 1<<16 && 2*head > len(a.free) {
			a.free, head = append(a.free[:0], a.free[head+1:]...), -1
		}
	}
	return nil
}

// lower sets the price of an offer to where its units left find takers.
func (a *auction[C]) lower(j int32, eps int64) {
	gains := a.gains[:0]
	from := a.first[j]
	for k, r := range a.arcs[from:a.first[j+1]] {
		at := a.at[r.need]
		worth := (int64(at.cost) - int64(r.cost)) * a.scale
		if at.offer >= 0 {
			worth += a.price[at.offer]
		}
		if worth > 0 && at.offer != j {
			gains = append(gains, gain{worth, from + int32(k)})
		}
	}
	a.gains = gains
	to := int64(0)
	if left := int(a.cap[j] - a.load[j]); len(gains) > left {
		largest(gains, left)
		to = max(0, gains[left].worth-eps)
		gains = gains[:left]
	}
	a.price[j] = min(to, a.price[j])
	for _, g := range gains {
		if g.worth <= a.price[j] {
			continue
		}
		r := a.arcs[g.arc]
		if o := a.at[r.need].offer; o >= 0 {
			h := a.holders(o)
			h[slices.Index(h, r.need)] = h[len(h)-1]
			a.load[o]--
			if a.price[o] > 0 && !a.in[o] {
				a.free, a.in[o] = append(a.free, o), true
			}
		}
		a.at[r.need] = place[C]{j, r.cost}
		a.held[a.room[j]+a.load[j]] = r.need
		a.load[j]++
	}
}

// largest moves the n largest gains to the front and the next one behind them;
// equal ones by the order of their arcs (Hoare 1961, "Algorithm 65: Find").
func largest(g []gain, n int) {
	before := func(x, y gain) bool { return x.worth > y.worth || x.worth == y.worth && x.arc < y.arc }
	for lo, hi := 0, len(g)-1; lo < hi; {
		pivot := g[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for before(g[i], pivot) {
				i++
			}
			for before(pivot, g[j]) {
				j--
			}
			if i <= j {
				g[i], g[j] = g[j], g[i]
				i++
				j--
			}
		}
		switch {
		case n <= j:
			hi = j
		case n >= i:
			lo = i
		default:
			return
		}
	}
}
