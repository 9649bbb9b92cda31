package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	_ "modernc.org/sqlite"             // the SQLite driver
)

// Open opens a database: where is a folder, in which linli.db is made on first
// use, or a postgres:// address. The schema is not touched; see Migrate.
func Open(ctx context.Context, where string, now func() time.Time) (*DB, error) {
	db := &DB{Now: now, NewID: NewUUID}
	var err error
	if strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://") {
		err = db.openPostgres(where)
	} else {
		err = db.openSQLite(where)
	}
	if err == nil {
		err = db.write.PingContext(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", hideSecret(err, where))
	}
	if db.Engine == SQLite {
		db.moves = newCheckpointer(db)
		db.writer = newWriter(db)
	}
	return db, nil
}

func (db *DB) openSQLite(dir string) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	// synchronous=FULL: what was told "done" survives a power cut.
	dsn := "file:" + url.PathEscape(filepath.Join(dir, "linli.db")) +
		"?_pragma=journal_mode(wal)&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)" +
		"&_pragma=synchronous(2)&_pragma=temp_store(2)&_pragma=cache_size(-131072)&_pragma=wal_autocheckpoint(64000)" // the checkpointer comes first
	if db.write, err = sql.Open("sqlite", dsn+"&_txlock=immediate"); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	if db.read, err = sql.Open("sqlite", dsn+"&_pragma=query_only(1)"); err != nil {
		return err
	}
	db.read.SetMaxOpenConns(2 * runtime.GOMAXPROCS(0))
	db.read.SetMaxIdleConns(2 * runtime.GOMAXPROCS(0)) // a closed one forgets what it compiled
	db.writes, db.reads = newStatements(db.write), newStatements(db.read)
	return nil
}

func (db *DB) openPostgres(address string) (err error) {
	db.Engine = Postgres
	if db.write, err = sql.Open("pgx", address); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(8 * runtime.GOMAXPROCS(0))
	db.write.SetMaxIdleConns(8 * runtime.GOMAXPROCS(0)) // opening one costs more than a transaction
	db.read = db.write
	return nil
}

// hideSecret keeps the password of an address out of messages.
func hideSecret(err error, where string) error {
	if u, perr := url.Parse(where); perr == nil && u.User != nil {
		return fmt.Errorf("%s: %s", u.Redacted(), strings.ReplaceAll(err.Error(), where, u.Redacted()))
	}
	return err
}

// Writer is the pool that writes, for the job queue and migrations only.
func (db *DB) Writer() *sql.DB { return db.write }

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }

// Close waits for the transaction under way and closes the database.
func (db *DB) Close() error {
	if db.writer != nil {
		db.writer.close()
		db.moves.close()
	}
	err := db.write.Close()
	if db.read != db.write {
		if rerr := db.read.Close(); err == nil {
			err = rerr
		}
	}
	return err
}
