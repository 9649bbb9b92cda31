package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// checkpointer moves what the write-ahead log holds into the database, on a
// connection of its own and while the writer goes on: a writer that does it
// itself keeps everybody waiting for it. It looks four times a second, as long as
// something was written. The log begins anew when the writer finds all of it
// moved: so when it has grown, the last few pages are moved between two groups.
type checkpointer struct {
	db      *DB
	written atomic.Int64 // groups so far
	last    atomic.Bool  // the writer is to move the rest
	stop    context.CancelFunc
	ended   sync.WaitGroup
}

const (
	lookEvery = 250 * time.Millisecond
	grown     = 8_000 // pages of the log, 32 MB
)

func newCheckpointer(db *DB) *checkpointer {
	ctx, stop := context.WithCancel(context.Background())
	c := &checkpointer{db: db, stop: stop}
	c.ended.Go(func() { c.run(ctx) })
	return c
}

func (c *checkpointer) run(ctx context.Context) {
	seen := int64(0)
	for tick := time.NewTicker(lookEvery); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		now := c.written.Load()
		if now == seen {
			continue
		}
		seen = now
		if pages := c.move(ctx); pages > grown {
			c.move(ctx) // what came meanwhile
			c.last.Store(true)
		}
	}
}

// move moves as much as readers allow and tells how many pages the log has.
func (c *checkpointer) move(ctx context.Context) (pages int64) {
	var busy, moved int64
	err := c.db.read.QueryRowContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &pages, &moved)
	if err != nil {
		return 0 // it is tried again; at a quarter of a gigabyte the writer does it
	}
	return pages
}

// between is called by the writer between two groups.
func (c *checkpointer) between() {
	c.written.Add(1)
	if c.last.Swap(false) {
		_, _ = c.db.write.ExecContext(context.Background(), `PRAGMA wal_checkpoint(PASSIVE)`) // as above
	}
}

func (c *checkpointer) close() {
	c.stop()
	c.ended.Wait()
}
