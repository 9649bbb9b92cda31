package seen

import (
	"context"
	"slices"
	"time"

	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// ErrOrder is for an order that is not there, or not for this viewer.
var ErrOrder = fault.New(fault.NotFound, "supervision.no_order", "找不到这个订单。", "There is no such order.")

// Order is what may be rated, complained of or asked about.
type Order struct {
	ID, Number           string
	Region, At           region.Code // of the home and of the point
	Org                  string
	Service, ServiceName string
	Category             string
	Person               string
	Day                  string // of the service
	Done                 bool   // delivered, and whatever follows
	Hands                []string
}

// Touched reports whether an account had a hand in the order: placed it for
// somebody, or carried it out.
func (o Order) Touched(account string) bool { return slices.Contains(o.Hands, account) }

// Orders finds orders.
type Orders interface {
	// Mine is an order of the resident of a pass, or of somebody whom they act
	// for; proxy says which. ErrOrder for every other.
	Mine(ctx context.Context, p access.Pass, id string) (o Order, proxy bool, err error)
	// In is an order within the pass of tx.
	In(ctx context.Context, tx *store.Tx, id string) (Order, error)
	// Done are the orders delivered on the days from and to and between, in the
	// places of tx, by id.
	Done(ctx context.Context, tx *store.Tx, from, to string) ([]Order, error)
}

// Workdays counts working days.
type Workdays interface {
	DueDate(from time.Time, days int) time.Time
}

// Names are what organisations and accounts are called.
type Names interface {
	Org(ctx context.Context, id string) string
	Account(ctx context.Context, id string) string
}

// OrgsOf are the organisations in which whoever asks holds a post, whatever the
// permission: nobody rates or judges their own house.
func OrgsOf(ctx context.Context) (out []string) {
	for _, g := range api.ViewerOf(ctx).Grants {
		if g.Org != "" {
			out = append(out, g.Org)
		}
	}
	return out
}

// Ours reports whether a pass may touch what concerns an organisation: posts
// held in organisations reach these only.
func Ours(p access.Pass, org string) bool {
	orgs := p.Orgs()
	return len(orgs) == 0 || slices.Contains(orgs, org)
}
