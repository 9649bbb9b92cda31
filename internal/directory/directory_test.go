package directory

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"linli/internal/cnid"
	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const street, next = region.Code("449901001"), region.Code("449901002")

func TestStagesAndStates(t *testing.T) {
	org := func(s Stage) Organisation {
		return Organisation{Stage: s, Credit: "x", Licences: []Licence{{"食品经营许可证", "1", "2026-12-31"}}}
	}
	for name, c := range map[string]struct {
		from     Stage
		to       Stage
		note     string
		today    string
		noCredit bool
		err      error
	}{
		"documents come first":             {Applied, DocumentCheck, "", "2026-11-23", false, nil},
		"nobody jumps to the contract":     {Applied, Contract, "", "2026-11-23", false, ErrStage},
		"active after the contract":        {Contract, Active, "", "2026-11-23", false, nil},
		"not with an expired licence":      {Contract, Active, "", "2027-01-01", false, ErrLicence},
		"the last day of a licence counts": {Contract, Active, "", "2026-12-31", false, nil},
		"not without a credit code":        {Contract, Active, "", "2026-11-23", true, ErrCredit},
		"suspended with the reason":        {Active, Suspended, "kitchen closed by inspection", "2026-11-23", false, nil},
		"suspended without a reason":       {Active, Suspended, " ", "2026-11-23", false, ErrNote},
		"what has ended stays so":          {Ended, Active, "", "2026-11-23", false, ErrStage},
	} {
		o := org(c.from)
		if c.noCredit {
			o.Credit = ""
		}
		got, err := o.to(c.to, c.note, c.today)
		if !errors.Is(err, c.err) && (err != nil || c.err != nil) || err == nil && got.Stage != c.to {
			t.Errorf("%s: %v, %v", name, got.Stage, err)
		}
	}
	for name, c := range map[string]struct {
		from, to State
		s        Service
		err      error
	}{
		"publish a draft":             {Draft, Published, Service{Points: []string{"p"}}, nil},
		"publish without a point":     {Draft, Published, Service{}, ErrNoPoint},
		"online needs none":           {Draft, Published, Service{Mode: "online"}, nil},
		"retired is the end":          {Retired, Published, Service{Mode: "online"}, ErrStage},
		"a draft cannot be suspended": {Draft, Paused, Service{}, ErrStage},
	} {
		c.s.State = c.from
		got, err := c.s.to(c.to, "note")
		if !errors.Is(err, c.err) && (err != nil || c.err != nil) || err == nil && got.State != c.to {
			t.Errorf("%s: %v, %v", name, got.State, err)
		}
	}
}

func TestWhomAServiceServesAndWhatItCosts(t *testing.T) {
	s := Service{Region: street, PriceFen: 1500, Subsidies: []Subsidy{{`attribute("low_income")`, 1000, "low income"}, {`age >= 80`, 500, "aged 80"}}}
	if !s.Serves("449901001001001") || s.Serves(next) {
		t.Error("without an area it serves its own region")
	}
	s.Area = []region.Code{next}
	if s.Serves(street) || !s.Serves("449901002003") {
		t.Error("with an area it serves that")
	}
	for name, c := range map[string]struct {
		f    Facts
		want int64
	}{
		"both apply: the first counts": {Facts{Age: 85, Attributes: map[string]string{"low_income": ""}}, 500},
		"aged":                         {Facts{Age: 85}, 1000},
		"neither":                      {Facts{Age: 70}, 1500},
		"unknown gives no subsidy":     {Facts{Age: -1, Partial: true}, 1500},
	} {
		if got, _ := s.Price(c.f); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

type register map[string]Facts

func (r register) Facts(_ context.Context, p access.Pass, id string) (Facts, error) {
	if f, ok := r[id]; ok && p.Covers(f.Region) {
		return f, nil
	}
	return Facts{}, ErrNone
}

func words(_, key string, _ fault.Lang) string { return key }

type clerk struct{ here, there, provider, public access.Pass }

func setup(t *testing.T, db *store.DB) (*Directory, clerk) {
	t.Helper()
	d := &Directory{DB: db, Names: words, People: register{"chen": {Age: 81, Region: "449901001001", Attributes: map[string]string{"lives_alone": ""}}}}
	if err := d.Seed(t.Context(), access.House("test")); err != nil {
		t.Fatal(err)
	}
	rules := access.Merge(Rules)
	pass := func(r role.Role, at region.Code, what access.Permission) access.Pass {
		return storetest.Pass(t, rules, string(r)+string(at), r, at, what)
	}
	public, err := rules.Decide(access.Viewer{}, See, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return d, clerk{pass(role.StreetOperator, street, Publish), pass(role.StreetOperator, next, Publish), pass(role.ProviderManager, street, Write), public}
}

func each(t *testing.T, fn func(t *testing.T, d *Directory, c clerk)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d, c := setup(t, db)
		fn(t, d, c)
	}, Schema, events.Schema, audit.Schema, api.Schema)
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// canteen is an active provider with a point and a draft service.
func canteen(t *testing.T, d *Directory, c clerk) (Organisation, ServicePoint, Service) {
	t.Helper()
	ctx, org := t.Context(), must[Organisation](t)
	o := org(d.AddOrganisation(ctx, c.here, Organisation{Region: street, Kind: "provider", Name: "康悦养老服务有限公司", NameEn: "Kangyue Elder Care", Credit: cnid.MakeCredit("91449901MA0000001")}))
	for _, s := range []Stage{DocumentCheck, SiteVisit, Contract, Active} {
		o = org(d.Onboard(ctx, c.here, o.ID, o.Version, s, ""))
	}
	p := must[ServicePoint](t)(d.SavePoint(ctx, c.here, ServicePoint{Organisation: o.ID, Region: street + "001", Kind: "canteen", Name: "和安街长者饭堂", Lon: 113.2, Lat: 23.1,
		Hours: hours.Plan{Spans: []hours.Span{{Days: []int{1, 2, 3, 4, 5, 6, 7}, From: "10:45", To: "13:00"}}}}, 0))
	s := must[Service](t)(d.AddService(ctx, c.here, Service{Organisation: o.ID, Region: street, Category: "elder.meal_delivery", Name: "长者送餐", Mode: "delivery", PriceFen: 1800, PerDay: 60,
		Eligibility: `age >= 60 and attribute("lives_alone")`, Points: []string{p.ID}}))
	return o, p, s
}

func TestFromApplicationToAPublishedService(t *testing.T) {
	each(t, func(t *testing.T, d *Directory, c clerk) {
		ctx := t.Context()
		o, p, s := canteen(t, d, c)
		if _, err := d.Service(ctx, c.public, s.ID); !errors.Is(err, ErrNone) {
			t.Errorf("the public sees a draft: %v", err)
		}
		if _, err := d.Move(ctx, c.there, s.ID, s.Version, Published, ""); !errors.Is(err, ErrNone) {
			t.Errorf("the next street publishes it: %v", err)
		}
		s = must[Service](t)(d.Move(ctx, c.here, s.ID, s.Version, Published, ""))
		for name, f := range map[string]ServiceFilter{"all": {}, "word": {Text: "送餐"}, "pinyin": {Text: "songcan"}, "initials": {Text: "zzsc"}, "category": {Category: "elder.meal_delivery"}, "root": {Category: "elder"}, "point": {Point: p.ID}, "organisation": {Organisation: o.ID}} {
			if all := must[[]Service](t)(d.Services(ctx, c.public, f, "", 10)); len(all) != 1 || all[0].ID != s.ID {
				t.Errorf("%s: %d found", name, len(all))
			}
		}
		for name, f := range map[string]ServiceFilter{"percent": {Text: "%"}, "other category": {Category: "eld"}, "drafts": {States: []State{Draft}}} {
			if all := must[[]Service](t)(d.Services(ctx, c.public, f, "", 10)); len(all) != 0 {
				t.Errorf("%s: %d found", name, len(all))
			}
		}
		if n := must[int64](t)(d.CountPoints(ctx, c.public, PointFilter{Category: "elder"})); n != 1 {
			t.Errorf("%d points of the category", n)
		}
		// The rule explains itself.
		v := must[[]Verdict](t)(d.Entitlements(ctx, c.here, "chen", ""))
		if len(v) != 1 || v[0].Answer.Verdict != eligibility.Yes || len(v[0].Answer.Reasons) != 2 {
			t.Errorf("%+v", v)
		}
		if _, err := d.Entitlements(ctx, c.there, "chen", ""); !errors.Is(err, ErrNone) {
			t.Errorf("the next street asks about a person of this one: %v", err)
		}
		// A suspended provider takes its services along.
		must[Organisation](t)(d.Onboard(ctx, c.here, o.ID, o.Version, Suspended, "inspection"))
		if got := must[Service](t)(d.Service(ctx, c.public, s.ID)); got.State != Paused || got.StateNote != "inspection" {
			t.Errorf("%+v", got)
		}
		if _, err := d.Move(ctx, c.here, s.ID, s.Version+1, Published, ""); !errors.Is(err, ErrOrgState) {
			t.Errorf("published while the provider is suspended: %v", err)
		}
		all := must[[]Version](t)(d.Versions(ctx, c.here, s.ID))
		if len(all) != 3 || all[0].State != Paused || all[2].State != Draft {
			t.Errorf("%+v", all)
		}
	})
}

func TestAVersionWaitsForItsDay(t *testing.T) {
	each(t, func(t *testing.T, d *Directory, c clerk) {
		ctx := t.Context()
		_, _, s := canteen(t, d, c)
		s = must[Service](t)(d.Move(ctx, c.here, s.ID, s.Version, Published, ""))
		was := s.Version
		plan := s
		plan.PriceFen, plan.From = 2000, today(d.DB.Now().AddDate(0, 0, 7))
		must[Service](t)(d.SaveService(ctx, c.here, plan, was))
		if _, err := d.SaveService(ctx, c.here, plan, was); !errors.Is(err, api.ErrStale) {
			t.Errorf("planned twice on one version: %v", err)
		}
		if n := must[int](t)(d.Promote(ctx, access.House("test"))); n != 0 {
			t.Errorf("%d come into force today", n)
		}
		if got := must[Service](t)(d.Service(ctx, c.public, s.ID)); got.PriceFen != 1800 {
			t.Errorf("the price is %d already", got.PriceFen)
		}
		now := d.DB.Now
		d.DB.Now = func() time.Time { return now().AddDate(0, 0, 8) }
		if n := must[int](t)(d.Promote(ctx, access.House("test"))); n != 1 {
			t.Errorf("%d come into force", n)
		}
		if got := must[Service](t)(d.Service(ctx, c.public, s.ID)); got.PriceFen != 2000 || got.State != Published {
			t.Errorf("%+v", got)
		}
		if n := must[int](t)(d.Promote(ctx, access.House("test"))); n != 0 {
			t.Errorf("%d come into force twice", n)
		}
		plan.From = "2020-01-01"
		if _, err := d.SaveService(ctx, c.here, plan, was+2); !errors.Is(err, ErrPast) {
			t.Errorf("from the past: %v", err)
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *Directory, c clerk) {
		ctx := t.Context()
		o, p, s := canteen(t, d, c)
		with := func(change func(*Service)) error {
			x := s
			change(&x)
			_, err := d.SaveService(ctx, c.here, x, s.Version)
			return err
		}
		for name, x := range map[string]struct {
			err, want error
			field     string
		}{
			"a rule that is not understood": {with(func(s *Service) { s.Eligibility = "age >" }), eligibility.ErrSyntax, "eligibility"},
			"an unknown category":           {with(func(s *Service) { s.Category = "nothing" }), ErrCategory, "category"},
			"an unknown point":              {with(func(s *Service) { s.Points = []string{"nowhere"} }), ErrPoint, "points"},
			"a subsidy above the price":     {with(func(s *Service) { s.Subsidies = []Subsidy{{"", 9999, ""}} }), ErrMoney, "subsidies"},
			"a cut-off nobody understands":  {with(func(s *Service) { s.OrderUntil = "yesterday" }), ErrCutOff, "order_until"},
			"a region that is none":         {with(func(s *Service) { s.Area = []region.Code{"x"} }), nil, "area"},
			"to the next street":            {with(func(s *Service) { s.Region = next }), access.ErrOutside, "region"},
		} {
			f := fault.Of(x.err)
			if f == nil || x.want != nil && !errors.Is(x.err, x.want) || !strings.Contains(f.Field, x.field) {
				t.Errorf("%s: %v", name, x.err)
			}
		}
		if _, err := d.SavePoint(ctx, c.here, ServicePoint{Organisation: "none", Region: street, Name: "x"}, 0); !errors.Is(err, ErrOrg) {
			t.Error(err)
		}
		if _, err := d.SavePoint(ctx, c.here, ServicePoint{Organisation: o.ID, Region: street, Name: "x", Lon: 23, Lat: 113}, 0); fault.Of(err) == nil {
			t.Error("swapped coordinates are taken")
		}
		if _, err := d.AddOrganisation(ctx, c.here, Organisation{Region: street, Kind: "provider", Name: "又一家", Credit: o.Credit}); !errors.Is(err, ErrTwice) {
			t.Errorf("a credit code twice: %v", err)
		}
		if _, err := d.Close(ctx, c.there, p.ID, Closure{From: time.Now(), To: time.Now().Add(time.Hour), ReasonZh: "检修"}); !errors.Is(err, ErrNone) {
			t.Errorf("the next street closes it: %v", err)
		}
		if _, err := d.SaveCategory(ctx, access.House("test"), Category{Key: "elder.x", Parent: "elder.canteen", NameZh: "x"}); !errors.Is(err, ErrParent) {
			t.Errorf("a third level: %v", err)
		}
	})
}

func TestAClosureIsSeenAndTakenBack(t *testing.T) {
	each(t, func(t *testing.T, d *Directory, c clerk) {
		ctx := t.Context()
		_, p, _ := canteen(t, d, c)
		noon := time.Date(2026, 11, 24, 12, 0, 0, 0, hours.Shanghai)
		open := func() bool {
			views, err := d.PointViews(ctx, c.public, []ServicePoint{p}, noon, fault.Zh)
			if err != nil {
				t.Fatal(err)
			}
			return views[0].OpenNow
		}
		if !open() {
			t.Fatal("closed at noon")
		}
		x := must[Closure](t)(d.Close(ctx, c.here, p.ID, Closure{From: noon.Add(-time.Hour), To: noon.Add(time.Hour), ReasonZh: "停电检修"}))
		if open() {
			t.Error("open during a closure")
		}
		if err := d.Reopen(ctx, c.here, p.ID, x.ID); err != nil || !open() {
			t.Errorf("still closed: %v", err)
		}
	})
}

func TestLoadTwiceChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *Directory, _ clerk) {
		ctx, house := t.Context(), access.House("test")
		batch := func(price int64) Batch {
			return Batch{
				Categories:    []Category{{Key: "oe.food", NameZh: "Food", Taxonomy: "open-eligibility", Active: true}},
				Organisations: []Organisation{{ID: "a1", Region: street, Kind: "other", Name: "Kitchen"}},
				Points:        []ServicePoint{{ID: "b1", Organisation: "a1", Region: street, Name: "Hall"}, {ID: "b2", Organisation: "a1", Region: next, Name: "Annex"}},
				Closures:      []Closure{{ID: "c1", Point: "b1", From: time.Unix(0, 0), To: time.Unix(9, 0), ReasonZh: "holiday"}},
				Services:      []Service{{ID: "d1", Organisation: "a1", Region: street, Category: "oe.food", Name: "Soup", Mode: "on_site", PriceFen: price, Points: []string{"b2", "b1"}}},
				Projects:      []Project{{ID: "e1", Region: street, Name: "Warm meals", Operator: "a1", From: "2026-01-01", To: "2026-12-31"}},
			}
		}
		load := func(b Batch) map[string]Taken {
			return must[map[string]Taken](t)(store.In(ctx, d.DB, house, func(tx *store.Tx) (map[string]Taken, error) { return d.Load(ctx, tx, "sample", b) }))
		}
		first := load(batch(100))
		if first["points"] != (Taken{Added: 2}) || first["services"] != (Taken{Added: 1}) || first["closures"] != (Taken{Added: 1}) {
			t.Errorf("%+v", first)
		}
		for kind, n := range load(batch(100)) {
			if n.Added+n.Changed != 0 || n.Same == 0 {
				t.Errorf("again, %s: %+v", kind, n)
			}
		}
		if third := load(batch(200)); third["services"] != (Taken{Changed: 1}) {
			t.Errorf("%+v", third)
		}
		s := must[Service](t)(d.Service(ctx, house, "d1"))
		if s.PriceFen != 200 || s.Version != 2 || s.Source != "sample" {
			t.Errorf("%+v", s)
		}
		if _, err := store.In(ctx, d.DB, house, func(tx *store.Tx) (map[string]Taken, error) {
			return d.Load(ctx, tx, "sample", Batch{Services: []Service{{ID: "d2", Region: street, Name: ""}}})
		}); !errors.Is(err, ErrName) {
			t.Errorf("%v", err)
		}
	})
}
