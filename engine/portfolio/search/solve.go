package search

import (
	"container/heap"
	"context"
	"linli/engine/portfolio/binary"
	"linli/engine/portfolio/core"
	"math"
	"runtime"
	"slices"
	"sync"
)

// Options of Solve; the zero value is usual.
type Options struct {
	Start    []bool                     // a choice to begin with, where it keeps the rows
	Nodes    int                        // the most nodes, for memory; 0: three million
	Progress func(value, bound float64) // hears from time to time; value is -Inf while there is none
}

// search is a branch and bound over what the root leaves undecided.
type search struct {
	*core.Core
	cutsMade []binary.Cut
	plain    int32 // rows of the table that are no cuts
	best     []bool
	value    int64
	nodes    int
	queue    tasks
	stop     func() bool
	inner    bool    // part of another search
	free     float64 // things that vary leaves free
	cost     []gain
	first    []binary.Price // of the whole program
	last     []binary.Price // of the root
}

// task is a node that waits.
type task struct {
	node   *binary.Node
	path   *path
	bound  float64
	price  []binary.Price // of its parent: they prove bound
	serial int
	// What was decided last, to learn from.
	place int32 // in things; -1
	up    bool
	part  float64
}

// path is what was decided on the way to a node, the last first.
type path struct {
	before *path
	thing  int32
	to     int8
}

type tasks []*task

func (q tasks) Len() int { return len(q) }
func (q tasks) Less(a, b int) bool {
	return q[a].bound > q[b].bound || q[a].bound == q[b].bound && q[a].serial > q[b].serial
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

const (
	batch = 8  // nodes that are gone down from at the same time, whatever the number of cores
	deep  = 24 // nodes of one way down
)

// Solve looks for the choice of most value until it is proved the best or ctx
// ends; then the status is Feasible or Unknown and Bound is still proved. The
// same program gives the same solution unless ctx ended. The error is what
// Check found.
func Solve(ctx context.Context, p binary.Program, o Options) (binary.Solution, error) {
	if err := p.Check(); err != nil {
		return binary.Solution{}, err
	}
	return solve(p, o, func() bool { return ctx.Err() != nil }, false), nil
}

// solve does the work of Solve on a program that was checked. An inner one is part of
// another search and takes no pains to be quick on hard programs.
func solve(p binary.Program, o Options, stop func() bool, inner bool) binary.Solution {
	if o.Nodes <= 0 {
		o.Nodes = 3_000_000
	}
	if o.Progress == nil {
		o.Progress = func(float64, float64) {}
	}
	s := &search{Core: &core.Core{T: core.NewTable(p), Is: make([]int8, len(p.Value))}, value: none, stop: stop, inner: inner}
	for j := range s.Is {
		s.Is[j] = core.Undecided
	}
	out := binary.Solution{}
	for _, d := range p.Decided {
		to := core.Zero
		if d.One {
			to = core.One
		}
		if _, ok := s.T.Decide(s.Is, d.Thing, to, nil); !ok {
			return binary.Solution{Status: binary.Infeasible}
		}
	}
	if o.Start != nil && p.Keeps(o.Start) == nil {
		s.best, s.value = slices.Clone(o.Start), p.Worth(o.Start)
	}
	if !inner {
		out.Cliques = s.T.FindCliques(s.Is)
	}
	s.plain = int32(len(s.T.Rows))
	out.Tree = &binary.Node{}
	if at, bound := s.root(out.Tree, &out); at != nil {
		heap.Push(&s.queue, &task{node: at, bound: bound, price: s.last, place: -1})
		s.run(o)
	}
	out.Cuts = s.cutsMade
	return s.finish(out)
}

// finish closes the certificate and says what is known.
func (s *search) finish(out binary.Solution) binary.Solution {
	bound := math.Inf(-1)
	for _, t := range s.queue {
		t.node.Weight, t.node.Price = 1, t.price
		if s.value == none || t.bound >= float64(s.value+s.T.Step) {
			bound = max(bound, t.bound)
		}
	}
	out.Chosen, out.Value, out.Nodes = s.best, s.value, s.nodes
	open := !math.IsInf(bound, -1)
	if open {
		out.Bound = int64(math.Floor(min(bound, binary.MostValue)))
		if r := out.Bound % s.T.Step; r != 0 {
			out.Bound -= (r + s.T.Step) % s.T.Step
		}
		out.Bound = max(out.Bound, out.Value)
	}
	switch {
	case s.best == nil && open:
		out.Status, out.Value = binary.Unknown, 0
	case s.best == nil:
		out.Status, out.Value = binary.Infeasible, 0
	case open && out.Bound > out.Value:
		out.Status = binary.Feasible
	default:
		out.Status, out.Bound = binary.Optimal, out.Value
	}
	return out
}

// run divides until nothing is left.
func (s *search) run(o Options) {
	workers := make([]*worker, 0, batch)
	s.cost = make([]gain, len(s.Things))
	serial := 0
	for round := 1; len(s.queue) > 0 && !s.stop() && s.nodes < o.Nodes; round++ {
		if round%varyEvery == 0 && !s.inner {
			s.vary(round)
		}
		var now []*task
		for len(now) < batch && len(s.queue) > 0 {
			t := heap.Pop(&s.queue).(*task)
			if s.value != none && t.bound < float64(s.value+s.T.Step) {
				t.node.Weight, t.node.Price = 1, t.price // its parent's prices prove it by now
				continue
			}
			now = append(now, t)
		}
		for len(workers) < len(now) {
			workers = append(workers, newWorker(s))
		}
		each(len(now), func(x int) {
			w := workers[x]
			w.value, w.own, w.open, w.seen = s.value, nil, w.open[:0], 0
			copy(w.cost, s.cost)
			w.down(now[x])
			if w.own != nil {
				w.improve()
			}
		})
		for _, w := range workers[:len(now)] {
			s.nodes += w.seen
			if w.own != nil && (s.value == none || w.value > s.value) {
				s.best, s.value = w.own, w.value
			}
			for _, t := range w.open {
				serial++
				t.serial = serial
				heap.Push(&s.queue, t)
			}
		}
		s.learn(workers[:len(now)])
		bound := float64(s.value)
		if len(s.queue) > 0 {
			bound = max(bound, s.queue[0].bound)
		}
		value := math.Inf(-1)
		if s.value != none {
			value = float64(s.value)
		}
		o.Progress(value, bound)
	}
}

// learn adds up what the workers saw since they took s.cost.
func (s *search) learn(workers []*worker) {
	was := slices.Clone(s.cost)
	for _, w := range workers {
		for k, c := range w.cost {
			s.cost[k].up += c.up - was[k].up
			s.cost[k].down += c.down - was[k].down
			s.cost[k].nUp += c.nUp - was[k].nUp
			s.cost[k].nDown += c.nDown - was[k].nDown
		}
	}
}

// down goes from a node to one of its halves and on, and leaves the others open.
func (w *worker) down(t *task) {
	is := slices.Clone(w.s.Is)
	var way []*path
	for p := t.path; p != nil; p = p.before {
		way = append(way, p)
	}
	for i := len(way) - 1; i >= 0; i-- {
		w.s.T.Decide(is, way[i].thing, way[i].to, nil)
	}
	for w.seen < deep {
		if w.s.stop() {
			break
		}
		w.seen++
		before := t.bound
		w.inherited = t.price
		node, thing, bound := w.visit(t.node, is, true)
		if t.place >= 0 && !math.IsInf(bound, -1) {
			c, fall := &w.cost[t.place], max(0, before-bound)
			if t.up {
				c.up, c.nUp = c.up+fall/t.part, c.nUp+1
			} else {
				c.down, c.nDown = c.down+fall/t.part, c.nDown+1
			}
		}
		if node == nil {
			return
		}
		// What is decided now is the way to both halves.
		p := w.way(t.path, is)
		k := w.s.Place[thing]
		price := slices.Clone(w.held)
		part := min(max(w.x[k], wholeTol), 1-wholeTol)
		node.Branch, node.One, node.Zero = thing, &binary.Node{}, &binary.Node{}
		up := &task{node: node.One, path: &path{p, thing, core.One}, bound: bound, price: price, place: k, up: true, part: 1 - part}
		low := &task{node: node.Zero, path: &path{p, thing, core.Zero}, bound: bound, price: price, place: k, part: part}
		upIs := slices.Clone(is)
		_, okUp := w.s.T.Decide(upIs, thing, core.One, nil)
		lowIs := slices.Clone(is)
		_, okLow := w.s.T.Decide(lowIs, thing, core.Zero, nil)
		switch {
		case !okUp && !okLow:
			return
		case !okLow || okUp && part >= 0.5:
			if okLow {
				w.open = append(w.open, low)
			}
			t, is = up, upIs
		default:
			if okUp {
				w.open = append(w.open, up)
			}
			t, is = low, lowIs
		}
	}
	w.open = append(w.open, t)
}

// way is a path to all that is decided beyond the root.
func (w *worker) way(from *path, is []int8) *path {
	known := map[int32]bool{}
	for p := from; p != nil; p = p.before {
		known[p.thing] = true
	}
	for _, j := range w.s.Things {
		if is[j] != core.Undecided && !known[j] {
			from = &path{from, j, is[j]}
		}
	}
	return from
}

// each runs do over n tasks, on all cores.
func each(n int, do func(x int)) {
	if n == 1 || runtime.GOMAXPROCS(0) == 1 {
		for x := range n {
			do(x)
		}
		return
	}
	var wg sync.WaitGroup
	for x := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			do(x)
		}()
	}
	wg.Wait()
}
