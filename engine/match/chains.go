package match

import (
	"context"
	"math"
)

// chained solves by shortest augmenting chains, one search a need: slower than
// the auction, and able to count for groups.
//
// The searches run on a graph of offers and groups. From an offer its holders
// may move to their other offers; from an offer with units of its own left one
// comes to its group, and from a group that is full to its other offers, whose
// holders may make room. A chain ends at a unit that is free in both, or at a
// holder who gives up.
func chained(ctx context.Context, p Problem, progress func(float64)) (Solution, error) {
	c := newChains(p)
	for i := range c.match {
		if i%256 == 0 {
			if err := ctx.Err(); err != nil {
				return Solution{}, err
			}
			progress(float64(i) / float64(len(c.match)))
		}
		c.visitFirst(int32(i))
		c.finish(int32(i))
	}
	s := Solution{Match: c.match, NeedPrice: make([]int64, len(c.match)), OfferPrice: make([]int64, len(p.Capacity)), GroupPrice: make([]int64, len(p.Limit))}
	for j := range s.OfferPrice {
		s.OfferPrice[j] = c.label[j]
		if g := c.groupOf(int32(j)); g >= 0 {
			s.OfferPrice[j] -= c.label[g]
		}
	}
	for g := range s.GroupPrice {
		s.GroupPrice[g] = c.label[len(p.Capacity)+g]
	}
	return s, nil
}

// chains numbers offers from 0 and groups after them. label is what a unit costs
// there: of an offer its own price and that of its group.
type chains struct {
	p       Problem
	match   []int32
	cost    []int64 // of the pair of a matched need
	label   []int64
	held    [][]int32
	used    []int32   // of groups
	members [][]int32 // of groups

	dist  []int64
	owner []int32 // the need that came to an offer, or -1: it was reached from its group
	pairs []int32 // its pair
	via   []int32 // of a group: the offer it was reached from
	state []int8  // 0 unseen, 1 in the heap, 2 settled
	seen  []int32
	heap  heap

	end      int64
	giver    int32 // the need that gives up, or -1
	endOffer int32 // the offer with a free unit
}

func newChains(p Problem) *chains {
	n, m := len(p.Unmatched), len(p.Capacity)
	all := m + len(p.Limit)
	c := &chains{p: p, match: make([]int32, n), cost: make([]int64, n), label: make([]int64, all), held: make([][]int32, m), used: make([]int32, len(p.Limit)), members: make([][]int32, len(p.Limit)),
		dist: make([]int64, all), owner: make([]int32, m), pairs: make([]int32, m), via: make([]int32, len(p.Limit)), state: make([]int8, all)}
	for i := range c.match {
		c.match[i] = nobody
	}
	if p.Group != nil {
		for j, g := range p.Group {
			if g >= 0 {
				c.members[g] = append(c.members[g], int32(j))
			}
		}
	}
	return c
}

// groupOf is the node of an offer's group, or -1.
func (c *chains) groupOf(j int32) int32 {
	if c.p.Group == nil || c.p.Group[j] < 0 {
		return -1
	}
	return int32(len(c.p.Capacity)) + c.p.Group[j]
}

func (c *chains) reach(node int32, to int64) bool {
	if c.state[node] == 2 || c.state[node] == 1 && to >= c.dist[node] || to >= c.end {
		return false
	}
	if c.state[node] == 0 {
		c.state[node] = 1
		c.seen = append(c.seen, node)
	}
	c.dist[node] = to
	c.heap.push(entry{to, node})
	return true
}

// visit looks where need k, whose place is worth from to it at distance d, may go.
func (c *chains) visit(k int32, d, from int64) {
	if give := d + c.p.Unmatched[k] - from; give < c.end {
		c.end, c.giver, c.endOffer = give, k, -1
	}
	for e := c.p.Start[k]; e < c.p.Start[k+1]; e++ {
		j := c.p.Offer[e]
		if j == c.match[k] || c.p.units(j) == 0 {
			continue
		}
		if c.reach(j, d+c.p.Cost[e]+c.label[j]-from) {
			c.owner[j], c.pairs[j] = k, e
		}
	}
}

// visitFirst begins with a need that has no place; its price is the least that
// makes all its choices cost nothing or more.
func (c *chains) visitFirst(i int32) {
	v := c.p.Unmatched[i]
	for e := c.p.Start[i]; e < c.p.Start[i+1]; e++ {
		if j := c.p.Offer[e]; c.p.units(j) > 0 {
			v = min(v, c.p.Cost[e]+c.label[j])
		}
	}
	c.end, c.giver, c.endOffer = math.MaxInt64, -1, -1
	c.visit(i, 0, v)
}

// finish settles nodes in the order of their distance until the cheapest end is
// nearer than all others, moves prices, and moves the needs of the chain.
func (c *chains) finish(first int32) {
	for len(c.heap) > 0 {
		top := c.heap.pop()
		if top.dist >= c.end {
			break
		}
		if c.state[top.node] == 2 || top.dist > c.dist[top.node] {
			continue
		}
		c.state[top.node] = 2
		if int(top.node) >= len(c.p.Capacity) {
			c.settleGroup(top.node, top.dist)
		} else {
			c.settleOffer(top.node, top.dist)
		}
	}
	for _, x := range c.seen {
		if c.state[x] == 2 && c.dist[x] < c.end {
			c.label[x] += c.end - c.dist[x]
		}
		c.state[x] = 0
	}
	c.seen, c.heap = c.seen[:0], c.heap[:0]
	c.shift(first)
}

func (c *chains) settleOffer(j int32, d int64) {
	if len(c.held[j]) < int(c.p.Capacity[j]) {
		g := c.groupOf(j)
		if g < 0 {
			if d < c.end {
				c.end, c.giver, c.endOffer = d, -1, j
			}
		} else if c.reach(g, d+c.label[g]-c.label[j]) {
			c.via[int(g)-len(c.p.Capacity)] = j
		}
	}
	for _, k := range c.held[j] {
		c.visit(k, d, c.cost[k]+c.label[j])
	}
}

func (c *chains) settleGroup(g int32, d int64) {
	n := int(g) - len(c.p.Capacity)
	if c.used[n] < c.p.Limit[n] {
		if d < c.end {
			c.end, c.giver, c.endOffer = d, -1, c.via[n]
		}
		return
	}
	for _, j := range c.members[n] { // one without holders comes along: its label may not stay below the group's
		if c.reach(j, d+c.label[j]-c.label[g]) {
			c.owner[j] = -1
		}
	}
}

// shift walks the chain back from its end to the first need.
func (c *chains) shift(first int32) {
	if c.giver == first {
		return
	}
	j := c.endOffer
	if c.giver >= 0 {
		j = c.match[c.giver]
		c.leave(c.giver)
	}
	for {
		if c.owner[j] < 0 { // its group made it give a unit to this one
			j = c.via[c.p.Group[j]]
			continue
		}
		k, e := c.owner[j], c.pairs[j]
		next := c.match[k]
		if next >= 0 {
			c.leave(k)
		}
		c.match[k], c.cost[k] = j, c.p.Cost[e]
		c.held[j] = append(c.held[j], k)
		if g := c.groupOf(j); g >= 0 {
			c.used[c.p.Group[j]]++
		}
		if k == first {
			return
		}
		j = next
	}
}

func (c *chains) leave(k int32) {
	j := c.match[k]
	list := c.held[j]
	for at, v := range list {
		if v == k {
			list[at] = list[len(list)-1]
			c.held[j] = list[:len(list)-1]
			break
		}
	}
	if c.groupOf(j) >= 0 {
		c.used[c.p.Group[j]]--
	}
	c.match[k] = nobody
}

type entry struct {
	dist int64
	node int32
}

// heap is a binary heap of entries, the nearest first, equal ones by number.
type heap []entry

func (h heap) less(a, b int) bool {
	return h[a].dist < h[b].dist || h[a].dist == h[b].dist && h[a].node < h[b].node
}

func (h *heap) push(e entry) {
	*h = append(*h, e)
	l := *h
	for x := len(l) - 1; x > 0 && l.less(x, (x-1)/2); x = (x - 1) / 2 {
		l[x], l[(x-1)/2] = l[(x-1)/2], l[x]
	}
}

func (h *heap) pop() entry {
	l := *h
	top, n := l[0], len(l)-1
	l[0] = l[n]
	*h = l[:n]
	l = l[:n]
	for x := 0; ; {
		c := 2*x + 1
		if c >= n {
			return top
		}
		if c+1 < n && l.less(c+1, c) {
			c++
		}
		if !l.less(c, x) {
			return top
		}
		l[x], l[c] = l[c], l[x]
		x = c
	}
}
