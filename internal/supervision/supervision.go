package supervision

import (
	"context"
	"io/fs"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/supervision/callbacks"
	"linli/internal/supervision/cards"
	"linli/internal/supervision/complaints"
	"linli/internal/supervision/ratings"
	"linli/internal/supervision/sanctions"
	"linli/internal/supervision/seen"
)

// Rules of all parts.
var Rules = access.Merge(ratings.Rules, complaints.Rules, callbacks.Rules, cards.Rules, sanctions.Rules)

// Schemas of their tables.
func Schemas() []fs.FS {
	return []fs.FS{ratings.Schema, complaints.Schema, callbacks.Schema, cards.Schema, sanctions.Schema}
}

// Around is what stands around supervision; app supplies it.
type Around struct {
	Orders   seen.Orders
	Names    seen.Names
	Handlers complaints.Handlers
	Workdays seen.Workdays
	Box      *secret.Box
	District func() region.Code
}

// Service is the parts together.
type Service struct {
	Ratings    *ratings.Service
	Complaints *complaints.Service
	Callbacks  *callbacks.Service
	Cards      *cards.Service
	Sanctions  *sanctions.Service
}

// New puts them together.
func New(db *store.DB, a Around) *Service {
	return &Service{
		Ratings:    &ratings.Service{DB: db, Orders: a.Orders, Names: a.Names},
		Complaints: &complaints.Service{DB: db, Box: a.Box, Orders: a.Orders, Names: a.Names, Handlers: a.Handlers, Workdays: a.Workdays, District: a.District},
		Callbacks:  &callbacks.Service{DB: db, Orders: a.Orders, Names: a.Names},
		Cards:      &cards.Service{DB: db, Names: a.Names},
		Sanctions:  &sanctions.Service{DB: db, Names: a.Names},
	}
}

// Register adds all operations.
func (s *Service) Register(a *api.API) {
	s.Ratings.Register(a)
	s.Complaints.Register(a)
	s.Callbacks.Register(a)
	s.Cards.Register(a)
	s.Sanctions.Register(a)
}

// Heeded are the kinds of events that Follow wants to hear.
var Heeded = append([]string{"people.merged"}, cards.Heeded...)

// Follow acts on the log; app calls it for every event of people, orders and
// supervision, once, in order.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	if e.Kind == "people.merged" {
		var b struct{ Into string }
		if err := e.Decode(&b); err != nil || b.Into == "" {
			return err
		}
		return s.Complaints.Merge(ctx, tx, e.Subject, b.Into)
	}
	return s.Cards.Follow(ctx, tx, e)
}

// Watch does what is due: late complaints, answers without objection, sanctions
// that have had their last day.
func (s *Service) Watch(ctx context.Context, p access.Pass) (int, error) {
	n, err := s.Complaints.Watch(ctx, p)
	if err != nil {
		return n, err
	}
	more, err := s.Sanctions.Expire(ctx, p)
	return n + more, err
}
