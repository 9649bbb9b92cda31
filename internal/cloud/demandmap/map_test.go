package demandmap

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	orbmvt "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"linli/internal/cloud/demandmap/mvt"
	"linli/internal/cnid"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/regions"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/town"
)

var house = access.House("test")

type bundle struct {
	*Map
	people *people.Service
	town   *town.Town
	rows   []town.Person
	mux    http.Handler
}

// setup is a town of 1,500 people in the real register, and its map.
func setup(t *testing.T, db *store.DB) bundle {
	t.Helper()
	ctx := t.Context()
	db.Now = func() time.Time { return today }
	b := bundle{people: &people.Service{DB: db, Box: secret.New()}, town: town.New(town.Options{Seed: 3, Residents: 1500, Duplicates: -1, Today: today})}
	if err := b.people.Seed(ctx, house); err != nil {
		t.Fatal(err)
	}
	places := &regions.Register{DB: db}
	_, err := store.In(ctx, db, house, func(tx *store.Tx) (int, error) {
		var all []regions.Region
		for _, g := range b.town.Regions {
			all = append(all, regions.Region{Code: region.Code(g.Code), Name: g.Name, NameEn: g.NameEn, Lon: g.Lon, Lat: g.Lat, Boundary: json.RawMessage(g.Boundary)})
		}
		return 0, regions.Save(ctx, tx, all)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := places.Load(ctx); err != nil {
		t.Fatal(err)
	}
	for batch := range b.town.Stream() {
		b.rows = append(b.rows, batch.People...)
	}
	b.take(t, b.rows)
	b.Map = &Map{DB: db, Source: Register{b.people}, Regions: places, Log: slog.New(slog.DiscardHandler)}
	if _, err := b.begin(ctx); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	b.Map.Register(api.New(mux, db, Rules, "test", b.Log))
	b.mux = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := access.Viewer{Account: "test", Grants: []access.Grant{{Role: role.Role(r.Header.Get("X-Role")), In: region.Code(r.Header.Get("X-In"))}}}
		mux.ServeHTTP(w, r.WithContext(api.WithViewer(r.Context(), v)))
	})
	return b
}

func (b bundle) take(t *testing.T, all []town.Person) {
	t.Helper()
	var rows []people.Row
	for _, p := range all {
		row := people.Row{Name: p.Name, ResidentID: cnid.Resident(p.ResidentID), Sex: cnid.Sex(p.Sex), Birth: p.Birth, Region: region.Code(p.Region), Address: p.Address,
			At: geo.Point{Lon: p.Lon, Lat: p.Lat}, Household: p.Household}
		for _, a := range p.Attributes {
			level := a.Value
			if level == "yes" {
				level = ""
			}
			row.Attributes = append(row.Attributes, people.Attribute{Key: a.Key, Level: level, From: a.From})
		}
		rows = append(rows, row)
	}
	b.bulk(t, rows)
}

func (b bundle) bulk(t *testing.T, rows []people.Row) {
	t.Helper()
	_, err := store.In(t.Context(), b.people.DB, house, func(tx *store.Tx) ([]people.Outcome, error) {
		return b.people.Bulk(t.Context(), tx, rows, "test")
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (b bundle) get(t *testing.T, r role.Role, in region.Code, path string, out any) int {
	t.Helper()
	q := httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil)
	q.Header.Set("X-Role", string(r))
	q.Header.Set("X-In", string(in))
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, q)
	if raw, ok := out.(*[]byte); ok {
		*raw = w.Body.Bytes()
	} else if w.Code == 200 {
		if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
			t.Fatal(err, w.Body)
		}
	}
	return w.Code
}

func (b bundle) alone(in region.Code) (n int) {
	for _, p := range b.rows {
		if p.Has(town.LivesAlone) && p.Age(today) >= 60 && region.Code(p.Region).In(in) {
			n++
		}
	}
	return n
}

func TestMap(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		t.Run("who sees persons sees every count", func(t *testing.T) {
			for _, in := range []region.Code{"449901001", "449901003002"} {
				var got Answer
				if code := b.get(t, role.StreetOperator, in, "/demand?attributes=lives_alone&age_from=60", &got); code != 200 || !got.Exact || got.Total == nil || *got.Total != b.alone(in) || got.AsOf.IsZero() {
					t.Fatalf("%d %+v, want %d", code, got, b.alone(in))
				}
				sum := 0
				for _, i := range got.Items {
					if i.Count == nil || *i.Count != b.alone(i.Region) || i.Name == "" || !i.Region.In(in) || i.Region.Parent() != in {
						t.Errorf("%+v", i)
					}
					sum += *i.Count
				}
				if sum != *got.Total {
					t.Errorf("the places have %d, the whole %d", sum, *got.Total)
				}
			}
		})
		t.Run("a planner is not told small counts", func(t *testing.T) {
			var streets, grids Answer
			b.get(t, role.DistrictPlanner, "449901", "/demand?attributes=lives_alone&age_from=60", &streets)
			b.get(t, role.DistrictPlanner, "449901", "/demand?attributes=lives_alone&age_from=60&level=grid", &grids)
			if streets.Exact || *streets.Total != b.alone("449901") || len(streets.Items) != 7 || len(grids.Items) < 40 {
				t.Fatalf("%+v", streets)
			}
			hidden := 0
			for _, i := range append(streets.Items, grids.Items...) {
				switch n := b.alone(i.Region); {
				case i.Count == nil:
					hidden++
				case *i.Count != n || n > 0 && n < K:
					t.Errorf("%s was told %d of %d", i.Region, *i.Count, n)
				}
			}
			if hidden == 0 {
				t.Error("in grids of 25 people something is hidden")
			}
			if code := b.get(t, role.DistrictPlanner, "449901", "/demand?age_from=61", &streets); code != 422 {
				t.Errorf("ages by the year: %d", code)
			}
			if code := b.get(t, role.DistrictPlanner, "449901", "/demand?region=449902", &streets); code != 404 {
				t.Errorf("another district: %d", code)
			}
			if code := b.get(t, role.ProviderManager, "449901", "/demand", &streets); code != 403 {
				t.Errorf("a provider: %d", code)
			}
		})
		t.Run("two posts do not add up: small counts only where one may see persons", func(t *testing.T) {
			v := access.Viewer{Account: "two", Grants: []access.Grant{{Role: role.DistrictPlanner, In: "449901"}, {Role: role.CommunityWorker, In: "449901001001"}}}
			p, _ := Rules.Decide(v, See, today)
			got, err := b.Places(b.LookOf(api.WithViewer(t.Context(), v), p, Filter{Attributes: []string{"lives_alone"}}), region.Community)
			if err != nil || got.Exact {
				t.Fatal(got, err)
			}
			for _, i := range got.Items {
				if i.Region == "449901001001" && i.Count == nil || i.Region != "449901001001" && i.Count != nil && *i.Count > 0 && *i.Count < K {
					t.Errorf("%+v", i)
				}
			}
		})
		t.Run("pyramid", func(t *testing.T) {
			var got struct{ Bands []Band }
			b.get(t, role.DataSteward, "449901", "/demand/pyramid", &got)
			sum := 0
			for _, band := range got.Bands {
				sum += *band.Female + *band.Male + *band.Unknown
			}
			if sum != len(b.rows) || got.Bands[0].To != 4 {
				t.Errorf("%d of %d", sum, len(b.rows))
			}
			b.get(t, role.DistrictPlanner, "449901", "/demand/pyramid", &got)
			if !slices.ContainsFunc(got.Bands, func(b Band) bool { return b.Female == nil }) {
				t.Error("the oldest women are few, and not told")
			}
		})
		t.Run("coverage", func(t *testing.T) {
			p, _ := Rules.Decide(access.Viewer{Account: "x", Grants: []access.Grant{{Role: role.DataSteward, In: "449901"}}}, See, today)
			l := Look{Pass: p, Exact: p, Has: true}
			all, err := b.Covered(l, "", []geo.Point{{Lon: 113.15, Lat: 23.10}}, 50_000)
			if err != nil || *all[0].Inside != len(b.rows) || len(all) != 8 {
				t.Fatal(all, err)
			}
			some, _ := b.Covered(l, "", []geo.Point{{Lon: 113.15, Lat: 23.10}}, 400)
			byHand := 0
			for _, r := range b.rows {
				if geo.Metres(geo.Point{Lon: r.Lon, Lat: r.Lat}, geo.Point{Lon: 113.15, Lat: 23.10}) <= 400 {
					byHand++
				}
			}
			if d := *some[0].Inside - byHand; d > byHand/5 || d < -byHand/5 || byHand == 0 {
				t.Errorf("%d, by hand %d", *some[0].Inside, byHand)
			}
			l.Has = false
			if masked, _ := b.Covered(l, region.Grid, []geo.Point{{Lon: 113.15, Lat: 23.10}}, 400); !slices.ContainsFunc(masked, func(r Reach) bool { return r.People == nil }) {
				t.Error("grids of 25 people are not told")
			}
		})
		t.Run("the map follows the log", b.follow)
	}, people.Schema, regions.Schema, events.Schema, audit.Schema, api.Schema)
}

func (b bundle) follow(t *testing.T) {
	ctx := t.Context()
	at, err := b.begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := Rules.Decide(access.Viewer{Account: "x", Grants: []access.Grant{{Role: role.DataSteward, In: "449901"}}}, See, today)
	// On a shared PostgreSQL an event is settled when every older transaction
	// of the whole server has ended, so the map may be a moment behind: even
	// the first load may be not settled yet and come again as a flood, which
	// is answered as Run answers it.
	count := func(f Filter, want int) int {
		t.Helper()
		for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
			if at, err = b.Follow(ctx, at); errors.Is(err, errFlood) {
				at, err = b.begin(ctx)
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := b.Places(Look{Pass: p, Exact: p, Has: true, Filter: f}, "")
			if err != nil {
				t.Fatal(err)
			}
			if want < 0 || *got.Total == want || time.Now().After(deadline) {
				return *got.Total
			}
		}
	}
	before, veterans := count(Filter{}, -1), count(Filter{Attributes: []string{"veteran"}}, -1)
	one, err := b.people.Admit(ctx, house, people.Row{Name: "新来的", Birth: "1950-05-05", Address: "一号", Region: "449901001001"})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(Filter{}, before+1); n != before+1 {
		t.Errorf("%d after one came to %d", n, before)
	}
	if one, err = b.people.AddAttribute(ctx, house, one.ID, people.Attribute{Key: "veteran"}); err != nil {
		t.Fatal(err)
	}
	if n := count(Filter{Attributes: []string{"veteran"}}, veterans+1); n != veterans+1 {
		t.Errorf("%d veterans, were %d", n, veterans)
	}
	if n := count(Filter{Attributes: []string{"veteran"}, AgeFrom: 60}, -1); n == 0 {
		t.Error("no veteran of 60 or more")
	}
	if _, err = b.people.Die(ctx, house, one.ID, one.Version, "2026-11-22"); err != nil {
		t.Fatal(err)
	}
	if n := count(Filter{}, before); n != before {
		t.Errorf("%d after a death, was %d", n, before)
	}
}

func TestTiles(t *testing.T) {
	b := setup(t, storetest.SQLite(t, people.Schema, regions.Schema, events.Schema, audit.Schema, api.Schema))
	middle := orb.Point{113.15, 23.10}
	for z := maptile.Zoom(9); z <= 17; z++ {
		own := maptile.At(middle, z)
		var raw []byte
		path := func(layer string) string { return "/map/tiles/" + layer + tileName(own) + "?attributes=new_citizen" }
		if code := b.get(t, role.DataSteward, "449901", path("regions"), &raw); code != 200 {
			t.Fatal(code, string(raw))
		}
		layers, err := orbmvt.Unmarshal(raw)
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]*orbmvt.Layer{}
		for _, l := range layers {
			names[l.Name] = l
		}
		if names["streets"] == nil || names["labels"] == nil && z < 14 || (names["communities"] == nil) != (z < 11) || (names["grids"] == nil) != (z < 14) {
			t.Errorf("zoom %d has %v", z, names)
		}
		for _, f := range names["streets"].Features {
			if f.Properties["name"] == "" || f.Properties["count"] == nil {
				t.Errorf("%v", f.Properties)
			}
		}
		// Streets tile the district in the tile too: their areas add up to what
		// the tile holds of it.
		if z >= 16 {
			sum := 0.0
			for _, f := range names["streets"].Features {
				sum += planar.Area(f.Geometry)
			}
			if side := float64(mvt.Extent + 2*mvt.Buffer); sum < side*side*0.999 || sum > side*side*1.001 {
				t.Errorf("zoom %d: streets cover %.4f of the tile", z, sum/side/side)
			}
		}
		b.get(t, role.DataSteward, "449901", path("demand"), &raw)
		layers, err = orbmvt.Unmarshal(raw)
		if err != nil {
			t.Fatal(err)
		}
		people := 0
		for _, l := range layers {
			for _, f := range l.Features {
				if l.Name == "heat" {
					people += int(f.Properties["count"].(float64))
				}
			}
		}
		want := 0
		for _, p := range b.rows {
			if p.Has(town.NewCitizen) {
				want++
			}
		}
		if z <= 10 && people != want || people == 0 && z < 16 {
			t.Errorf("zoom %d: %d people in cells, %d in the town", z, people, want)
		}
		b.get(t, role.DistrictPlanner, "449901", path("demand"), &raw)
		layers, _ = orbmvt.Unmarshal(raw)
		for _, l := range layers {
			for _, f := range l.Features {
				if f.Properties["count"].(float64) < K {
					t.Errorf("zoom %d: a planner sees a cell of %v", z, f.Properties["count"])
				}
			}
		}
	}
	for _, bad := range []string{"/map/tiles/regions/3/9/1", "/map/tiles/regions/3/1/9.mvt", "/map/tiles/regions/3/1/x", "/map/tiles/nothing/3/1/1"} {
		var raw []byte
		if code := b.get(t, role.DataSteward, "449901", bad, &raw); code != 422 {
			t.Errorf("%s: %d", bad, code)
		}
	}
}

func tileName(t maptile.Tile) string {
	b, _ := json.Marshal([]uint32{uint32(t.Z), t.X, t.Y})
	s := ""
	for _, c := range b[:len(b)-1] {
		if c == '[' || c == ',' {
			c = '/'
		}
		s += string(c)
	}
	return s + ".mvt"
}
