package blocks

import (
	"context"
	"slices"
	"sync"

	"linli/engine/linkage/columns"
)

// Blocks are the keys of all records of a table.
type Blocks struct {
	Plan *Plan
	N    int
	keys []uint32   // record by record; 0 for none or a block above the cap
	list [][]uint64 // of each key: key and record, sorted
}

// Build computes the keys. It uses workers goroutines.
func Build(ctx context.Context, p *Plan, t *columns.Table, workers int) (*Blocks, error) {
	b := &Blocks{Plan: p, N: t.N, keys: make([]uint32, t.N*len(p.Keys)), list: make([][]uint64, len(p.Keys))}
	k := len(p.Keys)
	each(workers, k, func(s int) {
		if ctx.Err() != nil {
			return
		}
		list := make([]uint64, 0, t.N)
		for i := range t.N {
			if h := p.Keys[s].of(t.Row(i), t); h != 0 {
				list = append(list, uint64(h)<<32|uint64(i))
			}
		}
		slices.Sort(list)
		for x := 0; x < len(list); {
			y := next(list, x)
			if y-x <= p.Cap && y-x > 1 {
				for _, e := range list[x:y] {
					b.keys[int(uint32(e))*k+s] = uint32(e >> 32)
				}
			}
			x = y
		}
		b.list[s] = list
	})
	return b, ctx.Err()
}

func next(list []uint64, x int) int {
	h := list[x] >> 32
	y := x + 1
	for y < len(list) && list[y]>>32 == h {
		y++
	}
	return y
}

// each runs fn for 0 to n-1 on some goroutines.
func each(workers, n int, fn func(i int)) {
	var wg sync.WaitGroup
	at := make(chan int)
	for range max(1, workers) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range at {
				fn(i)
			}
		}()
	}
	for i := range n {
		at <- i
	}
	close(at)
	wg.Wait()
}

// chunk is how many entries of a key's list one call of Each handles.
const chunk = 1 << 15

// Each calls fn for every candidate pair once, i < j, on some goroutines. Parts
// numbers the calls: one part's pairs come in order on one goroutine, and parts
// are the same whatever the number of workers. split parts two tables: only pairs
// across it are candidates; 0 for none. done is called after each part.
func (b *Blocks) Each(ctx context.Context, split, workers int, begin func(parts int), fn func(part, i, j int), done func()) error {
	type piece struct{ slot, from, to int }
	var pieces []piece
	for s, list := range b.list {
		for x := 0; x < len(list); {
			y := min(x+chunk, len(list))
			for y < len(list) && list[y]>>32 == list[y-1]>>32 {
				y++
			}
			pieces = append(pieces, piece{s, x, y})
			x = y
		}
	}
	begin(len(pieces))
	each(workers, len(pieces), func(n int) {
		p := pieces[n]
		list := b.list[p.slot][:p.to]
		for x := p.from; x < p.to && ctx.Err() == nil; {
			y := next(list, x)
			if y-x > 1 && y-x <= b.Plan.Cap {
				for u := x; u < y; u++ {
					for v := u + 1; v < y; v++ {
						i, j := int(uint32(list[u])), int(uint32(list[v]))
						if split > 0 && (i < split) == (j < split) || b.before(p.slot, i, j) {
							continue
						}
						fn(n, i, j)
					}
				}
			}
			x = y
		}
		done()
	})
	return ctx.Err()
}

// before reports whether an earlier key gave the pair already.
func (b *Blocks) before(slot, i, j int) bool {
	k := len(b.Plan.Keys)
	x, y := b.keys[i*k:i*k+slot], b.keys[j*k:j*k+slot]
	for s, h := range x {
		if h == y[s] && h != 0 {
			return true
		}
	}
	return false
}

// Shared is how many keys a pair shares.
func (b *Blocks) Shared(i, j int) int {
	k := len(b.Plan.Keys)
	n := 0
	for s, h := range b.keys[i*k : i*k+k] {
		if h != 0 && h == b.keys[j*k+s] {
			n++
		}
	}
	return n
}

// Recall estimates which share of the pairs of one was caught, from how many were
// caught by exactly one key, exactly two and any.
func Recall(one, two, any float64) float64 {
	if any <= 0 {
		return 1
	}
	missed := one * max(one-1, 0) / (2 * (two + 1))
	return any / (any + missed)
}
