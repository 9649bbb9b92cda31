package duplicates

import (
	"context"
	"time"

	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/region"
)

type searchArgs struct {
	Search  string        `json:"search"`
	Account string        `json:"account"`
	Places  []region.Code `json:"places"`
}

func (searchArgs) Kind() string { return "duplicates.search" }

// Jobs registers the background work.
func (s *Service) Jobs(r *jobs.Registry) {
	jobs.Add(r, time.Hour, func(ctx context.Context, a searchArgs) error {
		return s.Look(ctx, access.HouseIn("duplicates.search", a.Account, a.Places...), a.Search)
	})
}

// Begin asks for a look over the pass's places.
func (s *Service) Begin(ctx context.Context, p access.Pass) (Search, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Search, error) { return s.begin(ctx, tx, p.Places()) })
}

func (s *Service) begin(ctx context.Context, tx *store.Tx, places []region.Code) (Search, error) {
	at := places[0]
	for _, r := range places[1:] {
		at = common(at, r)
	}
	one := Search{ID: tx.ID(), Region: places[0], State: "queued", Created: tx.Now, by: tx.Pass().Who()}
	if tx.Pass().Covers(at) {
		one.Region = at
	}
	if err := addSearch(ctx, tx, one); err != nil {
		return one, err
	}
	return one, s.Queue.Enqueue(ctx, tx, searchArgs{one.ID, one.by, places})
}

// Search is how far a look has come.
func (s *Service) Search(ctx context.Context, p access.Pass, id string) (Search, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Search, error) { return searchByID(ctx, tx, id) })
}

// Look goes over all records of the pass's places and writes down the pairs that
// are likely one person and not known yet. Again after a death of the process,
// it finds the same.
func (s *Service) Look(ctx context.Context, p access.Pass, id string) error {
	note := func(state string, share float64, looked, found int) error {
		_, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
			return 0, moveSearch(ctx, tx, Search{ID: id, State: state, Progress: share, Looked: looked, Found: found})
		})
		return err
	}
	var all []people.Likeness
	if err := s.People.EachLikeness(ctx, p, func(l people.Likeness) error { all = append(all, l); return nil }); err != nil {
		return err
	}
	if err := note("running", 0.2, len(all), 0); err != nil {
		return err
	}
	apart, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([][2]string, error) { return apartPairs(ctx, tx) })
	if err != nil {
		return err
	}
	last := time.Time{}
	solved, err := likely(ctx, all, apart, func(share float64) {
		if now := s.DB.Now(); now.Sub(last) > time.Second {
			last = now
			_ = note("running", 0.2+0.7*share, len(all), 0) // the next one tells more
		}
	})
	if err != nil {
		return err
	}
	found, pairs := 0, solved.Links
	for len(pairs) > 0 {
		n := min(len(pairs), 500)
		added, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
			var rows []Pair
			for _, c := range pairs[:n] {
				a, b := all[c.I], all[c.J]
				rows = append(rows, Pair{ID: tx.ID(), Region: common(a.Region, b.Region), a: a.Person, b: b.Person, Probability: c.Probability, levels: groundsOf(solved.Model, c.Pattern), State: Open, Found: tx.Now, Version: 1})
			}
			return addPairs(ctx, tx, rows)
		})
		if err != nil {
			return err
		}
		found += added
		pairs = pairs[n:]
	}
	return note("done", 1, len(all), found)
}

// Follow looks again where a roster has come in. app calls it for every event of
// the log, once.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	if e.Kind != "roster.done" {
		return nil
	}
	_, err := s.begin(ctx, tx, []region.Code{e.Region})
	return err
}

// common is the smallest region that holds both.
func common(a, b region.Code) region.Code {
	for !b.In(a) {
		a = a.Parent()
	}
	return a
}
