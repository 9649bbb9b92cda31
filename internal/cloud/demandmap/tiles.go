package demandmap

import (
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"

	"linli/internal/cloud/demandmap/mvt"
	"linli/internal/fault"
	"linli/internal/region"
)

// ErrTile refuses what is no tile.
var ErrTile = fault.New(fault.Invalid, "demandmap.tile", "没有这个地图瓦片。", "There is no such map tile.")

// shape is a boundary on the web map: polygons of rings.
type shape struct {
	polygons   [][][]mvt.Mercator
	w, n, e, s float64
}

// draw brings every boundary of the register onto the web map.
func (m *Map) draw() error {
	all := map[region.Code]*shape{}
	for _, level := range []region.Level{region.District, region.Street, region.Community, region.Grid} {
		for _, r := range m.Regions.Within("", level) {
			if len(r.Boundary) == 0 {
				continue
			}
			s, err := project(r.Boundary)
			if err != nil {
				return fmt.Errorf("demandmap: boundary of %s: %w", r.Code, err)
			}
			all[r.Code] = s
		}
	}
	m.shapes.Store(&all)
	return nil
}

func project(boundary json.RawMessage) (*shape, error) {
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(boundary, &g); err != nil {
		return nil, err
	}
	var polygons [][][][2]float64
	var err error
	if g.Type == "Polygon" {
		polygons = make([][][][2]float64, 1)
		err = json.Unmarshal(g.Coordinates, &polygons[0])
	} else {
		err = json.Unmarshal(g.Coordinates, &polygons)
	}
	s := &shape{w: math.Inf(1), n: math.Inf(1), e: math.Inf(-1), s: math.Inf(-1)}
	for _, rings := range polygons {
		var out [][]mvt.Mercator
		for _, ring := range rings {
			var line []mvt.Mercator
			for _, v := range ring {
				p := mvt.Project(v[0], v[1])
				s.w, s.e, s.n, s.s = min(s.w, p.X), max(s.e, p.X), min(s.n, p.Y), max(s.s, p.Y)
				line = append(line, p)
			}
			out = append(out, line)
		}
		s.polygons = append(s.polygons, out)
	}
	return s, err
}

// RegionTile draws boundaries with names and counts: layers streets,
// communities (from zoom 11) and grids (from zoom 14), and labels, the centres
// of the same. Only the places of the look are drawn.
func (m *Map) RegionTile(l Look, tile mvt.Tile) ([]byte, error) {
	f, err := l.Filter.Check(l.exact())
	if err != nil {
		return nil, err
	}
	t, err := m.tally(l.Pass, f, byPlace)
	if err != nil {
		return nil, err
	}
	w, n, e, s := tile.Box()
	shapes := *m.shapes.Load()
	labels := mvt.NewLayer(tile, "labels")
	var layers []*mvt.Layer
	for _, d := range []struct {
		level region.Level
		name  string
		from  uint32
	}{{region.Street, "streets", 0}, {region.Community, "communities", 11}, {region.Grid, "grids", 14}} {
		if tile.Z < d.from {
			continue
		}
		layer, counts := mvt.NewLayer(tile, d.name), m.told(l, t, d.level)
		for _, place := range m.roots(l.Pass) {
			for _, r := range m.Regions.Within(place, d.level) {
				id, _ := strconv.ParseUint(string(r.Code), 10, 64) // a code is digits
				properties := map[string]any{"code": string(r.Code), "name": r.Name, "name_en": m.Regions.Name(r.Code, fault.En), "level": string(d.level), "hidden": counts[r.Code] == nil}
				if c := counts[r.Code]; c != nil {
					properties["count"] = *c
				}
				labels.Point(id, mvt.Project(r.Lon, r.Lat), properties)
				if sh := shapes[r.Code]; sh != nil && sh.e >= w && sh.w <= e && sh.s >= n && sh.n <= s {
					for _, polygon := range sh.polygons {
						layer.Polygon(id, polygon, properties)
					}
				}
			}
		}
		layers = append(layers, layer)
	}
	return mvt.Encode(append(layers, labels)...), nil
}

// finest is the zoom of the smallest cells shown, about 140 metres here.
const finest = 18

// DemandTile draws the heat: layer cells (squares) and heat (their middles),
// each with a count. A tile has 32 × 32 cells until they are as small as may be.
func (m *Map) DemandTile(l Look, tile mvt.Tile) ([]byte, error) {
	f, err := l.Filter.Check(l.exact())
	if err != nil {
		return nil, err
	}
	t, err := m.tally(l.Pass, f, byCell)
	if err != nil {
		return nil, err
	}
	zoom := min(finest, tile.Z+5)
	shown := t.shown(zoom, l.exact())
	w, n, e, s := tile.Box()
	cells, heat := mvt.NewLayer(tile, "cells"), mvt.NewLayer(tile, "heat")
	for _, c := range shown {
		mid := c.middle(zoom)
		if mid.X < w || mid.X > e || mid.Y < n || mid.Y > s {
			continue
		}
		id := uint64(c.x)<<32 | uint64(c.y)
		cells.Polygon(id, [][]mvt.Mercator{c.corners(zoom)}, map[string]any{"count": c.count})
		heat.Point(id, mid, map[string]any{"count": c.count})
	}
	return mvt.Encode(cells, heat), nil
}

type counted struct {
	cell
	count int
}

// shown are the cells of a zoom that are told, in the order of their codes.
// Those in one cell of the next zoom out are weighed together, for its count
// is on the next map.
func (t *tally) shown(zoom uint32, exact bool) []counted {
	t.mu.Lock()
	defer t.mu.Unlock()
	name := [2]uint32{zoom, map[bool]uint32{true: 1}[exact]}
	if got, ok := t.folded[name]; ok {
		return got
	}
	groups := map[cell][]counted{}
	for c, n := range t.fold(zoom) {
		up := cell{c.x >> 1, c.y >> 1}
		groups[up] = append(groups[up], counted{c, n})
	}
	var out []counted
	for _, g := range groups {
		sort.Slice(g, func(i, j int) bool { return g[i].before(g[j]) }) // hide breaks ties by order
		counts := make([]int, len(g))
		for i, c := range g {
			counts[i] = c.count
		}
		hidden := make([]bool, len(g))
		if !exact {
			hidden = hide(counts)
		}
		for i, c := range g {
			if !hidden[i] {
				out = append(out, c)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].before(out[j]) })
	if t.folded == nil {
		t.folded = map[[2]uint32][]counted{}
	}
	t.folded[name] = out
	return out
}

func (c counted) before(d counted) bool { return c.x < d.x || c.x == d.x && c.y < d.y }
