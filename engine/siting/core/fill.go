package core

// item is a demand that wants a place at a site with a capacity.
type item struct {
	demand int32
	profit float64 // λ − cost
	load   float64
}

// denser orders items by profit for their load; those without load come first.
func (a item) denser(b item) bool { return a.profit*b.load > b.profit*a.load }

// basket is what one site could serve.
type basket struct{ items []item }

// fill puts the demand that pays for site j first in items, densest first as far
// as there is room: so many items whole and a part of the next one. It is the
// continuous knapsack, by selection (Balas and Zemel 1980). O(options) on average.
func (b *basket) fill(c *Core, j int32, lambda []float64) (whole int, part float64) {
	b.items = b.items[:0]
	ds, cs := c.of(j)
	sum := 0.0
	for e, v := range cs {
		if k := ds[e]; v < lambda[k] {
			b.items = append(b.items, item{k, lambda[k] - v, c.Load[k]})
			sum += c.Load[k]
		}
	}
	room := c.Room[j]
	if sum <= room {
		return len(b.items), 0
	}
	lo, hi := 0, len(b.items) // all before lo are taken; none from hi on
	for hi-lo > 1 {
		pivot := b.items[(lo+hi)/2]
		// Denser ones than the pivot, those as dense, less dense ones.
		x, y, z, load, same := lo, lo, hi, 0.0, 0.0
		for y < z {
			switch t := b.items[y]; {
			case t.denser(pivot):
				load += t.load
				b.items[x], b.items[y] = t, b.items[x]
				x++
				y++
			case pivot.denser(t):
				z--
				b.items[y], b.items[z] = b.items[z], t
			default:
				same += t.load
				y++
			}
		}
		switch {
		case load > room:
			hi = x
		case load+same > room:
			room -= load
			for lo = x; b.items[lo].load <= room; lo++ {
				room -= b.items[lo].load
			}
			return lo, room / b.items[lo].load
		default:
			room -= load + same
			lo = y
		}
	}
	if lo < hi && b.items[lo].load > 0 {
		return lo, min(1, room/b.items[lo].load)
	}
	return hi, 0
}

// worths adds to the worth of each site what its capacity lets it serve.
func (a *Ascent) worths(lambda []float64) {
	c := a.c
	Spread(len(c.Place), len(c.Site), func(k, from, to int) {
		b := &a.baskets[k]
		for j := int32(from); j < int32(to); j++ {
			whole, part := b.fill(c, j, lambda)
			for _, t := range b.items[:whole] {
				a.Worth[j] -= t.profit
			}
			if part > 0 {
				a.Worth[j] -= part * b.items[whole].profit
			}
		}
	})
}
