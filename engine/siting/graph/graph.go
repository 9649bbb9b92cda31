package graph

import (
	"bufio"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
)

// What can be wrong.
var (
	ErrEdge   = errors.New("graph: an edge is negative, not a number, or leads to no point")
	ErrFormat = errors.New("graph: this is no graph of OR-Library")
)

// Edge is a way between two points, both ways the same.
type Edge struct {
	A, B   int
	Length float64
}

// Graph is points numbered from 0 and the ways between them.
type Graph struct {
	start []int32
	to    []int32
	far   []float64
}

// New makes a graph. Lengths are ≥ 0 and finite; of edges between the same points
// all count, which means the shortest. O(points + edges).
func New(points int, edges []Edge) (*Graph, error) {
	if points < 0 || points > math.MaxInt32 || len(edges) > math.MaxInt32/2 {
		return nil, fmt.Errorf("%w: %d points, %d edges", ErrEdge, points, len(edges))
	}
	g := &Graph{start: make([]int32, points+2), to: make([]int32, 2*len(edges)), far: make([]float64, 2*len(edges))}
	for i, e := range edges {
		if e.A < 0 || e.B < 0 || e.A >= points || e.B >= points || !(e.Length >= 0) || math.IsInf(e.Length, 1) {
			return nil, fmt.Errorf("%w: number %d from %d to %d, %g", ErrEdge, i, e.A, e.B, e.Length)
		}
		g.start[e.A+2]++
		g.start[e.B+2]++
	}
	for i := 2; i < len(g.start); i++ {
		g.start[i] += g.start[i-1]
	}
	put := func(a, b int, length float64) {
		at := g.start[a+1]
		g.to[at], g.far[at] = int32(b), length
		g.start[a+1]++
	}
	for _, e := range edges {
		put(e.A, e.B, e.Length)
		put(e.B, e.A, e.Length)
	}
	g.start = g.start[:points+1]
	return g, nil
}

// Points is how many there are.
func (g *Graph) Points() int { return len(g.start) - 1 }

type waiting struct {
	at    int32
	after float64
}

type queue []waiting

func (q queue) Len() int           { return len(q) }
func (q queue) Less(a, b int) bool { return q[a].after < q[b].after }
func (q queue) Swap(a, b int)      { q[a], q[b] = q[b], q[a] }
func (q *queue) Push(x any)        { *q = append(*q, x.(waiting)) }
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// From is how far every point is from one; +Inf where no way leads.
// O(edges × log points).
func (g *Graph) From(point int) []float64 {
	out := make([]float64, g.Points())
	for i := range out {
		out[i] = math.Inf(1)
	}
	out[point] = 0
	q := queue{{int32(point), 0}}
	for len(q) > 0 {
		x := heap.Pop(&q).(waiting)
		if x.after > out[x.at] {
			continue
		}
		for e := g.start[x.at]; e < g.start[x.at+1]; e++ {
			if d := x.after + g.far[e]; d < out[g.to[e]] {
				out[g.to[e]] = d
				heap.Push(&q, waiting{g.to[e], d})
			}
		}
	}
	return out
}

// FromAll is From of each of some points, on all cores.
func (g *Graph) FromAll(points []int) [][]float64 {
	out := make([][]float64, len(points))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(points)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(points)); i = next.Add(1) - 1 {
				out[i] = g.From(points[i])
			}
		})
	}
	wg.Wait()
	return out
}

// largest is the most points of a file: distances between all of them are kept.
const largest = 20_000

// ReadORLib reads a p-median graph of OR-Library: points, edges and p; then each
// edge with its length, points counted from 1. Of an edge that stands twice the
// last one counts, as in the source.
func ReadORLib(r io.Reader) (g *Graph, p int, err error) {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 64<<10), 1<<20)
	s.Split(bufio.ScanWords)
	word := func() (float64, error) {
		if !s.Scan() {
			return 0, errors.Join(s.Err(), fmt.Errorf("%w: it ends early", ErrFormat))
		}
		v, err := strconv.ParseFloat(s.Text(), 64)
		if err != nil || math.IsNaN(v) {
			return 0, fmt.Errorf("%w: %q is no number", ErrFormat, s.Text())
		}
		return v, nil
	}
	whole := func(most float64) (int, error) {
		v, err := word()
		if err == nil && (v != math.Trunc(v) || v < 0 || v > most) {
			err = fmt.Errorf("%w: %g is no whole number from 0 to %g", ErrFormat, v, most)
		}
		return int(v), err
	}
	points, e1 := whole(largest)
	n, e2 := whole(math.MaxInt32 / 2)
	p, e3 := whole(largest)
	if err := errors.Join(e1, e2, e3); err != nil {
		return nil, 0, err
	}
	last := map[[2]int]int{}
	var edges []Edge
	for range n {
		a, e1 := whole(float64(points))
		b, e2 := whole(float64(points))
		length, e3 := word()
		if err := errors.Join(e1, e2, e3); err != nil {
			return nil, 0, err
		}
		key := [2]int{min(a, b) - 1, max(a, b) - 1}
		if at, twice := last[key]; twice {
			edges[at].Length = length
			continue
		}
		last[key] = len(edges)
		edges = append(edges, Edge{key[0], key[1], length})
	}
	if s.Scan() {
		return nil, 0, fmt.Errorf("%w: more than %d edges", ErrFormat, n)
	}
	g, err = New(points, edges)
	return g, p, err
}
