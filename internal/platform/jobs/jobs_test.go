package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
)

type greet struct {
	Name string `json:"name"`
}

func (greet) Kind() string { return "test.greet" }

// A job runs when its transaction commits, and never when it does not.
func TestAJobLivesAndDiesWithItsTransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		if err := jobs.Migrate(ctx, db); err != nil {
			t.Fatal(err)
		}
		reg := jobs.NewRegistry()
		heard := make(chan string, 10)
		jobs.Add(reg, time.Minute, func(_ context.Context, g greet) error { heard <- g.Name; return nil })
		q, err := jobs.New(db, reg, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Start(ctx); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			stop, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			if err := q.Stop(stop); err != nil {
				t.Error(err)
			}
		})
		undone := errors.New("undone")
		for name, fail := range map[string]error{"kept": nil, "lost": undone} {
			_, err := store.In(ctx, db, access.House("test"), func(tx *store.Tx) (int, error) {
				if err := q.Enqueue(ctx, tx, greet{name}); err != nil {
					return 0, err
				}
				return 0, fail
			})
			if !errors.Is(err, fail) {
				t.Fatal(err)
			}
		}
		if got := <-heard; got != "kept" {
			t.Errorf("heard %q", got)
		}
		select {
		case got := <-heard:
			t.Errorf("and then %q", got)
		case <-time.After(1500 * time.Millisecond): // three polls without another job
		}
	})
}
