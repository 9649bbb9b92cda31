package duplicates

import (
	"context"
	"runtime"
	"time"

	"linli/engine/linkage"
	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// What can be done here, and who may.
const (
	Review access.Permission = "duplicates.review" // look for, see, merge, dismiss, undo
	Ask    access.Permission = "duplicates.ask"    // while typing a new record
)

// Rules of the review: a pair is seen where both its records are.
var Rules = access.Rules{
	Review: {role.CommunityWorker, role.DataSteward},
	Ask:    {role.CommunityWorker, role.DataSteward},
}

// State of a pair.
type State string

// The states of a pair.
const (
	Open      State = "open"
	Merged    State = "merged"
	Dismissed State = "dismissed"
)

// What can be refused here.
var (
	ErrNone    = fault.New(fault.NotFound, "duplicates.none", "找不到这一对档案。", "There is no such pair.")
	ErrDecided = fault.New(fault.Conflict, "duplicates.decided", "这一对已经处理过。", "This pair is decided already.")
	ErrKeep    = fault.New(fault.Invalid, "duplicates.keep", "保留的应是这两份档案之一。", "Keep one of the two records.")
	ErrNotYet  = fault.New(fault.Conflict, "duplicates.not_merged", "这一对没有合并，不能撤销。", "This pair is not merged.")
)

// Pair is two records that may be of one person.
type Pair struct {
	ID          string        `json:"id"`
	Region      region.Code   `json:"region"`
	A           people.Person `json:"a" doc:"The older record"`
	B           people.Person `json:"b"`
	Probability float64       `json:"probability"`
	Reasons     []Sign        `json:"reasons"`
	State       State         `json:"state" enum:"open,merged,dismissed"`
	Kept        string        `json:"kept,omitempty"`
	Found       time.Time     `json:"found"`
	Version     int64         `json:"version"`

	a, b   string
	levels []ground
	joined string
	by     string
}

// Search is one look over a place.
type Search struct {
	ID       string      `json:"id"`
	Region   region.Code `json:"region"`
	State    string      `json:"state" enum:"queued,running,done,failed"`
	Looked   int         `json:"looked" doc:"Records"`
	Found    int         `json:"found" doc:"New pairs"`
	Progress float64     `json:"progress"`
	Created  time.Time   `json:"created"`
	by       string
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	People *people.Service
	Queue  *jobs.Queue

	online register
}

// Pairs lists them, the likeliest first; "" is every state.
func (s *Service) Pairs(ctx context.Context, p access.Pass, state State, after Place, limit int) ([]Pair, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Pair, error) {
		all, err := listPairs(ctx, tx, state, after, limit)
		if err != nil {
			return nil, err
		}
		return all, s.fill(ctx, tx, all)
	})
}

// Count is how many pairs there are in a state.
func (s *Service) Count(ctx context.Context, p access.Pass, state State) (int64, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (int64, error) { return countPairs(ctx, tx, state) })
}

// Pair is one of them.
func (s *Service) Pair(ctx context.Context, p access.Pass, id string) (Pair, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Pair, error) { return s.pair(ctx, tx, id) })
}

func (s *Service) pair(ctx context.Context, tx *store.Tx, id string) (Pair, error) {
	one, err := pairByID(ctx, tx, id)
	if err != nil {
		return one, err
	}
	all := []Pair{one}
	err = s.fill(ctx, tx, all)
	return all[0], err
}

// fill adds the two people and the reasons.
func (s *Service) fill(ctx context.Context, tx *store.Tx, all []Pair) error {
	var ids []string
	for _, p := range all {
		ids = append(ids, p.a, p.b)
	}
	cards, err := s.People.Cards(ctx, tx, ids)
	for i := range all {
		all[i].A, all[i].B, all[i].Reasons = cards[all[i].a], cards[all[i].b], explain(all[i].levels)
		if all[i].State == Merged {
			all[i].Kept = all[i].a
			if all[i].A.State == people.Merged {
				all[i].Kept = all[i].b
			}
		}
	}
	return err
}

// Merge makes the two one; keep carries on.
func (s *Service) Merge(ctx context.Context, p access.Pass, id string, version int64, keep string) (Pair, error) {
	return s.decide(ctx, p, id, version, "duplicates.merged", func(tx *store.Tx, one *Pair) error {
		drop := one.b
		switch {
		case one.State != Open:
			return ErrDecided
		case keep == one.b:
			drop = one.a
		case keep != one.a:
			return ErrKeep.On("keep")
		}
		j, err := s.People.Join(ctx, tx, keep, drop)
		one.State, one.joined = Merged, text(j)
		return err
	})
}

// Dismiss says that they are two people, which is remembered.
func (s *Service) Dismiss(ctx context.Context, p access.Pass, id string, version int64) (Pair, error) {
	return s.decide(ctx, p, id, version, "duplicates.dismissed", func(_ *store.Tx, one *Pair) error {
		if one.State != Open {
			return ErrDecided
		}
		one.State = Dismissed
		return nil
	})
}

// Undo takes a merge back, or a "not the same".
func (s *Service) Undo(ctx context.Context, p access.Pass, id string, version int64) (Pair, error) {
	return s.decide(ctx, p, id, version, "duplicates.undone", func(tx *store.Tx, one *Pair) error {
		switch one.State {
		case Open:
			return ErrNotYet
		case Merged:
			j, err := joinedOf(one.joined)
			if err != nil {
				return err
			}
			if err := s.People.Part(ctx, tx, j); err != nil {
				return err
			}
		}
		one.State, one.joined = Open, ""
		return nil
	})
}

func (s *Service) decide(ctx context.Context, p access.Pass, id string, version int64, kind string, rule func(*store.Tx, *Pair) error) (Pair, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Pair, error) {
		one, err := pairByID(ctx, tx, id)
		if err != nil {
			return one, err
		}
		if one.Version != version {
			return one, api.ErrStale
		}
		if err := rule(tx, &one); err != nil {
			return one, err
		}
		one.by = tx.Pass().Who()
		if err := savePair(ctx, tx, one); err != nil {
			return one, err
		}
		if err := events.Append(ctx, tx, events.Event{Kind: kind, Region: one.Region, Subject: id}); err != nil {
			return one, err
		}
		return s.pair(ctx, tx, id)
	})
}

// Typed is what a clerk has typed so far.
type Typed struct {
	Name       string `json:"name" maxLength:"40"`
	ResidentID string `json:"resident_id,omitempty" maxLength:"30"`
	Phone      string `json:"phone,omitempty" maxLength:"30"`
	Birth      string `json:"birth,omitempty" maxLength:"10"`
	Sex        string `json:"sex,omitempty" enum:"male,female"`
	Address    string `json:"address,omitempty" maxLength:"200"`
}

func (t Typed) row() people.Row {
	return people.RowOf(t.Name, t.ResidentID, t.Phone, t.Birth, cnid.Sex(t.Sex), t.Address)
}

// likely judges the records: each pair of one person, likelier than not. apart
// lists pairs of which is known that they are two people.
func likely(ctx context.Context, all []people.Likeness, apart [][2]string, progress func(float64)) (*linkage.Solution, error) {
	if len(all) == 0 {
		return &linkage.Solution{}, nil
	}
	raw, err := records(all)
	if err != nil {
		return nil, err
	}
	p := &linkage.Problem{Records: raw, Roles: roles, Workers: max(1, runtime.GOMAXPROCS(0)/2), Progress: progress}
	number := make(map[string]int32, len(all))
	for i, l := range all {
		number[l.Person] = int32(i)
	}
	for _, two := range apart {
		a, here := number[two[0]]
		b, there := number[two[1]]
		if here && there {
			p.Apart = append(p.Apart, [2]int32{a, b})
		}
	}
	s, err := linkage.Solve(ctx, p)
	if err != nil {
		return nil, err
	}
	return s, linkage.Verify(p, s)
}
