package watch

import (
	"context"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/orders/slots"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
)

// Follow acts on what happens elsewhere; app calls it for every event of the
// log, once, in order.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	var b struct {
		Into, Order string
		From, To    time.Time
	}
	if e.Is("people.merged", "directory.point_closed", "supervision.", "settlement.") {
		_ = e.Decode(&b) // what is not there stays empty
	}
	order := b.Order
	if order == "" {
		order = e.Subject
	}
	switch e.Kind {
	case "people.died":
		return s.Orders.Rest(ctx, tx, e.Subject, today(e.At), "", "died")
	case "people.attribute_began", "people.attribute_ended", "people.updated":
		all, err := open(ctx, tx, e.Subject, today(tx.Now))
		for _, o := range all {
			if err == nil {
				err = s.Orders.Reprice(ctx, tx, o)
			}
		}
		return err
	case "people.moved":
		return s.moved(ctx, tx, e.Subject, today(tx.Now))
	case "people.merged":
		if b.Into != "" {
			return s.merged(ctx, tx, e.Subject, b.Into)
		}
	case "directory.point_closed":
		return s.closed(ctx, tx, e.Subject, b.From, b.To)
	case "directory.service_changed", "directory.service_published":
		return s.Orders.Refresh(ctx, tx, e.Subject)
	case "supervision.rated":
		return s.step(ctx, tx, order, flow.Rate, "")
	case "settlement.settled":
		return s.step(ctx, tx, order, flow.Settle, "")
	case "supervision.complaint_filed", "supervision.complaint_reopened":
		return s.hold(ctx, tx, order, true)
	case "supervision.complaint_closed", "supervision.complaint_accepted":
		return s.hold(ctx, tx, order, false)
	}
	return nil
}

func today(now time.Time) string { return now.In(hours.Shanghai).Format(time.DateOnly) }

// step makes a step that another feature tells of, where it can be made: the
// order may have gone another way since.
func (s *Service) step(ctx context.Context, tx *store.Tx, id string, v flow.Verb, why string) error {
	o, err := book.ByID(ctx, tx, id)
	if err != nil {
		return nil //nolint:nilerr // the event is of something else, or of an order of another house
	}
	if _, ok := flow.To(o.Mode, o.State, v); !ok {
		return nil
	}
	_, err = s.Orders.StepIn(ctx, tx, id, 0, v, book.OrderStep{Why: why})
	return err
}

// hold keeps a delivered order from being confirmed by itself while there is a
// complaint, and lets it go on afterwards.
func (s *Service) hold(ctx context.Context, tx *store.Tx, id string, on bool) error {
	o, err := book.ByID(ctx, tx, id)
	if err != nil || o.State != flow.Delivered {
		return nil //nolint:nilerr // nothing to hold
	}
	o.Keep.Wake = time.Time{}
	if !on {
		o.Keep.Wake = o.Due
	}
	return book.Save(ctx, tx, &o)
}

// open are a person's orders from a day on that are still to be done.
func open(ctx context.Context, tx *store.Tx, person, from string) ([]book.Order, error) {
	return book.List(ctx, tx, book.Filter{Persons: []string{person}, From: from, States: flow.Open, Limit: 1000})
}

// moved takes a person's orders along to the new home, or calls off what does
// not reach it.
func (s *Service) moved(ctx context.Context, tx *store.Tx, person, from string) error {
	all, err := open(ctx, tx, person, from)
	if err != nil || len(all) == 0 {
		return err
	}
	at, lon, lat, err := s.Orders.Home(ctx, tx, person)
	if err != nil {
		return nil //nolint:nilerr // gone in between: a later event tells why
	}
	for _, o := range all {
		if !s.Orders.Serves(ctx, o.Service, o.Point, at) && o.State != flow.OnTheWay && o.State != flow.InService {
			if err := s.cancel(ctx, tx, o, "moved"); err != nil {
				return err
			}
			continue
		}
		o.Keep.Lon, o.Keep.Lat = lon, lat
		if err := book.Move(ctx, tx, &o, at); err != nil {
			return err
		}
		if err := events.Append(ctx, tx, events.Event{Kind: "orders.moved", Region: at, Subject: o.ID, Body: o.Body("moved")}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) cancel(ctx context.Context, tx *store.Tx, o book.Order, why string) error {
	v := flow.Cancel
	if _, ok := flow.To(o.Mode, o.State, v); !ok {
		v = flow.Fail // they are there, or on the way
	}
	_, err := s.Orders.StepIn(ctx, tx, o.ID, o.Version, v, book.OrderStep{Why: why})
	return err
}

// merged gives the orders of a record to the one that carries on; of the same
// meal twice only one is kept.
func (s *Service) merged(ctx context.Context, tx *store.Tx, from, into string) error {
	theirs, err := book.List(ctx, tx, book.Filter{Persons: []string{from}, Limit: 5000})
	if err != nil || len(theirs) == 0 {
		return err
	}
	have, err := book.List(ctx, tx, book.Filter{Persons: []string{into}, Limit: 5000})
	if err != nil {
		return err
	}
	same := map[string]bool{}
	for _, o := range have {
		if o.State.Holds() {
			same[slots.Same(o.Category, o.Day, o.Slot.Key)] = true
		}
	}
	for _, o := range theirs {
		if o.State.Holds() && same[slots.Same(o.Category, o.Day, o.Slot.Key)] {
			if o.State.IsOpen() {
				if err := s.cancel(ctx, tx, o, "merged"); err != nil {
					return err
				}
			}
			continue // what was done twice stays with the old record
		}
		o.Person = into
		if err := book.Save(ctx, tx, &o); err != nil {
			return err
		}
	}
	return nil
}

// closed calls off what was ordered at a point for a time in which it is closed.
func (s *Service) closed(ctx context.Context, tx *store.Tx, point string, from, to time.Time) error {
	all, err := book.List(ctx, tx, book.Filter{Point: point, From: today(from), To: today(to), States: []flow.State{flow.Placed, flow.Accepted, flow.Assigned}, Limit: 100_000})
	if err != nil {
		return err
	}
	for _, o := range all {
		begin, end := o.Bounds()
		if !begin.Before(to) || !from.Before(end) {
			continue
		}
		if err := s.cancel(ctx, tx, o, "closed"); err != nil {
			return err
		}
	}
	return nil
}
