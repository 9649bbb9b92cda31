package decisions

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"linli/internal/cloud/decisions/projects"
	"linli/internal/cloud/decisions/sites"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/regions"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/town"
)

const (
	district = region.Code("449901")
	street   = region.Code("449901001")
	next     = region.Code("449901002")
)

var fictional = sync.OnceValue(func() *town.Town { return town.New(town.Options{Seed: 1, Residents: 3000, Duplicates: -1}) })

var residents = sync.OnceValue(func() (out []people.Facts) {
	t := fictional()
	for b := range t.Stream() {
		for _, p := range b.People {
			f := people.Facts{Person: p.Key, Region: region.Code(p.Region), Age: p.Age(t.Today), Sex: p.Sex, Attributes: map[string]string{}, Lon: p.Lon, Lat: p.Lat}
			for _, a := range p.Attributes {
				f.Attributes[a.Key] = a.Value
			}
			out = append(out, f)
		}
	}
	return out
})

// neighbours are the registers around decisions.
type neighbours struct {
	hold chan struct{} // closed: nobody waits; nil: the same
	seen chan struct{} // hears that somebody reads
}

func (n neighbours) EachFacts(ctx context.Context, p access.Pass, _ string, fn func(people.Facts) error) error {
	if n.seen != nil {
		n.seen <- struct{}{}
	}
	if n.hold != nil {
		select {
		case <-n.hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for _, f := range residents() {
		if p.Covers(f.Region) {
			if err := fn(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// Exact is for the viewers of ctx who are street operators in the place.
func (neighbours) Exact(ctx context.Context, place region.Code) bool {
	for _, g := range api.ViewerOf(ctx).Grants {
		if g.Role == role.StreetOperator && place.In(g.In) {
			return true
		}
	}
	return false
}

func (neighbours) Check(g sites.Group, _ bool) (sites.Group, error) {
	if g.AgeFrom > 130 {
		return g, sites.ErrOrder.On("age_from")
	}
	return g, nil
}

func (neighbours) Told(place region.Code, g sites.Group) (sites.Told, error) {
	out := sites.Told{Counts: map[region.Code]*int{}}
	n := map[region.Code]int{}
	for _, f := range residents() {
		for c := f.Region; f.Age >= g.AgeFrom && c != ""; c = c.Parent() {
			n[c]++
		}
	}
	for c, k := range n {
		if k >= sites.K && c.In(place) {
			out.Counts[c] = &k
		}
	}
	out.Total = out.Counts[place]
	return out, nil
}

func (neighbours) Points(context.Context) (out []sites.Point, _ error) {
	t := fictional()
	for _, p := range t.Points {
		q := sites.Point{ID: p.Key, Name: p.Name, Region: region.Code(p.Region), At: geo.Point{Lon: p.Lon, Lat: p.Lat}, Public: p.Kind == "service_hall"}
		for _, s := range t.Services {
			if slices.Contains(s.Points, p.Key) {
				q.Categories = append(q.Categories, s.Category)
			}
		}
		out = append(out, q)
	}
	return out, nil
}

func (neighbours) Known(_ context.Context, c string) (bool, error) { return c == "elder.canteen", nil }

// funded is one project a street.
func funded(_ context.Context, in region.Code) (out []projects.Option, _ error) {
	for i, at := range []region.Code{street, next} {
		if at.In(in) {
			out = append(out, projects.Option{ID: "p" + string(at), Name: "计划" + string(at), Region: at, CostFen: int64(100 * (i + 1)), People: 10, From: projects.Running})
		}
	}
	return out, nil
}

type staff struct{ planner, operator, other access.Pass }

func open(t *testing.T, db *store.DB, n neighbours) *Service {
	t.Helper()
	if err := jobs.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	places := &regions.Register{DB: db}
	_, err := store.In(t.Context(), db, access.House("test"), func(tx *store.Tx) (int, error) {
		var all []regions.Region
		for _, r := range fictional().Regions {
			all = append(all, regions.Region{Code: region.Code(r.Code), Name: r.Name, NameEn: r.NameEn, Lon: r.Lon, Lat: r.Lat, Boundary: []byte(r.Boundary)})
		}
		return 0, regions.Save(t.Context(), tx, all)
	})
	if err == nil {
		err = places.Load(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{Funded: funded, DB: db, Log: slog.New(slog.DiscardHandler), Names: func(context.Context) (map[string]string, error) { return map[string]string{"op": "吴海燕"}, nil },
		Sites: &sites.Sources{Residents: n, Demand: n, Supply: n, Places: places, Now: db.Now}}
	work := jobs.NewRegistry()
	s.Jobs(work)
	if s.Queue, err = jobs.New(db, work, s.Log); err != nil {
		t.Fatal(err)
	}
	return s
}

var schemas = []fs.FS{Schema, events.Schema, api.Schema, regions.Schema}

func each(t *testing.T, n func() neighbours, fn func(t *testing.T, s *Service, who staff)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		pass := func(account string, r role.Role, at region.Code) access.Pass {
			return storetest.Pass(t, Rules, account, r, at, Run)
		}
		fn(t, open(t, db, n()), staff{pass("planner", role.DistrictPlanner, district), pass("op", role.StreetOperator, street), pass("other", role.StreetOperator, next)})
	}, schemas...)
}

func quick() neighbours { return neighbours{} }

// as is a context in which somebody asks.
func as(t *testing.T, r role.Role, at region.Code) context.Context {
	return api.WithViewer(t.Context(), access.Viewer{Account: string(r), Grants: []access.Grant{{Role: r, In: at}}})
}

func ask(name string) NewScenario {
	return NewScenario{Name: name, Kind: Siting, Where: &sites.Where{Group: sites.Group{AgeFrom: 60}, Category: "elder.canteen", Objective: sites.Coverage, RadiusM: 300, Number: 2, Keep: true, From: []sites.Source{sites.Grids, sites.Public}}}
}

func begin(t *testing.T, s *Service, ctx context.Context, p access.Pass, name string) Scenario {
	t.Helper()
	v, err := s.Begin(ctx, p, ask(name))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func compute(t *testing.T, s *Service, v Scenario) {
	t.Helper()
	if err := s.Compute(t.Context(), access.HouseIn("decisions.compute", v.By, v.Region), v.ID); err != nil {
		t.Fatal(err)
	}
}

// finished is a scenario that has its result.
func finished(t *testing.T, s *Service, ctx context.Context, p access.Pass, id string) ScenarioView {
	t.Helper()
	v := get(t, s, ctx, p, id)
	if v.State != Done || v.Result == nil {
		t.Fatalf("%+v", v.Scenario)
	}
	return v
}

func get(t *testing.T, s *Service, ctx context.Context, p access.Pass, id string) ScenarioView {
	t.Helper()
	v, err := s.Scenario(ctx, p, id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAScenarioIsAskedForWorkedOutAndKept(t *testing.T) {
	each(t, quick, func(t *testing.T, s *Service, who staff) {
		ctx := as(t, role.StreetOperator, street)
		v := begin(t, s, ctx, who.operator, "  饭堂 ")
		if v.State != Queued || v.Name != "饭堂" || !v.Exact || v.Region != street {
			t.Fatalf("%+v", v)
		}
		compute(t, s, v)
		got := get(t, s, ctx, who.operator, v.ID)
		r := got.Result
		if got.State != Done || got.ByName != "吴海燕" || got.RegionName == "" || r == nil || len(r.Sites) == 0 || *r.After.Inside <= *r.Before.Inside || !r.Proved || !r.Verified || got.Progress != 1 || got.Finished.IsZero() {
			t.Fatalf("%+v %+v", got.Scenario, r)
		}
		if *got.Head.People != *r.People || *got.Head.After != *r.After.Inside || r.AsOf.IsZero() || r.Digest == "" || r.ProofZh == "" {
			t.Errorf("%+v", got.Head)
		}
		cells, err := s.Cells(ctx, who.operator, v.ID)
		if err != nil || len(cells) == 0 {
			t.Errorf("%d cells, %v", len(cells), err)
		}
		all, err := s.Scenarios(ctx, who.operator, Filter{State: Done}, "", 10)
		n, cerr := s.Count(ctx, who.operator, Filter{Kind: Siting})
		if err != nil || cerr != nil || len(all) != 1 || n != 1 || all[0].Head == nil {
			t.Errorf("%d listed, %d counted, %v %v", len(all), n, err, cerr)
		}
	})
}

func TestWhatAnOrderIsRefusedFor(t *testing.T) {
	each(t, quick, func(t *testing.T, s *Service, who staff) {
		for name, c := range map[string]struct {
			change func(*NewScenario)
			want   error
		}{
			"no name":          {func(a *NewScenario) { a.Name = " " }, ErrName},
			"no order":         {func(a *NewScenario) { a.Where = nil }, sites.ErrOrder},
			"another kind":     {func(a *NewScenario) { a.Kind = "luck" }, sites.ErrOrder},
			"half an order":    {func(a *NewScenario) { a.Where.Number = 0 }, sites.ErrOrder},
			"no such group":    {func(a *NewScenario) { a.Where.Group.AgeFrom = 131 }, sites.ErrOrder},
			"no such category": {func(a *NewScenario) { a.Where.Category = "moon" }, ErrCategory},
		} {
			a := ask(name)
			c.change(&a)
			if _, err := s.Begin(t.Context(), who.planner, a); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.Begin(t.Context(), access.House("test"), ask("everywhere")); !errors.Is(err, ErrOnePlace) {
			t.Errorf("everywhere at once: %v", err)
		}
	})
}

func TestTheNextStreetSeesNothing(t *testing.T) {
	each(t, quick, func(t *testing.T, s *Service, who staff) {
		ctx := as(t, role.StreetOperator, next)
		v := begin(t, s, as(t, role.StreetOperator, street), who.operator, "ours")
		begin(t, s, ctx, who.other, "theirs")
		compute(t, s, v)
		all, err := s.Scenarios(ctx, who.other, Filter{}, "", 10)
		if err != nil || len(all) != 1 || all[0].Name != "theirs" {
			t.Errorf("%+v %v", all, err)
		}
		_, e1 := s.Scenario(ctx, who.other, v.ID)
		_, e2 := s.Cells(ctx, who.other, v.ID)
		_, e3 := s.Rename(ctx, who.other, v.ID, 3, "x")
		_, e4 := s.Cancel(ctx, who.other, v.ID)
		e5 := s.Delete(ctx, who.other, v.ID, 3)
		e6 := s.Compute(ctx, access.HouseIn("decisions.compute", "other", next), v.ID)
		for i, err := range []error{e1, e2, e3, e4, e5, e6} {
			if !errors.Is(err, ErrNone) {
				t.Errorf("%d: %v", i+1, err)
			}
		}
		if n, err := s.Count(ctx, who.planner, Filter{}); err != nil || n != 2 {
			t.Errorf("the district has %d, %v", n, err)
		}
	})
}

func TestWhoMaySeeAggregatesOnlyPlansWithEstimatesAndIsToldNoSmallCount(t *testing.T) {
	each(t, quick, func(t *testing.T, s *Service, who staff) {
		planner, operator := as(t, role.DistrictPlanner, district), as(t, role.StreetOperator, street)
		exact := begin(t, s, operator, who.operator, "exact")
		compute(t, s, exact)
		mine := begin(t, s, planner, who.planner, "estimate")
		compute(t, s, mine)
		if v := finished(t, s, planner, who.planner, mine.ID); v.Exact || v.Result.Hidden || *v.Result.People == 0 {
			t.Errorf("%+v", v.Scenario)
		}
		if cells, _ := s.Cells(planner, who.planner, mine.ID); len(cells) == 0 {
			t.Error("an estimate has no cells")
		}
		v := finished(t, s, planner, who.planner, exact.ID)
		if !v.Exact || !v.Result.Hidden || v.Result.Before.FarthestM != nil {
			t.Errorf("%+v", v.Result)
		}
		if cells, err := s.Cells(planner, who.planner, exact.ID); len(cells) != 0 || err != nil {
			t.Errorf("%d exact cells for the planner, %v", len(cells), err)
		}
		if v := finished(t, s, operator, who.operator, exact.ID); v.Result.Hidden {
			t.Error("the operator may see them")
		}
		all, err := s.Scenarios(planner, who.planner, Filter{}, "", 10)
		if err != nil || len(all) != 2 || all[1].Name != "exact" || all[1].Head == nil {
			t.Fatalf("%+v %v", all, err)
		}
		if h := all[1].Head; h.Gained != nil && *h.Gained != 0 && *h.Gained < sites.K {
			t.Errorf("%+v", h)
		}
	})
}

func TestAScenarioThatCannotBeWorkedOutSaysWhy(t *testing.T) {
	each(t, quick, func(t *testing.T, s *Service, who staff) {
		a := ask("nobody")
		a.Where.Group = sites.Group{AgeFrom: 125}
		v, err := s.Begin(as(t, role.StreetOperator, street), who.operator, a)
		if err != nil {
			t.Fatal(err)
		}
		compute(t, s, v)
		got := get(t, s, t.Context(), who.operator, v.ID)
		if got.State != Failed || got.ErrorZh != sites.ErrNobody.Text(fault.Zh) || got.ErrorEn == "" || got.Result != nil {
			t.Errorf("%+v", got.Scenario)
		}
		if err := s.Compute(t.Context(), who.operator, v.ID); !errors.Is(err, ErrState) {
			t.Errorf("a failed one begins again: %v", err)
		}
	})
}

func TestRenamingNeedsTheVersionThatWasRead(t *testing.T) {
	each(t, quick, func(t *testing.T, s *Service, who staff) {
		v := begin(t, s, t.Context(), who.planner, "first")
		got, err := s.Rename(t.Context(), who.planner, v.ID, 1, "second")
		if err != nil || got.Name != "second" || got.Version != 2 {
			t.Errorf("%+v %v", got, err)
		}
		if _, err := s.Rename(t.Context(), who.planner, v.ID, 1, "third"); !errors.Is(err, api.ErrStale) {
			t.Errorf("%v", err)
		}
		if err := s.Delete(t.Context(), who.planner, v.ID, 1); !errors.Is(err, api.ErrStale) {
			t.Errorf("%v", err)
		}
		if err := s.Delete(t.Context(), who.planner, v.ID, 2); err != nil {
			t.Error(err)
		}
		if _, err := s.Scenario(t.Context(), who.planner, v.ID); !errors.Is(err, ErrNone) {
			t.Errorf("%v", err)
		}
	})
}

// heard waits until somebody reads the register.
func heard(t *testing.T, seen <-chan struct{}) {
	t.Helper()
	select {
	case <-seen:
	case <-time.After(time.Minute):
		t.Fatal("nobody has read the register for a minute")
	}
}

func TestACancelledOrDeletedScenarioStopsAndLeavesNothing(t *testing.T) {
	slow := func() neighbours { return neighbours{hold: make(chan struct{}), seen: make(chan struct{}, 1)} }
	each(t, slow, func(t *testing.T, s *Service, who staff) {
		seen := s.Sites.Residents.(neighbours).seen
		for name, stop := range map[string]func(string) error{
			"cancelled": func(id string) error { _, err := s.Cancel(t.Context(), who.planner, id); return err },
			"deleted":   func(id string) error { return s.Delete(t.Context(), who.planner, id, 2) },
		} {
			v := begin(t, s, t.Context(), who.planner, name)
			done := make(chan error, 1)
			go func() { done <- s.Compute(t.Context(), access.HouseIn("decisions.compute", "planner", district), v.ID) }()
			heard(t, seen)
			if err := stop(v.ID); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := <-done; err != nil && fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
			got, err := s.Scenario(t.Context(), who.planner, v.ID)
			switch {
			case name == "deleted" && !errors.Is(err, ErrNone):
				t.Errorf("%s: %v", name, err)
			case name == "cancelled" && (err != nil || got.State != Cancelled || got.Result != nil || got.Best != nil):
				t.Errorf("%+v %v", got.Scenario, err)
			}
		}
	})
}

func TestARunThatWasKilledBeginsAgain(t *testing.T) {
	slow := func() neighbours { return neighbours{hold: make(chan struct{}), seen: make(chan struct{}, 1)} }
	each(t, slow, func(t *testing.T, s *Service, who staff) {
		n := s.Sites.Residents.(neighbours)
		v := begin(t, s, t.Context(), who.planner, "killed")
		ctx, kill := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Compute(ctx, access.HouseIn("decisions.compute", "planner", district), v.ID) }()
		heard(t, n.seen)
		kill()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		if got := get(t, s, t.Context(), who.planner, v.ID); got.State != Running || got.Result != nil {
			t.Fatalf("%+v", got.Scenario)
		}
		close(n.hold)
		compute(t, s, v)
		if got := get(t, s, t.Context(), who.planner, v.ID); got.State != Done || got.Result == nil {
			t.Errorf("%+v", got.Scenario)
		}
	})
}

// Two servers may work on one scenario after a lost connection: one result, no harm.
func TestTwoServersAtOnceGiveOneResult(t *testing.T) {
	both := func() neighbours { return neighbours{hold: make(chan struct{}), seen: make(chan struct{}, 2)} }
	each(t, both, func(t *testing.T, s *Service, who staff) {
		n := s.Sites.Residents.(neighbours)
		v := begin(t, s, t.Context(), who.planner, "twice")
		done := make(chan error, 2)
		for range 2 { // one after the other: at once, one of them would be refused before it has begun
			go func() { done <- s.Compute(t.Context(), access.HouseIn("decisions.compute", "planner", district), v.ID) }()
			heard(t, n.seen)
		}
		close(n.hold)
		refused := 0
		for range 2 {
			if err := <-done; fault.KindOf(err) == fault.Conflict || fault.KindOf(err) == fault.Stale {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		got := get(t, s, t.Context(), who.planner, v.ID)
		if refused != 1 || got.State != Done || got.Result == nil {
			t.Errorf("%d refused, %+v", refused, got.Scenario)
		}
	})
}

func TestTheQueueWorksAScenarioOut(t *testing.T) {
	reads := func() neighbours { return neighbours{seen: make(chan struct{}, 1)} }
	each(t, reads, func(t *testing.T, s *Service, who staff) {
		v := begin(t, s, t.Context(), who.planner, "queued")
		if err := s.Queue.Start(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
		heard(t, s.Sites.Residents.(neighbours).seen)
		if err := s.Queue.Stop(context.WithoutCancel(t.Context())); err != nil { // waits for what is under way
			t.Fatal(err)
		}
		if got := get(t, s, t.Context(), who.planner, v.ID); got.State != Done {
			t.Errorf("%+v", got.Scenario)
		}
	})
}

func TestAPortfolioIsWorkedOutAndTheNextStreetSeesNothingOfIt(t *testing.T) {
	each(t, quick, func(t *testing.T, s *Service, who staff) {
		what := projects.What{BudgetFen: 150, Level: region.Street, From: []projects.Source{projects.Running, projects.List}, FloorFen: 50,
			List: []projects.Idea{{Name: "助浴", Region: street + "001", CostFen: 50, People: 30}}}
		v, err := s.Begin(t.Context(), who.operator, NewScenario{Name: "2027", Kind: Portfolio, What: &what})
		if err != nil || v.Exact || v.Where != nil {
			t.Fatalf("%+v %v", v, err)
		}
		compute(t, s, v)
		got := get(t, s, t.Context(), who.operator, v.ID)
		if got.State != Done || got.Portfolio == nil || got.Result != nil || got.Portfolio.People != 40 || got.Fund == nil || got.Fund.Projects != 2 || !got.Fund.Proved || got.Fund.SpentFen != 150 {
			t.Fatalf("%+v %+v", got.Scenario, got.Portfolio)
		}
		if all, err := s.Scenarios(t.Context(), who.planner, Filter{Kind: Portfolio}, "", 10); err != nil || len(all) != 1 || all[0].Fund == nil {
			t.Errorf("%+v %v", all, err)
		}
		if _, err := s.Scenario(t.Context(), who.other, v.ID); !errors.Is(err, ErrNone) {
			t.Errorf("%v", err)
		}
		what.FloorFen = 1000
		v, err = s.Begin(t.Context(), who.operator, NewScenario{Name: "too much", Kind: Portfolio, What: &what})
		if err != nil {
			t.Fatal(err)
		}
		compute(t, s, v)
		if got := get(t, s, t.Context(), who.operator, v.ID); got.State != Failed || got.ErrorEn != projects.ErrImpossible.Text(fault.En) {
			t.Errorf("%+v", got.Scenario)
		}
		what.List[0].Region = next
		if _, err := s.Begin(t.Context(), who.operator, NewScenario{Name: "elsewhere", Kind: Portfolio, What: &what}); !errors.Is(err, projects.ErrPlace) {
			t.Errorf("%v", err)
		}
	})
}
