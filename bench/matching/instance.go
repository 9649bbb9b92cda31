package main

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"

	"linli/engine/match"
)

const (
	side      = 12_000.0 // metres
	unmatched = 20_000
)

type point struct{ x, y float64 }

type edge struct{ need, offer, cost int }

// instance is a town of 12 km square: needs in twelve clusters, offers spread
// evenly, an edge of each need to its nearest offers; the cost is the distance in
// metres plus up to 500 of noise; capacity is about 1.1 times the needs.
type instance struct {
	needs    int
	edges    []edge
	capacity []int
}

func generate(needs, offers, degree int) instance {
	random := rand.New(rand.NewPCG(20260101, uint64(needs)))
	sites := make([]point, offers)
	for i := range sites {
		sites[i] = point{random.Float64() * side, random.Float64() * side}
	}
	in := instance{needs: needs, capacity: make([]int, offers)}
	for i := range in.capacity {
		in.capacity[i] = 1 + random.IntN(max(1, 2*needs*11/10/offers))
	}
	centres := make([]point, 12)
	for i := range centres {
		centres[i] = point{random.Float64() * side, random.Float64() * side}
	}
	near := newGrid(sites)
	for i := range needs {
		c := centres[random.IntN(len(centres))]
		p := point{clamp(c.x + random.NormFloat64()*900), clamp(c.y + random.NormFloat64()*900)}
		for _, j := range near.nearest(p, degree) {
			in.edges = append(in.edges, edge{i, j, int(math.Hypot(sites[j].x-p.x, sites[j].y-p.y)) + random.IntN(500)})
		}
	}
	return in
}

func (in instance) problem() match.Problem {
	p := match.Problem{Start: make([]int32, in.needs+1), Unmatched: make([]int64, in.needs)}
	for i := range p.Unmatched {
		p.Unmatched[i] = unmatched
	}
	for _, e := range in.edges { // the edges of a need follow each other
		p.Start[e.need+1]++
		p.Offer, p.Cost = append(p.Offer, int32(e.offer)), append(p.Cost, int64(e.cost))
	}
	for i := range in.needs {
		p.Start[i+1] += p.Start[i]
	}
	for _, c := range in.capacity {
		p.Capacity = append(p.Capacity, int32(c))
	}
	return p
}

// write puts the instance into dir as edges.csv and capacity.csv, and as the
// same minimum-cost flow in DIMACS form: needs, offers, unmatched, sink.
func (in instance) write(dir string) error {
	if err := file(filepath.Join(dir, "edges.csv"), func(w *bufio.Writer) {
		fmt.Fprintln(w, "need,offer,cost") //nolint:errcheck // Flush tells
		for _, e := range in.edges {
			fmt.Fprintf(w, "n%d,o%d,%d\n", e.need, e.offer, e.cost) //nolint:errcheck
		}
	}); err != nil {
		return err
	}
	if err := file(filepath.Join(dir, "capacity.csv"), func(w *bufio.Writer) {
		fmt.Fprintln(w, "offer,capacity") //nolint:errcheck
		for j, c := range in.capacity {
			fmt.Fprintf(w, "o%d,%d\n", j, c) //nolint:errcheck
		}
	}); err != nil {
		return err
	}
	offers := len(in.capacity)
	out, sink := in.needs+offers+1, in.needs+offers+2
	return file(filepath.Join(dir, "instance.min"), func(w *bufio.Writer) {
		fmt.Fprintf(w, "p min %d %d\n", sink, len(in.edges)+in.needs+offers+1) //nolint:errcheck
		for i := range in.needs {
			fmt.Fprintf(w, "n %d 1\n", i+1) //nolint:errcheck
		}
		fmt.Fprintf(w, "n %d %d\n", sink, -in.needs) //nolint:errcheck
		for _, e := range in.edges {
			fmt.Fprintf(w, "a %d %d 0 1 %d\n", e.need+1, in.needs+e.offer+1, e.cost) //nolint:errcheck
		}
		for i := range in.needs {
			fmt.Fprintf(w, "a %d %d 0 1 %d\n", i+1, out, unmatched) //nolint:errcheck
		}
		for j, c := range in.capacity {
			fmt.Fprintf(w, "a %d %d 0 %d 0\n", in.needs+j+1, sink, c) //nolint:errcheck
		}
		fmt.Fprintf(w, "a %d %d 0 %d 0\n", out, sink, in.needs) //nolint:errcheck
	})
}

func file(path string, fill func(*bufio.Writer)) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fill(w)
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

type grid struct {
	sites []point
	cells [][]int
	n     int
}

func newGrid(sites []point) grid {
	n := max(1, int(math.Sqrt(float64(len(sites))/4)))
	g := grid{sites, make([][]int, n*n), n}
	for i, p := range sites {
		x, y := g.cell(p)
		g.cells[y*n+x] = append(g.cells[y*n+x], i)
	}
	return g
}

func (g grid) cell(p point) (x, y int) {
	return min(int(p.x/side*float64(g.n)), g.n-1), min(int(p.y/side*float64(g.n)), g.n-1)
}

// nearest is about the k nearest sites of p: the best of the cells around it
// that hold at least twice as many.
func (g grid) nearest(p point, k int) []int {
	cx, cy := g.cell(p)
	var found []int
	for r := 1; r <= g.n; r++ {
		found = found[:0]
		for y := max(cy-r, 0); y <= min(cy+r, g.n-1); y++ {
			for x := max(cx-r, 0); x <= min(cx+r, g.n-1); x++ {
				found = append(found, g.cells[y*g.n+x]...)
			}
		}
		if len(found) >= 2*k {
			break
		}
	}
	distance := func(i int) float64 { return math.Hypot(g.sites[i].x-p.x, g.sites[i].y-p.y) }
	sort.Slice(found, func(a, b int) bool {
		da, db := distance(found[a]), distance(found[b])
		return da < db || da == db && found[a] < found[b]
	})
	return found[:min(k, len(found))]
}

func clamp(v float64) float64 { return min(max(v, 0), side-1) }
