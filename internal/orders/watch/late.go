package watch

import (
	"context"
	"errors"
	"time"

	"linli/internal/orders/book"
	"linli/internal/orders/clock"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Orders is what the watch does with orders; package orders is it.
type Orders interface {
	StepIn(ctx context.Context, tx *store.Tx, id string, version int64, v flow.Verb, in book.OrderStep) (book.Order, error)
	// Rest calls off what a person has from a day to a day ("": for good, series too).
	Rest(ctx context.Context, tx *store.Tx, person, from, to, why string) error
	// Serves reports whether an offer reaches a home.
	Serves(ctx context.Context, service, point string, home region.Code) bool
	// Home is where a person lives now.
	Home(ctx context.Context, tx *store.Tx, person string) (at region.Code, lon, lat float64, err error)
	// Reprice splits the price of an open order anew.
	Reprice(ctx context.Context, tx *store.Tx, o book.Order) error
	// Refresh tells lines the limits of a service's points.
	Refresh(ctx context.Context, tx *store.Tx, service string) error
}

// Service looks at orders.
type Service struct {
	DB       *store.DB
	Orders   Orders
	Clocks   *clock.Service
	Workdays clock.Workdays
}

const batch = 200

// Late reminds, tells above, confirms what nobody objected to and notes what
// nobody fetched. It tells how many orders it touched, and may be called as
// often as one likes.
func (s *Service) Late(ctx context.Context, p access.Pass) (int, error) {
	n := 0
	for {
		did, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
			all, err := book.Awake(ctx, tx, batch)
			if err != nil || len(all) == 0 {
				return 0, err
			}
			rules, err := s.Clocks.Rules(ctx, tx)
			if err != nil {
				return 0, err
			}
			for _, o := range all {
				if err := s.look(ctx, tx, rules, o); err != nil && !errors.Is(err, api.ErrStale) {
					return 0, err
				}
			}
			return len(all), nil
		})
		n += did
		if err != nil || did < batch {
			return n, err
		}
	}
}

func (s *Service) look(ctx context.Context, tx *store.Tx, rules clock.Rules, o book.Order) error {
	counter := o.Mode == flow.OnSite || o.Mode == flow.Online
	switch {
	case o.State == flow.Delivered:
		_, err := s.Orders.StepIn(ctx, tx, o.ID, o.Version, flow.Confirm, book.OrderStep{Why: "by_itself"})
		return err
	case !o.Keep.Reminded:
		o.Keep.Reminded, o.Keep.Wake = true, o.Due
		return s.tell(ctx, tx, o, "orders.due_soon", "")
	case counter && o.State == flow.Accepted:
		_, err := s.Orders.StepIn(ctx, tx, o.ID, o.Version, flow.Absent, book.OrderStep{Why: "not_fetched"})
		return err
	}
	o.Keep.Late++
	kind, why := "orders.escalated", "district"
	switch o.Keep.Late {
	case 1:
		kind, why = "orders.overdue", "provider"
	case 2:
		why = "street"
	}
	o.Keep.Wake = time.Time{} // above the district there is nobody
	if rule, ok := rules.Of(o.Mode, o.State); ok && o.Keep.Late < 3 {
		o.Keep.Wake = rule.Next(tx.Now, s.Workdays)
	}
	return s.tell(ctx, tx, o, kind, why)
}

func (s *Service) tell(ctx context.Context, tx *store.Tx, o book.Order, kind, why string) error {
	if err := book.Save(ctx, tx, &o); err != nil {
		return err
	}
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: o.Region, Subject: o.ID, Body: o.Body(why)})
}
