package around

import (
	"context"

	"linli/internal/money"
	"linli/internal/orders/board"
	"linli/internal/orders/counter"
	"linli/internal/orders/draft"
	"linli/internal/orders/subsidy"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Directory gives offers from memory; app supplies it. Point may be "" where the
// service has one point. ErrService, ErrPoint.
type Directory interface {
	Offer(ctx context.Context, service, point string) (*draft.Offer, error)
	// Point is where a point is and whose; ErrPoint.
	Point(ctx context.Context, point string) (at region.Code, org string, err error)
}

// Contact is what whoever goes to a home must know.
type Contact struct{ Name, Address string }

// Register is the register of people; app supplies it.
type Register interface {
	// Person is a living person within the pass of tx; ErrPerson.
	Person(ctx context.Context, tx *store.Tx, id string) (draft.Person, error)
	// Home is where a person lives, wherever that is; ErrPerson.
	Home(ctx context.Context, id string) (region.Code, error)
	// Names are of those in the places of the pass; the others are left out.
	Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error)
	// Contacts are for those who carry out orders, wherever the homes are.
	Contacts(ctx context.Context, ids []string) (map[string]Contact, error)
	// Look finds people of a district by name, pinyin, phone or card number.
	Look(ctx context.Context, who string, district region.Code, text string) ([]counter.Person, error)
}

// Staff knows who can be sent; app supplies it.
type Staff interface {
	Carers(ctx context.Context, org string) ([]board.Carer, error)
}

// Proxy is a right to act for a person.
type Proxy struct {
	Name    string // of whoever acts, as the person calls them: daughter, neighbour
	Consent string // id of the consent that was recorded
}

// Proxies knows who may act for whom; app supplies it. ErrProxy where nobody
// agreed, or not to this.
type Proxies interface {
	May(ctx context.Context, p access.Pass, person, what string) (Proxy, error)
}

// Purse splits prices; settlement supplies it. A nil Purse is the full price.
type Purse interface {
	// Split holds the person's caps for q.Order, in tx; Draw has to follow.
	Split(ctx context.Context, tx *store.Tx, q subsidy.Question) (subsidy.Answer, error)
	// Draw takes what was split from the budgets. They are shared by all who order, so it
	// comes last in a transaction. ok is false where one is used up since: tx must end
	// without a commit.
	Draw(ctx context.Context, tx *store.Tx, parts map[string]money.Fen) (ok bool, err error)
	// Release gives back what an order held.
	Release(ctx context.Context, tx *store.Tx, order string) error
}
