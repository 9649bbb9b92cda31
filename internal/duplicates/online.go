package duplicates

import (
	"context"
	"runtime"
	"sync"
	"time"

	"linli/engine/linkage"
	"linli/internal/fault"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
)

// register is an index of everybody living, held in memory: whoever types a name
// is answered at once. Each process has its own, and catches up with what
// changed before it answers.
type register struct {
	mu     sync.Mutex
	index  *linkage.Index
	person []string          // of each record of the index
	record map[string]record // of each person
	until  time.Time         // changes up to here are in
}

type record struct {
	number  int32
	version int64
}

// overlap is how far back changes are read again: the time of a change is that of
// the beginning of its transaction, which may end later than others.
const overlap = time.Minute

// ErrPreparing says that the index is being made.
var ErrPreparing = fault.New(fault.Unavailable, "duplicates.preparing", "查重正在准备，请稍后再试。", "The check for duplicates is being prepared; please try again in a moment.")

// Prepare makes the index of everybody where there is none, or where so much has
// changed that its model is of yesterday; until the first has ended, Like answers
// ErrPreparing. It returns how many people are in a new index, 0 where the old one
// is good. p sees everybody.
func (s *Service) Prepare(ctx context.Context, p access.Pass) (int, error) {
	s.online.mu.Lock()
	good := s.online.index != nil && !s.online.index.Stale()
	s.online.mu.Unlock()
	if good {
		return 0, nil
	}
	var all []people.Likeness
	until := time.Time{}
	err := s.People.EachLikeness(ctx, p, func(l people.Likeness) error {
		all = append(all, l)
		if l.Changed.After(until) {
			until = l.Changed
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		return 0, err
	}
	raw, err := records(all)
	if err != nil {
		return 0, err
	}
	x, _, err := linkage.NewIndex(ctx, &linkage.Problem{Records: raw, Roles: roles, Workers: max(1, runtime.GOMAXPROCS(0)/2)})
	if err != nil {
		return 0, err
	}
	s.online.mu.Lock()
	defer s.online.mu.Unlock()
	r := &s.online
	r.index, r.person, r.record, r.until = x, make([]string, len(all)), make(map[string]record, len(all)), until
	for i, l := range all {
		r.person[i], r.record[l.Person] = l.Person, record{int32(i), l.Version}
	}
	return len(all), nil
}

// refresh takes in what has changed.
func (r *register) refresh(ctx context.Context, reg *people.Service) error {
	return reg.EachChanged(ctx, access.House("duplicates.refresh"), r.until.Add(-overlap), func(l people.Likeness) error {
		was, known := r.record[l.Person]
		if known && was.version == l.Version {
			return nil
		}
		if known && was.number >= 0 {
			if err := r.index.Remove(was.number); err != nil {
				return err
			}
		}
		now := record{-1, l.Version}
		if l.Living {
			n, err := r.index.Add(values(l))
			if err != nil {
				return err
			}
			now.number = n
			r.person = append(r.person, l.Person)
		}
		r.record[l.Person] = now
		if l.Changed.After(r.until) {
			r.until = l.Changed
		}
		return nil
	})
}

// Asked is somebody whom a new record may be a second one of.
type Asked struct {
	Person      people.Person `json:"person"`
	Probability float64       `json:"probability"`
	Reasons     []Sign        `json:"reasons"`
}

const (
	hint = 0.5 // a clerk is shown whom a new record may be from this probability on
	most = 10  // of them
)

// Like finds, in the pass's places, whom a record that is being typed may be;
// the likeliest first, at most ten. ErrPreparing while the index is being made.
func (s *Service) Like(ctx context.Context, p access.Pass, row people.Row) ([]Asked, error) {
	found, ids, err := s.find(ctx, row)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	cards, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (map[string]people.Person, error) { return s.People.Cards(ctx, tx, ids) })
	if err != nil {
		return nil, err
	}
	var out []Asked
	for i, m := range found {
		// Who lives elsewhere is not among the cards, and is not told of.
		if card, seen := cards[ids[i]]; seen && len(out) < most {
			out = append(out, Asked{Person: card, Probability: m.Probability, Reasons: explain(groundsOf(s.online.index.Model(), m.Pattern))})
		}
	}
	return out, nil
}

func (s *Service) find(ctx context.Context, row people.Row) (found []linkage.Match, ids []string, err error) {
	r := &s.online
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.index == nil {
		return nil, nil, ErrPreparing
	}
	if err := r.refresh(ctx, s.People); err != nil {
		return nil, nil, err
	}
	found, err = r.index.Find(values(people.Likeness{Name: row.Name, Birth: row.Birth, Sex: string(row.Sex), ResidentID: string(row.ResidentID), Phone: row.Phone, Home: row.Address}), hint)
	for _, m := range found {
		ids = append(ids, r.person[m.Record])
	}
	return found, ids, err
}
