package ruin

import (
	"math"
	"slices"
)

const (
	blink     = 1 << 64 / 100 // a good place is overlooked one time in a hundred
	otherKind = 1 << 62       // so is an unused vehicle where there are others, one time in four
	mood      = 16            // one recreation in so many is generous, one is stingy
)

// recreate puts the removed stops back, each where it is cheapest, in an order
// drawn at random. Mostly a stop goes in when that costs less than its price; a
// generous recreation takes half of them at any cost, because two may share a
// way, and a stingy one leaves a quarter out.
func (l *Part) recreate() {
	l.sort()
	generous, stingy := false, false
	if l.optional {
		m := l.random.Below(mood)
		generous, stingy = m == 0, m == 1
	}
	for _, c := range l.removed {
		limit := l.Price[c]
		switch {
		case generous && l.random.Next()&1 == 0:
			limit = math.MaxInt64
		case stingy && l.random.Next()&3 == 0:
			limit = math.MinInt64
		}
		r, p := l.place(c, limit)
		if r < 0 {
			l.absent = append(l.absent, c)
			l.cost += l.Price[c]
			continue
		}
		l.touch(r)
		l.insert(r, p, c)
	}
}

// insert puts c before visit p of route k.
func (l *Part) insert(k int32, p int, c int32) {
	r := &l.routes[k]
	l.cost -= r.cost
	r.at = slices.Insert(r.at, p, visit{node: c})
	l.refresh(k)
	l.cost += r.cost
}

// sort orders the removed stops for recreation.
func (l *Part) sort() {
	var key func(c int32) int64
	switch x := l.random.Below(17); {
	case x < 4:
		key = func(int32) int64 { return int64(l.random.Next() >> 40) }
	case x < 8:
		key = func(c int32) int64 { return -l.Quantity[c] }
	case x < 10:
		key = func(c int32) int64 { return -int64(l.far[c]) }
	case x < 11:
		key = func(c int32) int64 { return int64(l.far[c]) }
	case x < 13:
		key = func(c int32) int64 { return int64(l.To[c] - l.From[c]) }
	case x < 15:
		key = func(c int32) int64 { return int64(l.From[c]) }
	default:
		key = func(c int32) int64 { return -int64(l.To[c]) }
	}
	for i, c := range l.removed {
		k := key(c)
		l.keys = append(l.keys[:i], k)
		j := i
		for ; j > 0 && l.keys[j-1] > k; j-- {
			l.keys[j], l.removed[j] = l.keys[j-1], l.removed[j-1]
		}
		l.keys[j], l.removed[j] = k, c
	}
}

// place finds the cheapest place for stop c that costs less than limit, but for
// blinks. The route is -1 where there is none.
func (l *Part) place(c int32, best int64) (int32, int) {
	bestRoute, bestAt := int32(-1), 0
	clear(l.tried)
	for k := range l.routes {
		r := &l.routes[k]
		kd := &l.Kinds[r.kind]
		if r.load+l.Quantity[c] > kd.Capacity || l.Skills[c]&^kd.Skills != 0 {
			continue
		}
		if len(r.at) == 2 {
			if l.tried[r.kind] {
				continue
			}
			l.tried[r.kind] = true
		}
		if len(kd.Breaks) > 0 || l.Follows != nil && l.Remembered[c] || len(r.at) == 2 {
			best, bestRoute, bestAt = l.scanAny(r, kd, c, int32(k), best, bestRoute, bestAt)
			continue
		}
		g, row, end := kd.ways, int(c)*l.width, int(c)*l.width+l.width
		costTo, costFrom := g.CostTo[row:end], g.Cost[row:end]
		timeTo, timeFrom := g.TimeTo[row:end], g.Time[row:end]
		from, to, service := l.From[c], l.To[c], l.Service[c]
		at := r.at
		a := at[0]
		for p := 1; p < len(at) && a.leave <= to; p++ {
			b := at[p]
			d := int64(costTo[a.node]) + int64(costFrom[b.node]) - int64(a.way)
			if d < best {
				t := max(a.leave+timeTo[a.node], from)
				if t <= to && t+service+timeFrom[b.node] <= b.latest && l.random.Next() >= blink {
					best, bestRoute, bestAt = d, int32(k), p
				}
			}
			a = b
		}
	}
	return bestRoute, bestAt
}

// scanAny is the scan of one route with breaks, remembered stops and empty
// routes.
func (l *Part) scanAny(r *route, kd *Kind, c, k int32, best int64, bestRoute int32, bestAt int) (int64, int32, int) {
	w, g := l.width, kd.ways
	for p := 1; p < len(r.at); p++ {
		a, b := r.at[p-1], r.at[p]
		if a.leave > l.To[c] {
			break
		}
		d := int64(g.Cost[int(a.node)*w+int(c)]) + int64(g.Cost[int(c)*w+int(b.node)]) - int64(a.way)
		if len(r.at) == 2 {
			d += kd.Fixed
		}
		if l.Follows != nil && l.Remembered[c] {
			x, y := r.kept[p-1], r.next[p]
			d += l.pair(x, y) - l.pair(x, c) - l.pair(c, y)
		}
		if d >= best {
			continue
		}
		if len(kd.Breaks) > 0 {
			if !l.fits(r, kd, c, p) {
				continue
			}
		} else if t := max(a.leave+g.Time[int(a.node)*w+int(c)], l.From[c]); t > l.To[c] || t+l.Service[c]+g.Time[int(c)*w+int(b.node)] > b.latest {
			continue
		}
		overlook := uint64(blink)
		if len(r.at) == 2 && len(l.Kinds) > 1 {
			overlook = otherKind
		}
		if l.random.Next() >= overlook {
			best, bestRoute, bestAt = d, k, p
		}
	}
	return best, bestRoute, bestAt
}

// accept decides by simulated annealing: worse is taken with the probability
// exp(-worse/temperature).
func (l *Part) accept(before int64, temperature float64) bool {
	if l.cost <= before {
		return true
	}
	return temperature > 0 && float64(l.cost-before) < -temperature*math.Log(l.random.Unit())
}
