package demandmap

import (
	"time"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// Item is the count of one place. Count is absent where it is not told.
type Item struct {
	Region region.Code `json:"region"`
	Name   string      `json:"name"`
	Count  *int        `json:"count" doc:"null: too few to be told to those who see aggregates only"`
	Centre [2]float64  `json:"centre" doc:"Longitude, latitude"`
}

// Answer is the counts of the places of one level.
type Answer struct {
	Items []Item       `json:"items"`
	Level region.Level `json:"level"`
	Total *int         `json:"total" doc:"null: too few to be told"`
	Exact bool         `json:"exact" doc:"Whether the viewer may see the persons of every place of the answer"`
	K     int          `json:"k" doc:"Counts below this are not told to those who see aggregates only"`
	AsOf  time.Time    `json:"as_of" doc:"Everything up to this moment is counted"`
}

// Look is what a viewer asks with: where they may count, and the pass for where
// they may see the persons too, if there is one.
type Look struct {
	Pass   access.Pass
	Exact  access.Pass
	Has    bool // whether Exact is a pass
	Lang   fault.Lang
	Filter Filter
}

// sees reports whether a count in a place is told however small.
func (l Look) sees(c region.Code) bool { return l.Has && c != "" && l.Exact.Covers(c) }

// exact reports whether all counts of the look are told.
func (l Look) exact() bool {
	if !l.Has || l.Pass.Everywhere() {
		return l.Has && l.Exact.Everywhere()
	}
	for _, c := range l.Pass.Places() {
		if !l.Exact.Covers(c) {
			return false
		}
	}
	return true
}

// Places counts by the places of a level; "" is the level below the viewer's own.
func (m *Map) Places(l Look, level region.Level) (Answer, error) {
	f, err := l.Filter.Check(l.exact())
	if err != nil {
		return Answer{}, err
	}
	t, err := m.tally(l.Pass, f, byPlace)
	if err != nil {
		return Answer{}, err
	}
	if level == "" {
		level = below(l.Pass)
	}
	out := Answer{Items: []Item{}, Level: level, Exact: l.exact(), K: K, AsOf: time.UnixMicro(m.asOf.Load()).UTC()}
	counts := m.told(l, t, level)
	for _, place := range m.roots(l.Pass) {
		for _, r := range m.Regions.Within(place, level) {
			out.Items = append(out.Items, Item{r.Code, m.Regions.Name(r.Code, l.Lang), counts[r.Code], [2]float64{r.Lon, r.Lat}})
		}
	}
	out.Total = tell(t.total, out.Exact)
	return out, nil
}

func (m *Map) roots(p access.Pass) []region.Code {
	if p.Everywhere() {
		return []region.Code{""}
	}
	return p.Places()
}

func below(p access.Pass) region.Level {
	if !p.Everywhere() {
		switch p.Places()[0].Level() {
		case region.Street:
			return region.Community
		case region.Community, region.Grid:
			return region.Grid
		}
	}
	return region.Street
}

// told are the counts of a level that the viewer is told, nil for the others.
// Places of one parent are weighed together, for the parent's count is an
// answer that the viewer can have too.
func (m *Map) told(l Look, t *tally, level region.Level) map[region.Code]*int {
	out := map[region.Code]*int{}
	groups := map[region.Code][]region.Code{}
	for _, place := range m.roots(l.Pass) {
		for _, r := range m.Regions.Within(place, level) {
			n := t.places[r.Code]
			out[r.Code] = &n
			if !l.sees(r.Code) {
				groups[r.Parent] = append(groups[r.Parent], r.Code)
			}
		}
	}
	for _, codes := range groups {
		counts := make([]int, len(codes))
		for i, c := range codes {
			counts[i] = t.places[c]
		}
		for i, hidden := range hide(counts) {
			if hidden {
				out[codes[i]] = nil
			}
		}
	}
	return out
}

// tell is n, or nil where it is too small for the viewer; 0 is told.
func tell(n int, exact bool) *int {
	if !exact && n > 0 && n < K {
		return nil
	}
	return &n
}

// Band is one row of a pyramid.
type Band struct {
	From    int  `json:"from"`
	To      int  `json:"to" doc:"Inclusive"`
	Female  *int `json:"female"`
	Male    *int `json:"male"`
	Unknown *int `json:"unknown" doc:"Sex not recorded"`
}

// Pyramid counts by age in steps of five years and by sex, up to the oldest.
func (m *Map) Pyramid(l Look) ([]Band, time.Time, error) {
	f, err := l.Filter.Check(l.exact())
	if err != nil {
		return nil, time.Time{}, err
	}
	t, err := m.tally(l.Pass, f, byAge)
	if err != nil {
		return nil, time.Time{}, err
	}
	top, counts := 17, []int(nil) // to 85–89 at least
	for i := range 27 {
		if t.bands[Women][i]+t.bands[Men][i]+t.bands[Unknown][i] > 0 {
			top = max(top, i)
		}
	}
	for i := range top + 1 {
		counts = append(counts, t.bands[Women][i], t.bands[Men][i], t.bands[Unknown][i])
	}
	cells := l.cover(counts)
	out := make([]Band, top+1)
	for i := range out {
		out[i] = Band{i * 5, i*5 + 4, cells[3*i], cells[3*i+1], cells[3*i+2]}
	}
	return out, time.UnixMicro(m.asOf.Load()).UTC(), nil
}

// cover tells counts of one whole, or nil for those that are hidden.
func (l Look) cover(counts []int) []*int {
	hidden := make([]bool, len(counts))
	if !l.exact() {
		hidden = hide(counts)
	}
	out := make([]*int, len(counts))
	for i := range counts {
		if !hidden[i] {
			out[i] = &counts[i]
		}
	}
	return out
}

// Households is how many households have at least one person whom the filter
// means, by the number of their members.
type Households struct {
	Total  *int      `json:"total"`
	Sizes  []*int    `json:"sizes" doc:"With 1, 2, 3, 4, 5, and 6 or more members"`
	People *int      `json:"people"`
	AsOf   time.Time `json:"as_of"`
}

// Households counts them.
func (m *Map) Households(l Look) (Households, error) {
	f, err := l.Filter.Check(l.exact())
	if err != nil {
		return Households{}, err
	}
	t, err := m.tally(l.Pass, f, byHouse)
	if err != nil {
		return Households{}, err
	}
	sizes := append([]int(nil), t.sizes[1:]...)
	return Households{tell(t.houses, l.exact()), l.cover(sizes), tell(t.total, l.exact()), time.UnixMicro(m.asOf.Load()).UTC()}, nil
}

// Reach is how many of those meant live within a distance of any of some points.
type Reach struct {
	Region         region.Code
	People, Inside *int
}

// Covered measures, in a straight line from each point to the middle of the
// 35-metre cell that a home lies in. Homes without a point are not counted in.
// The first Reach is the whole, with Region "".
func (m *Map) Covered(l Look, level region.Level, points []geo.Point, metres float64) ([]Reach, error) {
	f, err := l.Filter.Check(l.exact())
	if err != nil {
		return nil, err
	}
	x := m.live.Load()
	if x == nil {
		return nil, ErrBuilding
	}
	if level == "" {
		level = below(l.Pass)
	}
	x.mu.RLock()
	near, buffer := x.near(points, metres), make([]uint32, 4096)
	all, inside := &tally{places: map[region.Code]int{}}, &tally{places: map[region.Code]int{}}
	homes, reached := make([]int, len(x.places)), make([]int, len(x.places))
	each(x.picked(l.Pass, f, m.DB.Now().In(shanghai)), buffer, func(some []uint32) {
		for _, p := range some {
			if c := x.at[p]; c >= 0 {
				homes[x.home[p]]++
				if near[c] {
					reached[x.home[p]]++
				}
			}
		}
	})
	for i, n := range homes {
		all.total, inside.total = all.total+n, inside.total+reached[i]
		for c := x.places[i]; c != "" && n > 0; c = c.Parent() {
			all.places[c] += n
			inside.places[c] += reached[i]
		}
	}
	x.mu.RUnlock()
	out := []Reach{pair("", all.total, inside.total, l.exact())}
	for _, place := range m.roots(l.Pass) {
		for _, r := range m.Regions.Within(place, level) {
			out = append(out, pair(r.Code, all.places[r.Code], inside.places[r.Code], l.sees(r.Code)))
		}
	}
	return out, nil
}

// pair tells both numbers, or neither where one of them or what lies between is
// too small.
func pair(c region.Code, all, inside int, exact bool) Reach {
	if !exact && (tell(all, false) == nil || tell(inside, false) == nil || tell(all-inside, false) == nil) {
		return Reach{Region: c}
	}
	return Reach{c, &all, &inside}
}

// near marks the base cells whose middle lies within a distance of any point.
func (x *index) near(points []geo.Point, metres float64) []bool {
	out := make([]bool, len(x.cells))
	for i, c := range x.cells {
		lon, lat := c.middle(baseZoom).Degrees()
		dLon, dLat := geo.Degrees(metres, lat)
		for _, p := range points {
			if p.Lon > lon-dLon && p.Lon < lon+dLon && p.Lat > lat-dLat && p.Lat < lat+dLat && geo.Metres(p, geo.Point{Lon: lon, Lat: lat}) <= metres {
				out[i] = true
				break
			}
		}
	}
	return out
}
