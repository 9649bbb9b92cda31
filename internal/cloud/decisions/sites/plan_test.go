package sites

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/regions"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
)

const (
	district = region.Code("449901")
	street   = district + "001"
)

// plain is a district on a plane: two streets with three communities of two grids each,
// a square kilometre a grid, side by side. Persons live where a test puts them.
type plain struct {
	people []people.Facts
	points []Point
	told   map[region.Code]*int // nil: everything is told
}

func (p plain) EachFacts(_ context.Context, pass access.Pass, _ string, fn func(people.Facts) error) error {
	for _, f := range p.people {
		if pass.Covers(f.Region) {
			if err := fn(f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p plain) Exact(context.Context, region.Code) bool { return true }

func (p plain) Check(g Group, _ bool) (Group, error) { return g, nil }

func (p plain) Told(place region.Code, g Group) (Told, error) {
	out := Told{Counts: map[region.Code]*int{}}
	n := map[region.Code]int{}
	for _, f := range p.people {
		for c := f.Region; g.holds(f) && c != ""; c = c.Parent() {
			n[c]++
		}
	}
	for _, c := range places() {
		k := n[c]
		out.Counts[c] = &k
		if !g.everybody() {
			if _, hidden := p.told[c]; hidden {
				out.Counts[c] = nil
			}
		}
	}
	all := n[place]
	out.Total = &all
	return out, nil
}

func (p plain) Points(context.Context) ([]Point, error) { return p.points, nil }

func (p plain) Known(context.Context, string) (bool, error) { return true, nil }

// places of the district, with their middles: communities 2 km apart from west to
// east in a row a street.
func places() (out []region.Code) {
	out = append(out, district)
	for s := range 2 {
		at := region.Code(fmt.Sprintf("%s%03d", district, s+1))
		out = append(out, at)
		for c := range 3 {
			com := region.Code(fmt.Sprintf("%s%03d", at, c+1))
			out = append(out, com, com+"001", com+"002")
		}
	}
	return out
}

func middle(c region.Code) geo.Point {
	digit := func(i int) float64 {
		if i < len(c) {
			return float64(c[i] - '0')
		}
		return 1.5
	}
	dLon, dLat := geo.Degrees(1000, 23)
	return geo.Point{Lon: 113 + dLon*(2*digit(11)+digit(14)), Lat: 23 + dLat*3*digit(8)}
}

func (p plain) sources(t *testing.T) *Sources {
	t.Helper()
	db := storetest.SQLite(t, regions.Schema)
	g := &regions.Register{DB: db}
	_, err := store.In(t.Context(), db, access.House("test"), func(tx *store.Tx) (int, error) {
		var all []regions.Region
		for _, c := range places() {
			m := middle(c)
			all = append(all, regions.Region{Code: c, Name: "区" + string(c), NameEn: "Place " + string(c), Lon: m.Lon, Lat: m.Lat})
		}
		return 0, regions.Save(t.Context(), tx, all)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &Sources{Residents: p, Demand: p, Supply: p, Places: g, Now: time.Now}
}

// live puts n people of 70 into a grid, metres east of its middle.
func (p *plain) live(grid region.Code, n int, east float64) {
	m := middle(grid)
	dLon, _ := geo.Degrees(east, m.Lat)
	for range n {
		p.people = append(p.people, people.Facts{Person: fmt.Sprint(len(p.people)), Region: grid, Age: 70, Lon: m.Lon + dLon, Lat: m.Lat})
	}
}

func (p *plain) point(id string, at region.Code, public bool, categories ...string) {
	p.points = append(p.points, Point{ID: id, Name: id, Region: at, At: middle(at), Categories: categories, Public: public})
}

var house = access.HouseIn("test", "tester", district)

func plan(t *testing.T, s *Sources, in region.Code, w Where) (SitingResult, []Tile) {
	t.Helper()
	w, err := w.Check()
	if err != nil {
		t.Fatal(err)
	}
	r, tiles, err := s.Plan(t.Context(), house, in, w, true, func(Step) {})
	if err != nil {
		t.Fatal(err)
	}
	return r, tiles
}

func order(change func(*Where)) Where {
	w := Where{Group: Group{AgeFrom: 60}, Category: "meal", Objective: Coverage, RadiusM: 600, Number: 1, Keep: true, From: []Source{Grids}}
	change(&w)
	return w
}

func ids(r SitingResult) (out []string) {
	for _, c := range r.Sites {
		out = append(out, c.ID)
	}
	return out
}

func TestANewSiteGoesWhereMostPeopleAreOutOfReach(t *testing.T) {
	var p plain
	p.live(street+"001001", 90, 0)
	p.live(street+"002001", 50, 0)
	p.live(street+"003002", 40, 100)
	p.live(street+"003001", 5, 0)
	p.point("old", street+"001001", false, "meal")
	r, tiles := plan(t, p.sources(t), district, order(func(w *Where) { w.Number = 2 }))
	if got := ids(r); !slices.Equal(got, []string{string(street + "002001"), string(street + "003002")}) {
		t.Errorf("chosen %v", got)
	}
	if *r.People != 185 || *r.Before.Inside != 90 || *r.After.Inside != 180 || *r.Gained != 90 || *r.Lost != 0 || *r.Sites[0].Adds != 50 || *r.Sites[1].Adds != 40 || !r.Proved || !r.Verified || *r.Objective != 180 {
		t.Errorf("%+v", r)
	}
	sum := 0
	for _, a := range r.Areas {
		sum += *a.Gain
	}
	if sum != 90 || len(r.Areas) != 6 {
		t.Errorf("the communities gain %d", sum)
	}
	people, fresh := 0.0, 0.0
	for _, c := range tiles {
		people += c[2]
		if c[3] == 2 {
			fresh += c[2]
		}
	}
	if people != 185 || fresh != 90 {
		t.Errorf("the cells have %v people, %v newly reached", people, fresh)
	}
}

func TestASiteThatAddsNobodyIsNotOpened(t *testing.T) {
	var p plain
	p.live(street+"001001", 30, 0)
	r, _ := plan(t, p.sources(t), district, order(func(w *Where) { w.Number = 5 }))
	if len(r.Sites) != 1 || r.Spare+len(r.Sites) > 5 || r.Before.MeanM != nil || *r.After.Share != 1 {
		t.Errorf("%d sites, %d to spare, before %+v", len(r.Sites), r.Spare, r.Before)
	}
}

func TestWithoutKeepingWhoLosesIsSaid(t *testing.T) {
	var p plain
	p.live(street+"001001", 20, 0)
	p.live(street+"002001", 70, 0)
	p.point("old", street+"001001", false, "meal")
	r, _ := plan(t, p.sources(t), district, order(func(w *Where) { w.Keep = false }))
	if *r.Lost != 20 || *r.Gained != 70 || r.Existing[0].Open || r.After.Points != 1 {
		t.Errorf("lost %d, gained %d, %+v", *r.Lost, *r.Gained, r.Existing)
	}
	for _, a := range r.Areas {
		if a.Region == street+"001" && (*a.Lost != 20 || *a.Gain != -20) {
			t.Errorf("%+v", a)
		}
	}
}

func TestAPointBeyondTheBorderReachesInAndStays(t *testing.T) {
	var p plain
	p.live(street+"001001", 20, 0)
	p.live(street+"002001", 10, 0)
	p.points = append(p.points, Point{ID: "next door", Region: district + "002001001", At: middle(street + "001001"), Categories: []string{"meal.hot"}})
	r, _ := plan(t, p.sources(t), street, order(func(w *Where) { w.Keep = false }))
	if *r.Before.Inside != 20 || *r.After.Inside != 30 || !r.Existing[0].Beyond || !r.Existing[0].Open || *r.Lost != 0 {
		t.Errorf("%+v %+v", r.Before, r.Existing)
	}
}

func TestEverybodyIsReachedButThoseWhomNoPlaceReaches(t *testing.T) {
	var p plain
	p.live(street+"001001", 20, 0)
	p.live(street+"002001", 20, 300)
	p.live(street+"003002", 7, 2000)
	r, _ := plan(t, p.sources(t), district, order(func(w *Where) { w.Number, w.Objective = 0, CoverAll }))
	if len(r.Sites) != 2 || *r.Objective != 2 || *r.Unreachable != 7 || *r.After.Inside != 40 {
		t.Errorf("%v, %+v", ids(r), r)
	}
	_, err := (&Sources{Residents: p, Demand: p, Supply: p, Places: p.sources(t).Places, Now: time.Now}).instance(t.Context(), house, street+"003", order(func(w *Where) { w.Number, w.Objective = 0, CoverAll }), true)
	if !errors.Is(err, ErrReach) {
		t.Errorf("nobody can be reached: %v", err)
	}
}

func TestMedianAndCenterMinimiseTheirOwnWays(t *testing.T) {
	var p plain
	p.live(street+"001001", 60, 0)
	p.live(street+"003002", 10, 0)
	s := p.sources(t)
	median, _ := plan(t, s, district, order(func(w *Where) { w.Objective = Median }))
	center, _ := plan(t, s, district, order(func(w *Where) { w.Objective = Center }))
	if ids(median)[0] != string(street+"001001") || *median.After.MeanM >= *center.After.MeanM || *center.After.FarthestM >= *median.After.FarthestM {
		t.Errorf("median at %v: %+v; center at %v: %+v", ids(median), median.After, ids(center), center.After)
	}
	if math.Abs(*center.Objective-*center.After.FarthestM) > 1 || math.Abs(*median.Objective/70-*median.After.MeanM) > 1 {
		t.Errorf("objectives %v and %v", *median.Objective, *center.Objective)
	}
}

func TestABudgetBuysTheMost(t *testing.T) {
	var p plain
	for i, n := range []int{60, 35, 34} {
		p.live(region.Code(fmt.Sprintf("%s%03d001", street, i+1)), n, 0)
	}
	list := []Spot{}
	for i, cost := range []int64{100, 55, 44} {
		at := middle(region.Code(fmt.Sprintf("%s%03d001", street, i+1)))
		list = append(list, Spot{Name: fmt.Sprint(i), Lon: at.Lon, Lat: at.Lat, CostFen: cost})
	}
	r, _ := plan(t, p.sources(t), district, order(func(w *Where) { w.Number, w.BudgetFen, w.From, w.List = 0, 100, []Source{List}, list }))
	if *r.After.Inside != 69 || r.SpentFen != 99 || !slices.Equal(ids(r), []string{"list-2", "list-3"}) {
		t.Errorf("%v reach %d for %d", ids(r), *r.After.Inside, r.SpentFen)
	}
}

func TestCandidatesComeFromWhereTheOrderSays(t *testing.T) {
	var p plain
	p.live(street+"001001", 20, 0)
	p.point("meal", street+"001001", true, "meal")
	p.point("hall", street+"001002", true, "advice")
	p.point("shop", street+"002001", false, "advice")
	p.point("hall of the next street", district+"002001001", true, "advice")
	s := p.sources(t)
	for name, c := range map[string]struct {
		from []Source
		in   region.Code
		want int
	}{
		"grids of the district": {[]Source{Grids}, district, 12}, "grids of a street": {[]Source{Grids}, street, 6}, "communities": {[]Source{Communities}, street, 3},
		"public points of the street": {[]Source{Public}, street, 1}, "public points of the district": {[]Source{Public}, district, 2},
		"each position once": {[]Source{Grids, Public}, district, 12},
	} {
		there, free, err := s.Open(t.Context(), c.in, order(func(w *Where) { w.From = c.from }))
		if err != nil || len(free) != c.want || len(there) != 1 {
			t.Errorf("%s: %d candidates, %d points, %v", name, len(free), len(there), err)
		}
	}
	if _, _, err := s.Plan(t.Context(), house, street+"002", order(func(w *Where) { w.From = []Source{Public} }), true, func(Step) {}); !errors.Is(err, ErrNoPlace) {
		t.Errorf("no candidate: %v", err)
	}
	if _, _, err := s.Plan(t.Context(), house, street+"002", order(func(*Where) {}), true, func(Step) {}); !errors.Is(err, ErrNobody) {
		t.Errorf("nobody: %v", err)
	}
}

func TestTheSameDataGiveTheSameResult(t *testing.T) {
	var p plain
	for i, c := range places() {
		if c.Level() == region.Grid {
			p.live(c, 3+i*7%40, float64(i*37%400))
		}
	}
	p.point("old", street+"001001", false, "meal")
	s := p.sources(t)
	w := order(func(w *Where) { w.Number = 3 })
	a, _ := plan(t, s, district, w)
	w.LimitS = 20
	b, _ := plan(t, s, district, w)
	if a.Digest != b.Digest || !slices.Equal(ids(a), ids(b)) {
		t.Errorf("%s %v and %s %v", a.Digest, ids(a), b.Digest, ids(b))
	}
	p.live(street+"001001", 1, 0)
	if c, _ := plan(t, p.sources(t), district, w); c.Digest == a.Digest {
		t.Error("another person, and the same digest")
	}
}

func TestAPlanThatNobodyWantsAnyMoreEnds(t *testing.T) {
	var p plain
	p.live(street+"001001", 20, 0)
	ctx, stop := context.WithCancel(t.Context())
	s := p.sources(t)
	_, _, err := s.Plan(ctx, house, district, order(func(w *Where) { w.LimitS = 30 }), true, func(at Step) {
		if at.Share >= 0.2 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
