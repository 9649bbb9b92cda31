package settlement

import (
	"context"
	"io/fs"

	"linli/internal/directory/eligibility"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/settlement/books"
	"linli/internal/settlement/programmes"
	"linli/internal/settlement/vouchers"
)

// Rules of all parts.
var Rules = access.Merge(programmes.Rules, books.Rules, vouchers.Rules)

// Schemas of their tables.
func Schemas() []fs.FS { return []fs.FS{programmes.Schema, books.Schema, vouchers.Schema} }

// Service is the parts together.
type Service struct {
	Programmes *programmes.Service
	Books      *books.Service
	Vouchers   *vouchers.Service
}

// New puts them together. names says attributes and places in words.
func New(db *store.DB, around vouchers.Around, names eligibility.Names) *Service {
	p := &programmes.Service{DB: db, Names: names}
	b := &books.Service{DB: db, Names: around.Org, Parts: p.Parts}
	return &Service{Programmes: p, Books: b, Vouchers: &vouchers.Service{DB: db, Around: around, Purse: p, Books: b}}
}

// Register adds all operations.
func (s *Service) Register(a *api.API) {
	s.Programmes.Register(a)
	s.Books.Register(a)
	s.Vouchers.Register(a)
}

// Heeded are the kinds of events that Follow wants to hear.
var Heeded = books.Heeded

// Follow acts on the log; app calls it for every event of orders, once, in order.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	return s.Books.Follow(ctx, tx, e)
}
