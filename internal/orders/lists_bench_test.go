package orders_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"linli/internal/orders"
	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/orders/slots"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

// BenchmarkLists pages and counts among 100,000 orders of four streets.
func BenchmarkLists(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchLists(b, storetest.SQLite(b, schemas()...)) })
	b.Run("postgres", func(b *testing.B) {
		address := os.Getenv("LINLI_TEST_PG")
		if address == "" {
			b.Skip("LINLI_TEST_PG is not set")
		}
		db, err := store.Open(b.Context(), storetest.Schema(b, address), time.Now)
		if err == nil {
			_, err = db.Migrate(b.Context(), schemas()...)
		}
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = db.Close() })
		benchLists(b, db)
	})
}

func benchLists(b *testing.B, db *store.DB) {
	const n = 100_000
	w := newTown(b, db)
	ctx := context.Background()
	some := ""
	for from := 0; from < n; from += 1000 {
		_, err := store.In(ctx, db, access.House("bench"), func(tx *store.Tx) (int, error) {
			for i := from; i < from+1000; i++ {
				at := region.Code(fmt.Sprintf("44990100%d00%d", i%4+1, i/4%6+1))
				day := monday.AddDate(0, 0, i/500-180).Format(time.DateOnly)
				id := tx.ID()
				o := book.Order{ID: id, Number: book.Number(day, id), Region: at, At: at, Org: fmt.Sprint("org", i%7), Person: fmt.Sprint("p", i%3000), Service: "meals", Category: fmt.Sprint("c", i), Mode: flow.Delivery,
					Point: fmt.Sprint("point", i%20), Day: day, Slot: slots.Slot{Key: "lunch", From: "11:00", To: "13:00"}, Quantity: 1, State: []flow.State{flow.Settled, flow.Rated, flow.Cancelled, flow.Placed}[i%4],
					Created: tx.Now, Changed: tx.Now, Version: 1, ServiceName: "长者送餐"}
				some = o.Number
				if err := book.Add(ctx, tx, o); err != nil {
					return 0, err
				}
			}
			return 0, nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if db.Engine == store.Postgres {
		_, _ = db.Writer().Exec(`ANALYZE`)
	}
	operator, worker, manager := w.as(orders.See, role.StreetOperator, street), w.as(orders.See, role.CommunityWorker, "449901002003"), w.as(orders.See, role.ProviderManager, street, "org3")
	today := monday.Format(time.DateOnly)
	for _, c := range []struct {
		name string
		p    access.Pass
		f    orders.Filter
		sum  bool
	}{
		{"newest of a street", operator, orders.Filter{}, false},
		{"newest of a community", worker, orders.Filter{}, false},
		{"of a provider today", manager, orders.Filter{From: today, To: today}, false},
		{"open of a street", operator, orders.Filter{States: flow.Open}, false},
		{"of a month", operator, orders.Filter{From: "2026-10-01", To: "2026-10-31"}, false},
		{"by number", operator, orders.Filter{Number: some}, false},
		{"of a person", operator, orders.Filter{Persons: []string{"p17"}}, false},
		{"overdue", operator, orders.Filter{Overdue: true}, false},
		{"count a street", operator, orders.Filter{}, true},
		{"count a day", operator, orders.Filter{From: today, To: today}, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.f.Limit = 50
				var err error
				if c.sum {
					_, err = w.orders.Count(ctx, c.p, c.f)
				} else {
					_, err = w.orders.List(ctx, c.p, c.f)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
