package routing

import (
	"context"

	"linli/engine/routing/assignment"
)

// Prices prove Bound. Out[i] + In[j] is at most the cost of the way from stop i to
// j wherever a round may go from i to j; In[j] + Round is at most the cheapest start of
// a round with j, fixed cost and all; Out[i] is at most the cheapest end after i; and
// Out[i] + In[i] is at most what it costs to leave i out, where that is allowed. As
// each stop is left out, or entered once and left once, and at least Rounds rounds
// are needed for what must be carried, all prices and Round times Rounds sum to a
// bound: the dual of an assignment.
type Prices struct {
	Out, In []int64
	Round   int64
}

// network is the assignment relaxation: ways that windows, capacities and skills
// allow, and the least number of rounds.
type network struct {
	assignment.Network
	rounds int64
}

func (m *model) network() network {
	n := len(m.p.Stops)
	nw := network{assignment.Network{N: n, Way: make([]int64, n*n), Start: make([]int64, n), End: make([]int64, n)}, 0}
	able := make([]bool, n)
	for i := range n {
		nw.Start[i], nw.End[i] = assignment.Unable, assignment.Unable
		for k := range m.kinds {
			kd := &m.kinds[k]
			if s := m.p.Stops[i]; s.Skills&^kd.Skills == 0 && s.Quantity <= kd.Capacity {
				_, first := m.way(kd, kd.start, s.Place)
				_, last := m.way(kd, s.Place, kd.end)
				nw.Start[i], nw.End[i] = min(nw.Start[i], first+kd.Fixed), min(nw.End[i], last)
			}
		}
		if able[i] = nw.Start[i] < assignment.Unable; !able[i] { // it is left out
			nw.Start[i], nw.End[i] = m.p.Stops[i].Price, 0
		}
	}
	largest, must := int64(0), int64(0)
	masks := map[uint64]bool{}
	for k := range m.kinds {
		largest = max(largest, m.kinds[k].Capacity)
		masks[m.kinds[k].Skills] = true
	}
	together := func(skills uint64) bool {
		for has := range masks {
			if skills&^has == 0 {
				return true
			}
		}
		return false
	}
	for i, a := range m.p.Stops {
		if a.Price == 0 {
			must += a.Quantity
			nw.rounds = max(nw.rounds, 1)
		}
		for j, b := range m.p.Stops {
			c := int64(assignment.Unable)
			if i == j {
				if a.Price > 0 {
					c = a.Price
				}
				nw.Way[i*n+j] = c
				continue
			}
			if able[i] && able[j] && a.Quantity+b.Quantity <= largest && (a.Skills|b.Skills == 0 || together(a.Skills|b.Skills)) {
				at := a.Place*m.p.Places + b.Place
				for k := range m.cost {
					if a.From+a.Service+int64(m.time[k][at]) <= b.To {
						c = min(c, int64(m.cost[k][at]))
					}
				}
			}
			nw.Way[i*n+j] = c
		}
	}
	if largest > 0 {
		nw.rounds = max(nw.rounds, (must+largest-1)/largest)
	}
	return nw
}

// bound finds prices: the assignment problem exactly for up to 1,500 stops, with
// the price of a round by bisection; beyond, the least of each row and column.
func (m *model) bound(ctx context.Context) (Prices, int64) {
	nw := m.network()
	if nw.N > 1500 {
		u, v := nw.Reduce()
		return nw.sum(u, v, 0)
	}
	u, v, used := nw.Solve(ctx, 0)
	best, bound := nw.sum(u, v, 0)
	if int64(used) >= nw.rounds || ctx.Err() != nil {
		return best, bound
	}
	mean := bound / int64(nw.N)
	low, high := int64(0), int64(0)
	for try := range 6 {
		fee := max(mean, 1) << try
		if high > 0 {
			if fee = (low + high) / 2; fee == low {
				break
			}
		}
		u, v, used = nw.Solve(ctx, fee)
		if p, b := nw.sum(u, v, fee); b > bound {
			best, bound = p, b
		}
		if int64(used) < nw.rounds {
			low = fee
		} else {
			high = fee
		}
	}
	return best, bound
}

func (nw *network) sum(u, v []int64, fee int64) (Prices, int64) {
	total := fee * nw.rounds
	for i := range u {
		total += u[i] + v[i]
	}
	return Prices{Out: u, In: v, Round: fee}, total
}
