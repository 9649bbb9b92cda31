package jobs_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
)

func start(t *testing.T, db *store.DB, do func(context.Context, greet) error) *jobs.Queue {
	t.Helper()
	reg := jobs.NewRegistry()
	jobs.Add(reg, time.Minute, do)
	q, err := jobs.New(db, reg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := q.Stop(stop); err != nil {
			t.Error(err)
		}
	})
	return q
}

func enqueue(t *testing.T, db *store.DB, q *jobs.Queue, name string) {
	t.Helper()
	_, err := store.In(t.Context(), db, access.House("test"), func(tx *store.Tx) (int, error) {
		return 0, q.Enqueue(t.Context(), tx, greet{name})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What a killed server was doing begins again when the next one starts, long
// before the hour after which a job counts as stuck.
func TestTheWorkOfADeadServerBeginsAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if err := jobs.Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		giver, err := jobs.New(db, nil, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		enqueue(t, db, giver, "orphan")
		// As River leaves it when its process is killed in the middle.
		died := `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = CURRENT_TIMESTAMP, attempted_by = `
		if db.Engine == store.Postgres {
			died += `ARRAY['linli-dead']`
		} else {
			died += `'["linli-dead"]'`
		}
		if _, err := store.In(t.Context(), db, access.House("test"), func(tx *store.Tx) (int64, error) {
			return tx.UnscopedExec(t.Context(), "test: a server dies", died)
		}); err != nil {
			t.Fatal(err)
		}
		heard := make(chan string, 4)
		start(t, db, func(_ context.Context, g greet) error { heard <- g.Name; return nil })
		select {
		case got := <-heard:
			if got != "orphan" {
				t.Errorf("heard %q", got)
			}
		case <-time.After(15 * time.Second):
			t.Error("the orphan was left where it lay")
		}
	})
}

// A second server leaves alone what a living one is doing.
func TestTheWorkOfALivingServerIsLeftAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if db.Engine != store.Postgres {
			t.Skip("one process owns an SQLite file")
		}
		if err := jobs.Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		began, end := make(chan string, 4), make(chan struct{})
		first := start(t, db, func(_ context.Context, g greet) error { began <- g.Name; <-end; return nil })
		t.Cleanup(func() { close(end) })
		enqueue(t, db, first, "slow")
		<-began
		start(t, db, func(_ context.Context, g greet) error { began <- "again " + g.Name; return nil })
		select {
		case got := <-began:
			t.Errorf("%q ran while its first server was at it", got)
		case <-time.After(2 * time.Second): // the second looks for orphans at its start
		}
	})
}
