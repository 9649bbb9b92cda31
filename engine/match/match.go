package match

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"math"
)

// Problem lists the pairs of need i as Start[i] ≤ e < Start[i+1]: the offer
// Offer[e] at cost Cost[e] ≥ 0. len(Start) is the number of needs + 1,
// len(Unmatched) the number of needs, len(Capacity) the number of offers.
// Units of cost are the caller's; all costs together must stay below 2^62.
type Problem struct {
	Start     []int32
	Offer     []int32
	Cost      []int64
	Unmatched []int64 // cost of staying unmatched, per need, ≥ 0
	Capacity  []int32 // units, per offer, ≥ 0
}

// Solution is an assignment of least cost. Match[i] is the offer of need i, or
// -1. NeedPrice[i] is what need i costs at the margin; OfferPrice[j] ≥ 0 is what
// one more unit of offer j would save.
type Solution struct {
	Match      []int32
	Cost       int64 // of the matched pairs and the unmatched needs
	DualCost   int64 // sum of NeedPrice less capacity × OfferPrice: equals Cost
	Matched    int
	NeedPrice  []int64
	OfferPrice []int64
}

// Check reports what is wrong with the shape of a problem.
func (p Problem) Check() error {
	n := len(p.Unmatched)
	if len(p.Start) != n+1 || n > 0 && p.Start[0] != 0 || len(p.Offer) != len(p.Cost) || int(p.Start[n]) != len(p.Offer) {
		return errors.New("match: Start, Offer, Cost and Unmatched do not fit each other")
	}
	var sum int64
	for i, u := range p.Unmatched {
		if u < 0 || p.Start[i] > p.Start[i+1] {
			return fmt.Errorf("match: need %d has a negative cost or a negative number of pairs", i)
		}
		if sum += u; sum < 0 || sum > math.MaxInt64/2 {
			return errors.New("match: the costs are too large to add up")
		}
	}
	for e, j := range p.Offer {
		if j < 0 || int(j) >= len(p.Capacity) || p.Cost[e] < 0 || p.Cost[e] > math.MaxInt64/4 {
			return fmt.Errorf("match: pair %d names no offer or has a cost out of range", e)
		}
	}
	for j, c := range p.Capacity {
		if c < 0 {
			return fmt.Errorf("match: offer %d has negative capacity", j)
		}
	}
	return nil
}

// Solve finds the least cost. The same problem gives the same solution. It
// returns ctx.Err() when ctx ends first.
func Solve(ctx context.Context, p Problem) (Solution, error) {
	if err := p.Check(); err != nil {
		return Solution{}, err
	}
	s := newSearch(p)
	for i := range s.match {
		if i%256 == 0 && ctx.Err() != nil {
			return Solution{}, ctx.Err()
		}
		s.place(int32(i))
	}
	out := Solution{Match: s.match, NeedPrice: s.need, OfferPrice: s.price}
	for i, e := range s.edge {
		if e < 0 {
			out.Cost += p.Unmatched[i]
			continue
		}
		out.Cost += p.Cost[e]
		out.Matched++
	}
	for i, u := range s.need {
		out.DualCost += u
		// An offer without units may be priced out of everybody's reach: 0 × price.
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			if j := p.Offer[e]; p.Capacity[j] == 0 {
				s.price[j] = max(s.price[j], u-p.Cost[e])
			}
		}
	}
	for j, v := range s.price {
		out.DualCost -= v * int64(p.Capacity[j])
	}
	return out, nil
}

type search struct {
	p           Problem
	match       []int32 // offer of a need
	edge        []int32 // its pair
	need, price []int64
	held        [][]int32 // needs of an offer

	dist  []int64 // of the offers reached in this search
	from  []int32 // the pair by which an offer was reached
	owner []int32 // the need of that pair
	state []int8  // 0 unseen, 1 in the heap, 2 settled
	seen  []int32
	queue queue
}

func newSearch(p Problem) *search {
	n, m := len(p.Unmatched), len(p.Capacity)
	s := &search{p: p, match: make([]int32, n), edge: make([]int32, n), need: make([]int64, n), price: make([]int64, m), held: make([][]int32, m),
		dist: make([]int64, m), from: make([]int32, m), owner: make([]int32, m), state: make([]int8, m)}
	for i := range s.match {
		s.match[i], s.edge[i] = -1, -1
	}
	return s
}

// place finds the cheapest way to take need i in: a chain of needs that move
// over to another offer, ending at a free unit or at a need that gives up.
func (s *search) place(i int32) {
	p := s.p
	s.need[i] = p.Unmatched[i]
	for e := p.Start[i]; e < p.Start[i+1]; e++ {
		if p.Capacity[p.Offer[e]] > 0 {
			s.need[i] = min(s.need[i], p.Cost[e]+s.price[p.Offer[e]])
		}
	}
	end := int64(math.MaxInt64) // cheapest end so far
	giver, free := int32(-1), int32(-1)
	visit := func(k int32, d int64) { // need k may move, at distance d
		if give := d + p.Unmatched[k] - s.need[k]; give < end {
			end, giver, free = give, k, -1
		}
		for e := p.Start[k]; e < p.Start[k+1]; e++ {
			j := p.Offer[e]
			if s.state[j] == 2 || p.Capacity[j] == 0 {
				continue
			}
			to := d + p.Cost[e] + s.price[j] - s.need[k]
			if to >= end || s.state[j] == 1 && to >= s.dist[j] {
				continue
			}
			if s.state[j] == 0 {
				s.state[j] = 1
				s.seen = append(s.seen, j)
			}
			s.dist[j], s.from[j], s.owner[j] = to, e, k
			if len(s.held[j]) < int(p.Capacity[j]) { // a free unit has price 0: the chain may end here
				end, giver, free = to, -1, j
				continue
			}
			heap.Push(&s.queue, entry{to, j})
		}
	}
	visit(i, 0)
	for len(s.queue) > 0 {
		top := heap.Pop(&s.queue).(entry)
		if top.dist >= end {
			break
		}
		if s.state[top.offer] == 2 || top.dist > s.dist[top.offer] {
			continue
		}
		s.state[top.offer] = 2
		for _, k := range s.held[top.offer] {
			visit(k, top.dist)
		}
	}
	s.raise(i, end)
	s.shift(i, giver, free)
	for _, j := range s.seen {
		s.state[j] = 0
	}
	s.seen, s.queue = s.seen[:0], s.queue[:0]
}

// raise moves the prices of everything nearer than the end, so that the chain
// becomes free of charge and nothing becomes a bargain.
func (s *search) raise(i int32, end int64) {
	s.need[i] += end
	for _, j := range s.seen {
		if s.state[j] == 2 && s.dist[j] < end {
			s.price[j] += end - s.dist[j]
			for _, k := range s.held[j] {
				s.need[k] += end - s.dist[j]
			}
		}
	}
}

// shift walks the chain back from its end to need i.
func (s *search) shift(i, giver, free int32) {
	if giver == i {
		return
	}
	j := free
	if giver >= 0 {
		j = s.match[giver]
		s.leave(giver)
	}
	for {
		k, e := s.owner[j], s.from[j]
		next := s.match[k]
		if next >= 0 {
			s.leave(k)
		}
		s.match[k], s.edge[k] = j, e
		s.held[j] = append(s.held[j], k)
		if k == i {
			return
		}
		j = next
	}
}

func (s *search) leave(k int32) {
	list := s.held[s.match[k]]
	for at, v := range list {
		if v == k {
			list[at] = list[len(list)-1]
			s.held[s.match[k]] = list[:len(list)-1]
			break
		}
	}
	s.match[k], s.edge[k] = -1, -1
}

type entry struct {
	dist  int64
	offer int32
}

type queue []entry

func (q queue) Len() int { return len(q) }
func (q queue) Less(a, b int) bool {
	return q[a].dist < q[b].dist || q[a].dist == q[b].dist && q[a].offer < q[b].offer
}
func (q queue) Swap(a, b int) { q[a], q[b] = q[b], q[a] }
func (q *queue) Push(x any)   { *q = append(*q, x.(entry)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
