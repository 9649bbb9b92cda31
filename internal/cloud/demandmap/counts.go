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

// tally is everything that one pass over a bitmap counts.
type tally struct {
	total  int
	places map[region.Code]int // of every level
	cells  map[cell]int        // at the base zoom
	bands  [3][27]int          // Women, Men, Unknown; five years each, the last 130 and over
	sizes  [7]int              // households by number of members, 1 to 6 and more; 0 is unused
	houses int

	of      *index // what was counted, and when
	version uint64
	mu      sync.Mutex
	folded  map[[2]uint32][]counted
}

// count goes once over the people of a bitmap. The caller holds the read lock.
func (x *index) count(of *roaring.Bitmap, today time.Time) *tally {
	now := int32(today.Year()*10000 + int(today.Month())*100 + today.Day())
	t := &tally{places: map[region.Code]int{}, cells: map[cell]int{}}
	places, cells := make([]int32, len(x.places)), make([]int32, len(x.cells))
	seen := make([]uint64, len(x.sizes)/64+1)
	buffer := make([]uint32, 4096)
	var ages [27]int
	each(of, buffer, func(p uint32) {
		t.total++
		places[x.home[p]]++
		if c := x.at[p]; c >= 0 {
			cells[c]++
		}
		if b := x.birth[p]; b > 0 {
			ages[band(now, b)]++
		}
		if h := x.house[p]; h != 0 && seen[h/64]&(1<<(h%64)) == 0 {
			seen[h/64] |= 1 << (h % 64)
			t.houses++
			t.sizes[min(6, x.sizes[h])]++
		}
	})
	t.bands[Unknown] = ages
	for sex, name := range []string{"female", "male"} {
		each(roaring.And(of, some(x.sexes[name])), buffer, func(p uint32) {
			if b := x.birth[p]; b > 0 {
				t.bands[sex][band(now, b)]++
				t.bands[Unknown][band(now, b)]--
			}
		})
	}
	for i, n := range places {
		if n > 0 {
			for c := x.places[i]; c != ""; c = c.Parent() {
				t.places[c] += int(n)
			}
		}
	}
	for i, n := range cells {
		if n > 0 {
			t.cells[x.cells[i]] += int(n)
		}
	}
	return t
}

// The rows of a pyramid.
const (
	Women = iota
	Men
	Unknown
)

// each visits the people of a bitmap, many at a time.
func each(of *roaring.Bitmap, buffer []uint32, visit func(uint32)) {
	i := of.ManyIterator()
	for n := i.NextMany(buffer); n > 0; n = i.NextMany(buffer) {
		for _, p := range buffer[:n] {
			visit(p)
		}
	}
}

func band(now, birth int32) int { return int(min(26, max(0, (now-birth)/50000))) }

// hide says which of the counts are not told: those from 1 to k-1, and, where
// the total is told and the hidden ones add up to less than k, the smallest
// others until they do: else the total less the rest would give them away.
func hide(counts []int, k int) []bool {
	hidden := make([]bool, len(counts))
	sum, some := 0, false
	for i, n := range counts {
		if n > 0 && n < k {
			hidden[i], some = true, true
			sum += n
		}
	}
	if !some {
		return hidden
	}
	order := make([]int, 0, len(counts))
	for i, n := range counts {
		if n >= k {
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
		if sum >= k && one >= 2 {
			break
		}
		hidden[i] = true
		sum += counts[i]
		one++
	}
	return hidden
}

// fold adds up base cells into cells of a lower zoom.
func fold(base map[cell]int, zoom uint32) map[cell]int {
	out := make(map[cell]int, len(base)/4)
	for c, n := range base {
		out[cell{c.x >> (baseZoom - zoom), c.y >> (baseZoom - zoom)}] += n
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
