package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"linli/internal/platform/store"
)

// class marks the advisory locks of this package among those of the database.
const class = 0x6c6c // "ll"

// look is how often a server asks whether another has died.
const look = 5 * time.Second

// lease tells other servers on the same PostgreSQL that this one is alive: a
// session lock on its name, which the database lets go of the moment the
// process dies or loses its connection. Jobs of a name that nobody holds are
// orphans, and begin again. A server that lost its connection takes the lock
// again at its next look; work that another took over in between runs twice,
// which workers bear.
type lease struct {
	conn *sql.Conn // only the watching goroutine uses it after hold
	stop context.CancelFunc
	done chan struct{}
}

func (q *Queue) hold(ctx context.Context) error {
	if q.db.Engine != store.Postgres {
		return nil
	}
	conn, err := q.lock(ctx)
	if err != nil {
		return err
	}
	watch, stop := context.WithCancel(context.WithoutCancel(ctx))
	q.lease = &lease{conn, stop, make(chan struct{})}
	go q.watch(watch)
	return nil
}

// lock takes the name of this server on a connection of its own.
func (q *Queue) lock(ctx context.Context) (*sql.Conn, error) {
	conn, err := q.db.Writer().Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("jobs: lease: %w", err)
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1, hashtext($2))`, class, q.name); err != nil {
		return nil, errors.Join(fmt.Errorf("jobs: lease: %w", err), conn.Close())
	}
	return conn, nil
}

func (q *Queue) watch(ctx context.Context) {
	defer close(q.lease.done)
	for {
		if err := errors.Join(q.keep(ctx), q.rescue(ctx)); err != nil && ctx.Err() == nil {
			q.log.Warn("jobs: orphans could not be looked for", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(look):
		}
	}
}

// keep takes the lock again when its connection was lost.
func (q *Queue) keep(ctx context.Context) error {
	err := q.lease.conn.PingContext(ctx)
	if err == nil {
		return nil
	}
	conn, err := q.lock(ctx)
	if err != nil {
		return err
	}
	_ = q.lease.conn.Close() // it is dead: nothing to learn from its close
	q.lease.conn = conn
	return nil
}

// rescue makes jobs available whose server is gone.
func (q *Queue) rescue(ctx context.Context) error {
	tx, err := q.db.Writer().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	rows, err := tx.QueryContext(ctx, `SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)] FROM river_job WHERE state = 'running'`)
	names, err := store.All(rows, err, store.Value[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == q.name {
			continue
		}
		var free bool
		if err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1, hashtext($2))`, class, name).Scan(&free); err != nil {
			return err
		}
		if !free {
			continue
		}
		const again = `UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1`
		if _, err := tx.ExecContext(ctx, again, name); err != nil {
			return err
		}
		q.log.Info("jobs: the work of a server that is gone begins again", "server", name)
	}
	return tx.Commit()
}

func (l *lease) release() error {
	if l == nil {
		return nil
	}
	l.stop()
	<-l.done
	// The connection goes back to the pool, which would keep the lock.
	_, err := l.conn.ExecContext(context.Background(), `SELECT pg_advisory_unlock_all()`)
	return errors.Join(err, l.conn.Close())
}
