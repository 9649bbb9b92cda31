package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/region"
	"linli/internal/role"
)

const see access.Permission = "things.see"

var rules = access.Rules{see: {role.CommunityWorker, role.StreetOperator}}

var schema = fstest.MapFS{"0001_things.sql": {Data: []byte(`
	CREATE TABLE things (street TEXT NOT NULL, id TEXT NOT NULL, region TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (street, id));`)}}

func add(ctx context.Context, tx *store.Tx, at region.Code, id string, n int) error {
	return tx.Insert(ctx, at, `INSERT INTO things (street, id, region, n) VALUES (?, ?, ?, ?)`, at.Street(), id, at, n)
}

func ids(ctx context.Context, tx *store.Tx) ([]string, error) {
	rows, err := tx.Query(ctx, `SELECT id FROM things WHERE @scope(region) ORDER BY id`)
	return store.All(rows, err, store.Value[string])
}

func TestTransactions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		here := storetest.Pass(t, rules, "li", role.StreetOperator, "449901001", see)
		there := storetest.Pass(t, rules, "wang", role.StreetOperator, "449901002", see)
		put := func(p access.Pass, at region.Code, id string, fail error) error {
			_, err := store.In(ctx, db, p, func(tx *store.Tx) (int, error) {
				if err := add(ctx, tx, at, id, 1); err != nil {
					return 0, err
				}
				return 0, fail
			})
			return err
		}
		if err := put(here, "449901001002", "a", nil); err != nil {
			t.Fatal(err)
		}
		if err := put(there, "449901002001", "b", nil); err != nil {
			t.Fatal(err)
		}
		if err := put(here, "449901002001", "c", nil); !errors.Is(err, access.ErrOutside) {
			t.Errorf("insert into the next street: %v", err)
		}
		boom := errors.New("boom")
		if err := put(here, "449901001002", "d", boom); !errors.Is(err, boom) {
			t.Errorf("the rule's own error comes back: %v", err)
		}
		if err := put(here, "449901001002", "a", nil); !store.IsUnique(err) {
			t.Errorf("a second a: %v", err)
		}
		for p, want := range map[string]string{"here": "a", "there": "b", "house": "a b"} {
			pass := map[string]access.Pass{"here": here, "there": there, "house": access.House("test")}[p]
			got, err := store.View(ctx, db, pass, func(tx *store.Tx) ([]string, error) { return ids(ctx, tx) })
			if err != nil || strings.Join(got, " ") != want {
				t.Errorf("%s sees %v, %v; want %s", p, got, err, want)
			}
		}
	}, schema)
}

func TestScopeIsNotOptional(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		_, err := store.View(ctx, db, access.House("test"), func(tx *store.Tx) (int, error) {
			_, err := tx.Query(ctx, `SELECT id FROM things`)
			return 0, err
		})
		if err == nil || !strings.Contains(err.Error(), "without @scope") {
			t.Errorf("a read without @scope: %v", err)
		}
		_, err = store.View(ctx, db, access.House("test"), func(tx *store.Tx) (int, error) {
			return 0, add(ctx, tx, "449901001", "x", 1)
		})
		if err == nil {
			t.Error("a View wrote")
		}
	}, schema)
}

func TestListsAndManyRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		pass := storetest.Pass(t, rules, "li", role.StreetOperator, "449901001", see)
		got, err := store.In(ctx, db, pass, func(tx *store.Tx) (int, error) {
			var rows [][]any
			for i := range 20_000 {
				rows = append(rows, []any{"449901001", fmt.Sprintf("%06d", i), "449901001001", i})
			}
			head := `INSERT INTO things (street, id, region, n) @rows ON CONFLICT (street, id) DO UPDATE SET n = excluded.n + 1`
			for range 2 {
				if err := tx.InsertMany(ctx, "449901001", head, rows); err != nil {
					return 0, err
				}
			}
			rs, err := tx.Query(ctx, `SELECT n FROM things WHERE id IN (?) AND @scope(region)`, []string{"000007", "000009", "none"})
			ns, err := store.All(rs, err, store.Value[int])
			if err != nil || len(ns) != 2 || ns[0]+ns[1] != 18 {
				return 0, fmt.Errorf("IN gave %v, %w", ns, err)
			}
			rs, err = tx.Query(ctx, `SELECT n FROM things WHERE id IN (?) AND @scope(region)`, []string{})
			ns, err = store.All(rs, err, store.Value[int])
			return len(ns), err
		})
		if err != nil || got != 0 {
			t.Errorf("an empty list matched %d rows, %v", got, err)
		}
	}, schema)
}

// Fifty writers at once: every one that was told "done" is there, every one
// that failed is not, and a panic stays with the one who threw it.
func TestOneFailureRollsBackAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		pass := storetest.Pass(t, rules, "li", role.StreetOperator, "449901001", see)
		boom := errors.New("boom")
		var wg sync.WaitGroup
		start := make(chan struct{})
		for i := range 50 {
			wg.Go(func() {
				<-start
				defer func() {
					if r := recover(); (r != nil) != (i%10 == 7) {
						t.Errorf("writer %d: recovered %v", i, r)
					}
				}()
				_, err := store.In(ctx, db, pass, func(tx *store.Tx) (int, error) {
					if err := add(ctx, tx, "449901001001", fmt.Sprintf("%02d", i), i); err != nil {
						return 0, err
					}
					switch i % 10 {
					case 3:
						return 0, boom
					case 7:
						panic("thrown")
					}
					return 0, nil
				})
				if (err != nil) != (i%10 == 3) {
					t.Errorf("writer %d: %v", i, err)
				}
			})
		}
		close(start)
		wg.Wait()
		got, err := store.View(ctx, db, pass, func(tx *store.Tx) ([]string, error) { return ids(ctx, tx) })
		if err != nil || len(got) != 40 {
			t.Errorf("%d rows, %v; want 40", len(got), err)
		}
	}, schema)
}

// Positions of finished transactions never exceed what Settled says later, and
// no two transactions share one.
func TestPositionsAreInCommitOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		var last int64
		for range 3 {
			at, err := store.In(ctx, db, access.House("test"), func(tx *store.Tx) (int64, error) { return tx.Position(ctx) })
			if err != nil || at <= last {
				t.Fatalf("position %d after %d, %v", at, last, err)
			}
			last = at
			settled, err := store.View(ctx, db, access.House("test"), func(tx *store.Tx) (int64, error) { return tx.Settled(ctx) })
			if err != nil || db.Engine == store.SQLite && settled < at {
				t.Errorf("settled %d after position %d, %v", settled, at, err)
			}
		}
	}, schema)
}

func TestMigrateTwiceAndChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		did, err := db.Migrate(t.Context(), schema)
		if err != nil || len(did) != 0 {
			t.Errorf("second run applied %v, %v", did, err)
		}
		changed := fstest.MapFS{"0001_things.sql": {Data: []byte(`CREATE TABLE other (id TEXT)`)}}
		if _, err := db.Migrate(t.Context(), changed); err == nil || !strings.Contains(err.Error(), "was changed") {
			t.Errorf("a changed file: %v", err)
		}
	}, schema)
}

func TestFirstHookRunsOnce(t *testing.T) {
	db := storetest.SQLite(t, schema)
	ctx := store.WithFirst(t.Context(), func(ctx context.Context, tx *store.Tx) error { return add(ctx, tx, "449901001", "key", 0) })
	for range 2 {
		if _, err := store.In(ctx, db, access.House("test"), func(*store.Tx) (int, error) { return 0, nil }); err != nil {
			t.Fatal(err)
		}
	}
	got, err := store.View(ctx, db, access.House("test"), func(tx *store.Tx) ([]string, error) { return ids(ctx, tx) })
	if err != nil || len(got) != 1 {
		t.Errorf("the first hook ran %d times, %v", len(got), err)
	}
}
