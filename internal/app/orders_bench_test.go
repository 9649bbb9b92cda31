package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"linli/internal/cnid"
	"linli/internal/orders/subsidy"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
)

// BenchmarkPlaceOverHTTP is bench/orders in one process, for profiles.
func BenchmarkPlaceOverHTTP(b *testing.B) {
	const residents = 200
	k := &kitchen{t: b, codes: map[string]string{}}
	h, err := Open(b.Context(), Config{Data: b.TempDir(), PerSecond: -1})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(h.Close)
	if err := h.Seed(b.Context()); err != nil {
		b.Fatal(err)
	}
	k.h, h.Accounts.Sender = h, k
	k.service.PerDay = 1_000_000
	k.open()
	rows := make([]people.Row, residents)
	for i := range rows {
		rows[i] = people.Row{Name: "何春" + string(rune('一'+i)), ResidentID: cnid.MakeResident("449901", time.Date(1935, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i), 100+i),
			Birth: "1940-01-01", Phone: fmt.Sprintf("138%08d", i), Region: own, Address: "朝阳路 1 号", Attributes: []people.Attribute{{Key: "lives_alone", From: "2024-01-01"}}}
	}
	if _, err := store.In(b.Context(), h.DB, access.House("bench"), func(tx *store.Tx) (int, error) {
		_, err := h.People.Bulk(b.Context(), tx, rows, "bench")
		return 0, err
	}); err != nil {
		b.Fatal(err)
	}
	for _, x := range []subsidy.Programme{
		{Name: "助餐", Region: "449901", Payer: subsidy.Public, Categories: []string{"elder"}, From: "2024-01-01", BudgetFen: 1 << 40, Brackets: []subsidy.Bracket{{Key: "e", Name: "长者", Rule: "age >= 60", UnitFen: 500, PerDay: 3, PerMonth: 93}}},
		{Name: "基金", Region: "449901", Payer: subsidy.Fund, Categories: []string{"elder"}, From: "2024-01-01", BudgetFen: 1 << 40, Adds: true, Brackets: []subsidy.Bracket{{Key: "a", Name: "独居", Rule: `attribute("lives_alone")`, UnitFen: 100, PerDay: 3}}},
	} {
		one, err := h.Money.Programmes.Add(b.Context(), access.House("bench"), x)
		if err == nil {
			_, err = h.Money.Programmes.Start(b.Context(), access.House("bench"), one.ID, one.Version)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	cookies := make([]*http.Cookie, residents)
	for i := range cookies {
		cookies[i] = k.signIn(rows[i].Phone)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	serving, stop := context.WithCancel(b.Context())
	ended := make(chan error)
	go func() { ended <- h.Serve(serving, ln) }()
	b.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	})
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	first := time.Now().AddDate(0, 0, 2)
	var n atomic.Int64
	b.SetParallelism(16)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := n.Add(1)
			day := first.AddDate(0, 0, int(i/residents)%58).Format(time.DateOnly)
			slot := []string{"breakfast", "lunch", "dinner"}[i/residents/58%3]
			r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, "http://"+ln.Addr().String()+"/api/v1/my/orders", bytes.NewReader([]byte(fmt.Sprintf(
				`{"service":%q,"day":%q,"slot":%q,"expect_fen":1200,"note":"敲门重一点"}`, k.service.ID, day, slot))))
			if err != nil {
				b.Error(err)
				return
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Idempotency-Key", fmt.Sprint("bench-", i))
			r.AddCookie(cookies[i%residents])
			res, err := client.Do(r)
			if err != nil {
				b.Error(err)
				return
			}
			if text, err := io.ReadAll(res.Body); err != nil || res.StatusCode != http.StatusCreated {
				b.Errorf("%d %s %v", res.StatusCode, text, err)
				return
			}
			_ = res.Body.Close()
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}
