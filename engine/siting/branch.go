package siting

import (
	"container/heap"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"linli/engine/siting/core"
)

// search is a branch and bound.
type search struct {
	m        *model
	core     *core.Core // of the root, with what is decided there
	is       []core.State
	enough   float64
	above    float64
	open     []bool // the best choice, nil: none yet
	cost     float64
	bound    float64
	nodes    int
	tree     *Node
	queue    tasks
	stop     func() bool
	progress func(cost, bound float64)
	shakes   uint64
}

// task is a node that waits.
type task struct {
	node   *Node
	is     []core.State
	price  []float64 // multipliers of its parent, which prove bound
	bound  float64
	serial int
}

type tasks []*task

func (q tasks) Len() int { return len(q) }
func (q tasks) Less(a, b int) bool {
	return q[a].bound < q[b].bound || q[a].bound == q[b].bound && q[a].serial > q[b].serial
}
func (q tasks) Swap(a, b int) { q[a], q[b] = q[b], q[a] }
func (q *tasks) Push(x any)   { *q = append(*q, x.(*task)) }
func (q *tasks) Pop() any {
	old := *q
	x := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return x
}

// outcome is what looking at a node found.
type outcome struct {
	node  *Node
	tries [][]bool
	below []*task
	work  int
}

const (
	// batch is how many nodes are looked at in one go, whatever the number of cores.
	batch = 8
	// chains is how many searches go on from the best choice at once.
	chains = 4
	// mostPrices is how many multipliers a certificate may hold: 3 GB.
	mostPrices = 400_000_000
)

// run searches until the best choice is proved, or one costs enough or less, or
// nothing can cost less than above, or ctx ends.
func (m *model) run(ctx context.Context, enough, above float64, progress func(cost, bound float64)) (*search, error) {
	s := &search{m: m, is: m.begin(), enough: enough, above: above, cost: math.Inf(1), bound: math.Inf(-1), tree: &Node{}, progress: progress,
		stop: func() bool { return ctx.Err() != nil }}
	var err error
	if s.core, err = m.build(s.is, true); err != nil {
		return nil, err
	}
	s.root()
	work := 0
	for len(s.queue) > 0 && !s.done() {
		var now []*task
		for len(now) < batch && len(s.queue) > 0 {
			if t := heap.Pop(&s.queue).(*task); t.bound < s.target() {
				now = append(now, t) // otherwise its parent's multipliers prove it
			}
		}
		found := make([]*outcome, len(now))
		each(len(now), func(x int) { found[x] = s.look(now[x]) })
		for x, o := range found {
			*now[x].node = *o.node
			s.take(o)
			work += o.work
		}
		if work > 40*len(s.core.Site) {
			s.shake(work / 8)
			work = 0
		}
		s.settle()
		s.progress(s.cost, s.bound)
	}
	s.settle()
	return s, nil
}

// done reports whether the search may end though nodes wait.
func (s *search) done() bool {
	return s.stop() || s.cost <= s.enough || s.nodes*len(s.m.weight) > mostPrices
}

// target is the bound from which on a node is of no interest.
func (s *search) target() float64 {
	if math.IsInf(s.cost, 1) {
		return min(s.above, s.m.ceiling+1)
	}
	return min(s.cost-s.m.slack(s.cost), s.above)
}

// upper is a cost that the bound will not pass.
func (s *search) upper() float64 { return min(s.cost, s.m.ceiling) }

// each runs do over n nodes, on all cores.
func each(n int, do func(x int)) {
	if n == 1 || runtime.GOMAXPROCS(0) == 1 {
		for x := range n {
			do(x)
		}
		return
	}
	var wg sync.WaitGroup
	for x := range n {
		wg.Go(func() { do(x) })
	}
	wg.Wait()
}

// settle takes the bound from the nodes that wait.
func (s *search) settle() {
	s.bound = min(s.cost, s.above)
	for _, t := range s.queue {
		s.bound = min(s.bound, t.bound)
	}
}

// try takes a choice of all sites where it is better than the best so far.
func (s *search) try(open []bool) {
	if slices.Equal(open, s.open) {
		return
	}
	if v := s.m.value(open); v < s.cost {
		s.open, s.cost = slices.Clone(open), v
		s.progress(s.cost, s.bound)
	}
}

// take takes in what looking at a node found.
func (s *search) take(o *outcome) {
	s.nodes++
	for _, open := range o.tries {
		s.try(open)
	}
	for _, t := range o.below {
		t.serial = s.nodes
		heap.Push(&s.queue, t)
	}
}

// root climbs at the root and shrinks it as long as that decides many sites.
func (s *search) root() {
	price := make([]float64, len(s.m.weight))
	c := s.core
	s.m.settle(c, s.is, price)
	l := core.NewLocal(c)
	l.Greedy()
	l.Improve(s.stop)
	s.try(l.Whole(s.is))
	if s.cost <= s.enough {
		return
	}
	begin := l.Multipliers()
	node := s.tree
	for pace := (core.Pace{Step: 1.5, Factor: 0.985, Least: 0.002}); ; pace = (core.Pace{Step: 1, Factor: 0.97, Least: 0.005}) {
		a := core.NewAscent(c)
		a.Climb(begin, s.target(), s.upper, pace, s.stop)
		for k, i := range c.Demand {
			price[i] = a.Best[k]
		}
		node.Price, node.Money = slices.Clone(price), a.Theta
		if a.Bound >= s.target() || s.cost <= s.enough {
			s.nodes++
			return
		}
		s.bound = a.Bound
		s.progress(s.cost, s.bound)
		s.lookFrom(c, a)
		s.shake(a.Work / 4)
		o := &outcome{node: node}
		left := s.decide(a, c, s.is, o)
		if decided := len(o.node.Fix); len(left) == 0 || 4*decided < len(left) || s.stop() {
			s.below(a, c, s.is, price, left, o)
			s.take(o)
			return
		}
		s.nodes++
		node.Then = &Node{}
		node = node.Then
		var dead int32
		if c, dead = s.lower(c, len(left), price); dead >= 0 {
			node.Price = s.m.hopeless(dead)
			return
		}
		s.core = c
		begin = make([]float64, len(c.Demand))
		for k, i := range c.Demand {
			begin[k] = price[i]
		}
	}
}

// lower is the core after something was decided at the root; with whole lists
// where it had cut ones and there are few sites left.
func (s *search) lower(c *core.Core, left int, price []float64) (*core.Core, int32) {
	if c.Rest != nil && left*len(s.m.weight) < 20_000_000 {
		if whole, err := s.m.build(s.is, false); err == nil {
			s.m.settle(whole, s.is, price)
			return whole, -1
		}
	}
	return c.Shrink(s.is, price)
}

// lookFrom searches from what was taken lately.
func (s *search) lookFrom(c *core.Core, a *core.Ascent) {
	found := make([][]bool, 2)
	if c.Room != nil {
		asks := min(400, max(20, 100_000_000/(len(c.Site)+1)))
		w := s.newCrowd(s.is, c, a.Taken, asks)
		w.grow()
		w.improve(c, a)
		s.try(w.open)
		return
	}
	each(len(found), func(x int) {
		l := core.NewLocal(c)
		if x == 0 {
			l.Set(a.Taken)
		} else {
			var often []int32
			for j, v := range a.Share {
				if v > 0.1 {
					often = append(often, int32(j))
				}
			}
			l.Set(often)
			l.Stingy()
		}
		l.Greedy()
		l.Improve(s.stop)
		found[x] = l.Whole(s.is)
	})
	for _, open := range found {
		s.try(open)
	}
}

// shake goes on from the best choice, in several chains.
func (s *search) shake(work int) {
	c := s.core
	if s.open == nil || c.Room != nil {
		return
	}
	var at []int32
	for j, place := range c.Place {
		if s.open[place] {
			at = append(at, int32(j))
		}
	}
	found := make([][]bool, chains)
	each(chains, func(x int) {
		l := core.NewLocal(c)
		l.Set(at)
		l.Greedy()
		l.Improve(s.stop)
		l.Shake(s.shakes*chains+uint64(x), work, s.stop)
		found[x] = l.Whole(s.is)
	})
	s.shakes++
	for _, open := range found {
		s.try(open)
	}
}

// decide fixes the sites whose opposite cannot be better than the target.
func (s *search) decide(a *core.Ascent, c *core.Core, is []core.State, o *outcome) (left []int32) {
	for j := range int32(len(c.Place)) {
		if c.Must != nil && c.Must[j] {
			continue
		}
		if a.Bound+a.Flip(j) >= s.target() {
			f := Fixed{Site: c.Place[j], Open: a.In[j]}
			o.node.Fix = append(o.node.Fix, f)
			if is[f.Site] = core.Closed; f.Open {
				is[f.Site] = core.Open
			}
			continue
		}
		left = append(left, j)
	}
	return left
}

// look bounds a node and divides it. It changes nothing of the search.
func (s *search) look(t *task) *outcome {
	price := slices.Clone(t.price)
	o := &outcome{node: &Node{Price: price}}
	c, dead := s.core.Shrink(t.is, price)
	if dead >= 0 {
		o.node.Price = s.m.hopeless(dead)
		return o
	}
	begin := make([]float64, len(c.Demand))
	for k, i := range c.Demand {
		begin[k] = price[i]
	}
	if o.node.Price = s.short(c); o.node.Price != nil {
		return o
	}
	o.node.Price = price
	a := core.NewAscent(c)
	a.Climb(begin, s.target(), s.upper, core.Pace{Step: 2, Factor: 0.93, Least: 0.01}, s.stop)
	o.work, o.node.Money = a.Work, a.Theta
	for k, i := range c.Demand {
		price[i] = a.Best[k]
	}
	if a.Bound >= s.target() {
		return o
	}
	is := slices.Clone(t.is)
	left := s.decide(a, c, is, o)
	o.tries = append(o.tries, s.nearby(a, c, t.is))
	s.below(a, c, is, price, left, o)
	return o
}

// nearby is a good choice near the one taken.
func (s *search) nearby(a *core.Ascent, c *core.Core, is []core.State) []bool {
	if c.Room != nil {
		w := s.newCrowd(is, c, a.Taken, 4)
		w.grow()
		return w.open
	}
	l := core.NewLocal(c)
	l.Set(a.Taken)
	l.Greedy()
	l.Improve(s.stop)
	return l.Whole(is)
}

// below makes the two halves of a node, or its only leaf.
func (s *search) below(a *core.Ascent, c *core.Core, is []core.State, price []float64, left []int32, o *outcome) {
	if len(left) == 0 {
		open := make([]bool, len(is))
		for j, x := range is {
			open[j] = x == core.Open
		}
		o.tries = append(o.tries, open)
		o.node.Then = &Node{Price: s.m.exact(open)}
		return
	}
	site, score := left[0], math.Inf(-1)
	for _, j := range left {
		if v := (a.Share[j]*(1-a.Share[j]) + 0.01) * float64(c.Reach(j)); v > score {
			site, score = j, v
		}
	}
	place := c.Place[site]
	in, out := slices.Clone(is), is
	in[place], out[place] = core.Open, core.Closed
	boundIn, boundOut := a.Bound, a.Bound
	if a.In[site] {
		boundOut += a.Flip(site)
	} else {
		boundIn += a.Flip(site)
	}
	o.node.Branch, o.node.In, o.node.Out = int(place), &Node{Price: price}, &Node{Price: price}
	o.below = append(o.below, &task{node: o.node.Out, is: out, price: price, bound: boundOut}, &task{node: o.node.In, is: in, price: price, bound: boundIn})
}
