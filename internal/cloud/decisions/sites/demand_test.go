package sites

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"linli/internal/people"
	"linli/internal/region"
)

// total of the units of a place.
func total(c crowd, in region.Code) (n float64) {
	for _, u := range c.units {
		if u.home.In(in) {
			n += u.People
		}
	}
	return n
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

func TestAnEstimateKeepsToWhatIsTold(t *testing.T) {
	p := plain{told: map[region.Code]*int{street + "001001": nil, street + "001002": nil, street + "002": nil, street + "002001": nil, street + "002002": nil}}
	p.live(street+"001001", 4, 0)
	p.live(street+"001002", 12, 0)
	p.live(street+"002001", 6, 0)
	p.live(street+"003001", 40, 0)
	young := func(grid region.Code, n int, east float64) {
		before := len(p.people)
		p.live(grid, n, east)
		for i := range p.people[before:] {
			p.people[before+i].Age = 30
		}
	}
	young(street+"001001", 96, 200)
	young(street+"001002", 288, 200)
	s := p.sources(t)
	c, err := s.gather(t.Context(), house, district, Group{AgeFrom: 60}, false)
	if err != nil {
		t.Fatal(err)
	}
	if !near(c.people, 62) || !near(total(c, street), 62) || !near(total(c, street+"003001"), 40) || !near(total(c, street+"001"), 16) {
		t.Errorf("%v in all, %v in a community that is told", c.people, total(c, street+"001"))
	}
	// 100 : 300 residents share the 16 that are told of their community.
	if !near(total(c, street+"001001"), 4) || !near(total(c, street+"001002"), 12) {
		t.Errorf("%v and %v", total(c, street+"001001"), total(c, street+"001002"))
	}
	if !near(total(c, street+"002"), 6) {
		t.Errorf("what is left of the street: %v", total(c, street+"002"))
	}
	for _, u := range c.units {
		if u.home == street+"001001" && u.cell == cellOf(u.home, middle(u.home).Lon, middle(u.home).Lat) {
			t.Error("the four are told apart from their neighbours")
		}
	}
}

func TestTooFewPeopleAreNoPlan(t *testing.T) {
	var p plain
	p.live(street+"001001", 4, 0)
	s := p.sources(t)
	s.Demand = silent{p}
	if _, err := s.gather(t.Context(), house, district, Group{AgeFrom: 60}, false); !errors.Is(err, ErrFew) {
		t.Errorf("%v", err)
	}
}

// silent tells nothing.
type silent struct{ plain }

func (silent) Told(region.Code, Group) (Told, error) { return Told{}, nil }

func TestExactCountsAreCellsAndWhoIsOffTheMapIsCounted(t *testing.T) {
	var p plain
	p.live(street+"001001", 3, 0)
	p.live(street+"001001", 2, 1)
	p.live(street+"001001", 5, 400)
	p.people = append(p.people, people.Facts{Region: street + "001001", Age: 80})
	c, err := p.sources(t).gather(t.Context(), house, district, Group{AgeFrom: 60}, true)
	if err != nil || len(c.units) != 2 || c.people != 10 || c.offMap != 1 {
		t.Errorf("%d cells, %v people, %d off the map, %v", len(c.units), c.people, c.offMap, err)
	}
}

func TestSpreadingLosesNobody(t *testing.T) {
	places := plain{}.sources(t).Places
	rapid.Check(t, func(r *rapid.T) {
		residents := map[cell]int{}
		var p plain
		hidden, more := map[region.Code]*int{}, map[region.Code]int{}
		for _, c := range placesOf(region.Grid) {
			n := rapid.IntRange(0, 60).Draw(r, "people")
			p.live(c, n, 0)
			others := rapid.IntRange(0, 200).Draw(r, "others")
			residents[cellOf(c, middle(c).Lon, middle(c).Lat)] = n + others
			for at := c; at != ""; at = at.Parent() {
				more[at] += n + others
			}
		}
		for _, c := range append(placesOf(region.Community), placesOf(region.Grid)...) {
			if rapid.Bool().Draw(r, "hidden") {
				hidden[c] = nil
			}
		}
		p.told = hidden
		group, _ := p.Told(district, Group{AgeFrom: 60})
		all := map[region.Code]*int{}
		for c, n := range more {
			all[c] = &n
		}
		l := newLayout(places, group.Counts, all, residents)
		l.spread(district, float64(*group.Total))
		sum := map[region.Code]float64{}
		for _, u := range l.out {
			if u.People < 0 {
				r.Fatalf("%v people", u.People)
			}
			for c := u.home; c != ""; c = c.Parent() {
				sum[c] += u.People
			}
		}
		if !near(sum[district], float64(*group.Total)) {
			r.Fatalf("%v of %d", sum[district], *group.Total)
		}
		for _, c := range placesOf(region.Community) {
			if n := group.Counts[c]; n != nil && !near(sum[c], float64(*n)) {
				r.Fatalf("%s: %v, told %d", c, sum[c], *n)
			}
		}
	})
}

func placesOf(l region.Level) (out []region.Code) {
	for _, c := range places() {
		if c.Level() == l {
			out = append(out, c)
		}
	}
	return out
}

func TestResidentsOfACellShowThroughToTheNearestTenOnly(t *testing.T) {
	grid := street + "001001"
	l := newLayout(plain{}.sources(t).Places, nil, nil, map[cell]int{{grid, 1, 1}: 4, {grid, 1, 2}: 12, {grid, 1, 3}: 17, {grid, 1, 4}: 23})
	got := map[float64]int{}
	for _, u := range l.cells[grid] {
		got[u.People]++
	}
	if len(l.cells[grid]) != 3 || got[10] != 1 || got[20] != 2 || l.direct[grid] != 50 {
		t.Errorf("%v", got)
	}
}
