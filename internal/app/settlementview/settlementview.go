package settlementview

import (
	"context"
	"errors"
	"time"

	"linli/internal/directory"
	"linli/internal/directory/eligibility"
	"linli/internal/directory/hours"
	"linli/internal/orders"
	"linli/internal/orders/book"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/settlement/vouchers"
)

// View shows people, the directory and orders to settlement.
type View struct {
	People *people.Service
	Offers *directory.Directory
	Orders *orders.Service
	Facts  func(people.Facts) directory.Facts
}

// Org is what an organisation is called.
func (v View) Org(ctx context.Context, org string) string {
	o, err := v.Offers.Organisation(ctx, access.House("settlement.names"), org)
	if err != nil {
		return org
	}
	return o.Name
}

// Names are of those in the places of the pass.
func (v View) Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error) {
	return v.People.Names(ctx, p, ids)
}

// OrdersIn lists orders in the caller's transaction.
func (v View) OrdersIn(ctx context.Context, tx *store.Tx, f book.Filter) ([]book.Order, error) {
	return v.Orders.ListIn(ctx, tx, f)
}

// FactsOn is what the register knows now of somebody on a day: age and attributes
// that held then, whenever they were written down.
func (v View) FactsOn(ctx context.Context, tx *store.Tx, person, day string) (eligibility.Facts, error) {
	at, err := time.ParseInLocation(time.DateOnly, day, hours.Shanghai)
	if err != nil {
		return eligibility.Facts{}, err
	}
	then := *tx
	then.Now = at.Add(12 * time.Hour)
	f, _, err := v.People.Brief(ctx, &then, person)
	if errors.Is(err, people.ErrNone) {
		err = vouchers.ErrPerson.On("person")
	}
	return v.Facts(f), err
}
