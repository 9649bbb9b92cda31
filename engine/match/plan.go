package match

import (
	"errors"
	"fmt"
	"slices"
)

// ErrGroups is returned for a Plan of a problem with groups.
var ErrGroups = errors.New("match: a plan cannot keep groups; solve from scratch")

// Plan keeps an optimal assignment while needs and offers come and go: one
// search a change, of the neighbourhood that it touches. Use by one goroutine.
type Plan struct {
	needs []kept
	near  [][]int32 // needs that list an offer, also such as have gone
	cap   []int32
	price []int64
	held  [][]int32
	cost  int64

	dist []int64
	by   []int32 // the need that connects an offer with the one before
	from []int32 // that one
	at   []int64 // the need's cost there
	done []int8
	seen []int32
	heap heap
}

type kept struct {
	offer []int32
	cost  []int64
	out   int64
	match int32
	paid  int64 // the cost of its pair
	gone  bool
}

// NewPlan keeps an optimal solution of p, which is verified first. The plan
// shares the pairs of p. O(needs + offers + pairs).
func NewPlan(p Problem, s Solution) (*Plan, error) {
	if p.Group != nil {
		return nil, ErrGroups
	}
	if err := Verify(p, s); err != nil {
		return nil, err
	}
	m := len(p.Capacity)
	l := &Plan{needs: make([]kept, len(p.Unmatched)), near: make([][]int32, m), cap: append([]int32{}, p.Capacity...), price: append([]int64{}, s.OfferPrice...), held: make([][]int32, m), cost: s.Cost,
		dist: make([]int64, m), by: make([]int32, m), from: make([]int32, m), at: make([]int64, m), done: make([]int8, m)}
	size := make([]int32, m)
	for _, j := range p.Offer {
		size[j]++
	}
	for j := range l.near {
		l.near[j] = make([]int32, 0, size[j])
	}
	for i := range l.needs {
		a, b := p.Start[i], p.Start[i+1]
		n := kept{offer: p.Offer[a:b:b], cost: p.Cost[a:b:b], out: p.Unmatched[i], match: s.Match[i]}
		if n.match >= 0 {
			n.paid = n.to(n.match)
			l.held[n.match] = append(l.held[n.match], int32(i))
		}
		l.needs[i] = n
		for _, j := range n.offer {
			l.near[j] = append(l.near[j], int32(i))
		}
	}
	return l, nil
}

// to is the cost of a need's pair with an offer.
func (n *kept) to(j int32) int64 { return n.cost[slices.Index(n.offer, j)] }

func (l *Plan) worth(i int32) int64 {
	n := &l.needs[i]
	if n.match < 0 {
		return n.out
	}
	return n.paid + l.price[n.match]
}

// Cost of the plan now.
func (l *Plan) Cost() int64 { return l.cost }

// Match is the offer of a need, or -1.
func (l *Plan) Match(need int) int { return int(l.needs[need].match) }

// Problem is what the plan now solves. A need that has gone is one without
// pairs that stays unmatched at cost 0. O(needs + offers + pairs).
func (l *Plan) Problem() Problem {
	p := Problem{Start: []int32{0}, Capacity: append([]int32{}, l.cap...)}
	for _, n := range l.needs {
		if !n.gone {
			p.Offer, p.Cost = append(p.Offer, n.offer...), append(p.Cost, n.cost...)
		}
		p.Start, p.Unmatched = append(p.Start, int32(len(p.Offer))), append(p.Unmatched, n.out)
	}
	return p
}

// Solution is the assignment with prices that prove it. O(needs + offers + pairs).
func (l *Plan) Solution() Solution {
	p := l.Problem()
	s := Solution{Match: make([]int32, len(l.needs)), NeedPrice: make([]int64, len(l.needs)), OfferPrice: append([]int64{}, l.price...)}
	for i, n := range l.needs {
		s.Match[i] = n.match
	}
	s.prices(p)
	s.total(p)
	return s
}

// most keeps sums far from overflow, as Problem.Check does.
const most = int64(1) << 40

func (l *Plan) check(offers []int32, costs []int64, out int64) error {
	if len(offers) != len(costs) {
		return ErrShape
	}
	if out < 0 {
		return ErrNegative
	}
	if out > most {
		return ErrRange
	}
	for x, j := range offers {
		switch {
		case slices.Contains(offers[:x], j):
			return fmt.Errorf("%w: offer %d", ErrTwice, j)
		case j < 0 || int(j) >= len(l.cap):
			return fmt.Errorf("%w: offer %d of %d", ErrPair, j, len(l.cap))
		case costs[x] < 0:
			return fmt.Errorf("%w: offer %d costs %d", ErrNegative, j, costs[x])
		case costs[x] > most:
			return fmt.Errorf("%w: offer %d costs %d", ErrRange, j, costs[x])
		}
	}
	return nil
}

// AddNeed takes a need in and returns its number. The plan keeps the lists.
func (l *Plan) AddNeed(unmatched int64, offers []int32, costs []int64) (int, error) {
	if err := l.check(offers, costs, unmatched); err != nil {
		return 0, err
	}
	i := int32(len(l.needs))
	l.needs = append(l.needs, kept{offer: offers, cost: costs, out: unmatched, match: nobody})
	for _, j := range offers {
		l.near[j] = append(l.near[j], i)
	}
	l.cost += unmatched
	l.place(i)
	return int(i), nil
}

// RemoveNeed lets a need go; what it had is given to whom it helps most.
func (l *Plan) RemoveNeed(need int) error {
	if need < 0 || need >= len(l.needs) || l.needs[need].gone {
		return fmt.Errorf("%w: there is no need %d", ErrShape, need)
	}
	n := &l.needs[need]
	j := n.match
	l.move(int32(need), nobody, 0)
	l.cost -= n.out
	n.gone, n.out = true, 0
	if j >= 0 {
		l.fill(j)
	}
	return nil
}

// AddOffer takes an offer in and returns its number: units, and the needs that
// could take them, each at a cost.
func (l *Plan) AddOffer(units int32, needs []int32, costs []int64) (int, error) {
	if len(needs) != len(costs) || units < 0 {
		return 0, ErrShape
	}
	for x, i := range needs {
		if i < 0 || int(i) >= len(l.needs) || l.needs[i].gone {
			return 0, fmt.Errorf("%w: there is no need %d", ErrShape, i)
		}
		if slices.Contains(needs[:x], i) {
			return 0, fmt.Errorf("%w: need %d", ErrTwice, i)
		}
		if costs[x] < 0 || costs[x] > most {
			return 0, fmt.Errorf("%w: need %d at cost %d", ErrRange, i, costs[x])
		}
	}
	j := int32(len(l.cap))
	l.cap, l.price, l.held, l.near = append(l.cap, 0), append(l.price, 0), append(l.held, nil), append(l.near, append([]int32{}, needs...))
	l.dist, l.by, l.from, l.at, l.done = append(l.dist, 0), append(l.by, 0), append(l.from, 0), append(l.at, 0), append(l.done, 0)
	for x, i := range needs {
		n := &l.needs[i]
		n.offer, n.cost = append(n.offer, j), append(n.cost, costs[x]) // their capacity ends with them: this copies
	}
	return int(j), l.SetCapacity(int(j), units)
}

// SetCapacity changes the units of an offer; 0 takes it out.
func (l *Plan) SetCapacity(offer int, units int32) error {
	if offer < 0 || offer >= len(l.cap) {
		return fmt.Errorf("%w: offer %d of %d", ErrPair, offer, len(l.cap))
	}
	if units < 0 {
		return fmt.Errorf("%w: %d units", ErrNegative, units)
	}
	j := int32(offer)
	if l.cap[j] == 0 && units > 0 { // while it had none its price meant nothing
		l.price[j] = 0
		for _, i := range l.near[j] {
			if n := &l.needs[i]; !n.gone {
				l.price[j] = max(l.price[j], l.worth(i)-n.to(j))
			}
		}
	}
	for len(l.held[j]) > int(units) {
		l.cap[j] = int32(len(l.held[j])) - 1
		l.evict(j)
	}
	l.cap[j] = units
	for units > 0 && l.price[j] > 0 && len(l.held[j]) < int(units) {
		l.fill(j)
	}
	return nil
}

func (n *kept) pays() int64 {
	if n.match < 0 {
		return n.out
	}
	return n.paid
}

func (l *Plan) move(i, to int32, paid int64) {
	n := &l.needs[i]
	l.cost -= n.pays()
	if n.match >= 0 {
		list := l.held[n.match]
		for x, v := range list {
			if v == i {
				list[x] = list[len(list)-1]
				l.held[n.match] = list[:len(list)-1]
				break
			}
		}
	}
	n.match, n.paid = to, paid
	if to >= 0 {
		l.held[to] = append(l.held[to], i)
	}
	l.cost += n.pays()
}
