package events_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
)

func write(t *testing.T, db *store.DB, kind, subject string) {
	const at = region.Code("449901001001")
	t.Helper()
	_, err := store.In(t.Context(), db, access.House("test"), func(tx *store.Tx) (int, error) {
		return 0, events.Append(t.Context(), tx, events.Event{Kind: kind, Region: at, Subject: subject, Body: map[string]int{"n": 1}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasUndoneNeverHappened(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		write(t, db, "test.kept", "a")
		undone := errors.New("undone")
		_, err := store.In(ctx, db, access.House("test"), func(tx *store.Tx) (int, error) {
			if err := events.Append(ctx, tx, events.Event{Kind: "test.lost", Region: "449901001001", Subject: "a"}); err != nil {
				return 0, err
			}
			return 0, undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		got, err := store.View(ctx, db, access.HouseIn("test", "li", "449901001"), func(tx *store.Tx) ([]events.Event, error) {
			return events.Of(ctx, tx, "a", 0, 10)
		})
		if err != nil || len(got) != 1 || got[0].Kind != "test.kept" || got[0].Actor != "house:test" {
			t.Errorf("%+v, %v", got, err)
		}
		next, err := store.View(ctx, db, access.HouseIn("test", "li", "449901002"), func(tx *store.Tx) ([]events.Event, error) {
			return events.Of(ctx, tx, "a", 0, 10)
		})
		if err != nil || len(next) != 0 {
			t.Errorf("the next street sees %+v, %v", next, err)
		}
	}, events.Schema)
}

// Writers and a follower at once, the follower failing now and then: it acts
// on every event exactly once, in the order of each writer.
func TestFollowActsExactlyOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		const writers, each = 6, 15
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					write(t, db, "test.step", fmt.Sprintf("%d-%02d", w, i))
				}
			})
		}
		acted := map[string]int{}
		last := map[byte]string{}
		stumble := errors.New("stumble")
		// On a shared PostgreSQL an event is settled when every older transaction
		// of the whole server has ended: the bound is a time, not a number of steps.
		deadline := time.Now().Add(2 * time.Minute)
		for steps := 0; len(acted) < writers*each; steps++ {
			if time.Now().After(deadline) {
				t.Fatalf("after %d steps only %d of %d events were seen", steps, len(acted), writers*each)
			}
			var batch []string
			_, err := events.Step(ctx, db, "test", func(_ context.Context, _ *store.Tx, e events.Event) error {
				if steps%4 == 3 && len(batch) > 0 {
					return stumble
				}
				batch = append(batch, e.Subject)
				return nil
			})
			if errors.Is(err, stumble) {
				continue // rolled back: the same events come again
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range batch {
				acted[s]++
				if s < last[s[0]] {
					t.Errorf("%s came after %s", s, last[s[0]])
				}
				last[s[0]] = s
			}
		}
		wg.Wait()
		for s, n := range acted {
			if n != 1 {
				t.Errorf("%s acted %d times", s, n)
			}
		}
	}, events.Schema)
}

// untilSettled waits until n events can be read: on a shared PostgreSQL that is
// when every older transaction of the whole server has ended.
func untilSettled(t *testing.T, db *store.DB, n int) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(5 * time.Millisecond) {
		got, err := store.View(t.Context(), db, access.House("test"), func(tx *store.Tx) ([]events.Event, error) {
			return events.Read(t.Context(), tx, events.Cursor{}, n)
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == n {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("only %d of %d events are settled", len(got), n)
		}
	}
}

func TestHubTellsOnlyWhatIsNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		write(t, db, "test.old", "old")
		untilSettled(t, db, 1)
		ctx, stop := context.WithCancel(t.Context())
		hub := &events.Hub{DB: db}
		heard, leave := hub.Subscribe()
		defer leave()
		done := make(chan error)
		go func() { done <- hub.Run(ctx, 5*time.Millisecond, slog.New(slog.DiscardHandler)) }()
		// The hub begins at the end of the log; until it has, what is written may count as old.
		var got []events.Event
		for i := 0; len(got) == 0; i++ {
			write(t, db, "test.new", fmt.Sprint(i))
			select {
			case got = <-heard:
			case <-time.After(20 * time.Millisecond):
			}
		}
		for _, e := range got {
			if e.Kind != "test.new" {
				t.Errorf("heard %s %s", e.Kind, e.Subject)
			}
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		for range heard { //nolint:revive // the channel closes when the hub ends
		}
	}, events.Schema)
}

// A follower of some kinds acts on them exactly once and is not held up by the
// others: its place moves over them.
func TestAFollowerOfSomeKinds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		acted := map[string]int{}
		step := func(name string, kinds ...string) (n int) {
			t.Helper()
			n, err := events.Step(ctx, db, name, func(_ context.Context, _ *store.Tx, e events.Event) error {
				acted[e.Kind]++
				return nil
			}, kinds...)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for i := range 600 {
			write(t, db, []string{"loud.noise", "test_a.one", "test_a.two", "testxa.no", "other.one"}[i%5], fmt.Sprint(i))
		}
		untilSettled(t, db, 600)
		for step("some", "test_a.", "other.one") > 0 { //nolint:revive // until it has seen all
		}
		if len(acted) != 3 || acted["test_a.one"] != 120 || acted["test_a.two"] != 120 || acted["other.one"] != 120 {
			t.Errorf("%v", acted)
		}
		write(t, db, "loud.noise", "x")
		write(t, db, "test_a.one", "y")
		for deadline := time.Now().Add(time.Minute); acted["test_a.one"] == 120 && time.Now().Before(deadline); {
			step("some", "test_a.", "other.one")
		}
		if acted["test_a.one"] != 121 {
			t.Errorf("what came later: %v", acted)
		}
	}, events.Schema)
}
