package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
)

func TestWhatFollowsACommitFollowsOnlyACommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, house := t.Context(), access.House("test")
		ran := 0
		do := func(fail error) {
			_, err := store.In(ctx, db, house, func(tx *store.Tx) (int, error) {
				tx.Touch("things")
				tx.Touch("things")
				tx.After(func() { ran++ })
				return 0, fail
			})
			if !errors.Is(err, fail) {
				t.Fatal(err)
			}
		}
		boom := errors.New("boom")
		do(nil)
		do(boom)
		if ran != 1 || db.Touched("things") != 1 || db.Touched("others") != 0 {
			t.Errorf("ran %d times, touched %d", ran, db.Touched("things"))
		}
		db.Touch("things") // another server did
		if db.Touched("things") != 2 {
			t.Error(db.Touched("things"))
		}
	}, schema)
}

// A statement that is kept gives the same as one that is not, over failures,
// changed tables and many hands.
func TestKeptStatementsAreTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, house := t.Context(), access.House("test")
		boom := errors.New("boom")
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := range 30 {
					id := fmt.Sprintf("%d-%02d", w, i)
					_, err := store.In(ctx, db, house, func(tx *store.Tx) (int, error) {
						if err := add(ctx, tx, "449901001001", id, i); err != nil {
							return 0, err
						}
						if i%5 == 4 {
							if err := add(ctx, tx, "449901001001", id, i); !store.IsUnique(err) {
								return 0, fmt.Errorf("the same row twice: %w", err)
							}
							return 0, boom
						}
						return 0, nil
					})
					if (err != nil) != (i%5 == 4) {
						t.Errorf("%s: %v", id, err)
					}
				}
			})
			wg.Go(func() {
				for range 30 {
					if _, err := store.View(ctx, db, house, func(tx *store.Tx) ([]string, error) { return ids(ctx, tx) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		count := func() int {
			t.Helper()
			rows, err := db.Unscoped(context.Background(), "test", `SELECT COUNT(*) FROM things WHERE region = ?`, "449901001001")
			n, err := store.One(rows, err, boom, store.Value[int])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for range 5 {
			if n := count(); n != 8*24 {
				t.Errorf("%d rows", n)
			}
		}
		more := fstest.MapFS{"0002_more.sql": {Data: []byte(`ALTER TABLE things ADD COLUMN more TEXT NOT NULL DEFAULT ''; CREATE INDEX things_n ON things (n);`)}}
		if _, err := db.Migrate(ctx, more); err != nil {
			t.Fatal(err)
		}
		if _, err := store.In(ctx, db, house, func(tx *store.Tx) (int, error) { return 0, add(ctx, tx, "449901001001", "last", 1) }); err != nil || count() != 8*24+1 {
			t.Errorf("after the table changed: %d rows, %v", count(), err)
		}
	}, schema)
}

// Positions are of those who committed, in their order, however many fail in
// between.
func TestPositionsOfAGroup(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, house := t.Context(), access.House("test")
		var mu sync.Mutex
		seen := map[int64]bool{}
		var wg sync.WaitGroup
		for i := range 60 {
			wg.Go(func() {
				at, err := store.In(ctx, db, house, func(tx *store.Tx) (int64, error) {
					at, err := tx.Position(ctx)
					if again, _ := tx.Position(ctx); again != at {
						t.Errorf("one transaction has two positions: %d, %d", at, again)
					}
					if i%3 == 0 {
						err = errors.New("given up")
					}
					return at, err
				})
				mu.Lock()
				defer mu.Unlock()
				if err == nil && seen[at] {
					t.Errorf("two transactions share position %d", at)
				}
				seen[at] = seen[at] || err == nil
			})
		}
		wg.Wait()
		_, err := store.View(ctx, db, house, func(tx *store.Tx) (int64, error) { return tx.Position(ctx) })
		if err == nil && db.Engine == store.SQLite {
			t.Error("a View has a position")
		}
	}, schema)
}
