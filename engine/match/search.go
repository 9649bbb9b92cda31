package match

import "math"

// step is a need that moves.
type step struct {
	need, to int32
	paid     int64
}

func (l *Plan) reach(j int32, to, end int64, by, from int32, at int64) {
	if l.done[j] == 2 || l.done[j] == 1 && to >= l.dist[j] || to >= end {
		return
	}
	if l.done[j] == 0 {
		l.done[j] = 1
		l.seen = append(l.seen, j)
	}
	l.dist[j], l.by[j], l.from[j], l.at[j] = to, by, from, at
	l.heap.push(entry{to, j})
}

// settle takes the next offer nearer than end.
func (l *Plan) settle(end int64) (j int32, ok bool) {
	for len(l.heap) > 0 {
		top := l.heap.pop()
		if top.dist >= end {
			return 0, false
		}
		if l.done[top.node] == 1 && top.dist == l.dist[top.node] {
			l.done[top.node] = 2
			return top.node, true
		}
	}
	return 0, false
}

// reprice moves the prices of all settled offers that are nearer than end, up
// or down, and forgets the search.
func (l *Plan) reprice(end, sign int64) {
	for _, j := range l.seen {
		if l.done[j] == 2 && l.dist[j] < end {
			l.price[j] += sign * (end - l.dist[j])
		}
		l.done[j] = 0
	}
	l.seen, l.heap = l.seen[:0], l.heap[:0]
}

// place finds the cheapest way to take need i in: a chain of needs that move
// over, ending at a unit left or at one that gives up.
func (l *Plan) place(i int32) {
	n := &l.needs[i]
	least := n.out
	for x, j := range n.offer {
		if l.cap[j] > 0 {
			least = min(least, n.cost[x]+l.price[j])
		}
	}
	l.chain(i, -1, least)
}

// evict finds the cheapest way to have one holder less at offer j.
func (l *Plan) evict(j int32) { l.chain(-1, j, 0) }

// chain searches from a need whose price is least, or from an offer.
func (l *Plan) chain(need, offer int32, least int64) {
	end, giver, last := int64(math.MaxInt64), int32(-1), int32(-1)
	visit := func(k, from int32, d, worth int64) {
		n := &l.needs[k]
		if give := d + n.out - worth; give < end {
			end, giver, last = give, k, from
		}
		for x, j := range n.offer {
			if j != n.match && l.cap[j] > 0 {
				l.reach(j, d+n.cost[x]+l.price[j]-worth, end, k, from, n.cost[x])
			}
		}
	}
	if need >= 0 {
		visit(need, -1, 0, least)
	} else {
		l.reach(offer, 0, 1, -1, -1, 0)
	}
	for {
		j, ok := l.settle(end)
		if !ok {
			break
		}
		d := l.dist[j]
		if j != offer && len(l.held[j]) < int(l.cap[j]) { // a unit left is free of charge
			end, giver, last = d, -1, j
			break
		}
		for _, k := range l.held[j] {
			visit(k, j, d, l.worth(k))
		}
	}
	// Where everybody stands is read before prices move.
	var steps []step
	if giver >= 0 {
		steps = append(steps, step{giver, nobody, 0})
	}
	for j := last; j >= 0 && j != offer; j = l.from[j] {
		steps = append(steps, step{l.by[j], j, l.at[j]})
	}
	l.reprice(end, 1)
	for _, s := range steps {
		if s.need != need || s.to != nobody {
			l.move(s.need, s.to, s.paid)
		}
	}
}

// fill gives a unit left of offer j to whom it helps most, over a chain of needs
// that move up, until a unit is left where it is worth nothing.
func (l *Plan) fill(j int32) {
	if l.price[j] == 0 || len(l.held[j]) >= int(l.cap[j]) {
		return
	}
	end, taker, last := int64(math.MaxInt64), int32(-1), j
	l.reach(j, 0, end, -1, -1, 0)
	for {
		x, ok := l.settle(end)
		if !ok {
			break
		}
		d := l.dist[x]
		if stop := d + l.price[x]; stop < end {
			end, taker, last = stop, -1, x
		}
		for _, i := range l.near[x] {
			n := &l.needs[i]
			if n.gone || n.match == x {
				continue
			}
			at := n.to(x)
			to := d + at + l.price[x] - l.worth(i)
			if n.match >= 0 {
				l.reach(n.match, to, end, i, x, at)
			} else if to < end {
				end, taker, last = to, i, x
			}
		}
	}
	var steps []step
	if taker >= 0 {
		steps = append(steps, step{taker, last, l.needs[taker].to(last)})
	}
	for x := last; x != j; x = l.from[x] {
		steps = append(steps, step{l.by[x], l.from[x], l.at[x]})
	}
	l.reprice(end, -1)
	for _, s := range steps {
		l.move(s.need, s.to, s.paid)
	}
}
