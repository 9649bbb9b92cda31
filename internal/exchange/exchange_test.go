package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"testing"
	"time"

	"linli/internal/exchange/plan"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const street, next = region.Code("449901001"), region.Code("449901002")

// town is a register of people on a line, a hundred metres apart, alternately in
// two streets.
type town struct{ n int }

func (t town) home(person string) (Home, bool) {
	var i int
	if _, err := fmt.Sscanf(person, "p%d", &i); err != nil || i >= t.n {
		return Home{}, false
	}
	at := street
	if i%2 == 1 {
		at = next
	}
	return Home{at + "001001", geo.Point{Lon: 113.2 + float64(i)*0.001, Lat: 23.1}}, true
}

func (t town) Home(_ context.Context, tx *store.Tx, person string) (Home, error) {
	if h, ok := t.home(person); ok && tx.Pass().Covers(h.Region) {
		return h, nil
	}
	return Home{}, ErrPerson.On("person")
}

func (t town) Names(_ context.Context, p access.Pass, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for _, id := range ids {
		if h, ok := t.home(id); ok && p.Covers(h.Region) {
			out[id] = "陈" + id
		}
	}
	return out, nil
}

func (t town) Known(_ context.Context, category string) (bool, error) { return category == "meal", nil }

func (t town) Entitled(_ context.Context, p access.Pass, _ string, fn func(string, Home) error) error {
	for i := range t.n {
		id := fmt.Sprintf("p%d", i)
		if h, _ := t.home(id); p.Covers(h.Region) && i%4 < 2 {
			if err := fn(id, h); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t town) Vulnerabilities(person string) int {
	if person == "p8" {
		return 9
	}
	return 0
}

// entitled to the service "old" are all but p2.
func (t town) EntitledTo(person, service string) bool { return service != "old" || person != "p2" }

type panel struct{ town }

func (p panel) Entitled(person, service string) bool { return p.EntitledTo(person, service) }

type registers struct{ town }

func (r registers) Panel(context.Context, access.Pass, string) (Panel, error) { return panel(r), nil }

type names struct{}

func (names) Name(c region.Code, _ fault.Lang) string { return string(c) }

type staff struct{ worker, operator, other, planner access.Pass }

func each(t *testing.T, fn func(t *testing.T, s *Service, who staff)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := jobs.Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		s := &Service{DB: db, Registers: registers{town{40}}, Places: names{}}
		work := jobs.NewRegistry()
		s.Jobs(work)
		q, err := jobs.New(db, work, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		s.Queue = q
		pass := func(r role.Role, at region.Code, what access.Permission) access.Pass {
			return storetest.Pass(t, Rules, string(r)+string(at), r, at, what)
		}
		fn(t, s, staff{pass(role.CommunityWorker, street, AddNeeds), pass(role.StreetOperator, street, RunMatch), pass(role.StreetOperator, next, RunMatch), pass(role.DistrictPlanner, "449901", SeeRuns)})
	}, []fs.FS{Schema, events.Schema, api.Schema}...)
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

func offer(t *testing.T, s *Service, id string, i int, capacity int, service string) {
	t.Helper()
	_, err := store.In(t.Context(), s.DB, access.House("test"), func(tx *store.Tx) (int, error) {
		return 0, s.LoadOffers(t.Context(), tx, []Offer{{ID: id, Region: street + "001", Source: "service", Service: service, Name: "长者饭堂", Category: "meal",
			Lon: 113.2 + float64(i)*0.001, Lat: 23.1001, Capacity: capacity, Constraints: []string{"step_free"}, State: OfferOpen}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func need(t *testing.T, s *Service, p access.Pass, i int, urgency int, constraints ...string) Need {
	t.Helper()
	return must[Need](t)(s.Add(t.Context(), p, Need{Person: fmt.Sprintf("p%d", i), Category: "meal", Urgency: urgency, Constraints: constraints}))
}

func run(t *testing.T, s *Service, p access.Pass) Run {
	t.Helper()
	r := must[Run](t)(s.Begin(t.Context(), p, Order{Name: "lunch", RadiusM: 3000, Weights: plan.Weights{Urgency: 1, Vulnerable: 2, Waiting: 1}}, ""))
	if err := s.Compute(t.Context(), p, r.ID); err != nil {
		t.Fatal(err)
	}
	return must[Run](t)(s.Run(t.Context(), p, r.ID))
}

func TestTheWeightIsAsPublished(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	w := plan.Weights{Urgency: 1, Vulnerable: 2, Waiting: 1}
	for name, c := range map[string]struct {
		n          Need
		vulnerable int
		want       int64
	}{
		"urgent":              {Need{Urgency: 5, Created: now}, 0, 6},
		"vulnerable":          {Need{Urgency: 1, Created: now}, 2, 6},
		"three are counted":   {Need{Urgency: 1, Created: now}, 9, 8},
		"waited two months":   {Need{Urgency: 1, Created: now.AddDate(0, 0, -61)}, 0, 4},
		"a year is the most":  {Need{Urgency: 1, Created: now.AddDate(-3, 0, 0)}, 0, 14},
		"not from the future": {Need{Urgency: 1, Created: now.AddDate(0, 3, 0)}, 0, 2},
	} {
		if got := w.Of(c.n.Urgency, c.vulnerable, c.n.Created, now); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestFromNeedsToConfirmedMatches(t *testing.T) {
	each(t, func(t *testing.T, s *Service, who staff) {
		ctx := t.Context()
		n0, n4 := need(t, s, who.worker, 0, 2), need(t, s, who.worker, 4, 2, "step_free")
		n8, n2 := need(t, s, who.worker, 8, 1), need(t, s, who.worker, 2, 5)
		if _, err := s.Add(ctx, who.worker, Need{Person: "p0", Category: "meal"}); !errors.Is(err, ErrTwice) {
			t.Errorf("the same need twice: %v", err)
		}
		if _, err := s.Add(ctx, who.worker, Need{Person: "p1", Category: "meal"}); !errors.Is(err, ErrPerson) {
			t.Errorf("a person of the next street: %v", err)
		}
		twin := need(t, s, who.other, 1, 5)
		offer(t, s, "canteen", 4, 2, "old")

		r := run(t, s, who.operator)
		// p2 is not entitled; of p0, p4 and p8, the vulnerable p8 and the nearer p4 get the two meals.
		if r.State != Proposed || r.Matched != 2 || r.Unmatched != 2 || !r.Proved || r.Why[plan.Full] != 1 || r.Why[plan.NotEntitled] != 1 || r.Needs != 4 || r.Digest == "" {
			t.Fatalf("%+v", r)
		}
		rows := must[[]Row](t)(s.Rows(ctx, who.operator, r.ID, false, "", "", 10))
		if len(rows) != 2 || rows[0].Need != n4.ID || rows[1].Need != n8.ID || rows[0].Name != "陈p4" || rows[0].ReasonEn == "" || rows[1].Weight != 8 {
			t.Errorf("%+v", rows)
		}
		if _, err := s.Rows(ctx, who.other, r.ID, false, "", "", 10); !errors.Is(err, ErrNoRun) {
			t.Errorf("the next street reads the run: %v", err)
		}
		if got := must[[]Run](t)(s.Runs(ctx, who.planner, "", 10)); len(got) != 1 {
			t.Errorf("the planner sees %d runs", len(got))
		}
		if _, err := s.Confirm(ctx, who.operator, r.ID, r.Version-1); !errors.Is(err, api.ErrStale) {
			t.Errorf("an old version: %v", err)
		}
		r = must[Run](t)(s.Confirm(ctx, who.operator, r.ID, r.Version))
		d := must[NeedView](t)(s.Need(ctx, who.operator, n4.ID))
		if d.State != Matched || d.Offer != "canteen" || d.Given == nil || d.Given.Taken != 2 || d.Match == nil || d.Match.State != "confirmed" || d.Version != 2 {
			t.Errorf("%+v", d)
		}
		for _, id := range []string{n0.ID, n2.ID} {
			if d := must[NeedView](t)(s.Need(ctx, who.operator, id)); d.State != Open || d.Match == nil || d.Match.Why == "" {
				t.Errorf("%+v", d)
			}
		}
		if d := must[NeedView](t)(s.Need(ctx, who.other, twin.ID)); d.State != Open || d.Match != nil {
			t.Errorf("the twin of the next street: %+v", d)
		}
		if _, err := s.Confirm(ctx, who.operator, r.ID, r.Version); !errors.Is(err, ErrRunState) {
			t.Errorf("confirmed twice: %v", err)
		}
		// A need that is withdrawn frees its unit.
		must[Need](t)(s.Move(ctx, who.worker, n4.ID, 2, Withdrawn, ""))
		if got := must[[]Offer](t)(s.Offers(ctx, who.operator, "meal", "", "", "", 10)); got[0].Taken != 1 {
			t.Errorf("%+v", got)
		}
		if c := must[[]Candidate](t)(s.Candidates(ctx, who.worker, n2.ID, 5)); len(c) != 1 || c[0].Possible || c[0].Why != plan.NotEntitled {
			t.Errorf("%+v", c)
		}
		if c := must[[]Candidate](t)(s.Candidates(ctx, who.worker, n0.ID, 5)); len(c) != 1 || !c[0].Possible || c[0].Free != 1 {
			t.Errorf("%+v", c)
		}
		if rows := must[[]Row](t)(s.ForOffer(ctx, who.operator, "canteen", 5)); len(rows) != 1 || rows[0].Need != n0.ID {
			t.Errorf("%+v", rows)
		}
	})
}

func TestTheSameInputGivesTheSamePlanAndRunsCompare(t *testing.T) {
	each(t, func(t *testing.T, s *Service, who staff) {
		ctx := t.Context()
		for i := 0; i < 20; i += 2 {
			need(t, s, who.worker, i, 1+i%5)
		}
		offer(t, s, "a", 3, 3, "")
		a := run(t, s, who.operator)
		b := must[Run](t)(s.Repeat(ctx, who.operator, a.ID))
		if err := s.Compute(ctx, who.operator, b.ID); err != nil {
			t.Fatal(err)
		}
		b = must[Run](t)(s.Run(ctx, who.operator, b.ID))
		if b.Same == nil || !*b.Same || b.Digest != a.Digest || b.Repeats != a.ID {
			t.Errorf("%+v", b)
		}
		offer(t, s, "b", 15, 4, "")
		c := run(t, s, who.operator)
		if c.Digest == a.Digest {
			t.Error("another offer, the same digest")
		}
		d := must[Compare](t)(s.Compare(ctx, who.operator, c.ID, a.ID))
		if d.Gained != 4 || d.Lost != 0 || d.Same+d.Changed != 3 || d.Matched != 4 || d.Unmatched != -4 {
			t.Errorf("%+v", d)
		}
		d = must[Compare](t)(s.Compare(ctx, who.operator, a.ID, b.ID))
		if d.Same != 3 || d.Changed+d.Gained+d.Lost != 0 || d.Cost != 0 {
			t.Errorf("%+v", d)
		}
		// A run that was killed in the middle is computed again.
		e := must[Run](t)(s.Begin(ctx, who.operator, Order{Name: "again", RadiusM: 3000}, ""))
		if _, err := s.step(ctx, who.operator, e.ID, func(_ *store.Tx, r Run) (Run, error) { return r.to(Running) }); err != nil {
			t.Fatal(err)
		}
		if err := s.Compute(ctx, who.operator, e.ID); err != nil {
			t.Fatal(err)
		}
		if e = must[Run](t)(s.Run(ctx, who.operator, e.ID)); e.State != Proposed || e.Matched != 7 {
			t.Errorf("%+v", e)
		}
		e = must[Run](t)(s.Discard(ctx, who.operator, e.ID, e.Version))
		if e.State != Discarded {
			t.Errorf("%+v", e)
		}
	})
}

func TestWhatChangedSinceIsDropped(t *testing.T) {
	each(t, func(t *testing.T, s *Service, who staff) {
		ctx := t.Context()
		var all []Need
		for i := 0; i < 10; i += 2 {
			all = append(all, need(t, s, who.worker, i, 2))
		}
		offer(t, s, "a", 3, 4, "")
		r := run(t, s, who.operator)
		rows := must[[]Row](t)(s.Rows(ctx, who.operator, r.ID, false, "", "", 10))
		must[Need](t)(s.Move(ctx, who.worker, rows[0].Need, 1, Withdrawn, "moved in with her son"))
		offer(t, s, "a", 3, 2, "") // the canteen has two places fewer now
		r = must[Run](t)(s.Confirm(ctx, who.operator, r.ID, r.Version))
		if r.Matched != 4 || r.Dropped != 2 {
			t.Errorf("%+v", r)
		}
		matched := 0
		for _, n := range all {
			if must[NeedView](t)(s.Need(ctx, who.operator, n.ID)).State == Matched {
				matched++
			}
		}
		if o := must[[]Offer](t)(s.Offers(ctx, who.operator, "meal", "", "", "", 10)); matched != 2 || o[0].Taken != 2 || o[0].Capacity != 2 {
			t.Errorf("%d matched, %+v", matched, o)
		}
	})
}

func TestTwoConfirmAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Service, who staff) {
		ctx := t.Context()
		for i := range 20 {
			p := who.worker
			if i%2 == 1 {
				p = who.other
			}
			need(t, s, p, i, 2)
		}
		offer(t, s, "a", 10, 9, "") // nine units; both streets want ten
		runs := []Run{run(t, s, who.operator), run(t, s, who.operator), run(t, s, who.other)}
		passes := []access.Pass{who.operator, who.operator, who.other}
		var wg sync.WaitGroup
		for i := range runs {
			wg.Go(func() {
				for range 20 {
					_, err := s.Confirm(ctx, passes[i], runs[i].ID, runs[i].Version)
					if err == nil || !errors.Is(err, ErrMoved) && !errors.Is(err, store.ErrBusy) {
						if err != nil {
							t.Errorf("run %d: %v", i, err)
						}
						return
					}
				}
				t.Errorf("run %d was never confirmed", i)
			})
		}
		wg.Wait()
		o := must[[]Offer](t)(s.Offers(ctx, who.operator, "meal", "", "", "", 10))
		matched := len(must[[]Need](t)(s.Needs(ctx, access.House("test"), Filter{State: Matched}, "", 100)))
		if o[0].Taken != matched || matched > 9 || matched == 0 {
			t.Errorf("%d matched, %d taken of 9", matched, o[0].Taken)
		}
	})
}

func TestInferAddsEachNeedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Service, who staff) {
		ctx := t.Context()
		need(t, s, who.worker, 0, 3)
		first := must[[]Inferred](t)(s.Infer(ctx, who.worker, []string{"meal"}))
		if first[0].Entitled != 10 || first[0].Known != 1 || first[0].Added != 9 {
			t.Errorf("%+v", first)
		}
		if again := must[[]Inferred](t)(s.Infer(ctx, who.worker, []string{"meal"})); again[0].Added != 0 || again[0].Known != 10 {
			t.Errorf("%+v", again)
		}
		if n := must[int64](t)(s.CountNeeds(ctx, access.House("test"), Filter{})); n != 10 {
			t.Errorf("%d needs", n)
		}
		if _, err := s.Infer(ctx, who.worker, []string{"nothing"}); !errors.Is(err, ErrCategory) {
			t.Error(err)
		}
	})
}

func TestADeathClosesAndAMoveTakesAlong(t *testing.T) {
	each(t, func(t *testing.T, s *Service, who staff) {
		ctx := t.Context()
		n0, n2 := need(t, s, who.worker, 0, 3), need(t, s, who.worker, 4, 3)
		offer(t, s, "a", 3, 4, "")
		r := run(t, s, who.operator)
		must[Run](t)(s.Confirm(ctx, who.operator, r.ID, r.Version))
		happened := func(kind, person string) {
			t.Helper()
			if _, err := store.In(ctx, s.DB, access.House("test"), func(tx *store.Tx) (int, error) {
				return 0, s.Follow(ctx, tx, events.Event{Kind: kind, Region: street, Subject: person})
			}); err != nil {
				t.Fatal(err)
			}
		}
		happened("people.died", "p0")
		happened("people.died", "p0") // the log may be read again
		if d := must[NeedView](t)(s.Need(ctx, who.operator, n0.ID)); d.State != Closed || d.Offer != "" {
			t.Errorf("%+v", d)
		}
		happened("people.moved", "p4")
		if d := must[NeedView](t)(s.Need(ctx, who.operator, n2.ID)); d.State != Closed {
			t.Errorf("%+v", d)
		}
		open := must[[]Need](t)(s.Needs(ctx, who.operator, Filter{Person: "p4", State: Open}, "", 10))
		if o := must[[]Offer](t)(s.Offers(ctx, who.operator, "meal", "", "", "", 10)); len(open) != 1 || o[0].Taken != 0 {
			t.Errorf("%+v, %+v", open, o)
		}
	})
}

func TestWhatIsDeliveredMeetsTheNeed(t *testing.T) {
	each(t, func(t *testing.T, s *Service, who staff) {
		ctx := t.Context()
		asked, matched, other := need(t, s, who.worker, 0, 3), need(t, s, who.worker, 4, 3), need(t, s, who.worker, 8, 3)
		offer(t, s, "a", 1, 1, "")
		r := run(t, s, who.operator)
		must[Run](t)(s.Confirm(ctx, who.operator, r.ID, r.Version))
		for _, n := range []Need{asked, matched, other} {
			if must[NeedView](t)(s.Need(ctx, who.operator, n.ID)).State == Matched {
				matched = n
			}
		}
		deliver := func(person, category, need string) {
			t.Helper()
			raw, err := json.Marshal(map[string]string{"person": person, "category": category, "need": need})
			if err == nil {
				_, err = store.In(ctx, s.DB, access.House("test"), func(tx *store.Tx) (int, error) {
					return 0, s.Follow(ctx, tx, events.Event{Kind: "orders.delivered", Region: street, Subject: "o", Body: json.RawMessage(raw)})
				})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, n := range []Need{asked, other} {
			if n.ID == matched.ID {
				continue
			}
			deliver(n.Person, "meal", "") // a lunch, but nobody said that it was for the need
			if d := must[NeedView](t)(s.Need(ctx, who.operator, n.ID)); d.State != Open {
				t.Errorf("%+v", d)
			}
			deliver(n.Person, "meal", n.ID)
			if d := must[NeedView](t)(s.Need(ctx, who.operator, n.ID)); d.State != Met {
				t.Errorf("%+v", d)
			}
			deliver(n.Person, "meal", n.ID) // every day
		}
		deliver(matched.Person, "care", "")
		if d := must[NeedView](t)(s.Need(ctx, who.operator, matched.ID)); d.State != Matched {
			t.Errorf("another kind of service: %+v", d)
		}
		deliver(matched.Person, "meal", "")
		if d := must[NeedView](t)(s.Need(ctx, who.operator, matched.ID)); d.State != Met {
			t.Errorf("%+v", d)
		}
	})
}
