package demandmap

import (
	"sort"
	"sync"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"linli/internal/cloud/demandmap/mvt"
	"linli/internal/region"
)

// K is the smallest count that is told to those who may not see the persons:
// 10, as for open data.
const K = 10

// part is what a tally counts: a question needs one, and each costs a pass.
type part string

const (
	byPlace part = "places"
	byCell  part = "cells"
	byAge   part = "ages"
	byHouse part = "houses"
)

// tally is what one pass over a bitmap counts.
type tally struct {
	total  int
	places map[region.Code]int // of every level
	cells  []int32             // at the base zoom, beside index.cells
	where  []cell              // which these are
	bands  [3][27]int          // Women, Men, Unknown; five years each, the last 130 and over
	sizes  [7]int              // households by number of members, 1 to 6 and more; 0 is unused
	houses int

	of      *index // what was counted, and when
	version uint64
	mu      sync.Mutex
	folded  map[[2]uint32][]counted
}

// count goes over the people of a bitmap for one part. The caller holds the
// read lock. O(people), a few nanoseconds each.
func (x *index) count(of *roaring.Bitmap, what part, today time.Time) *tally {
	t := &tally{total: int(of.GetCardinality()), of: x, version: x.version}
	buffer := make([]uint32, 4096)
	switch what {
	case byPlace:
		n := make([]int32, len(x.places))
		each(of, buffer, func(some []uint32) {
			for _, p := range some {
				n[x.home[p]]++
			}
		})
		t.places = map[region.Code]int{}
		for i, n := range n {
			for c := x.places[i]; c != "" && n > 0; c = c.Parent() {
				t.places[c] += int(n)
			}
		}
	case byCell:
		t.cells, t.where = make([]int32, len(x.cells)), x.cells
		each(of, buffer, func(some []uint32) {
			for _, p := range some {
				if c := x.at[p]; c >= 0 {
					t.cells[c]++
				}
			}
		})
	case byAge:
		t.bands[Unknown] = x.ages(of, buffer, today)
		for sex, name := range []string{"female", "male"} {
			t.bands[sex] = x.ages(roaring.And(of, some(x.sexes[name])), buffer, today)
			for i, n := range t.bands[sex] {
				t.bands[Unknown][i] -= n
			}
		}
	case byHouse:
		seen := make([]uint64, len(x.sizes)/64+1)
		each(of, buffer, func(some []uint32) {
			for _, p := range some {
				if h := x.house[p]; h != 0 && seen[h/64]&(1<<(h%64)) == 0 {
					seen[h/64] |= 1 << (h % 64)
					t.houses++
					t.sizes[min(6, x.sizes[h])]++
				}
			}
		})
	}
	return t
}

// ages counts by five years.
func (x *index) ages(of *roaring.Bitmap, buffer []uint32, today time.Time) (out [27]int) {
	now := int32(today.Year()*10000 + int(today.Month())*100 + today.Day())
	each(of, buffer, func(some []uint32) {
		for _, p := range some {
			if b := x.birth[p]; b > 0 {
				out[min(26, max(0, (now-b)/50000))]++
			}
		}
	})
	return out
}

// The rows of a pyramid.
const (
	Women = iota
	Men
	Unknown
)

// each visits the people of a bitmap, many at a time.
func each(of *roaring.Bitmap, buffer []uint32, visit func([]uint32)) {
	i := of.ManyIterator()
	for n := i.NextMany(buffer); n > 0; n = i.NextMany(buffer) {
		visit(buffer[:n])
	}
}

// hide says which of the counts are not told: those from 1 to k-1, and, where
// the total is told and the hidden ones add up to less than k, the smallest
// others until they do: else the total less the rest would give them away.
func hide(counts []int) []bool {
	hidden := make([]bool, len(counts))
	sum, some := 0, false
	for i, n := range counts {
		if n > 0 && n < K {
			hidden[i], some = true, true
			sum += n
		}
	}
	if !some {
		return hidden
	}
	order := make([]int, 0, len(counts))
	for i, n := range counts {
		if n >= K {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return counts[order[a]] < counts[order[b]] })
	one := 0
	for _, h := range hidden {
		if h {
			one++
		}
	}
	for _, i := range order {
		if sum >= K && one >= 2 {
			break
		}
		hidden[i] = true
		sum += counts[i]
		one++
	}
	return hidden
}

// fold adds up base cells into cells of a lower zoom.
func (t *tally) fold(zoom uint32) map[cell]int {
	out := map[cell]int{}
	for i, n := range t.cells {
		if n > 0 {
			out[cell{t.where[i].x >> (baseZoom - zoom), t.where[i].y >> (baseZoom - zoom)}] += int(n)
		}
	}
	return out
}

// middle of a cell on the web map.
func (c cell) middle(zoom uint32) mvt.Mercator {
	side := 1 / float64(uint64(1)<<zoom)
	return mvt.Mercator{X: (float64(c.x) + 0.5) * side, Y: (float64(c.y) + 0.5) * side}
}

// corners of a cell, clockwise as seen.
func (c cell) corners(zoom uint32) []mvt.Mercator {
	side := 1 / float64(uint64(1)<<zoom)
	w, n := float64(c.x)*side, float64(c.y)*side
	return []mvt.Mercator{{X: w, Y: n}, {X: w + side, Y: n}, {X: w + side, Y: n + side}, {X: w, Y: n + side}}
}
