package sites

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"linli/internal/cloud/demandmap/mvt"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/regions"
	"linli/internal/region"
)

// finest is the zoom of the cells that demand is gathered in: those of the demand
// map's smallest, about 140 m in southern China.
const finest = 18

// K is the smallest count that is told to those who may not see the persons, as
// on the demand map.
const K = 10

// Residents is what decisions need of the register of people.
type Residents interface {
	EachFacts(ctx context.Context, p access.Pass, only string, fn func(people.Facts) error) error
}

// Told is what the demand map tells those who see aggregates only; nil is a
// count that it does not tell.
type Told struct {
	Total  *int
	Counts map[region.Code]*int // of every street, community and grid
}

// Demand is what decisions need of the demand map; app supplies it.
type Demand interface {
	// Exact reports whether the viewer of ctx may see the persons of a place.
	Exact(ctx context.Context, place region.Code) bool
	// Check completes a group, or refuses it; ages go in steps of five years
	// unless exact.
	Check(g Group, exact bool) (Group, error)
	// Told is how many of a group live in a place and in all places within it.
	Told(place region.Code, g Group) (Told, error)
}

// Sources are where scenarios take their data from.
type Sources struct {
	Residents Residents
	Demand    Demand
	Supply    Supply
	Places    *regions.Register
	Now       func() time.Time
}

// cell is a cell of the web map at the finest zoom, within one place.
type cell struct {
	home region.Code // where its people are registered: a grid, or a community without grids
	x, y uint32
}

// Unit is demand at a place: a part of a cell, or the middle of a place whose
// people cannot be laid out.
type Unit struct {
	cell
	At     geo.Point
	People float64
	Whole  bool // it stands for a place, not for a cell
}

// crowd is the demand of a scenario.
type crowd struct {
	units  []Unit
	people float64
	offMap int // exact only: people of the group whose home has no point
	asOf   time.Time
}

func cellOf(home region.Code, lon, lat float64) cell {
	m := mvt.Project(lon, lat)
	return cell{home, uint32(m.X * (1 << finest)), uint32(m.Y * (1 << finest))}
}

func (c cell) middle() geo.Point {
	const side = 1.0 / (1 << finest)
	lon, lat := mvt.Mercator{X: (float64(c.x) + 0.5) * side, Y: (float64(c.y) + 0.5) * side}.Degrees()
	return geo.Point{Lon: lon, Lat: lat}
}

// scan counts the people of a group by cell. O(residents of the place).
func scan(ctx context.Context, r Residents, p access.Pass, g Group) (map[cell]int, int, error) {
	cells, offMap := map[cell]int{}, 0
	err := r.EachFacts(ctx, p, "", func(f people.Facts) error {
		switch {
		case !g.holds(f):
		case f.Lon == 0 && f.Lat == 0:
			offMap++
		default:
			cells[cellOf(f.Region, f.Lon, f.Lat)]++
		}
		return ctx.Err()
	})
	return cells, offMap, err
}

// gather lays out the people of a group in a place, exactly or by what the demand
// map tells.
func (s *Sources) gather(ctx context.Context, p access.Pass, place region.Code, g Group, exact bool) (c crowd, err error) {
	c.asOf = s.Now()
	if p, err = p.Narrow(place); err != nil {
		return c, err
	}
	if exact {
		cells, off, err := scan(ctx, s.Residents, p, g)
		if err != nil {
			return c, err
		}
		for at, n := range cells {
			c.units = append(c.units, Unit{cell: at, At: at.middle(), People: float64(n)})
		}
		c.offMap = off
		return c.sorted(ErrNobody)
	}
	group, err := s.told(ctx, place, g)
	if err != nil {
		return c, err
	}
	if group.Total == nil {
		return c, ErrFew.On("group")
	}
	all := group
	if !g.everybody() {
		if all, err = s.told(ctx, place, Group{}); err != nil {
			return c, err
		}
	}
	residents, _, err := scan(ctx, s.Residents, p, Group{})
	if err != nil {
		return c, err
	}
	l := newLayout(s.Places, group.Counts, all.Counts, residents)
	l.spread(place, float64(*group.Total))
	c.units = l.out
	return c.sorted(ErrFew)
}

// told waits while the demand map is being built after a start.
func (s *Sources) told(ctx context.Context, place region.Code, g Group) (Told, error) {
	for range 120 {
		t, err := s.Demand.Told(place, g)
		if fault.KindOf(err) != fault.Unavailable {
			return t, err
		}
		select {
		case <-ctx.Done():
			return t, ctx.Err()
		case <-time.After(time.Second / 2):
		}
	}
	return s.Demand.Told(place, g)
}

// sorted puts the units in an order that does not depend on a map's, and adds
// them up in it.
func (c crowd) sorted(none *fault.Fault) (crowd, error) {
	slices.SortFunc(c.units, func(a, b Unit) int {
		return cmp.Or(cmp.Compare(a.home, b.home), cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x), cmp.Compare(a.People, b.People))
	})
	for _, u := range c.units {
		c.people += u.People
	}
	if c.people <= 0 {
		return c, none.On("group")
	}
	return c, nil
}

// layout spreads counts that are told over cells.
type layout struct {
	places *regions.Register
	group  map[region.Code]*int
	all    map[region.Code]*int
	// cells are residents by home, to the nearest ten: shares of an estimate show
	// through, and a part of a cell told to the head would give its neighbour away.
	cells  map[region.Code][]Unit
	direct map[region.Code]float64
	out    []Unit
}

func newLayout(places *regions.Register, group, all map[region.Code]*int, residents map[cell]int) *layout {
	l := &layout{places: places, group: group, all: all, cells: map[region.Code][]Unit{}, direct: map[region.Code]float64{}}
	for c, n := range residents {
		if n = (n + K/2) / K * K; n > 0 {
			l.cells[c.home] = append(l.cells[c.home], Unit{cell: c, At: c.middle(), People: float64(n)})
			l.direct[c.home] += float64(n)
		}
	}
	return l
}

// spread lays n people out in a place: what is told of its parts goes there, the
// rest to the parts that are not told, by their residents. n is not below what is
// told of the parts.
func (l *layout) spread(place region.Code, n float64) {
	kids := l.places.Children(place)
	if len(kids) == 0 {
		l.put(place, n)
		return
	}
	rest, silent := n, l.direct[place]
	for _, k := range kids {
		rest -= l.least(k.Code)
		if l.group[k.Code] == nil {
			silent += l.residents(k.Code)
		}
	}
	rest = max(0, rest)
	for _, k := range kids {
		more := 0.0
		if l.group[k.Code] == nil {
			more = rest * l.residents(k.Code) / silent
		}
		if at := l.least(k.Code) + more; at > 0 {
			l.spread(k.Code, at)
		}
	}
	switch {
	case silent == 0:
		l.centre(place, rest)
	case l.direct[place] > 0:
		l.put(place, rest*l.direct[place]/silent)
	}
}

// least is how many live in a place for certain: its count, or what is told of its
// parts. A place may be left out while its parts are told, to hide a neighbour.
func (l *layout) least(place region.Code) float64 {
	if n := l.group[place]; n != nil {
		return float64(*n)
	}
	sum := 0.0
	for _, k := range l.places.Children(place) {
		sum += l.least(k.Code)
	}
	return sum
}

// residents of a place as told; half of K where that is too few to be told.
func (l *layout) residents(c region.Code) float64 {
	if n := l.all[c]; n != nil {
		return float64(*n)
	}
	return K / 2.0
}

// put lays n people over the cells of those registered in just this place.
func (l *layout) put(home region.Code, n float64) {
	switch {
	case n <= 0:
	case l.direct[home] == 0:
		l.centre(home, n)
	default:
		for _, u := range l.cells[home] {
			u.People *= n / l.direct[home]
			l.out = append(l.out, u)
		}
	}
}

// centre puts n people in the middle of a place.
func (l *layout) centre(place region.Code, n float64) {
	r, err := l.places.Get(place)
	if n <= 0 || err != nil || r.Lon == 0 && r.Lat == 0 {
		return
	}
	l.out = append(l.out, Unit{cell: cellOf(place, r.Lon, r.Lat), At: geo.Point{Lon: r.Lon, Lat: r.Lat}, People: n, Whole: true})
}

// plane is a flat map around a place: metres east and north of its middle. Over a
// district the error is below one in a thousand.
type plane struct{ lon, lat, perLon, perLat float64 }

func newPlane(units []Unit) plane {
	w, s, e, n := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, u := range units {
		w, e, s, n = min(w, u.At.Lon), max(e, u.At.Lon), min(s, u.At.Lat), max(n, u.At.Lat)
	}
	p := plane{lon: (w + e) / 2, lat: (s + n) / 2}
	dLon, dLat := geo.Degrees(1, p.lat)
	p.perLon, p.perLat = 1/dLon, 1/dLat
	return p
}

func (p plane) of(at geo.Point) [2]float64 {
	return [2]float64{(at.Lon - p.lon) * p.perLon, (at.Lat - p.lat) * p.perLat}
}

func metres(a, b [2]float64) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }
