package demandmap

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/internal/region"
)

var today = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func ageOf(birth string) int {
	b, err := time.Parse(time.DateOnly, birth)
	if err != nil {
		return -1
	}
	n := today.Year() - b.Year()
	if today.Month() < b.Month() || today.Month() == b.Month() && today.Day() < b.Day() {
		n--
	}
	return n
}

// means is the filter said plainly.
func (f Filter) means(p Person) bool {
	for _, a := range f.Attributes {
		want := a[0] != '!'
		a = strings.TrimPrefix(a, "!")
		has := slices.Contains(p.Attributes, a)
		if key, at, ok := strings.Cut(a, ":"); ok && strings.HasSuffix(at, "+") {
			has = false
			for l := at[0]; l <= '9'; l++ {
				has = has || slices.Contains(p.Attributes, key+":"+string(l))
			}
		}
		if has != want {
			return false
		}
	}
	if f.Sex != "" && p.Sex != f.Sex {
		return false
	}
	age := ageOf(p.Birth)
	return f.AgeFrom == 0 && f.AgeTo == 0 || age >= f.AgeFrom && age <= f.AgeTo && age >= 0
}

func drawPerson(t *rapid.T) Person {
	p := Person{ID: fmt.Sprint("p", rapid.IntRange(0, 60).Draw(t, "id")), Sex: rapid.SampledFrom([]string{"male", "female", ""}).Draw(t, "sex"),
		Region:    region.Code(fmt.Sprintf("44990100%d00%d", rapid.IntRange(1, 2).Draw(t, "street"), rapid.IntRange(1, 3).Draw(t, "community"))),
		Household: rapid.SampledFrom([]string{"", "h1", "h2", "h3", "h4"}).Draw(t, "house")}
	if rapid.Bool().Draw(t, "grid") {
		p.Region += "001"
	}
	if rapid.Bool().Draw(t, "born") {
		p.Birth = today.AddDate(-rapid.IntRange(0, 100).Draw(t, "age"), 0, rapid.IntRange(-2, 1).Draw(t, "day")).Format(time.DateOnly)
		if p.Birth > today.Format(time.DateOnly) {
			p.Birth = today.Format(time.DateOnly)
		}
	}
	if rapid.Bool().Draw(t, "point") {
		p.Lon, p.Lat = 113.1+0.01*rapid.Float64Range(0, 1).Draw(t, "lon"), 23.1
	}
	for _, a := range []string{"a", "b", "c:1", "c:3"} {
		if rapid.Bool().Draw(t, a) {
			p.Attributes = append(p.Attributes, a)
		}
	}
	return p
}

func TestTheIndexCountsAsOneWouldByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, truth := newIndex(), map[string]Person{}
		for range rapid.IntRange(0, 120).Draw(t, "steps") {
			p := drawPerson(t)
			if rapid.IntRange(0, 3).Draw(t, "what") == 0 {
				x.remove(p.ID)
				delete(truth, p.ID)
			} else if err := x.put(p); err != nil {
				t.Fatal(err)
			} else {
				truth[p.ID] = p
			}
		}
		if rapid.Bool().Draw(t, "packed") {
			x.pack()
		}
		f := Filter{Sex: rapid.SampledFrom([]string{"", "male", "female"}).Draw(t, "of"), AgeFrom: rapid.IntRange(0, 90).Draw(t, "from")}
		f.AgeTo = f.AgeFrom + rapid.IntRange(0, 40).Draw(t, "to")
		for _, a := range []string{"a", "!b", "c:3", "c:2+", "none", "!c:1"} {
			if rapid.IntRange(0, 5).Draw(t, "with") == 0 {
				f.Attributes = append(f.Attributes, a)
			}
		}
		f, err := f.Check(true)
		if err != nil {
			t.Fatal(err)
		}
		var within []region.Code
		if rapid.Bool().Draw(t, "scoped") {
			within = []region.Code{"449901001", "449901002002"}
		}
		of := x.pick(f, within, today)
		got, grid, ages, house := x.count(of, byPlace, today), x.count(of, byCell, today), x.count(of, byAge, today), x.count(of, byHouse, today)
		total, points, homes := 0, 0, map[string]bool{}
		places, bands := map[region.Code]int{}, [3][27]int{}
		for _, p := range truth {
			if !f.means(p) || within != nil && !p.Region.In(within[0]) && !p.Region.In(within[1]) {
				continue
			}
			total++
			for c := p.Region; c != ""; c = c.Parent() {
				places[c]++
			}
			if p.Lon != 0 {
				points++
			}
			if p.Household != "" {
				homes[p.Household] = true
			}
			if age := ageOf(p.Birth); age >= 0 {
				bands[map[string]int{"female": Women, "male": Men, "": Unknown}[p.Sex]][age/5]++
			}
		}
		cells := 0
		for _, n := range grid.cells {
			cells += int(n)
		}
		if got.total != total || cells != points || house.houses != len(homes) || ages.bands != bands || fmt.Sprint(got.places) != fmt.Sprint(places) {
			t.Fatalf("%+v: %d people, %d points, %d homes, %v\n want %d, %d, %d, %v", f, got.total, cells, house.houses, got.places, total, points, len(homes), places)
		}
	})
}

func TestAHouseholdIsAsLargeAsItsMembers(t *testing.T) {
	x := newIndex()
	for i, house := range []string{"h", "h", "h", "g", "g", ""} {
		_ = x.put(Person{ID: fmt.Sprint(i), Region: "449901001001", Household: house})
	}
	_ = x.put(Person{ID: "0", Region: "449901001001", Household: "g"})
	x.remove("1")
	x.remove("2") // nobody is left in h
	_ = x.put(Person{ID: "7", Region: "449901001001", Household: "new"})
	c := x.count(x.all, byHouse, today)
	if c.houses != 2 || c.sizes != [7]int{0, 1, 0, 1, 0, 0, 0} {
		t.Error(c.houses, c.sizes)
	}
	if err := x.put(Person{ID: "8", Region: "449901001"}); err == nil {
		t.Error("nobody lives in a whole street")
	}
}

func TestHiddenCountsCannotBeHadBySubtraction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 12), rapid.IntRange(0, 400)), 1, 30).Draw(t, "counts")
		hidden := hide(counts)
		sum, n, told := 0, 0, 0
		for i, c := range counts {
			switch {
			case hidden[i] && c == 0:
				t.Fatal("a zero tells of nobody")
			case hidden[i]:
				sum, n = sum+c, n+1
			case c > 0 && c < K:
				t.Fatalf("%d was told", c)
			case c > 0:
				told++
			}
		}
		if n > 0 && told > 0 && (sum < K || n < 2) {
			t.Fatalf("%v: the hidden %d can be had by subtraction", counts, sum)
		}
		small := slices.ContainsFunc(counts, func(c int) bool { return c > 0 && c < K })
		if !small && n > 0 {
			t.Fatal("hidden without need")
		}
	})
}

func TestFilters(t *testing.T) {
	for name, c := range map[string]struct {
		f     Filter
		exact bool
		ok    bool
	}{
		"everybody":                              {Filter{}, false, true},
		"sixty and over":                         {Filter{AgeFrom: 60}, false, true},
		"a band of five years":                   {Filter{AgeFrom: 60, AgeTo: 64}, false, true},
		"one year of age is for those who see":   {Filter{AgeFrom: 61, AgeTo: 61}, false, false},
		"who may do it":                          {Filter{AgeFrom: 61, AgeTo: 61}, true, true},
		"an age before birth":                    {Filter{AgeFrom: -1}, true, false},
		"from later than to":                     {Filter{AgeFrom: 60, AgeTo: 50}, true, false},
		"a sex that nobody has":                  {Filter{Sex: "x"}, true, false},
		"levels":                                 {Filter{Attributes: []string{"ability_level:2+", "!low_income", " lives_alone", ""}}, true, true},
		"an attribute that is none":              {Filter{Attributes: []string{"a b"}}, true, false},
		"an attribute without its level":         {Filter{Attributes: []string{"a:"}}, true, false},
		"more attributes than anybody asks with": {Filter{Attributes: make([]string, 13)}, true, false},
	} {
		if _, err := c.f.Check(c.exact); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
