package account

import (
	"context"
	"sync"
	"time"

	"linli/internal/platform/store"
)

// held keeps who is signed in. It is asked with every request, and so is the
// epoch: a counter that the database moves, by triggers, whenever an account, a
// post or a session changes or ends, here or on another server. As long as it
// stays the same, so does what is held: a post that is taken away is gone with
// the next request.
type held struct {
	mu    sync.RWMutex
	epoch int64
	by    map[string]entry // by the hash of the token
}

type entry struct {
	seen       Seen
	last, ends time.Time
}

const (
	touchAfter = 5 * time.Minute
	maxHeld    = 50_000
)

func (h *held) get(epoch int64, token string, now time.Time) (Seen, bool) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	e, ok := h.by[token]
	if !ok || h.epoch != epoch || now.Sub(e.last) > touchAfter || !now.Before(e.ends) {
		return Seen{}, false
	}
	return e.seen, true
}

func (h *held) put(epoch int64, token string, e entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.by == nil || h.epoch != epoch || len(h.by) >= maxHeld {
		h.by, h.epoch = map[string]entry{}, epoch
	}
	h.by[token] = e
}

// Who is the open session of a token; ok is false where there is none.
func (s *Service) Who(ctx context.Context, t Token) (seen Seen, ok bool, err error) {
	if t == "" {
		return Seen{}, false, nil
	}
	token := t.hash()
	epoch, err := s.epoch(ctx)
	if err != nil {
		return Seen{}, false, err
	}
	if seen, ok := s.held.get(epoch, token, s.DB.Now()); ok {
		return seen, true, nil
	}
	stale, e := false, entry{}
	_, err = store.View(ctx, s.DB, house, func(tx *store.Tx) (int, error) {
		found, err := openSession(ctx, tx, token)
		if err != nil || len(found) == 0 {
			return 0, err
		}
		if seen.Account, err = byID(ctx, tx, found[0].account); err != nil || seen.Account.Closed {
			return 0, err
		}
		e.last, e.ends = found[0].seen, found[0].ends
		seen.Session, ok, stale = found[0].session, true, tx.Now.Sub(found[0].seen) > touchAfter
		seen.Posts, err = posts(ctx, tx, seen.Account.ID)
		return 0, err
	})
	if err != nil || !ok {
		return Seen{}, false, err
	}
	seen.Enrol = seen.Account.Kind == Staff && !seen.Account.TOTP && !s.Demo
	if stale {
		_, err = store.In(ctx, s.DB, house, func(tx *store.Tx) (int, error) { e.last = tx.Now; return 0, touch(ctx, tx, seen.Session) })
	}
	if err == nil {
		e.seen = seen
		s.held.put(epoch, token, e)
	}
	return seen, true, err
}

// epoch is read outside the caller's cancellation: it is one row, and a reader
// that can be interrupted costs more than the reading.
func (s *Service) epoch(ctx context.Context) (int64, error) {
	ctx = context.WithoutCancel(ctx)
	rows, err := s.DB.Unscoped(ctx, reason, `SELECT n FROM account_epoch`)
	return store.One(rows, err, errNone, store.Value[int64])
}
