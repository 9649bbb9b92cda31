package projects

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/internal/platform/access"
	"linli/internal/platform/regions"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
)

const (
	district = region.Code("449901")
	east     = district + "001"
	west     = district + "002"
)

func places(t *testing.T) *regions.Register {
	t.Helper()
	db := storetest.SQLite(t, regions.Schema)
	g := &regions.Register{DB: db}
	_, err := store.In(t.Context(), db, access.House("test"), func(tx *store.Tx) (int, error) {
		var all []regions.Region
		for _, c := range []region.Code{district, east, east + "001", east + "002", west, west + "001"} {
			all = append(all, regions.Region{Code: c, Name: "区" + string(c), Lon: 113, Lat: 23})
		}
		return 0, regions.Save(t.Context(), tx, all)
	})
	if err == nil {
		err = g.Load(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func idea(name string, at region.Code, cost, people int64) Idea {
	return Idea{Name: name, Region: at, CostFen: cost, People: people}
}

func plan(t *testing.T, w What, running ...Option) (PortfolioResult, error) {
	t.Helper()
	w, err := w.Check()
	if err != nil {
		t.Fatal(err)
	}
	return Plan(t.Context(), places(t), district, w, running, time.Now, func(Step) {})
}

func chosen(r PortfolioResult) (out []string) {
	for _, p := range r.Projects {
		if p.Chosen {
			out = append(out, p.Name)
		}
	}
	slices.Sort(out)
	return out
}

func why(r PortfolioResult, name string) string {
	for _, p := range r.Projects {
		if p.Name == name {
			return p.WhyEn
		}
	}
	return ""
}

func order(list ...Idea) What {
	return What{BudgetFen: 100, Level: region.Street, From: []Source{List}, List: list}
}

func TestTheBudgetServesTheMostPeople(t *testing.T) {
	r, err := plan(t, order(idea("a", east, 60, 60), idea("b", east, 50, 45), idea("c", west, 50, 45)))
	if err != nil || !slices.Equal(chosen(r), []string{"b", "c"}) || r.People != 90 || r.SpentFen != 100 || !r.Proved || !r.Verified {
		t.Errorf("%+v %v", r, err)
	}
	if why(r, "a") != "1000000.0 people for 10,000 yuan; the budget is 1 yuan short" {
		t.Errorf("%q", why(r, "a"))
	}
}

func TestAFloorTakesFromTheRichStreet(t *testing.T) {
	w := order(idea("a", east+"001", 60, 90), idea("b", east+"002", 40, 50), idea("c", west, 40, 10))
	if r, err := plan(t, w); err != nil || !slices.Equal(chosen(r), []string{"a", "b"}) {
		t.Errorf("%v %v", chosen(r), err)
	}
	w.FloorFen = 40
	r, err := plan(t, w)
	if err != nil || !slices.Equal(chosen(r), []string{"a", "c"}) || r.Areas[1].MoneyFen != 40 || !r.Areas[1].Floor || r.Bare != 0 {
		t.Errorf("%v %+v %v", chosen(r), r.Areas, err)
	}
	if !strings.HasSuffix(why(r, "c"), "; the floor of its place needs it") {
		t.Errorf("%q, %q", why(r, "a"), why(r, "c"))
	}
	w.FloorFen, w.FloorPeople = 0, 11
	if _, err := plan(t, w); !errors.Is(err, ErrImpossible) {
		t.Errorf("a floor that no project reaches: %v", err)
	}
}

func TestAPlaceWithoutCandidatesHasNoFloor(t *testing.T) {
	w := order(idea("a", east, 60, 90))
	w.FloorFen = 50
	if r, err := plan(t, w); err != nil || r.Bare != 1 || r.Areas[1].Floor {
		t.Errorf("%+v %v", r, err)
	}
	w.List = append(w.List, idea("b", west, 60, 1))
	w.Refused = []string{"list-2"}
	if r, err := plan(t, w); err != nil || r.Bare != 1 || why(r, "b") != "refused beforehand" {
		t.Errorf("%+v %v", r, err)
	}
}

func TestRulesAreKeptAndGivenAsReasons(t *testing.T) {
	a, b, c, d := idea("a", east, 90, 90), idea("b", east, 10, 1), idea("c", west, 10, 20), idea("d", west, 10, 5)
	c.Needs = []string{"a"}
	d.OneOf, b.OneOf = "x", "x"
	w := order(a, b, c, d)
	w.Refused = []string{"list-1"}
	r, err := plan(t, w)
	if err != nil || !slices.Equal(chosen(r), []string{"d"}) {
		t.Fatalf("%v %v", chosen(r), err)
	}
	if why(r, "c") != "needs a, which is not chosen" || why(r, "b") != "d of the same set is chosen" {
		t.Errorf("%q, %q", why(r, "c"), why(r, "b"))
	}
	w.Refused, w.Must = nil, []string{"list-2"}
	if r, err := plan(t, w); err != nil || why(r, "b") != "chosen beforehand" || slices.Contains(chosen(r), "d") {
		t.Errorf("%v %v", chosen(r), err)
	}
}

func TestRunningProjectsMayGoOn(t *testing.T) {
	w := What{BudgetFen: 100, Level: region.Community, From: []Source{Running}}
	r, err := plan(t, w, Option{ID: "p", Name: "p", Region: east, CostFen: 70, People: 7, From: Running}, Option{ID: "q", Name: "q", Region: east, CostFen: 80, People: 9, From: Running})
	if err != nil || !slices.Equal(chosen(r), []string{"q"}) || r.NextEn == "" {
		t.Errorf("%v %q %v", chosen(r), r.NextEn, err)
	}
	if _, err := plan(t, w); !errors.Is(err, ErrNone) {
		t.Errorf("nothing runs: %v", err)
	}
}

func TestWhatAnOrderIsRefusedFor(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*What)
		want   error
	}{
		"no budget":                   {func(w *What) { w.BudgetFen = 0 }, ErrOrder},
		"no level":                    {func(w *What) { w.Level = region.Grid }, ErrOrder},
		"no source":                   {func(w *What) { w.From = nil }, ErrNone},
		"a list that is empty":        {func(w *What) { w.List = nil }, ErrNone},
		"a list that nobody wants":    {func(w *What) { w.From = []Source{Running} }, ErrNone},
		"a name that stands twice":    {func(w *What) { w.List = append(w.List, w.List[0]) }, ErrTwice},
		"a place that is none":        {func(w *What) { w.List = []Idea{idea("x", "12", 1, 1)} }, ErrOrder},
		"a debt":                      {func(w *What) { w.List = []Idea{idea("x", east, -1, 1)} }, ErrOrder},
		"chosen and refused":          {func(w *What) { w.Must, w.Refused = []string{"list-1"}, []string{"list-1"} }, ErrOrder},
		"an hour of searching":        {func(w *What) { w.LimitS = 3600 }, ErrOrder},
		"a place of another district": {func(w *What) { w.List = []Idea{idea("x", "440606001", 1, 1)} }, ErrPlace},
		"a need that is no candidate": {func(w *What) { w.List[0].Needs = []string{"moon"} }, ErrRule},
		"a need of itself":            {func(w *What) { w.List[0].Needs = []string{"a"} }, ErrRule},
	} {
		w := order(idea("a", east, 1, 1))
		c.change(&w)
		w, err := w.Check()
		if err == nil {
			_, err = Options(w, district, nil)
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestAPortfolioThatNobodyWantsAnyMoreEnds(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	w, _ := order(idea("a", east, 1, 1)).Check()
	if _, err := Plan(ctx, places(t), district, w, nil, time.Now, func(Step) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// All choices of a few projects, tried one by one.
func TestNoOtherChoiceServesMore(t *testing.T) {
	g := places(t)
	at := []region.Code{district, east, east + "001", east + "002", west, west + "001"}
	rapid.Check(t, func(r *rapid.T) {
		w := What{BudgetFen: rapid.Int64Range(1, 120).Draw(r, "budget"), Level: region.Street, From: []Source{List}, FloorFen: rapid.Int64Range(0, 30).Draw(r, "floor")}
		for i := range rapid.IntRange(1, 9).Draw(r, "projects") {
			p := idea(fmt.Sprint(i), rapid.SampledFrom(at).Draw(r, "place"), rapid.Int64Range(0, 40).Draw(r, "cost"), rapid.Int64Range(0, 40).Draw(r, "people"))
			if i > 0 && rapid.IntRange(0, 4).Draw(r, "needs") == 0 {
				p.Needs = []string{fmt.Sprint(rapid.IntRange(0, i-1).Draw(r, "which"))}
			}
			p.OneOf = rapid.SampledFrom([]string{"", "", "x"}).Draw(r, "set")
			w.List = append(w.List, p)
		}
		w, err := w.Check()
		if err != nil {
			r.Fatal(err)
		}
		best, found := int64(0), false
		for set := range 1 << len(w.List) {
			if people, ok := allowed(w, set); ok {
				best, found = max(best, people), true
			}
		}
		got, err := Plan(context.Background(), g, district, w, nil, time.Now, func(Step) {})
		if !found && !errors.Is(err, ErrImpossible) || found && (err != nil || got.People != best || !got.Proved) {
			r.Fatalf("%d, the best is %d (%v): %v", got.People, best, found, err)
		}
	})
}

// allowed is whom a set of projects serves, where it keeps to the order.
func allowed(w What, set int) (people int64, ok bool) {
	cost, money, has, sets := int64(0), map[region.Code]int64{}, map[region.Code]bool{}, map[string]int{}
	for i, p := range w.List {
		street := areaOf(p.Region, w.Level)
		has[street] = true
		if set>>i&1 == 0 {
			continue
		}
		cost, people = cost+p.CostFen, people+p.People
		money[street] += p.CostFen
		if sets[p.OneOf]++; p.OneOf != "" && sets[p.OneOf] > 1 {
			return 0, false
		}
		for _, n := range p.Needs {
			var k int
			_, _ = fmt.Sscan(n, &k)
			if set>>k&1 == 0 {
				return 0, false
			}
		}
	}
	for street := range has {
		if street != "" && money[street] < w.FloorFen {
			return 0, false
		}
	}
	return people, cost <= w.BudgetFen
}
