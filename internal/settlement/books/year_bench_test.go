package books_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"linli/internal/money"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
	"linli/internal/settlement/books"
)

// A year of a street: 200,000 orders of twelve providers, some taken back; each
// month is settled and paid; hledger reads the journal of it all.
//
//	go test ./internal/settlement/books -run xxx -bench Year -benchtime 1x
func BenchmarkYear(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { year(b, b.TempDir()) })
	if pg := os.Getenv("LINLI_TEST_PG"); pg != "" {
		b.Run("postgres", func(b *testing.B) { year(b, storetest.Schema(b, pg)) })
	}
}

func year(b *testing.B, where string) {
	ctx := b.Context()
	now := time.Date(2027, 1, 2, 4, 0, 0, 0, time.UTC)
	db, err := store.Open(ctx, where, func() time.Time { now = now.Add(time.Microsecond); return now })
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // of a benchmark
	if _, err := db.Migrate(ctx, books.Schema, events.Schema); err != nil {
		b.Fatal(err)
	}
	s := &books.Service{DB: db, Names: func(_ context.Context, org string) string { return org },
		Parts: func(context.Context, *store.Tx, string) (map[string]money.Fen, error) { return nil, nil }}
	const orders = 200_000
	began := time.Now()
	var some []order
	for i := range orders {
		day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i*365/orders)
		o := lunch(fmt.Sprintf("o%06d", i), day.Format(time.DateOnly), 1+i%2)
		o.org = fmt.Sprint("org", i%12)
		if some = append(some, o); len(some) == 2000 {
			at(b, s, "orders.delivered", some...)
			at(b, s, "orders.failed", some[:10]...)
			some = some[:0]
		}
	}
	b.ReportMetric(time.Since(began).Seconds(), "s-to-book")
	decide := func(who string, what access.Permission) access.Pass {
		p, err := books.Rules.Decide(access.Viewer{Account: who, Grants: []access.Grant{{Role: role.StreetOperator, In: region.Code("449901001")}}}, what, time.Now())
		if err != nil {
			b.Fatal(err)
		}
		return p
	}
	wu, chen := decide("wu", books.Draw), decide("chen", books.Approve)
	var longest, all time.Duration
	paid, items := money.Fen(0), 0
	for m := range 12 {
		month := fmt.Sprintf("2026-%02d", m+1)
		t := time.Now()
		drawn, err := s.DrawUp(ctx, wu, month)
		for _, x := range drawn {
			if err == nil {
				x, err = s.Accept(ctx, chen, x.ID, x.Version)
			}
			if err == nil {
				x, err = s.Pay(ctx, chen, x.ID, x.Version)
			}
			paid += x.PayableFen
			items += x.Sums.Items
		}
		if err != nil {
			b.Fatal(err)
		}
		d := time.Since(t)
		longest, all = max(longest, d), all+d
	}
	b.ReportMetric(longest.Seconds(), "s-longest-month-end")
	b.ReportMetric(all.Seconds(), "s-all-month-ends")
	var text bytes.Buffer
	n, err := s.Journal(ctx, access.House("bench"), &text, "2026-01-01", "2027-12-31")
	if err != nil {
		b.Fatal(err)
	}
	balances, err := s.Balances(ctx, access.House("bench"), "9999")
	if err != nil {
		b.Fatal(err)
	}
	for org := range 12 {
		if left := balances[books.Provider(fmt.Sprint("org", org))]; left != 0 {
			b.Errorf("org%d is owed %s after everything is paid", org, -left)
		}
	}
	if balances["assets:bank"] != -paid || items != orders-orders/200 {
		b.Errorf("paid %s of %d items: the bank says %s", paid, items, -balances["assets:bank"])
	}
	b.Logf("%d transfers, %d items, paid %s, journal of %d MB", n, items, paid, text.Len()>>20)
	hledger, err := exec.LookPath("hledger")
	if err != nil {
		b.Log("hledger is not installed")
		return
	}
	file := filepath.Join(b.TempDir(), "year.journal")
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	t := time.Now()
	if said, err := exec.CommandContext(ctx, hledger, "-f", file, "check").CombinedOutput(); err != nil { //nolint:gosec // a benchmark's own file
		b.Fatalf("%v: %s", err, said)
	}
	b.ReportMetric(time.Since(t).Seconds(), "s-hledger-check")
}
