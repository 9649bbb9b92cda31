package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"linli/internal/platform/access"
)

// writer is the one hand that writes on SQLite. Transactions that wait while it
// works are done next and committed together: one fsync for many. Each has its
// own savepoint, so that a failure undoes only itself; nobody hears "done"
// before the common commit.
type writer struct {
	db    *DB
	jobs  chan *writeJob
	stop  chan struct{}
	ended sync.WaitGroup
}

type writeJob struct {
	ctx    context.Context
	pass   access.Pass
	fn     func(*Tx) error
	tx     *Tx
	err    error
	thrown any // a panic of fn, thrown again in the caller's goroutine
	done   chan struct{}
}

// maxGroup bounds how long the first of a group waits for the last.
const maxGroup = 128

var errClosed = errors.New("store: closed")

func newWriter(db *DB) *writer {
	w := &writer{db: db, jobs: make(chan *writeJob, maxGroup), stop: make(chan struct{})}
	w.ended.Go(w.run)
	return w
}

func (w *writer) do(ctx context.Context, p access.Pass, fn func(*Tx) error) error {
	j := &writeJob{ctx: ctx, pass: p, fn: fn, done: make(chan struct{})}
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stop:
		return errClosed
	}
	<-j.done // once begun it ends: half-waiting would not know whether it was done
	if j.thrown != nil {
		panic(j.thrown)
	}
	return j.err
}

func (w *writer) close() {
	close(w.stop)
	w.ended.Wait()
}

func (w *writer) run() {
	for {
		select {
		case j := <-w.jobs:
			w.group(j)
		case <-w.stop:
			for {
				select {
				case j := <-w.jobs:
					j.err = errClosed
					close(j.done)
				default:
					return
				}
			}
		}
	}
}

// group is one transaction of the database that holds many of ours.
type group struct {
	raw   *sql.Tx
	bound *bound
	clock *clock
}

func (g *group) exec(q string) error {
	ctx := context.Background()
	if st := g.bound.stmt(ctx, g.raw, q); st != nil {
		_, err := st.ExecContext(ctx)
		return err
	}
	_, err := g.raw.ExecContext(ctx, q)
	return err
}

// clock counts the positions of a group: read once, written once.
type clock struct {
	at   int64
	read bool
}

func (c *clock) next(ctx context.Context, raw *sql.Tx) (int64, error) {
	if !c.read {
		if err := raw.QueryRowContext(context.WithoutCancel(ctx), `SELECT position FROM store_clock`).Scan(&c.at); err != nil {
			return 0, err
		}
		c.read = true
	}
	c.at++
	return c.at, nil
}

func (c *clock) save(raw *sql.Tx) error {
	if !c.read {
		return nil
	}
	_, err := raw.Exec(`UPDATE store_clock SET position = ?`, c.at)
	return err
}

// group runs first and whatever waits, then commits them all.
func (w *writer) group(first *writeJob) {
	raw, err := w.db.write.BeginTx(context.Background(), nil)
	if err != nil {
		first.err = fmt.Errorf("store: begin: %w", spoken(err))
		close(first.done)
		return
	}
	g := &group{raw, w.db.writes.bind(), &clock{}}
	var done []*writeJob
	broken := w.one(g, first)
	done = append(done, first)
	for broken == nil && len(done) < maxGroup {
		select {
		case j := <-w.jobs:
			broken = w.one(g, j)
			done = append(done, j)
			continue
		default:
		}
		break
	}
	if broken == nil {
		broken = g.clock.save(raw)
	}
	if broken == nil {
		broken = raw.Commit()
	} else {
		raw.Rollback() //nolint:errcheck // it is broken already
	}
	w.db.writes.compile() // while nobody holds the connection
	for _, j := range done {
		if broken != nil && j.err == nil {
			j.err = fmt.Errorf("store: commit: %w", spoken(broken))
		}
		if j.err == nil && j.thrown == nil && j.tx != nil {
			j.tx.ended()
		}
		close(j.done)
	}
	w.db.moves.between()
}

// one runs a job under a savepoint. Its error stays with the job; what it
// returns is damage to the whole group.
func (w *writer) one(g *group, j *writeJob) (broken error) {
	if j.err = j.ctx.Err(); j.err != nil {
		return nil //nolint:nilerr // the job was given up before it began: no harm to the group
	}
	if err := g.exec("SAVEPOINT one"); err != nil {
		j.err = err
		return err
	}
	func() {
		defer func() { j.thrown = recover() }()
		j.tx = w.db.tx(g.raw, j.pass)
		j.tx.bound, j.tx.clock = g.bound, g.clock
		j.err = j.fn(j.tx)
	}()
	end := "RELEASE one"
	if j.err != nil || j.thrown != nil {
		end = "ROLLBACK TO one; RELEASE one"
	}
	if err := g.exec(end); err != nil {
		if j.err == nil {
			j.err = err
		}
		return err
	}
	return nil
}
