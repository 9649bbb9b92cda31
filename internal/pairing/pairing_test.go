package pairing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/pairing"
	"linli/internal/pairing/rule"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const (
	home = region.Code("449901001001")
	next = region.Code("449901002001")
)

var errGone = fault.New(fault.Conflict, "test.gone", "已经有人认领。", "Claimed already.")

// market is what is open, and what was proposed.
type market struct {
	mu    sync.Mutex
	wants []rule.Want
	gives []rule.Give
	asked []string
	fails map[string]error
}

func (m *market) Wants(_ context.Context, p access.Pass) (out []rule.Want, _ error) {
	for _, w := range m.wants {
		if p.Covers(w.Region) {
			out = append(out, w)
		}
	}
	return out, nil
}

func (m *market) Gives(_ context.Context, p access.Pass) (out []rule.Give, _ error) {
	for _, g := range m.gives {
		if p.Covers(g.Region) {
			out = append(out, g)
		}
	}
	return out, nil
}

func (m *market) Propose(_ context.Context, _ access.Pass, w rule.Want, g rule.Give) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.fails[w.ID]; err != nil {
		return err
	}
	m.asked = append(m.asked, w.ID+"-"+g.ID)
	return nil
}

type folk struct{}

func (folk) Names(_ context.Context, _ access.Pass, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for _, id := range ids {
		out[id] = "邻居" + id
	}
	return out, nil
}
func (folk) Home(context.Context, string) (region.Code, error) { return home, nil }
func (folk) May(_ context.Context, p access.Pass, person string) error {
	if p.Person() != person {
		return errors.New("not hers")
	}
	return nil
}

func each(t *testing.T, fn func(t *testing.T, s *pairing.Service, m *market)) {
	box, err := secret.Load(t.TempDir() + "/keys.json")
	if err != nil {
		t.Fatal(err)
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC)
		db.Now = func() time.Time { return now }
		m := &market{fails: map[string]error{}}
		for i, c := range []string{"hair", "hair", "repair", "sewing"} {
			m.wants = append(m.wants, rule.Want{Kind: rule.Wish, ID: string(rune('1' + i)), Title: "想请人" + c, Category: c, Region: home, Urgency: 1 + i, Since: now.AddDate(0, -i, 0), Person: "w", At: geo.Point{Lon: 113.1, Lat: 23}})
		}
		m.gives = []rule.Give{{Kind: rule.Wish, ID: "a", Title: "理发", Category: "hair", Region: home, Capacity: 5, Person: "ming", At: geo.Point{Lon: 113.101, Lat: 23}},
			{Kind: rule.Wish, ID: "b", Title: "维修", Category: "repair", Region: home, Capacity: 5, Person: "hua", At: geo.Point{Lon: 113.1, Lat: 23.001}}}
		m.wants = append(m.wants, rule.Want{Kind: rule.Wish, ID: "far", Category: "hair", Region: next, Person: "x", Since: now})
		fn(t, &pairing.Service{DB: db, Box: box, Markets: map[string]pairing.Market{rule.Wish: m}, People: folk{}, Zone: time.UTC, Communities: func() []region.Code { return []region.Code{home, next} }}, m)
	}, pairing.Schema, events.Schema, audit.Schema, api.Schema)
}

func pass(t *testing.T, at region.Code, what access.Permission) access.Pass {
	return storetest.Pass(t, pairing.Rules, "worker", role.CommunityWorker, at, what)
}

func ask() pairing.PairingAsk {
	return pairing.PairingAsk{Month: "2026-11", Kinds: []string{rule.Wish}, Rule: rule.Usual}
}

func TestAPairingFromDrawingToAsking(t *testing.T) {
	each(t, func(t *testing.T, s *pairing.Service, m *market) {
		ctx, p := t.Context(), pass(t, home, pairing.Make)
		r, err := s.Draw(ctx, p, ask())
		if err != nil || r.State != pairing.Drawn || r.Wants != 4 || r.Pairs != 3 || r.Members != 2 || !r.Proved || r.Cost != r.DualCost || len(r.Alone) != 1 || r.Alone[0].Why != rule.Nobody {
			t.Fatalf("%+v %v", r, err)
		}
		if r.Rows[0].Want.ID != "3" || r.Rows[0].Giver != "邻居hua" || !strings.Contains(r.Rows[0].WhyZh, "唯一") || r.RuleZh == "" {
			t.Errorf("%+v", r.Rows[0])
		}
		if len(m.asked) != 0 {
			t.Fatal("somebody was asked before it was confirmed")
		}
		if _, err := s.Drop(ctx, p, r.ID, r.Version, "2", " "); !errors.Is(err, pairing.ErrReason) {
			t.Errorf("dropped without a reason: %v", err)
		}
		if _, err := s.Drop(ctx, p, r.ID, r.Version, "4", "不合适"); !errors.Is(err, pairing.ErrRow) {
			t.Errorf("dropped what is no pair: %v", err)
		}
		if r, err = s.Drop(ctx, p, r.ID, r.Version, "2", "两家刚闹过矛盾"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Confirm(ctx, p, r.ID, r.Version-1); !errors.Is(err, api.ErrStale) {
			t.Errorf("confirmed an old one: %v", err)
		}
		m.fails["1"] = errGone
		if r, err = s.Confirm(ctx, p, r.ID, r.Version); err != nil || r.State != pairing.Confirmed || r.Decided.IsZero() {
			t.Fatalf("%+v %v", r, err)
		}
		if !slices.Equal(m.asked, []string{"3-b"}) {
			t.Errorf("asked %v", m.asked)
		}
		states := map[string]pairing.RowState{}
		for _, x := range r.Rows {
			states[x.Want.ID] = x.State
		}
		if states["1"] != pairing.Refused || states["2"] != pairing.Dropped || states["3"] != pairing.Told {
			t.Errorf("%v", states)
		}
		if _, err := s.Confirm(ctx, p, r.ID, r.Version); !errors.Is(err, pairing.ErrState) {
			t.Errorf("confirmed twice: %v", err)
		}
		again, err := s.Draw(ctx, p, ask())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Confirm(ctx, p, again.ID, again.Version); !errors.Is(err, pairing.ErrOnce) {
			t.Errorf("two of a month: %v", err)
		}
		if again, err = s.Discard(ctx, p, again.ID, again.Version); err != nil || again.State != pairing.Discarded {
			t.Errorf("%+v %v", again, err)
		}
	})
}

func TestOneOfManyConfirms(t *testing.T) {
	each(t, func(t *testing.T, s *pairing.Service, m *market) {
		p := pass(t, home, pairing.Make)
		var runs []pairing.PairingRun
		for range 5 {
			r, err := s.Draw(t.Context(), p, ask())
			if err != nil {
				t.Fatal(err)
			}
			runs = append(runs, r)
		}
		var won atomic.Int32
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				r := runs[i%len(runs)]
				if _, err := s.Confirm(t.Context(), p, r.ID, r.Version); err == nil {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || len(m.asked) != 3 {
			t.Errorf("%d confirmed, %d asked", won.Load(), len(m.asked))
		}
	})
}

func TestWhatWasCutOffGoesOn(t *testing.T) {
	each(t, func(t *testing.T, s *pairing.Service, m *market) {
		ctx, p := t.Context(), pass(t, home, pairing.Make)
		r, err := s.Draw(ctx, p, ask())
		if err != nil {
			t.Fatal(err)
		}
		m.fails["1"] = errors.New("the line broke")
		if _, err := s.Confirm(ctx, p, r.ID, r.Version); err == nil {
			t.Fatal("it did not break")
		}
		delete(m.fails, "1")
		later := s.DB.Now().Add(time.Hour)
		s.DB.Now = func() time.Time { return later }
		if n, err := s.Watch(ctx, access.House("test")); err != nil || n != 1 {
			t.Fatalf("%d %v", n, err)
		}
		if r, err = s.Get(ctx, pass(t, home, pairing.See), r.ID); err != nil || r.State != pairing.Confirmed || len(m.asked) != 3 {
			t.Errorf("%s %v %v", r.State, m.asked, err)
		}
	})
}

func TestTheFirstDaysOfAMonthDrawForEveryCommunity(t *testing.T) {
	each(t, func(t *testing.T, s *pairing.Service, _ *market) {
		ctx := t.Context()
		if n, err := s.Watch(ctx, access.House("test")); err != nil || n != 0 {
			t.Errorf("in the middle of a month: %d %v", n, err)
		}
		first := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)
		s.DB.Now = func() time.Time { return first }
		for want := range []int{2, 0} {
			if n, err := s.Watch(ctx, access.House("test")); err != nil || n != 2-2*want {
				t.Errorf("%d %v", n, err)
			}
		}
		mine, err := s.List(ctx, pass(t, home, pairing.See), "", 10)
		if err != nil || len(mine) != 1 || mine[0].Month != "2026-12" || mine[0].Rows != nil {
			t.Errorf("%+v %v", mine, err)
		}
		other, err := s.List(ctx, pass(t, next, pairing.See), "", 10)
		if err != nil || len(other) != 1 || other[0].Region != next {
			t.Errorf("%+v %v", other, err)
		}
		if _, err := s.Get(ctx, pass(t, next, pairing.See), mine[0].ID); !errors.Is(err, pairing.ErrNone) {
			t.Errorf("next door sees it: %v", err)
		}
		if _, err := s.Discard(ctx, pass(t, next, pairing.Make), mine[0].ID, 1); !errors.Is(err, pairing.ErrNone) {
			t.Errorf("next door changes it: %v", err)
		}
	})
}

func TestWhatCannotBeDrawn(t *testing.T) {
	each(t, func(t *testing.T, s *pairing.Service, m *market) {
		ctx, p := t.Context(), pass(t, home, pairing.Make)
		for name, c := range map[string]struct {
			change func(*pairing.PairingAsk)
			want   error
		}{
			"no kinds":     {func(a *pairing.PairingAsk) { a.Kinds = nil }, pairing.ErrKinds},
			"strange":      {func(a *pairing.PairingAsk) { a.Kinds = []string{"votes"} }, pairing.ErrKinds},
			"no month":     {func(a *pairing.PairingAsk) { a.Month = "november" }, pairing.ErrMonth},
			"long past":    {func(a *pairing.PairingAsk) { a.Month = "2026-08" }, pairing.ErrMonth},
			"far ahead":    {func(a *pairing.PairingAsk) { a.Month = "2027-02" }, pairing.ErrMonth},
			"no limit":     {func(a *pairing.PairingAsk) { a.Rule.Most = 0 }, rule.ErrMost},
			"other weight": {func(a *pairing.PairingAsk) { a.Rule.Weights.Waiting = 21 }, rule.ErrWeight},
		} {
			a := ask()
			c.change(&a)
			if _, err := s.Draw(ctx, p, a); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.Draw(ctx, storetest.Pass(t, pairing.Rules, "worker", role.CommunityWorker, home.Street(), pairing.Make), ask()); !errors.Is(err, pairing.ErrPlace) {
			t.Errorf("a whole street: %v", err)
		}
		m.wants = nil
		if _, err := s.Draw(ctx, p, ask()); !errors.Is(err, pairing.ErrNothing) {
			t.Errorf("nothing waits: %v", err)
		}
	})
}

func TestWhatSuitsMe(t *testing.T) {
	each(t, func(t *testing.T, s *pairing.Service, _ *market) {
		who := func(person string) access.Pass {
			p, err := pairing.Rules.Decide(access.Viewer{Account: "@" + person, Person: person, Grants: []access.Grant{{Role: role.Resident, In: home}}}, pairing.Mine, s.DB.Now())
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		x, err := s.ForMe(t.Context(), who("ming"), "ming")
		if err != nil || len(x.Help) != 2 || x.Help[0].ID != "2" || x.Help[0].DistanceM%50 != 0 || x.Help[0].Waiting < 28 || len(x.Helped) != 0 || x.RuleZh == "" {
			t.Errorf("%+v %v", x, err)
		}
		if x, err = s.ForMe(t.Context(), who("w"), "w"); err != nil || len(x.Helped) != 2 || len(x.Help) != 0 {
			t.Errorf("%+v %v", x, err)
		}
		if _, err := s.ForMe(t.Context(), who("ming"), "w"); err == nil {
			t.Error("for a stranger")
		}
	})
}
