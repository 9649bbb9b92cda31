package app

import (
	"log/slog"
	"testing"
	"time"

	"linli/internal/delivery"
	"linli/internal/directory/hours"
	"linli/internal/orders"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/settlement/books"
	"linli/internal/supervision/ratings"
)

// The demo opens on a town that is lived in: weeks of meals, rounds, ratings, a
// statement of last month that agrees with the books, and the clock is right again.
func TestTheDemoHasLivedForWeeks(t *testing.T) {
	t.Parallel()
	ctx, p := t.Context(), access.House("test")
	now := time.Date(2026, 11, 25, 10, 0, 0, 0, hours.Shanghai)
	h, err := Open(ctx, Config{Data: t.TempDir(), Demo: true, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	if err := h.MakeDemo(ctx, 4000, 1, true, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	if !h.DB.Now().Equal(now) {
		t.Errorf("the clock says %v", h.DB.Now())
	}
	for state, least := range map[string]int64{"delivered": 100, "placed": 1, "accepted": 1} {
		n, err := h.Orders.Count(ctx, p, orders.Filter{States: []flow.State{flow.State(state)}})
		if err != nil || n < least {
			t.Errorf("%d orders are %s, %v", n, state, err)
		}
	}
	rounds, err := h.Deliver.List(ctx, p, delivery.Filter{From: "2026-10-01", To: "2026-11-24", Limit: 1000})
	if err != nil || len(rounds) < 30 {
		t.Fatalf("%d rounds, %v", len(rounds), err)
	}
	for _, r := range rounds {
		if r.State != delivery.Back || len(r.Readings) == 0 || r.Missing() != 0 {
			t.Errorf("round %s of %s: %s, %d readings, %d bags missing", r.Name, r.Day, r.State, len(r.Readings), r.Missing())
		}
	}
	if all, err := h.Supervise.Ratings.List(ctx, p, ratings.Filter{Limit: 500}); err != nil || len(all) < 10 {
		t.Errorf("%d ratings, %v", len(all), err)
	}
	statements, err := h.Money.Books.List(ctx, p, books.Filter{Month: "2026-10", Limit: 10})
	if err != nil || len(statements) != 1 || statements[0].State != books.Approved {
		t.Fatalf("%+v %v", statements, err)
	}
	balances, err := h.Money.Books.Balances(ctx, p, "2026-10-31")
	if err != nil || balances[books.Provider(statements[0].Org)] != -statements[0].PayableFen {
		t.Errorf("the books owe %v, the statement says %s, %v", balances, statements[0].PayableFen, err)
	}
}
