package plan

import (
	"math"

	"linli/internal/geo"
)

// grid finds the offers of one category around a place, ring by ring of square
// cells, a few offers a cell.
type grid struct {
	west, south float64
	lon, lat    float64 // size of a cell in degrees
	side        float64 // metres that a cell is at least wide
	cols, rows  int
	start       []int32 // of a cell in list; CSR
	list        []int32 // offers
	at          []geo.Point
}

// indexOf makes a grid a category.
func indexOf(needs []Need, offers []Offer) map[string]*grid {
	high := 0.0
	for _, n := range needs {
		high = max(high, math.Abs(n.At.Lat))
	}
	by := map[string][]int32{}
	for j, o := range offers {
		if !o.At.IsZero() {
			by[o.Category] = append(by[o.Category], int32(j))
		}
		high = max(high, math.Abs(o.At.Lat))
	}
	at := make([]geo.Point, len(offers))
	for j, o := range offers {
		at[j] = o.At
	}
	out := map[string]*grid{}
	for c, list := range by {
		out[c] = gridOf(list, at, high)
	}
	return out
}

func gridOf(list []int32, at []geo.Point, high float64) *grid {
	g := &grid{at: at, west: math.Inf(1), south: math.Inf(1)}
	east, north := math.Inf(-1), math.Inf(-1)
	for _, j := range list {
		p := at[j]
		g.west, east = min(g.west, p.Lon), max(east, p.Lon)
		g.south, north = min(g.south, p.Lat), max(north, p.Lat)
	}
	_, perMetre := geo.Degrees(1, 0)
	// A width in degrees counted at the highest latitude is nowhere fewer metres.
	wide := (east - g.west) / perMetre * max(0.01, math.Cos(high*math.Pi/180))
	tall := (north - g.south) / perMetre
	g.side = max(50, math.Sqrt(wide*tall/float64(len(list))*2), max(wide, tall)/1000)
	g.lon, g.lat = geo.Degrees(g.side, high)
	g.cols, g.rows = int((east-g.west)/g.lon)+1, int((north-g.south)/g.lat)+1
	count := make([]int32, g.cols*g.rows+1)
	cell := make([]int, len(list))
	for k, j := range list {
		x, y := g.cell(at[j])
		cell[k] = y*g.cols + x
		count[cell[k]+1]++
	}
	for c := 1; c < len(count); c++ {
		count[c] += count[c-1]
	}
	g.start, g.list = count, make([]int32, len(list))
	next := make([]int32, len(count))
	copy(next, count)
	for k, j := range list {
		g.list[next[cell[k]]] = j
		next[cell[k]]++
	}
	return g
}

// cell may lie outside the grid.
func (g *grid) cell(p geo.Point) (x, y int) {
	return int(math.Floor((p.Lon - g.west) / g.lon)), int(math.Floor((p.Lat - g.south) / g.lat))
}

// around visits offers from near to far until farther than enough() says; it may
// visit some beyond. The order within a ring is fixed.
func (g *grid) around(p geo.Point, enough func() int32, visit func(j int32, dist int32)) {
	x, y := g.cell(p)
	first := max(0, -x, x-g.cols+1, -y, y-g.rows+1)
	last := max(x, g.cols-1-x, y, g.rows-1-y)
	look := func(cx, cy int) {
		if cx < 0 || cy < 0 || cx >= g.cols || cy >= g.rows {
			return
		}
		c := cy*g.cols + cx
		for _, j := range g.list[g.start[c]:g.start[c+1]] {
			visit(j, metres(p, g.at[j]))
		}
	}
	for r := first; r <= last; r++ {
		// The sphere is not flat: one percent to be safe.
		if float64(r-1)*g.side*0.99 > float64(enough()) {
			return
		}
		if r == 0 {
			look(x, y)
			continue
		}
		for cx := max(x-r, 0); cx <= min(x+r, g.cols-1); cx++ {
			look(cx, y-r)
			look(cx, y+r)
		}
		for cy := max(y-r+1, 0); cy <= min(y+r-1, g.rows-1); cy++ {
			look(x-r, cy)
			look(x+r, cy)
		}
	}
}
