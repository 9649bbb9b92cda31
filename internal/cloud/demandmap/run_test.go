package demandmap

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"linli/internal/people"
	"linli/internal/platform/api"
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/regions"
	"linli/internal/platform/storetest"
)

func TestQuestionsAndChangesAtTheSameTime(t *testing.T) {
	b := setup(t, storetest.SQLite(t, people.Schema, regions.Schema, events.Schema, audit.Schema, api.Schema))
	x := b.live.Load()
	total := len(b.rows)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 200 {
				p := personOf(b.rows[(g*997+i*13)%total])
				p.ID = fmt.Sprint("extra", g)
				_ = x.put(p)
				if i%3 == 0 {
					x.remove(p.ID)
				}
			}
			x.remove(fmt.Sprint("extra", g))
		})
		wg.Go(func() {
			for range 50 {
				got, err := b.Places(Look{Pass: house, Exact: house, Has: true}, "")
				if err != nil || *got.Total < total || *got.Total > total+4 {
					t.Errorf("%v %v", got.Total, err)
					return
				}
				if _, err := b.Households(Look{Pass: house, Exact: house, Has: true, Filter: Filter{AgeFrom: 60}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got, _ := b.Places(Look{Pass: house, Exact: house, Has: true}, ""); *got.Total != total {
		t.Errorf("%d, want %d", *got.Total, total)
	}
}

func TestRunBuildsFollowsAndStops(t *testing.T) {
	b := setup(t, storetest.SQLite(t, people.Schema, regions.Schema, events.Schema, audit.Schema, api.Schema))
	fresh := &Map{DB: b.DB, Source: b.Source, Regions: b.Regions, Log: b.Log}
	look := Look{Pass: house, Exact: house, Has: true}
	if _, err := fresh.Places(look, ""); !errors.Is(err, ErrBuilding) {
		t.Errorf("before the first build: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- fresh.Run(ctx, time.Millisecond) }()
	wait := func(want int) {
		t.Helper()
		for until := time.Now().Add(20 * time.Second); time.Now().Before(until); {
			if got, err := fresh.Places(look, ""); err == nil && *got.Total == want {
				return
			}
			<-time.After(time.Millisecond)
		}
		t.Fatalf("the map did not come to %d", want)
	}
	wait(len(b.rows))
	// More at once than are followed one by one: built anew.
	var rows []people.Row
	for i := range flood + 200 {
		rows = append(rows, people.Row{Name: "新居民", Birth: "1980-01-01", Address: fmt.Sprint("新楼", i), Region: "449901001001"})
	}
	b.bulk(t, rows)
	wait(len(b.rows) + flood + 200)
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
