package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// Engine is which database is behind a DB.
type Engine int

const (
	SQLite Engine = iota
	Postgres
)

func (e Engine) String() string {
	if e == Postgres {
		return "postgres"
	}
	return "sqlite"
}

// DB is an open database. Make one with Open.
type DB struct {
	Engine Engine
	Now    func() time.Time
	NewID  func() string

	write, read *sql.DB
	writer      *writer // SQLite only
	topics      topics

	writes, reads *statements   // SQLite only
	moves         *checkpointer // SQLite only
}

// Tx is one transaction seen by one pass.
type Tx struct {
	Now time.Time // one instant for the whole transaction, UTC, whole microseconds

	raw      *sql.Tx
	db       *DB
	pass     access.Pass
	readonly bool
	position int64
	touched  []string
	after    []func()
	bound    *bound // SQLite only
	clock    *clock // of the group, SQLite only
}

// ErrBusy is told when the database could not finish in time; nothing was done.
var ErrBusy = fault.New(fault.Unavailable, "store.busy",
	"系统繁忙，操作没有执行，请稍后再试。", "The system is busy; nothing was done. Please try again.")

// In runs fn in one write transaction and commits when fn returns nil. What fn
// does to anything but tx must bear being undone: a failed commit follows it.
// Never call In inside another: on SQLite the one writer would wait for itself.
func In[T any](ctx context.Context, db *DB, p access.Pass, fn func(*Tx) (T, error)) (out T, err error) {
	err = db.in(ctx, p, func(tx *Tx) error {
		var ferr error
		out, ferr = fn(tx)
		return ferr
	})
	if err != nil {
		var zero T
		return zero, err
	}
	return out, nil
}

// View runs fn in one read transaction: one snapshot, writes are refused.
func View[T any](ctx context.Context, db *DB, p access.Pass, fn func(*Tx) (T, error)) (T, error) {
	var zero T
	raw, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: db.Engine == Postgres, Isolation: snapshot(db.Engine)})
	if err != nil {
		return zero, fmt.Errorf("store: begin: %w", err)
	}
	defer func() {
		_ = raw.Rollback() // a read has nothing to lose
		if db.reads != nil {
			db.reads.compile()
		}
	}()
	tx := db.tx(raw, p)
	tx.readonly, tx.bound = true, db.reads.bind()
	return fn(tx)
}

func snapshot(e Engine) sql.IsolationLevel {
	if e == Postgres {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

// Unscoped is one read by itself, past anybody's regions, for the reason given:
// cheaper than a View of one statement. Never call it inside one.
func (db *DB) Unscoped(ctx context.Context, reason, q string, args ...any) (*sql.Rows, error) {
	if reason == "" {
		panic("store: Unscoped without a reason")
	}
	tx := &Tx{db: db}
	q, args, err := tx.expand(q, args, false)
	if err != nil {
		return nil, err
	}
	if db.reads != nil {
		db.reads.compile()
		if st := db.reads.get(q); st != nil {
			rows, err := st.QueryContext(ctx, args...)
			return rows, spoken(err)
		}
	}
	rows, err := db.read.QueryContext(ctx, q, args...)
	return rows, spoken(err)
}

type hookKey struct{}

// WithFirst makes hook run at the beginning of the first write transaction
// under ctx, in that transaction. api uses it for Idempotency-Key: the key is
// taken if and only if the change is made.
func WithFirst(ctx context.Context, hook func(context.Context, *Tx) error) context.Context {
	ran := false
	return context.WithValue(ctx, hookKey{}, func(ctx context.Context, tx *Tx) error {
		if ran {
			return nil
		}
		tx.After(func() { ran = true })
		return hook(ctx, tx)
	})
}

func (db *DB) in(ctx context.Context, p access.Pass, fn func(*Tx) error) error {
	run := func(tx *Tx) error {
		if hook, ok := ctx.Value(hookKey{}).(func(context.Context, *Tx) error); ok {
			if err := hook(ctx, tx); err != nil {
				return err
			}
		}
		return fn(tx)
	}
	if db.writer != nil {
		return db.writer.do(ctx, p, run)
	}
	raw, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: begin: %w", err)
	}
	defer raw.Rollback() //nolint:errcheck // after Commit it does nothing
	tx := db.tx(raw, p)
	if err := run(tx); err != nil {
		return err
	}
	if err := raw.Commit(); err != nil {
		return fmt.Errorf("store: commit: %w", err)
	}
	tx.ended()
	return nil
}

func (db *DB) tx(raw *sql.Tx, p access.Pass) *Tx {
	return &Tx{raw: raw, db: db, pass: p, Now: db.Now().UTC().Truncate(time.Microsecond)}
}

// ID is a new UUIDv7.
func (tx *Tx) ID() string { return tx.db.NewID() }

// Pass is who looks through this transaction.
func (tx *Tx) Pass() access.Pass { return tx.pass }

// Query runs a scoped read. A write with RETURNING counts as a read here, and
// is refused in a View by the database itself.
func (tx *Tx) Query(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	return tx.query(ctx, q, args, true)
}

// Exec runs a scoped UPDATE or DELETE and returns the number of rows changed.
func (tx *Tx) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	return tx.exec(ctx, q, args, true)
}

// Insert adds a row that belongs to a place, when the pass covers the place;
// otherwise access.ErrOutside.
func (tx *Tx) Insert(ctx context.Context, at region.Code, q string, args ...any) error {
	if !tx.pass.Covers(at) {
		return access.ErrOutside.On("region")
	}
	_, err := tx.exec(ctx, q, args, false)
	return err
}

// Unscoped reads past the viewer's regions, for the reason given.
func (tx *Tx) Unscoped(ctx context.Context, reason, q string, args ...any) (*sql.Rows, error) {
	if reason == "" {
		panic("store: Unscoped without a reason")
	}
	return tx.query(ctx, q, args, false)
}

// UnscopedExec changes rows past the viewer's regions, for the reason given.
func (tx *Tx) UnscopedExec(ctx context.Context, reason, q string, args ...any) (int64, error) {
	if reason == "" {
		panic("store: UnscopedExec without a reason")
	}
	return tx.exec(ctx, q, args, false)
}

// SQL is the transaction itself, for the job queue; no feature calls it.
func (tx *Tx) SQL() *sql.Tx { return tx.raw }

func (tx *Tx) query(ctx context.Context, q string, args []any, mustScope bool) (*sql.Rows, error) {
	q, args, err := tx.expand(q, args, mustScope)
	if err != nil {
		return nil, err
	}
	ctx = tx.calm(ctx)
	if st := tx.bound.stmt(ctx, tx.raw, q); st != nil {
		rows, err := st.QueryContext(ctx, args...)
		return rows, spoken(err)
	}
	rows, err := tx.raw.QueryContext(ctx, q, args...)
	return rows, spoken(err)
}

func (tx *Tx) exec(ctx context.Context, q string, args []any, mustScope bool) (int64, error) {
	if tx.readonly {
		return 0, errors.New("store: a View does not write")
	}
	q, args, err := tx.expand(q, args, mustScope)
	if err != nil {
		return 0, err
	}
	ctx = tx.calm(ctx)
	var res sql.Result
	if st := tx.bound.stmt(ctx, tx.raw, q); st != nil {
		res, err = st.ExecContext(ctx, args...)
	} else {
		res, err = tx.raw.ExecContext(ctx, q, args...)
	}
	if err != nil {
		return 0, spoken(err)
	}
	return res.RowsAffected()
}

// calm keeps one caller's cancellation away from a shared SQLite transaction:
// an interrupted statement would roll back its neighbours too.
func (tx *Tx) calm(ctx context.Context) context.Context {
	if tx.db.writer != nil && !tx.readonly {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// Position places this transaction in the order of the log: every event of a
// transaction carries it, and a reader never sees a lower one appear after it
// has seen Settled reach it.
func (tx *Tx) Position(ctx context.Context) (int64, error) {
	if tx.position != 0 {
		return tx.position, nil
	}
	if tx.clock != nil {
		var err error
		tx.position, err = tx.clock.next(ctx, tx.raw)
		return tx.position, err
	}
	if tx.readonly || tx.db.Engine != Postgres {
		return 0, errors.New("store: a View has no position")
	}
	err := tx.raw.QueryRowContext(tx.calm(ctx), `SELECT pg_current_xact_id()::text::bigint`).Scan(&tx.position)
	return tx.position, err
}

// Settled is the highest position that is complete: every transaction up to it
// has ended.
func (tx *Tx) Settled(ctx context.Context) (at int64, err error) {
	q := `SELECT position FROM store_clock`
	if tx.db.Engine == Postgres {
		q = `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1`
	}
	err = tx.raw.QueryRowContext(tx.calm(ctx), q).Scan(&at)
	return at, err
}

// NewUUID is the default DB.NewID.
func NewUUID() string { return uuid.Must(uuid.NewV7()).String() }

// Micros is a time as the database keeps it; the zero time is 0.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the other way round.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
