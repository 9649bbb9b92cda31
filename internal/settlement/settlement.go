package settlement

import (
	"context"
	"io/fs"

	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/settlement/books"
	"linli/internal/settlement/programmes"
)

// Rules of all parts.
var Rules = access.Merge(programmes.Rules, books.Rules)

// Schemas of their tables.
func Schemas() []fs.FS { return []fs.FS{programmes.Schema, books.Schema} }

// Service is the parts together.
type Service struct {
	Programmes *programmes.Service
	Books      *books.Service
}

// New puts them together. names says what an organisation is called.
func New(db *store.DB, names func(ctx context.Context, org string) string) *Service {
	p := &programmes.Service{DB: db}
	return &Service{Programmes: p, Books: &books.Service{DB: db, Names: names, Parts: p.Parts}}
}

// Register adds all operations.
func (s *Service) Register(a *api.API) {
	s.Programmes.Register(a)
	s.Books.Register(a)
}

// Follow acts on the log; app calls it for every event of orders, once, in order.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	return s.Books.Follow(ctx, tx, e)
}
