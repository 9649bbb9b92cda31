package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

var n atomic.Int64

// Each runs fn once per engine, in parallel, each with a schema or file of its
// own, migrated with schemas. PostgreSQL is skipped where LINLI_TEST_PG is not
// set; make test sets it.
func Each(t *testing.T, fn func(t *testing.T, db *store.DB), schemas ...fs.FS) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); fn(t, open(t, t.TempDir(), schemas)) })
	t.Run("postgres", func(t *testing.T) {
		address := os.Getenv("LINLI_TEST_PG")
		if address == "" {
			t.Skip("LINLI_TEST_PG is not set: make test starts a private PostgreSQL and sets it")
		}
		t.Parallel()
		fn(t, open(t, Schema(t, address), schemas))
	})
}

// SQLite is a fresh embedded database, for what needs only one engine.
func SQLite(t testing.TB, schemas ...fs.FS) *store.DB {
	t.Helper()
	return open(t, t.TempDir(), schemas)
}

// Schema makes an empty schema on the PostgreSQL server and returns its address;
// it is dropped when the test ends.
func Schema(t testing.TB, address string) string {
	t.Helper()
	ns := fmt.Sprintf("t%d_%d", os.Getpid(), n.Add(1))
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec("CREATE SCHEMA " + ns); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP SCHEMA " + ns + " CASCADE"); err != nil {
			t.Log(err)
		}
		_ = admin.Close()
	})
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	return address + sep + "search_path=" + ns
}

func open(t testing.TB, where string, schemas []fs.FS) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), where, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Migrate(context.Background(), schemas...); err != nil {
		t.Fatal(err)
	}
	return db
}

// Pass is what account may do as holder of one role in one place.
func Pass(t testing.TB, rules access.Rules, account string, r role.Role, in region.Code, what access.Permission) access.Pass {
	t.Helper()
	v := access.Viewer{Account: account, Grants: []access.Grant{{Role: r, In: in}}}
	p, err := rules.Decide(v, what, time.Now())
	if err != nil {
		t.Fatalf("%s as %s in %s: %v", what, r, in, err)
	}
	return p
}
