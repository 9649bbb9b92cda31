package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"linli/internal/platform/store"
)

// Args are what a job is given: a small JSON struct whose Kind is
// "feature.verb" and never changes.
type Args = river.JobArgs

// Registry is the set of workers. Features add theirs before Start.
type Registry struct{ workers *river.Workers }

// NewRegistry is an empty set.
func NewRegistry() *Registry { return &Registry{river.NewWorkers()} }

// Add registers the worker of a kind of job. The error of a worker means "try
// again later", with growing pauses. limit bounds one run; 0 is an hour.
func Add[T Args](r *Registry, limit time.Duration, do func(context.Context, T) error) {
	if limit == 0 {
		limit = time.Hour
	}
	river.AddWorker(r.workers, &worker[T]{do: do, limit: limit})
}

type worker[T Args] struct {
	river.WorkerDefaults[T]
	do    func(context.Context, T) error
	limit time.Duration
}

func (w *worker[T]) Work(ctx context.Context, j *river.Job[T]) error { return w.do(ctx, j.Args) }

func (w *worker[T]) Timeout(*river.Job[T]) time.Duration { return w.limit }

// Queue enqueues jobs and, once started, runs them.
type Queue struct {
	client *river.Client[*sql.Tx]
	db     *store.DB
	log    *slog.Logger
	name   string // of this server, in the rows of its jobs
	lease  *lease
}

func driverOf(db *store.DB) riverdriver.Driver[*sql.Tx] {
	if db.Engine == store.Postgres {
		return riverdatabasesql.New(db.Writer())
	}
	return riversqlite.New(db.Writer())
}

// Migrate makes the tables of the queue.
func Migrate(ctx context.Context, db *store.DB) error {
	m, err := rivermigrate.New(driverOf(db), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err == nil {
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	if err != nil {
		return fmt.Errorf("jobs: migrate: %w", err)
	}
	return nil
}

// New makes a queue. With a nil registry it only enqueues, as the command line
// does: a server on the same database does the work.
func New(db *store.DB, r *Registry, log *slog.Logger) (*Queue, error) {
	q := &Queue{db: db, log: log, name: "linli-" + db.NewID()}
	cfg := &river.Config{Logger: slog.New(slog.DiscardHandler)}
	if r != nil {
		cfg = &river.Config{
			ID: q.name, Workers: r.workers, Logger: log,
			Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}},
			FetchPollInterval: 500 * time.Millisecond,
			// Start and the lease notice a dead process at once; this is for what they miss.
			RescueStuckJobsAfter: time.Hour + time.Minute,
			JobTimeout:           time.Hour,
		}
	}
	c, err := river.NewClient(driverOf(db), cfg)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	q.client = c
	return q, nil
}

// Enqueue gives a job in the transaction: it exists when the transaction commits.
func (q *Queue) Enqueue(ctx context.Context, tx *store.Tx, args Args) error {
	_, err := q.client.InsertTx(ctx, tx.SQL(), args, nil)
	if err != nil {
		return fmt.Errorf("jobs: enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// Start begins to work. On SQLite, where one process owns the file, jobs that a
// killed process left running begin again at once; on PostgreSQL, where other
// servers may be running theirs, when the lease of the dead one is free.
func (q *Queue) Start(ctx context.Context) error {
	if q.db.Engine == store.SQLite {
		const again = `UPDATE river_job SET state = 'available' WHERE state = 'running'`
		if _, err := q.db.Writer().ExecContext(ctx, again); err != nil {
			return fmt.Errorf("jobs: %w", err)
		}
	}
	if err := q.hold(ctx); err != nil {
		return err
	}
	return q.client.Start(ctx)
}

// Stop waits for the jobs under way until ctx ends.
func (q *Queue) Stop(ctx context.Context) error {
	return errors.Join(q.client.Stop(ctx), q.lease.release())
}
