package siting

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"linli/cmd/linli/solve/table"
	"linli/engine/siting/graph"
	"linli/internal/geo"
)

// streets is a graph with what its points are called, or where they are.
type streets struct {
	*graph.Graph
	names map[string]int
	at    []geo.Point
	byLat []int // points by latitude
}

// readStreets makes distances along streets. Points with names are found by the
// column node of demand and sites, or else by their id; points with coordinates by
// the nearest, the way to it being added.
func readStreets(path string, demand, sites *places) (func(i, k int) float64, error) {
	g, err := readEdges(path)
	if err != nil {
		return nil, err
	}
	from, extra, e1 := g.place(path, demand)
	to, more, e2 := g.place(path, sites)
	if err := errors.Join(e1, e2); err != nil {
		return nil, err
	}
	d := &matrix{sites: len(to), far: make([]float64, len(from)*len(to))}
	// A few sites at a time: the ways to all points would be too many to hold.
	const together = 64
	for k := 0; k < len(to); k += together {
		part := to[k:min(k+together, len(to))]
		for x, ways := range g.FromAll(part) {
			for i, point := range from {
				d.far[i*d.sites+k+x] = extra[i] + ways[point] + more[k+x]
			}
		}
	}
	return d.at, nil
}

func readEdges(path string) (*streets, error) {
	g := &streets{names: map[string]int{}}
	var edges []graph.Edge
	var a, b, length int
	var where [4]int
	point := func(name string, at geo.Point) int {
		i, ok := g.names[name]
		if !ok {
			i = len(g.names)
			g.names[strings.Clone(name)] = i
			g.at = append(g.at, at)
		}
		return i
	}
	places := false
	err := table.EachRecord(path, func(header []string) error {
		a, b, length = table.Column(header, "from", "source", "u", "a"), table.Column(header, "to", "target", "v", "b"), table.Column(header, distanceNames...)
		for x, n := range []string{"from_longitude", "from_latitude", "to_longitude", "to_latitude"} {
			where[x] = table.Column(header, n, strings.Replace(strings.Replace(n, "longitude", "lon", 1), "latitude", "lat", 1))
		}
		places = slices.Min(where[:]) >= 0
		if !places && (a < 0 || b < 0 || length < 0) {
			return fmt.Errorf("the columns are %s; wanted are from, to and length, or from_longitude, from_latitude, to_longitude and to_latitude", strings.Join(header, ", "))
		}
		return nil
	}, func(fields []string) error {
		var e graph.Edge
		if places {
			var v [4]float64
			for x, col := range where {
				var err error
				if v[x], err = strconv.ParseFloat(fields[col], 64); err != nil || !(math.Abs(v[x]) <= 180) || x%2 == 1 && math.Abs(v[x]) > 90 {
					return fmt.Errorf("%q is no longitude or latitude", fields[col])
				}
			}
			p, q := geo.Point{Lon: v[0], Lat: v[1]}, geo.Point{Lon: v[2], Lat: v[3]}
			e = graph.Edge{A: point(fmt.Sprint(p), p), B: point(fmt.Sprint(q), q), Length: geo.Metres(p, q)}
		} else {
			e = graph.Edge{A: point(fields[a], geo.Point{}), B: point(fields[b], geo.Point{})}
		}
		if length >= 0 {
			v, err := parse(fields[length])
			if err != nil || math.IsInf(v, 1) {
				return fmt.Errorf("%q is no length", fields[length])
			}
			e.Length = v
		}
		edges = append(edges, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(edges) == 0 {
		return nil, fmt.Errorf("%s has a header and nothing else", path)
	}
	if !places {
		g.at = nil
	}
	for i := range g.at {
		g.byLat = append(g.byLat, i)
	}
	slices.SortFunc(g.byLat, func(x, y int) int {
		switch {
		case g.at[x].Lat < g.at[y].Lat:
			return -1
		case g.at[x].Lat > g.at[y].Lat:
			return 1
		}
		return x - y
	})
	g.Graph, err = graph.New(len(g.names), edges)
	return g, err
}

// place finds the point of each of some places, and how far it is.
func (g *streets) place(path string, p *places) (points []int, extra []float64, err error) {
	points, extra = make([]int, len(p.rows)), make([]float64, len(p.rows))
	if g.at != nil {
		if p.at == nil {
			return nil, nil, fmt.Errorf("%s (columns %s) has no longitude and latitude, as the streets have", p.path, strings.Join(p.header, ", "))
		}
		for i, at := range p.at {
			points[i], extra[i] = g.nearest(at)
		}
		return points, extra, nil
	}
	col := table.Column(p.header, "node", "point", "vertex")
	if col < 0 {
		col = p.id
	}
	for i, row := range p.rows {
		x, ok := g.names[row[col]]
		if !ok {
			return nil, nil, fmt.Errorf("%s: %s %q of %s is no point of %s", p.path, p.header[col], row[col], row[p.id], path)
		}
		points[i] = x
	}
	return points, extra, nil
}

// nearest looks north and south from a place until latitude alone is farther
// than the best.
func (g *streets) nearest(at geo.Point) (best int, far float64) {
	const degree = 110_000 // metres, a little less than the shortest
	far = math.Inf(1)
	up, _ := slices.BinarySearchFunc(g.byLat, at.Lat, func(i int, lat float64) int {
		if g.at[i].Lat < lat {
			return -1
		}
		return 1
	})
	look := func(i int) bool {
		if degree*math.Abs(g.at[i].Lat-at.Lat) > far {
			return false
		}
		if d := geo.Metres(at, g.at[i]); d < far || d == far && i < best {
			best, far = i, d
		}
		return true
	}
	down := up - 1
	for north, south := true, true; north || south; {
		if north = north && up < len(g.byLat) && look(g.byLat[up]); north {
			up++
		}
		if south = south && down >= 0 && look(g.byLat[down]); south {
			down--
		}
	}
	return best, far
}
