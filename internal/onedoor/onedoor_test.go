package onedoor

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

func TestRules(t *testing.T) {
	k := Kind{Key: "elder_card", Days: 10, Evidence: []string{"id_card", "photo"}}
	full := Matter{State: Drafted, Evidence: []string{"id_card", "photo"}}
	due := func(int) string { return "2026-12-07" }
	at := func(s State) Matter { return Matter{State: s} }
	for name, c := range map[string]struct {
		do   func() (Matter, error)
		want State
		err  error
	}{
		"submit what is complete":           {func() (Matter, error) { return full.submit(k, due) }, Submitted, nil},
		"submit what lacks a photo":         {func() (Matter, error) { return Matter{State: Drafted, Evidence: []string{"id_card"}}.submit(k, due) }, "", ErrMissing},
		"submit twice":                      {func() (Matter, error) { return at(Submitted).submit(k, due) }, "", ErrState},
		"show what is asked for":            {func() (Matter, error) { return at(Drafted).show(k, []string{"photo"}) }, Drafted, nil},
		"show what nobody needs":            {func() (Matter, error) { return at(Drafted).show(k, []string{"bank_card"}) }, "", ErrEvidence},
		"show after submission":             {func() (Matter, error) { return at(Submitted).show(k, []string{"photo"}) }, "", ErrState},
		"accept":                            {func() (Matter, error) { return at(Submitted).accept() }, Accepted, nil},
		"accept a draft":                    {func() (Matter, error) { return at(Drafted).accept() }, "", ErrState},
		"return with a reason":              {func() (Matter, error) { return at(Submitted).giveBack("photo too small") }, Drafted, nil},
		"return without a reason":           {func() (Matter, error) { return at(Submitted).giveBack(" ") }, "", ErrReason},
		"grant":                             {func() (Matter, error) { return at(Accepted).decide(Granted, "") }, Decided, nil},
		"refuse with a reason":              {func() (Matter, error) { return at(Accepted).decide(Refused, "too young") }, Decided, nil},
		"refuse without a reason":           {func() (Matter, error) { return at(Accepted).decide(Refused, "") }, "", ErrReason},
		"decide before it was accepted":     {func() (Matter, error) { return at(Submitted).decide(Granted, "") }, "", ErrState},
		"close what is decided":             {func() (Matter, error) { return at(Decided).close() }, Closed, nil},
		"close what is not":                 {func() (Matter, error) { return at(Accepted).close() }, "", ErrState},
		"nothing happens to what is closed": {func() (Matter, error) { return at(Closed).decide(Granted, "") }, "", ErrState},
		"a returned matter has no time limit": {func() (Matter, error) {
			m, err := full.submit(k, due)
			if err != nil {
				return m, err
			}
			m, err = m.giveBack("x")
			if m.Due != "" {
				err = errors.New("due")
			}
			return m, err
		}, Drafted, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.do()
			if !errors.Is(err, c.err) || err == nil && got.State != c.want {
				t.Errorf("got %v, %v; want %v, %v", got.State, err, c.want, c.err)
			}
		})
	}
	m := Matter{State: Submitted, Due: "2026-12-07"}
	if m.Late("2026-12-07") || !m.Late("2026-12-08") {
		t.Error("the last day is still in time, the next is late")
	}
}

type homes map[string]region.Code

func (h homes) Home(_ context.Context, tx *store.Tx, person string) (region.Code, error) {
	if at, ok := h[person]; ok && tx.Pass().Covers(at) {
		return at, nil
	}
	return "", ErrPerson
}

const here, next = region.Code("449901001001"), region.Code("449901002001")

func setup(t *testing.T, db *store.DB) (s *Service, counter, office access.Pass) {
	t.Helper()
	s = &Service{DB: db, People: homes{"chen": here, "huang": next}, DueDate: func(from time.Time, n int) time.Time { return from.AddDate(0, 0, n) }}
	if err := s.Seed(t.Context(), access.House("test")); err != nil {
		t.Fatal(err)
	}
	return s, storetest.Pass(t, Rules, "li", role.CommunityWorker, here, Draft), storetest.Pass(t, Rules, "wu", role.StreetOperator, "449901001", Decide)
}

func TestAMatterFromCounterToDecision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s, counter, office := setup(t, db)
		must := func(m Matter, err error) Matter {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		if _, err := s.Open(ctx, counter, "huang", "elder_card", ""); !errors.Is(err, ErrPerson) {
			t.Errorf("a person of the next street: %v", err)
		}
		m := must(s.Open(ctx, counter, "chen", "subsidy", "came with her daughter"))
		if _, err := s.Submit(ctx, counter, m.ID, m.Version); !errors.Is(err, ErrMissing) {
			t.Errorf("submitted without evidence: %v", err)
		}
		m = must(s.Show(ctx, counter, m.ID, m.Version, []string{"id_card", "income_proof"}, "2099-01-01"))
		if _, err := s.Submit(ctx, counter, m.ID, m.Version-1); !errors.Is(err, api.ErrStale) {
			t.Errorf("an old version: %v", err)
		}
		m = must(s.Submit(ctx, counter, m.ID, m.Version))
		m = must(s.Accept(ctx, office, m.ID, m.Version))
		m = must(s.Decide(ctx, office, m.ID, m.Version, Granted, ""))
		m = must(s.Close(ctx, office, m.ID, m.Version))
		if got := must(s.Get(ctx, office, m.ID)); got.State != Closed || got.Outcome != Granted || got.Version != m.Version {
			t.Errorf("%+v", got)
		}
		// What she showed once is there for the next matter.
		again := must(s.Open(ctx, counter, "chen", "elder_card", ""))
		if !slices.Equal(again.Evidence, []string{"id_card"}) {
			t.Errorf("asked twice: %v", again.Evidence)
		}
		must(s.Submit(ctx, counter, again.ID, again.Version))
		log, err := store.View(ctx, db, office, func(tx *store.Tx) ([]events.Event, error) { return events.Of(ctx, tx, m.ID, 0, 20) })
		if err != nil || len(log) != 6 {
			t.Errorf("%d events, %v; want drafted, shown, submitted, accepted, decided, closed", len(log), err)
		}
	}, Schema, events.Schema)
}

func TestTheNextStreetSeesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s, counter, _ := setup(t, db)
		m, err := s.Open(ctx, counter, "chen", "elder_card", "")
		if err != nil {
			t.Fatal(err)
		}
		twin, err := s.Open(ctx, storetest.Pass(t, Rules, "he", role.CommunityWorker, next, Draft), "huang", "elder_card", "")
		if err != nil {
			t.Fatal(err)
		}
		there := storetest.Pass(t, Rules, "xu", role.StreetOperator, "449901002", Decide)
		if _, err := s.Get(ctx, there, m.ID); !errors.Is(err, ErrNone) {
			t.Errorf("get: %v", err)
		}
		if _, err := s.Accept(ctx, there, m.ID, m.Version); !errors.Is(err, ErrNone) {
			t.Errorf("accept: %v", err)
		}
		all, err := s.List(ctx, there, Filter{}, "", 10)
		if err != nil || len(all) != 1 || all[0].ID != twin.ID {
			t.Errorf("%+v %v", all, err)
		}
	}, Schema, events.Schema)
}

func TestADeathOpensItsMattersOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s, _, office := setup(t, db)
		for range 2 {
			_, err := store.In(ctx, db, access.House("test"), func(tx *store.Tx) (int, error) {
				return 0, s.Follow(ctx, tx, events.Event{Kind: "people.died", Region: here, Subject: "chen"})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		all, err := s.List(ctx, office, Filter{Person: "chen"}, "", 10)
		if err != nil || len(all) != 2 {
			t.Errorf("%d matters, %v; want death and funeral allowance", len(all), err)
		}
	}, Schema, events.Schema)
}

// Ten officers accept one matter: one does, nine hear that it changed.
func TestOneMatterIsAcceptedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		s, counter, office := setup(t, db)
		m, err := s.Open(ctx, counter, "chen", "elder_card", "")
		if err != nil {
			t.Fatal(err)
		}
		if m, err = s.Show(ctx, counter, m.ID, m.Version, []string{"id_card"}, ""); err != nil {
			t.Fatal(err)
		}
		if m, err = s.Submit(ctx, counter, m.ID, m.Version); err != nil {
			t.Fatal(err)
		}
		results := make(chan error, 10)
		start := make(chan struct{})
		for range 10 {
			go func() {
				<-start
				_, err := s.Accept(ctx, office, m.ID, m.Version)
				results <- err
			}()
		}
		close(start)
		won := 0
		for range 10 {
			if err := <-results; err == nil {
				won++
			} else if !errors.Is(err, api.ErrStale) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("accepted %d times", won)
		}
	}, Schema, events.Schema)
}
