package programmes_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"linli/internal/directory/eligibility"
	"linli/internal/money"
	"linli/internal/orders/subsidy"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/settlement/programmes"
)

const (
	district = region.Code("449901")
	street   = region.Code("449901001")
	home     = region.Code("449901001001")
)

func each(t *testing.T, fn func(t *testing.T, s *programmes.Service)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) { fn(t, &programmes.Service{DB: db}) }, programmes.Schema, events.Schema, audit.Schema, api.Schema)
}

func editor(t *testing.T, at region.Code) access.Pass {
	return storetest.Pass(t, programmes.Rules, "editor", role.StreetOperator, at, programmes.Edit)
}

func meals(budget money.Fen, b ...subsidy.Bracket) subsidy.Programme {
	return subsidy.Programme{Name: "助餐补贴", Region: street, Payer: subsidy.Public, Categories: []string{"elder"}, From: "2026-01-01", BudgetFen: budget, Brackets: b}
}

func started(t *testing.T, s *programmes.Service, x subsidy.Programme) programmes.SubsidyProgramme {
	t.Helper()
	p := editor(t, x.Region)
	got, err := s.Add(t.Context(), p, x)
	if err == nil {
		got, err = s.Start(t.Context(), p, got.ID, got.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func ask(order, person, day string, n int) subsidy.Question {
	return subsidy.Question{Order: order, Person: person, Region: home, Category: "elder.canteen", Day: day, Quantity: n, UnitFen: 1500, Facts: eligibility.Facts{Age: 82, Region: home}}
}

var errSpent = errors.New("a budget was used up in this moment")

// order splits and draws as an order does, once more where a budget is used up between.
func order(t testing.TB, s *programmes.Service, q subsidy.Question) (a subsidy.Answer, err error) {
	for range 3 {
		a, err = store.In(t.Context(), s.DB, access.HouseIn("orders.mine", "x", district), func(tx *store.Tx) (subsidy.Answer, error) {
			a, err := s.Split(t.Context(), tx, q)
			if err != nil || q.Order == "" {
				return a, err
			}
			ok, err := s.Draw(t.Context(), tx, a.Parts)
			if err == nil && !ok {
				err = errSpent
			}
			return a, err
		})
		if !errors.Is(err, errSpent) {
			break
		}
	}
	return a, err
}

func split(t testing.TB, s *programmes.Service, q subsidy.Question) subsidy.Answer {
	t.Helper()
	a, err := order(t, s, q)
	if err != nil || !a.Of(q.UnitFen*money.Fen(q.Quantity)) {
		t.Fatalf("%+v: %+v %v", q, a, err)
	}
	return a
}

func release(t testing.TB, s *programmes.Service, order string) {
	t.Helper()
	if _, err := store.In(t.Context(), s.DB, access.HouseIn("orders.mine", "x", district), func(tx *store.Tx) (int, error) { return 0, s.Release(t.Context(), tx, order) }); err != nil {
		t.Fatal(err)
	}
}

func held(t testing.TB, s *programmes.Service, id string) money.Fen {
	t.Helper()
	x, err := s.Get(t.Context(), access.House("test"), id)
	if err != nil {
		t.Fatal(err)
	}
	return x.HeldFen
}

func TestAProgrammePaysOnlyWhileItIsInForce(t *testing.T) {
	each(t, func(t *testing.T, s *programmes.Service) {
		ctx, p := t.Context(), editor(t, street)
		if a := split(t, s, ask("o0", "wang", "2026-11-25", 1)); a.Subsidy != 0 {
			t.Errorf("nothing is there: %+v", a)
		}
		x, err := s.Add(ctx, p, meals(0, subsidy.Bracket{Key: "80", Name: "80 岁以上", Rule: "age >= 80", UnitFen: 400}))
		if err != nil || x.State != programmes.Draft {
			t.Fatal(x, err)
		}
		if a := split(t, s, ask("o1", "wang", "2026-11-25", 1)); a.Subsidy != 0 {
			t.Errorf("a draft pays: %+v", a)
		}
		if x, err = s.Start(ctx, p, x.ID, x.Version); err != nil {
			t.Fatal(err)
		}
		a := split(t, s, ask("o2", "wang", "2026-11-25", 2))
		if a.Subsidy != 800 || a.Resident != 2200 || a.Programme != x.ID || a.Bracket != "80" || a.WhyZh != "助餐补贴：80 岁以上 ¥8.00" {
			t.Errorf("%+v", a)
		}
		if got := held(t, s, x.ID); got != 800 {
			t.Errorf("%s are held", got)
		}
		release(t, s, "o2")
		release(t, s, "o2") // twice changes nothing
		if got := held(t, s, x.ID); got != 0 {
			t.Errorf("%s are held after it was called off", got)
		}
		if a := split(t, s, ask("", "wang", "2026-11-25", 1)); a.Subsidy != 400 || held(t, s, x.ID) != 0 {
			t.Errorf("a look holds something: %+v", a)
		}
		if _, err := s.Start(ctx, p, x.ID, x.Version); !errors.Is(err, programmes.ErrState) {
			t.Errorf("started twice: %v", err)
		}
		if _, err := s.End(ctx, p, x.ID, x.Version-1); !errors.Is(err, api.ErrStale) {
			t.Errorf("an old version: %v", err)
		}
		if _, err := s.Add(ctx, p, func() subsidy.Programme { y := meals(0, x.Brackets...); y.Region = district; return y }()); !errors.Is(err, programmes.ErrPlace) {
			t.Errorf("a street makes one of the district: %v", err)
		}
		if x, err = s.End(ctx, p, x.ID, x.Version); err != nil {
			t.Fatal(err)
		}
		if a := split(t, s, ask("o3", "wang", "2026-11-25", 1)); a.Subsidy != 0 {
			t.Errorf("after its end: %+v", a)
		}
	})
}

func TestCapsCountWhatIsHeldInDayWeekAndMonth(t *testing.T) {
	each(t, func(t *testing.T, s *programmes.Service) {
		started(t, s, meals(0, subsidy.Bracket{Key: "a", Name: "a", UnitFen: 300, PerDay: 2, PerWeek: 5, MonthFen: 2400}))
		for _, c := range []struct {
			order, day string
			n          int
			want       money.Fen
		}{
			{"1", "2026-11-23", 3, 600}, // Monday: two a day
			{"2", "2026-11-24", 2, 600}, // four of the week
			{"3", "2026-11-25", 2, 300}, // one is left of five
			{"4", "2026-11-26", 1, 0},   // none
			{"5", "2026-11-30", 2, 600}, // the next week; 21.00 of the month
			{"6", "2026-12-01", 2, 600}, // the same week, another month: four of five
			{"7", "2026-12-02", 2, 300}, // five
			{"8", "2026-11-02", 2, 300}, // 3.00 are left of November
		} {
			if a := split(t, s, ask(c.order, "wang", c.day, c.n)); a.Subsidy != c.want {
				t.Errorf("order %s on %s: %s, want %s", c.order, c.day, a.Subsidy, c.want)
			}
		}
		release(t, s, "2")
		if a := split(t, s, ask("9", "wang", "2026-11-26", 1)); a.Subsidy != 300 {
			t.Errorf("after one was called off: %+v", a)
		}
		if a := split(t, s, ask("10", "li", "2026-11-25", 1)); a.Subsidy != 300 {
			t.Errorf("somebody else: %+v", a)
		}
	})
}

func TestAUsedBudgetLetsAnotherProgrammePay(t *testing.T) {
	each(t, func(t *testing.T, s *programmes.Service) {
		rich := started(t, s, meals(1000, subsidy.Bracket{Key: "a", Name: "a", UnitFen: 500}))
		y := meals(0, subsidy.Bracket{Key: "b", Name: "b", UnitFen: 200})
		y.Region, y.Name = district, "区级补贴"
		poor := started(t, s, y)
		z := meals(250, subsidy.Bracket{Key: "c", Name: "c", UnitFen: 100})
		z.Payer, z.Adds, z.Name = subsidy.Fund, true, "互助基金"
		fund := started(t, s, z)
		for i, want := range []struct{ subsidy, fund money.Fen }{{500, 100}, {500, 100}, {200, 0}, {200, 0}} {
			a := split(t, s, ask(fmt.Sprint(i), "wang", fmt.Sprintf("2026-11-%d", 10+i), 1))
			if a.Subsidy != want.subsidy || a.Fund != want.fund {
				t.Errorf("order %d: %+v, want %+v", i, a, want)
			}
		}
		if held(t, s, rich.ID) != 1000 || held(t, s, poor.ID) != 400 || held(t, s, fund.ID) != 200 {
			t.Errorf("held %s, %s and %s", held(t, s, rich.ID), held(t, s, poor.ID), held(t, s, fund.ID))
		}
		x := rich.Programme
		x.BudgetFen = 900
		if _, err := s.Change(t.Context(), editor(t, street), rich.ID, rich.Version, x); !errors.Is(err, programmes.ErrSpent) {
			t.Errorf("a budget below what is held: %v", err)
		}
		now := time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)
		s.DB.Now = func() time.Time { return now }
		if got, err := s.Get(t.Context(), access.House("test"), rich.ID); err != nil || got.Forecast == nil || got.Forecast.ADayFen != 35 || got.Forecast.Lasts != "2026-11-20" {
			t.Errorf("%+v %v", got.Forecast, err)
		}
	})
}

// Many at once: no cap and no budget is passed, and what is held is what was given.
func TestNothingIsPassedByManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *programmes.Service) {
		x := started(t, s, meals(5000, subsidy.Bracket{Key: "a", Name: "a", UnitFen: 100, PerMonth: 10}))
		var wg sync.WaitGroup
		var mu sync.Mutex
		given := map[string]money.Fen{}
		for worker := range 8 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := range 20 {
					person := fmt.Sprint("p", (worker+i)%7)
					q := ask(fmt.Sprintf("o%d-%d", worker, i), person, fmt.Sprintf("2026-11-%02d", 1+i), 1)
					a, err := order(t, s, q)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					given[person] += a.Subsidy
					mu.Unlock()
				}
			}()
		}
		wg.Wait()
		sum := money.Fen(0)
		for person, fen := range given {
			if sum += fen; fen > 1000 {
				t.Errorf("%s got %s", person, fen)
			}
		}
		if got := held(t, s, x.ID); got != sum || sum > 5000 || sum < 4900 {
			t.Errorf("%s held, %s given", got, sum)
		}
	})
}
