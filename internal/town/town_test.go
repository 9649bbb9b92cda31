package town

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"testing"
	"time"

	"linli/internal/cnid"
	"linli/internal/geo"
	"linli/internal/region"
)

var on = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

func write(w io.Writer, o Options) {
	e := json.NewEncoder(w)
	t := New(o)
	for _, v := range []any{t.Regions, t.Water, t.Parks, t.Organisations, t.Points, t.Services, t.Projects} {
		_ = e.Encode(v)
	}
	for b := range t.Stream() {
		_ = e.Encode(b)
	}
	for r := range t.Roster(RosterOptions{Percent: 5}) {
		_ = e.Encode(r)
	}
}

func hash(o Options) string {
	h := sha256.New()
	write(h, o)
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestTheSameOptionsGiveTheSameBytes(t *testing.T) {
	a, b := hash(Options{Seed: 7, Residents: 3000}), hash(Options{Seed: 7, Residents: 3000})
	if a != b {
		t.Error("two towns of one seed differ")
	}
	if a == hash(Options{Seed: 8, Residents: 3000}) {
		t.Error("two seeds gave one town")
	}
	town := New(Options{Seed: 7, Residents: 3000})
	last := town.Communities() - 1
	x, _ := json.Marshal(town.Batch(last))
	for range town.Stream() {
	}
	if y, _ := json.Marshal(town.Batch(last)); string(x) != string(y) {
		t.Error("a batch depends on what was made before it")
	}
}

// inside counts crossings over every ring of a GeoJSON Polygon.
func inside(rings [][][2]float64, lon, lat float64) (odd bool) {
	for _, ring := range rings {
		for i := range len(ring) - 1 {
			a, b := ring[i], ring[i+1]
			if (a[1] > lat) != (b[1] > lat) && lon < a[0]+(lat-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
				odd = !odd
			}
		}
	}
	return odd
}

func rings(t testing.TB, boundary string) [][][2]float64 {
	var g struct {
		Type        string
		Coordinates [][][2]float64
	}
	if err := json.Unmarshal([]byte(boundary), &g); err != nil || g.Type != "Polygon" {
		t.Fatal(g.Type, err)
	}
	return g.Coordinates
}

func area(rings [][][2]float64) (sum float64) {
	for _, ring := range rings {
		for i := range len(ring) - 1 {
			sum += (ring[i][0]-113)*(ring[i+1][1]-23) - (ring[i+1][0]-113)*(ring[i][1]-23)
		}
	}
	return sum / 2
}

func TestBoundariesTileTheDistrict(t *testing.T) {
	for _, o := range []Options{{Seed: 1, Residents: 60_000}, {Seed: 2, Residents: 2_000}, {Seed: 3, Residents: 400_000}} {
		town := New(o)
		areas, names := map[string]float64{}, map[string]bool{}
		children, smallest := map[string]float64{}, math.Inf(1)
		for _, g := range town.Regions {
			r := rings(t, g.Boundary)
			a := area(r)
			if a <= 0 || len(r[0]) < 5 || area(r[:1]) <= 0 {
				t.Fatalf("%s %s is no ground: %g", g.Code, g.Name, a)
			}
			if !inside(r, g.Lon, g.Lat) && g.Level != "district" {
				t.Errorf("the centre of %s lies outside it", g.Code)
			}
			if code, err := region.Parse(g.Code); err != nil || string(code.Level()) != g.Level || string(code.Parent()) != g.Parent || g.NameEn == "" {
				t.Errorf("%+v: %v", g, err)
			}
			if names[g.Name] {
				t.Errorf("two places are called %s", g.Name)
			}
			names[g.Name], areas[g.Code] = true, a
			children[g.Parent] += a
			smallest = min(smallest, a)
			for _, v := range r[0] {
				if v[0] < 113.0 || v[0] > 113.3 || v[1] < 23.0 || v[1] > 23.2 {
					t.Fatalf("%v lies outside the frame", v)
				}
			}
		}
		for parent, sum := range children {
			if parent != "" && parent != "449" && math.Abs(sum-areas[parent])/areas[parent] > 1e-9 {
				t.Errorf("%s: its parts have %.9f of its area", parent, sum/areas[parent])
			}
		}
		t.Logf("%d residents: %d places, %.1f km2, smallest grid %.3f km2", o.Residents, len(town.Regions), areas[District]*110.75*102.45, smallest*110.75*102.45)
	}
}

func TestEveryPointLiesInItsGrid(t *testing.T) {
	town := New(Options{Seed: 4, Residents: 20_000})
	of := map[string][][][2]float64{}
	for _, g := range town.Regions {
		of[g.Code] = rings(t, g.Boundary)
	}
	check := func(what, code string, lon, lat float64) {
		for _, c := range []string{code, code[:12], code[:9], code[:6]} {
			if !inside(of[c], lon, lat) {
				t.Errorf("%s at %v,%v is not in %s", what, lon, lat, c)
			}
		}
	}
	for b := range town.Stream() {
		for _, h := range b.Buildings {
			check(h.Key, h.Grid, h.Lon, h.Lat)
		}
		for _, h := range b.Households {
			check(h.Key, h.Grid, h.Lon, h.Lat)
		}
	}
	for _, p := range town.Points {
		check(p.Key, p.Region, p.Lon, p.Lat)
	}
}

func TestPeopleAreWhole(t *testing.T) {
	town := New(Options{Seed: 5, Residents: 30_000})
	ids, keys, flats, phones := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]string{}
	people, copies, outside := 0, 0, 0
	for b := range town.Stream() {
		households, members := map[string]Household{}, map[string]int{}
		for _, h := range b.Households {
			if flats[h.Flat] {
				t.Errorf("two households in %s", h.Flat)
			}
			flats[h.Flat], households[h.Key] = true, h
		}
		truth := map[string]Duplicate{}
		for _, d := range b.Truth {
			truth[d.Copy] = d
		}
		for _, p := range b.People {
			if keys[p.Key] {
				t.Errorf("%s twice", p.Key)
			}
			keys[p.Key] = true
			if d, twice := truth[p.Key]; twice {
				copies++
				if p.ResidentID != "" || !keys[d.Of] {
					t.Errorf("copy %+v", p)
				}
				continue
			}
			people++
			id, err := cnid.ParseResident(p.ResidentID)
			switch {
			case err != nil:
				t.Fatalf("%s: %v", p.ResidentID, err)
			case ids[p.ResidentID]:
				t.Errorf("%s given twice", p.ResidentID)
			case id.Division() != District || string(id.Sex()) != p.Sex || id.Birth().Format(time.DateOnly) != p.Birth:
				t.Errorf("%s is not of %+v", id, p)
			}
			ids[p.ResidentID] = true
			if age := p.Age(on); age < 0 || age > 105 {
				t.Errorf("%s is %d years old", p.Key, age)
			}
			if p.Phone != "" && p.PhoneOf == "" {
				if _, err := cnid.ParsePhone(p.Phone); err != nil || phones[p.Phone] != "" || p.Phone[:3] != "160" {
					t.Errorf("phone %s: %v %s", p.Phone, err, phones[p.Phone])
				}
				phones[p.Phone] = p.Key
			} else if p.Phone != "" && phones[p.Phone] != p.PhoneOf {
				t.Errorf("%s has the phone of %s, not of %s", p.Key, phones[p.Phone], p.PhoneOf)
			}
			h, ok := households[p.Household]
			if !ok || p.Region != h.Grid || region.Code(p.Region).Community() != region.Code(b.Community) {
				t.Errorf("%s lives nowhere", p.Key)
			}
			if members[p.Household]++; members[p.Household] == 1 && p.Key != h.Head {
				t.Errorf("the head of %s", h.Key)
			}
			if p.RegisteredRegion != p.Region {
				outside++
			}
			for _, a := range p.Attributes {
				if a.Value == "" || a.From < p.Birth || a.To != "" && a.To <= a.From || a.Source == "" {
					t.Errorf("%s: %+v", p.Key, a)
				}
			}
		}
		for key, h := range households {
			if members[key] != h.Members {
				t.Errorf("%s has %d of %d members", key, members[key], h.Members)
			}
		}
	}
	if people != 30_000 {
		t.Errorf("%d people", people)
	}
	if copies < 200 || copies > 400 {
		t.Errorf("%d recorded twice", copies)
	}
	if outside < people/8 || outside > people/2 {
		t.Errorf("%d registered elsewhere", outside)
	}
}

func TestPyramidAndRatesAreThoseOfAnAgeingCity(t *testing.T) {
	town := New(Options{Seed: 6, Residents: 60_000, Duplicates: -1})
	var all, under15, over60, over65, over80, men, households, flats float64
	n, alone := map[string]float64{}, 0.0
	for b := range town.Stream() {
		households += float64(len(b.Households))
		flats += float64(len(b.Flats))
		for _, h := range b.Households {
			if h.Members == 1 {
				alone++
			}
		}
		for _, p := range b.People {
			all++
			age := p.Age(on)
			for _, c := range []struct {
				is bool
				n  *float64
			}{{age < 15, &under15}, {age >= 60, &over60}, {age >= 65, &over65}, {age >= 80, &over80}, {p.Sex == "male", &men}} {
				if c.is {
					*c.n++
				}
			}
			for _, a := range p.Attributes {
				n[a.Key]++
			}
			if age >= 60 && p.Has(LowIncome) {
				n["poor elder"]++
			}
			if p.Has(Disability) && p.Has(LowIncome) {
				n["poor disabled"]++
			}
		}
	}
	for _, c := range []struct {
		name          string
		got, low, top float64
	}{
		{"under 15", under15 / all, 0.10, 0.17}, {"60 and over", over60 / all, 0.17, 0.25}, {"65 and over", over65 / all, 0.11, 0.18},
		{"80 and over", over80 / all, 0.015, 0.04}, {"men", men / all, 0.48, 0.54}, {"people a household", all / households, 2.2, 2.9},
		{"households of one", alone / households, 0.14, 0.30}, {"flats lived in", households / flats, 0.88, 0.96},
		{LivesAlone + " of 60+", n[LivesAlone] / over60, 0.08, 0.18}, {LowIncome, n[LowIncome] / all, 0.01, 0.035}, {Disability, n[Disability] / all, 0.018, 0.04},
		{Chronic, n[Chronic] / all, 0.14, 0.28}, {Pregnant, n[Pregnant] / all, 0.003, 0.012}, {Veteran, n[Veteran] / all, 0.008, 0.03},
		{NewCitizen, n[NewCitizen] / all, 0.15, 0.35}, {PartyMember, n[PartyMember] / all, 0.05, 0.09}, {LeftBehind, n[LeftBehind] / all, 0.003, 0.01}, {BereavedParent, n[BereavedParent] / all, 0.0005, 0.004},
		{"the poor among the disabled", n["poor disabled"] / n[Disability], n[LowIncome] / all * 1.3, 0.2},
	} {
		t.Logf("%-28s %.4f", c.name, c.got)
		if c.got < c.low || c.got > c.top {
			t.Errorf("%s: %.4f is not within %.4f and %.4f", c.name, c.got, c.low, c.top)
		}
	}
}

func TestDirectory(t *testing.T) {
	town := New(Options{Seed: 1})
	orgs, points, kinds := map[string]bool{}, map[string]Point{}, map[string]int{}
	for _, o := range town.Organisations {
		if _, err := cnid.ParseCredit(o.Credit); err != nil || orgs[o.Credit] {
			t.Errorf("%s %s: %v", o.Name, o.Credit, err)
		}
		orgs[o.Key], orgs[o.Credit] = true, true
		kinds[o.Kind]++
	}
	for _, p := range town.Points {
		points[p.Key] = p
		if !orgs[p.Organisation] || len(p.Hours) == 0 || (geo.Point{Lon: p.Lon, Lat: p.Lat}).Check() != nil {
			t.Errorf("%+v", p)
		}
		for _, h := range p.Hours {
			if h.From >= h.To || len(h.Days) == 0 {
				t.Errorf("%s: %+v", p.Name, h)
			}
		}
	}
	categories := map[string]bool{}
	for _, s := range town.Services {
		categories[s.Category] = true
		if p := points[s.Points[0]]; p.Organisation != s.Organisation || s.PerDay < 1 || s.PriceFen < s.SubsidyFen || !region.Code(p.Region).In(region.Code(s.Region)) {
			t.Errorf("%+v", s)
		}
	}
	for _, p := range town.Projects {
		if p.From >= p.To || p.BudgetFen <= 0 || len(p.Target) == 0 || !orgs[p.Operator] || !orgs[p.Purchaser] {
			t.Errorf("%+v", p)
		}
	}
	needs, offers := 0, 0
	for b := range town.Stream() {
		needs, offers = needs+len(b.Needs), offers+len(b.Offers)
	}
	t.Logf("%d organisations %v, %d points, %d services in %d categories, %d projects, %d needs, %d offers", len(town.Organisations), kinds,
		len(town.Points), len(town.Services), len(categories), len(town.Projects), needs, offers)
	if len(categories) < 18 || needs < 3000 || offers < 500 || len(town.Projects) != 7 {
		t.Error("the directory is thin")
	}
}

func TestRosterIsSpoiltAsFarAsAsked(t *testing.T) {
	town := New(Options{Seed: 9, Residents: 20_000})
	n, bad := 0, map[Bad]int{}
	for row := range town.Roster(RosterOptions{Percent: 10}) {
		n++
		bad[row.Bad]++
		if len(row.Cells) != len(Headers) {
			t.Fatal(row.Cells)
		}
		if _, err := cnid.ParseResident(row.Cells[3]); row.Cells[3] != "" && (err != nil) != (row.Bad == BadCheckDigit || row.Bad == BadIDLength || row.Bad == BadIDScientific) {
			t.Errorf("%s: %s %v", row.Bad, row.Cells[3], err)
		}
		if _, err := time.Parse(time.DateOnly, row.Cells[2]); (err != nil) != (row.Bad == BadDate) {
			t.Errorf("%s: %s", row.Bad, row.Cells[2])
		}
	}
	share := float64(n-bad[""]) / float64(n)
	if n < 20_000 || share < 0.09 || share > 0.11 || len(bad) != len(BadKinds)+1 {
		t.Errorf("%d rows, %.3f bad: %v", n, share, bad)
	}
	clean := 0
	for row := range town.Roster(RosterOptions{Limit: 50, Within: "449901002"}) {
		if clean++; row.Bad != "" || row.Cells[7][:9] != "449901002" && row.Cells[7] != "" {
			t.Error(row)
		}
	}
	if clean != 50 {
		t.Error(clean)
	}
}

// TestAMillionAndAHalfStreamInBoundedMemory takes about half a minute; it runs
// when LINLI_TEST_BIG is set.
func TestAMillionAndAHalfStreamInBoundedMemory(t *testing.T) {
	residents := 150_000
	if os.Getenv("LINLI_TEST_BIG") != "" {
		residents = 1_500_000
	}
	begin := time.Now()
	town := New(Options{Seed: 1, Residents: residents})
	laid := time.Since(begin)
	people, ids := 0, map[uint64]bool{}
	var peak uint64
	var mem runtime.MemStats
	for b := range town.Stream() {
		people += len(b.People) - len(b.Truth)
		for _, p := range b.People {
			if p.ResidentID != "" && len(ids) < 400_000 { // a part of them: the map must not be the memory we measure
				var id uint64
				if _, err := fmt.Sscanf(p.ResidentID[:17], "%d", &id); err != nil {
					t.Fatal(err)
				}
				if ids[id] {
					t.Fatalf("%s twice", p.ResidentID)
				}
				ids[id] = true
			}
		}
		runtime.ReadMemStats(&mem)
		peak = max(peak, mem.HeapAlloc)
	}
	t.Logf("%d people in %d communities, ground in %s, all in %s, heap peak %d MB", people, town.Communities(), laid.Round(time.Millisecond), time.Since(begin).Round(time.Millisecond), peak>>20)
	if people != residents || peak > 300<<20 {
		t.Errorf("%d people, %d MB", people, peak>>20)
	}
}
