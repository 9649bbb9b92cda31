package events

import (
	"context"
	"database/sql"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/store"
)

// Step reads what a named follower has not seen and lets handle act on it, in
// one transaction with the new place: each event acts exactly once, whatever
// dies in between. It returns how many events it read. Kinds narrow what is read,
// as Event.Is means them; the place moves over all the others.
func Step(ctx context.Context, db *store.DB, name string, handle func(context.Context, *store.Tx, Event) error, kinds ...string) (int, error) {
	return store.In(ctx, db, access.House("follow."+name), func(tx *store.Tx) (int, error) {
		at, err := place(ctx, tx, name)
		if err != nil {
			return 0, err
		}
		to, err := End(ctx, tx)
		if err != nil {
			return 0, err
		}
		const limit = 500
		batch, err := read(ctx, tx, at, to.Position, limit, kinds)
		if err != nil || len(batch) == 0 && (len(kinds) == 0 || to.Position <= at.Position) {
			return 0, err
		}
		for _, e := range batch {
			if err := handle(ctx, tx, e); err != nil {
				return 0, err
			}
		}
		end := to
		if len(batch) == limit || len(kinds) == 0 {
			end = CursorOf(batch[len(batch)-1])
		}
		_, err = tx.UnscopedExec(ctx, "a follower's place in the log has no region", `
			INSERT INTO event_cursors (name, position, id) VALUES (?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET position = excluded.position, id = excluded.id`,
			name, end.Position, end.ID)
		return len(batch), err
	})
}

func place(ctx context.Context, tx *store.Tx, name string) (Cursor, error) {
	rows, err := tx.Unscoped(ctx, "a follower's place in the log has no region",
		`SELECT position, id FROM event_cursors WHERE name = ?`, name)
	all, err := store.All(rows, err, func(r *sql.Rows) (c Cursor, err error) {
		err = r.Scan(&c.Position, &c.ID)
		return c, err
	})
	if err != nil || len(all) == 0 {
		return Cursor{}, err
	}
	return all[0], nil
}

// Hub reads the log once for the whole process and tells every subscriber.
type Hub struct {
	DB *store.DB

	mu   sync.Mutex
	subs map[chan []Event]bool
}

// Subscribe gives the events from now on, in order. A subscriber that falls
// behind by more than the buffer is cut off: its channel is closed, and it has
// to look at the whole again.
func (h *Hub) Subscribe() (<-chan []Event, func()) {
	ch := make(chan []Event, 64)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.subs == nil {
		h.subs = map[chan []Event]bool{}
	}
	h.subs[ch] = true
	return ch, func() { h.drop(ch) }
}

func (h *Hub) drop(ch chan []Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.subs[ch] {
		delete(h.subs, ch)
		close(ch)
	}
}

// Run reads the log every interval until ctx ends, then closes every channel.
func (h *Hub) Run(ctx context.Context, every time.Duration, log *slog.Logger) error {
	view := func(fn func(*store.Tx) error) error {
		_, err := store.View(ctx, h.DB, access.House("hub"), func(tx *store.Tx) (struct{}, error) { return struct{}{}, fn(tx) })
		return err
	}
	var at Cursor
	if err := view(func(tx *store.Tx) (err error) { at, err = End(ctx, tx); return err }); err != nil {
		return err
	}
	defer func() {
		h.mu.Lock()
		all := h.subs
		h.subs = nil
		h.mu.Unlock()
		for ch := range all {
			close(ch)
		}
	}()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		var batch []Event
		err := view(func(tx *store.Tx) (err error) { batch, err = Read(ctx, tx, at, 5000); return err })
		if err != nil && ctx.Err() == nil {
			log.Error("events: the log could not be read", "error", err)
			continue
		}
		if len(batch) > 0 {
			at = CursorOf(batch[len(batch)-1])
			h.touch(batch)
			h.tell(batch)
		}
	}
}

// touch counts what other servers on the same database have changed; what this
// one changed is counted twice, which only makes memory read once more.
func (h *Hub) touch(batch []Event) {
	topics := map[string]bool{}
	for _, e := range batch {
		topics[Topic(e.Kind)] = true
	}
	h.DB.Touch(slices.Collect(maps.Keys(topics))...)
}

func (h *Hub) tell(batch []Event) {
	h.mu.Lock()
	var slow []chan []Event
	for ch := range h.subs {
		select {
		case ch <- batch:
		default:
			slow = append(slow, ch)
		}
	}
	h.mu.Unlock()
	for _, ch := range slow {
		h.drop(ch)
	}
}
