package onedoor

import (
	"context"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// What can be done here, and who may.
const (
	See       access.Permission = "onedoor.see"
	Draft     access.Permission = "onedoor.draft"
	Decide    access.Permission = "onedoor.decide"
	Configure access.Permission = "onedoor.configure"
)

// Rules of matters. Who drafts at the counter does not decide.
var Rules = access.Rules{
	See:       {role.CommunityWorker, role.StreetOperator, role.DataSteward, role.Auditor},
	Draft:     {role.CommunityWorker},
	Decide:    {role.StreetOperator},
	Configure: {role.DataSteward},
}

// People finds where a resident lives, within the pass of tx; app supplies the
// register. ErrPerson when there is none.
type People interface {
	Home(ctx context.Context, tx *store.Tx, person string) (region.Code, error)
}

// Service is the use cases. One exported method is one transaction.
type Service struct {
	DB     *store.DB
	People People
	// DueDate is the n-th working day after a day; app supplies the calendar.
	DueDate func(from time.Time, days int) time.Time
}

// Kinds lists the kinds of matters; they are public within the house.
func (s *Service) Kinds(ctx context.Context, p access.Pass) ([]Kind, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Kind, error) { return kinds(ctx, tx) })
}

// SaveKind adds or changes a kind; a change needs the version that was read.
func (s *Service) SaveKind(ctx context.Context, p access.Pass, k Kind) (Kind, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Kind, error) { return saveKind(ctx, tx, k) })
}

// Seed adds the kinds to begin with where they are not there yet.
func (s *Service) Seed(ctx context.Context, p access.Pass) error {
	_, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		have, err := kinds(ctx, tx)
		if err != nil || len(have) > 0 {
			return 0, err
		}
		for _, k := range Seeds {
			k.Active = true
			if _, err := saveKind(ctx, tx, k); err != nil {
				return 0, err
			}
		}
		return len(Seeds), nil
	})
	return err
}

// Filter narrows a list; the zero value is everything in the pass's places.
type Filter struct {
	Person, Kind string
	State        State
	LateOn       string // a day: only matters that are late on it
}

// List pages through matters, newest first, from before an id on.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter, before string, limit int) ([]Matter, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Matter, error) { return list(ctx, tx, f, before, limit) })
}

// Get is one matter; ErrNone outside the pass's places.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (Matter, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Matter, error) { return byID(ctx, tx, id) })
}

// Open drafts a matter for a person. What they have shown before and is still
// valid is there already.
func (s *Service) Open(ctx context.Context, p access.Pass, person, kind, note string) (Matter, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Matter, error) {
		k, err := kindByKey(ctx, tx, kind)
		if err != nil {
			return Matter{}, err
		}
		at, err := s.People.Home(ctx, tx, person)
		if err != nil {
			return Matter{}, err
		}
		return s.open(ctx, tx, k, person, at, note, p.Who())
	})
}

func (s *Service) open(ctx context.Context, tx *store.Tx, k Kind, person string, at region.Code, note, by string) (Matter, error) {
	m := Matter{ID: tx.ID(), Region: at, Person: person, Kind: k.Key, State: Drafted, Note: note, OpenedBy: by, Created: tx.Now, Changed: tx.Now, Version: 1, Evidence: []string{}}
	shown, err := shelf(ctx, tx, person, today(tx.Now))
	if err != nil {
		return m, err
	}
	for _, key := range k.Evidence {
		if shown[key] {
			m.Evidence = append(m.Evidence, key)
		}
	}
	if err := add(ctx, tx, m); err != nil {
		return m, err
	}
	return m, events.Append(ctx, tx, events.Event{Kind: "onedoor.drafted", Region: at, Subject: m.ID, Body: map[string]string{"person": person, "kind": k.Key}})
}

// Show puts evidence to a drafted matter and on the person's shelf, valid until
// a day or, with "", for good.
func (s *Service) Show(ctx context.Context, p access.Pass, id string, version int64, keys []string, until string) (Matter, error) {
	if until != "" {
		if _, err := time.Parse(time.DateOnly, until); err != nil {
			return Matter{}, ErrDate.On("until")
		}
	}
	return s.change(ctx, p, id, version, "onedoor.evidence_shown", func(tx *store.Tx, m Matter, k Kind) (Matter, error) {
		m, err := m.show(k, keys)
		if err != nil {
			return m, err
		}
		return m, putOnShelf(ctx, tx, m, keys, until)
	})
}

// Submit hands a matter in; ErrMissing names what is not there.
func (s *Service) Submit(ctx context.Context, p access.Pass, id string, version int64) (Matter, error) {
	return s.change(ctx, p, id, version, "onedoor.submitted", func(tx *store.Tx, m Matter, k Kind) (Matter, error) {
		return m.submit(k, func(days int) string { return s.DueDate(tx.Now, days).Format(time.DateOnly) })
	})
}

// Accept takes a matter to the department.
func (s *Service) Accept(ctx context.Context, p access.Pass, id string, version int64) (Matter, error) {
	return s.change(ctx, p, id, version, "onedoor.accepted", func(_ *store.Tx, m Matter, _ Kind) (Matter, error) { return m.accept() })
}

// Return gives a matter back to the counter with the reason.
func (s *Service) Return(ctx context.Context, p access.Pass, id string, version int64, why string) (Matter, error) {
	return s.change(ctx, p, id, version, "onedoor.returned", func(_ *store.Tx, m Matter, _ Kind) (Matter, error) { return m.giveBack(why) })
}

// Decide grants or refuses.
func (s *Service) Decide(ctx context.Context, p access.Pass, id string, version int64, o Outcome, why string) (Matter, error) {
	return s.change(ctx, p, id, version, "onedoor.decided", func(_ *store.Tx, m Matter, _ Kind) (Matter, error) { return m.decide(o, why) })
}

// Close ends a decided matter.
func (s *Service) Close(ctx context.Context, p access.Pass, id string, version int64) (Matter, error) {
	return s.change(ctx, p, id, version, "onedoor.closed", func(_ *store.Tx, m Matter, _ Kind) (Matter, error) { return m.close() })
}

// change is the shape of every verb: read, let the rule decide, save, say so.
// All four or none.
func (s *Service) change(ctx context.Context, p access.Pass, id string, version int64, kind string, rule func(*store.Tx, Matter, Kind) (Matter, error)) (Matter, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Matter, error) {
		m, err := byID(ctx, tx, id)
		if err != nil {
			return m, err
		}
		if m.Version != version {
			return m, api.ErrStale
		}
		k, err := anyKind(ctx, tx, m.Kind)
		if err != nil {
			return m, err
		}
		if m, err = rule(tx, m, k); err != nil {
			return m, err
		}
		m.Changed = tx.Now
		if err := save(ctx, tx, m); err != nil {
			return m, err
		}
		m.Version++
		return m, events.Append(ctx, tx, events.Event{Kind: kind, Region: m.Region, Subject: m.ID,
			Body: map[string]string{"person": m.Person, "kind": m.Kind, "outcome": string(m.Outcome)}})
	})
}

// Follow opens the follow-up matters of an event, each once; app calls it for
// every event of the log.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	all, err := kinds(ctx, tx)
	if err != nil {
		return err
	}
	for _, k := range all {
		if !k.Active || k.Follows == "" || k.Follows != e.Kind {
			continue
		}
		had, err := openedBy(ctx, tx, e.Subject, k.Key, "event:"+e.Kind)
		if err != nil {
			return err
		}
		if had {
			continue
		}
		if _, err := s.open(ctx, tx, k, e.Subject, e.Region, "", "event:"+e.Kind); err != nil {
			return err
		}
	}
	return nil
}

func today(now time.Time) string { return now.In(shanghai).Format(time.DateOnly) }

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600) // one zone, no summer time since 1991
