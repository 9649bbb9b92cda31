package assignment

import (
	"context"
	"math"
	"slices"
)

// Unable is the cost of what cannot be.
const Unable = 1 << 52

// Network has N stops. Way, by rows, is what it costs to go on from a stop to
// another, and on the diagonal to leave the stop out; Start and End to begin and to
// end a round. Costs but Unable are below it by far.
type Network struct {
	N               int
	Way, Start, End []int64
}

// Reduce makes prices of the least of each column, then of each row.
func (nw *Network) Reduce() (u, v []int64) {
	n := nw.N
	u, v = slices.Clone(nw.End), slices.Clone(nw.Start)
	for i := range n {
		for j, c := range nw.Way[i*n : i*n+n] {
			v[j] = min(v[j], c)
		}
	}
	for i := range n {
		for j, c := range nw.Way[i*n : i*n+n] {
			if c < Unable {
				u[i] = min(u[i], c-v[j])
			}
		}
	}
	return u, v
}

// Solve solves the assignment by shortest augmenting paths (Jonker and Volgenant
// 1987): each stop goes on to another or ends a round; a stop that none goes on
// to begins a round, at its start less fee. used is the number of
// rounds. The prices are right, if not the best, when ctx ends.
func (nw *Network) Solve(ctx context.Context, fee int64) (u, v []int64, used int) {
	n := nw.N
	u, v = slices.Clone(nw.End), slices.Clone(nw.Start)
	owner := make([]int, n)
	for j := range n {
		v[j], owner[j] = v[j]-fee, -1
	}
	for i := range n {
		for j, c := range nw.Way[i*n : i*n+n] {
			if c < Unable {
				u[i] = min(u[i], c-v[j])
			}
		}
	}
	dist, from, done := make([]int64, n), make([]int, n), make([]bool, n)
	next := make([]int, n) // column of each row, -1 for the end
	scanned := make([]int, 0, n)
	for row := range n {
		next[row] = -1
		if ctx.Err() != nil {
			continue // the prices are good at every moment
		}
		for j := range n {
			dist[j], done[j], from[j] = math.MaxInt64, false, row
		}
		scanned = scanned[:0]
		i, base := row, int64(0)
		var free int
		sink, sinkRow := int64(math.MaxInt64), row
		for {
			if d := base + nw.End[i] - u[i]; d < sink {
				sink, sinkRow = d, i
			}
			free = -1
			for j, c := range nw.Way[i*n : i*n+n] {
				if done[j] {
					continue
				}
				if d := base + c - u[i] - v[j]; c < Unable && d < dist[j] {
					dist[j], from[j] = d, i
				}
				if free < 0 || dist[j] < dist[free] {
					free = j
				}
			}
			if free < 0 || dist[free] >= sink {
				free = -1
				break
			}
			if owner[free] < 0 {
				break
			}
			done[free] = true
			scanned = append(scanned, free)
			base, i = dist[free], owner[free]
		}
		total := sink
		if free >= 0 {
			total = dist[free]
		}
		u[row] += total
		for _, j := range scanned {
			u[owner[j]] += total - dist[j]
			v[j] -= total - dist[j]
		}
		if free < 0 { // sinkRow ends a round; its column goes back along the path
			if sinkRow == row {
				continue
			}
			free = next[sinkRow]
			next[sinkRow] = -1
		}
		for {
			i := from[free]
			owner[free] = i
			free, next[i] = next[i], free
			if i == row {
				break
			}
		}
	}
	for i := range owner {
		if owner[i] < 0 {
			used++
		}
	}
	return u, v, used
}
