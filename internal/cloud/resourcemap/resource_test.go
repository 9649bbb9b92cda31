package resourcemap

import (
	"context"
	"encoding/json"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/town"
)

// district is the fictional town as both neighbours of the map.
type district struct {
	*town.Town
	people []town.Person
}

func (d district) Points(context.Context) (out []Point, _ error) {
	for _, p := range d.Town.Points {
		q := Point{ID: p.Key, Name: p.Name, NameEn: p.NameEn, Kind: p.Kind, Region: region.Code(p.Region), At: geo.Point{Lon: p.Lon, Lat: p.Lat}, PerDay: map[string]int{}}
		for _, s := range d.Services {
			if slices.Contains(s.Points, p.Key) {
				q.PerDay[s.Category] += s.PerDay
			}
		}
		out = append(out, q)
	}
	return out, nil
}

func (d district) Projects(context.Context) (out []Project, _ error) {
	for _, p := range d.Town.Projects {
		out = append(out, Project{ID: p.Key, Name: p.Name, Region: region.Code(p.Region), At: geo.Point{Lon: p.Lon, Lat: p.Lat}, From: p.From, To: p.To, Planned: p.Planned, Actual: p.Actual, BudgetFen: p.BudgetFen})
	}
	return append(out, Project{ID: "over", Region: "449901001", From: "2020-01-01", To: "2020-12-31"}), nil
}

func (d district) Name(c region.Code, _ fault.Lang) string { return "place " + string(c) }

func (d district) Covered(_ context.Context, p access.Pass, t Target, _ region.Level, points []geo.Point, metres float64) ([]Reach, error) {
	count := func(in region.Code) Reach {
		all, inside := 0, 0
		for _, r := range d.people {
			if age := r.Age(d.Today); !p.Covers(region.Code(r.Region)) || in != "" && !region.Code(r.Region).In(in) || age < t.AgeFrom || t.AgeTo != 0 && age > t.AgeTo ||
				slices.ContainsFunc(t.Attributes, func(a string) bool { return !r.Has(a) }) {
				continue
			}
			all++
			if slices.ContainsFunc(points, func(q geo.Point) bool { return geo.Metres(q, geo.Point{Lon: r.Lon, Lat: r.Lat}) <= metres }) {
				inside++
			}
		}
		return Reach{in, &all, &inside}
	}
	return []Reach{count(""), count("449901001"), {Region: "449901002"}}, nil
}

func setup() (*Map, district) {
	d := district{Town: town.New(town.Options{Seed: 1, Residents: 3000, Duplicates: -1})}
	for b := range d.Stream() {
		d.people = append(d.people, b.People...)
	}
	return &Map{Directory: d, Demand: d, Places: d, Now: func() time.Time { return d.Today }}, d
}

func TestCoverage(t *testing.T) {
	m, d := setup()
	p := storetest.Pass(t, Rules, "planner", role.DistrictPlanner, "449901", See)
	got, err := m.Cover(t.Context(), p, "elder.canteen", 300, TargetOf("elder.canteen"), "", fault.Zh)
	if err != nil {
		t.Fatal(err)
	}
	over60 := 0
	for _, r := range d.people {
		if r.Age(d.Today) >= 60 {
			over60++
		}
	}
	if *got.Whole.People != over60 || got.Target.AgeFrom != 60 || *got.Whole.Share <= 0 || *got.Whole.Share >= 1 || got.Whole.Points == 0 || got.Whole.PerDay == 0 {
		t.Errorf("%+v", got.Whole)
	}
	if want := round(1000*float64(got.Whole.PerDay)/float64(over60), 1); *got.Whole.PerThousand != want {
		t.Errorf("%v a thousand, want %v", *got.Whole.PerThousand, want)
	}
	if len(got.Items) != 2 || got.Items[0].Name != "place 449901001" || got.Items[1].Share != nil || got.Items[1].People != nil {
		t.Errorf("%+v", got.Items)
	}
	wide, _ := m.Cover(t.Context(), p, "elder.canteen", 5000, TargetOf("elder.canteen"), "", fault.Zh)
	if *wide.Whole.Share != 1 {
		t.Errorf("five kilometres reach %v of a town of two", *wide.Whole.Share)
	}
	none, _ := m.Cover(t.Context(), p, "no.such", 500, Target{}, "", fault.Zh)
	if *none.Whole.Inside != 0 || none.Whole.Points != 0 {
		t.Errorf("%+v", none.Whole)
	}
}

func TestResources(t *testing.T) {
	m, d := setup()
	street := storetest.Pass(t, Rules, "op", role.StreetOperator, "449901002", See)
	community := storetest.Pass(t, Rules, "op", role.CommunityWorker, "449901002001", See)
	points, projects, err := m.Resources(t.Context(), street, "", "")
	if err != nil || len(points) == 0 || len(points) >= len(d.Town.Points) || len(projects) != 1 {
		t.Fatalf("%d points, %d projects, %v", len(points), len(projects), err)
	}
	for _, q := range points {
		if !q.Region.In("449901002") {
			t.Errorf("%s lies in %s", q.ID, q.Region)
		}
	}
	if _, projects, _ = m.Resources(t.Context(), community, "", "project"); len(projects) != 1 {
		t.Error("a community sees the project of its street")
	}
	if points, projects, _ = m.Resources(t.Context(), street, "elder", "home_care"); len(points) != 1 || projects != nil {
		t.Errorf("%d home care stations", len(points))
	}
}

func TestHTTP(t *testing.T) {
	m, d := setup()
	db := storetest.SQLite(t, api.Schema)
	mux := http.NewServeMux()
	m.Register(api.New(mux, db, Rules, "test", slog.New(slog.DiscardHandler)))
	ask := func(r role.Role, path string, out any) int {
		q := httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil)
		v := access.Viewer{Account: "x", Grants: []access.Grant{{Role: r, In: "449901"}}}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, q.WithContext(api.WithViewer(q.Context(), v)))
		if w.Code == 200 {
			if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
				t.Fatal(err)
			}
		}
		return w.Code
	}
	var got struct {
		Type     string
		Features []struct {
			ID         string
			Geometry   struct{ Type string }
			Properties map[string]any
		}
	}
	if code := ask(role.DistrictPlanner, "/resources?category=elder.canteen&radius_m=500", &got); code != 200 || got.Type != "FeatureCollection" || len(got.Features) == 0 || len(got.Features)%2 != 0 || got.Features[1].Geometry.Type != "Polygon" {
		t.Errorf("%d %+v", code, got)
	}
	if code := ask(role.DistrictPlanner, "/resources?kind=project", &got); code != 200 || len(got.Features) != len(d.Town.Projects) {
		t.Errorf("%d %d projects", code, len(got.Features))
	}
	var cover Coverage
	if code := ask(role.DistrictPlanner, "/coverage?category=elder.canteen", &cover); code != 200 || cover.Radius != 500 || cover.Whole.People == nil {
		t.Errorf("%d %+v", code, cover)
	}
	if code := ask(role.DistrictPlanner, "/coverage?category=elder&attributes=lives_alone&age_from=70", &cover); code != 200 || cover.Target.AgeFrom != 70 || len(cover.Target.Attributes) != 1 {
		t.Errorf("%d %+v", code, cover.Target)
	}
	for path, want := range map[string]int{"/coverage": 422, "/coverage?category=x&radius_m=9": 422, "/coverage?category=x&age_from=60&age_to=50": 422} {
		if code := ask(role.DistrictPlanner, path, nil); code != want {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code := ask(role.ProviderManager, "/coverage?category=x", nil); code != 403 {
		t.Errorf("a provider: %d", code)
	}
}

func TestCircle(t *testing.T) {
	at := geo.Point{Lon: 113.15, Lat: 23.1}
	ring := circle(at, 500)
	if ring[0] != ring[len(ring)-1] {
		t.Error("open")
	}
	for _, v := range ring {
		if d := geo.Metres(at, geo.Point{Lon: v[0], Lat: v[1]}); math.Abs(d-500) > 1 {
			t.Errorf("%.1f m", d)
		}
	}
}
