package orders

import (
	"context"
	"errors"

	"linli/internal/fault"
	"linli/internal/orders/book"
	"linli/internal/orders/draft"
	"linli/internal/orders/flow"
	"linli/internal/orders/pricing"
	"linli/internal/orders/slots"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
)

// draw makes the draft of what is asked for. It writes nothing but what the purse
// holds for the id; without one nothing is held.
func (s *Service) draw(ctx context.Context, tx *store.Tx, offer *Offer, a Ask, id string) (d draft.Draft, err error) {
	who, err := s.People.Person(ctx, tx, a.Person)
	if err != nil {
		return d, err
	}
	d = draft.New(offer, who, a, id, tx.Pass().Who(), tx.Now, s.Workdays)
	paused, err := s.Pauses.Paused(ctx, tx, a.Person, a.Day)
	if err != nil {
		return d, err
	}
	if paused {
		d.Refuse(ErrPaused.On("day"))
	}
	if d.Price, d.Parts, err = pricing.Of(ctx, tx, s.Purse, d); err != nil {
		return d, err
	}
	if a.ExpectFen != nil && *a.ExpectFen != int64(d.Price.Resident) {
		d.Refuse(ErrPrice.With(d.Price.Resident.String()).On("expect_fen"))
	}
	if d.AtOnce() {
		d.State = flow.Accepted
	}
	return d, nil
}

// Quote is what Place would do: the price and who pays it, whether the person is
// entitled and why, the places, the times. Nothing is held.
func (s *Service) Quote(ctx context.Context, p access.Pass, a Ask) (Quote, error) {
	p, a, offer, err := s.begin(ctx, p, a)
	if err != nil {
		return Quote{}, err
	}
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (Quote, error) {
		d, err := s.draw(ctx, tx, offer, a, "")
		if err != nil {
			return Quote{}, err
		}
		return s.quote(ctx, tx, d)
	})
}

func (s *Service) quote(ctx context.Context, tx *store.Tx, d draft.Draft) (Quote, error) {
	q := Quote{Refusals: []draft.OrderRefusal{}, Service: d.Service, Point: d.Point, Day: d.Day, Slot: d.Slot, Price: d.Price, Entitled: d.Entitled, Until: d.Until, FreeUntil: d.FreeUntil}
	taken, err := slots.Taken(ctx, tx, d.At, d.Point, d.Service, d.Day, d.Day)
	if err != nil {
		return q, err
	}
	q.Slots = d.Offer.Times(d.Day, taken, s.Workdays).Slots
	if d.Slot.Key != "" {
		q.Free = d.Offer.Place(d.Day, d.Slot.Key, 1).Free(taken)
		if q.Free < d.Quantity {
			d.Refuse(ErrFull.On("slot"))
		}
		had, err := book.List(ctx, tx, Filter{Persons: []string{d.Person}, From: d.Day, To: d.Day, Limit: 100})
		if err != nil {
			return q, err
		}
		for _, o := range had {
			if o.State.Holds() && slots.Same(o.Category, o.Day, o.Slot.Key) == slots.Same(d.Category, d.Day, d.Slot.Key) {
				d.Refuse(ErrTwice.On("slot"))
				break
			}
		}
	}
	for _, f := range d.Against {
		q.Refusals = append(q.Refusals, draft.OrderRefusal{Code: f.Code, Zh: f.Text(fault.Zh), En: f.Text(fault.En)})
	}
	q.Can = len(q.Refusals) == 0
	return q, nil
}

// begin settles who asks and what for: the pass to act with, the ask with how it
// came in, the offer.
func (s *Service) begin(ctx context.Context, p access.Pass, a Ask) (access.Pass, Ask, *Offer, error) {
	if resident(p) {
		if a.Person == "" {
			a.Person = p.Person()
		}
		own, by, err := s.forWhom(ctx, p, a.Person)
		if err != nil {
			return p, a, nil, err
		}
		a.How, a.Caller, a.Consent = "self", "", ""
		if a.Person != p.Person() {
			a.How, a.Caller, a.Consent = "family", by.Name, by.Consent
		}
		p = own
	} else if a.How != "door" && a.How != "counter" {
		a.How = "caller" // whoever acts for others says so, with how they agreed
	}
	if err := a.Check(); err != nil {
		return p, a, nil, err
	}
	offer, err := s.Directory.Offer(ctx, a.Service, a.Point)
	if err == nil {
		err = ours(p, offer.Org)
	}
	return p, a, offer, err
}

// Place orders: the place is held, the price split and the event written in one
// transaction, or nothing is done. ErrFull, ErrTwice, ErrCutOff, ErrPrice,
// ErrNotEntitled and what else the rules say. Where it is full and the ask says
// so, a place in the line is taken instead: an order whose state is waiting.
func (s *Service) Place(ctx context.Context, p access.Pass, a Ask) (Order, error) {
	p, a, offer, err := s.begin(ctx, p, a)
	if err != nil {
		return Order{}, err
	}
	var o Order
	for range 2 { // a budget that is used up in this moment is out of the second reckoning
		o, err = store.In(ctx, s.DB, p, func(tx *store.Tx) (Order, error) { return s.place(ctx, tx, offer, a, api.NewID(ctx, tx)) })
		if !errors.Is(err, pricing.ErrBudget) {
			break
		}
	}
	if !a.Wait || !errors.Is(err, ErrFull) {
		return o, err
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Order, error) { return s.wait(ctx, tx, offer, a, api.NewID(ctx, tx)) })
}

func (s *Service) place(ctx context.Context, tx *store.Tx, offer *Offer, a Ask, id string) (Order, error) {
	d, err := s.draw(ctx, tx, offer, a, id)
	if err != nil {
		return d.ServiceOrder, err
	}
	if err := fault.Join(d.Against...); err != nil {
		return d.ServiceOrder, err
	}
	if offer.Mode != flow.Online {
		d.Code = book.Code()
	}
	rules, err := s.Clocks.Rules(ctx, tx)
	if err != nil {
		return d.ServiceOrder, err
	}
	d.Tick(rules, s.Workdays, tx.Now)
	if err := book.Add(ctx, tx, d.ServiceOrder); err != nil {
		if store.IsUnique(err) {
			err = ErrTwice.On("slot")
		}
		return d.ServiceOrder, err
	}
	told := []events.Event{{Kind: flow.Placed.Event(), Region: d.Region, Subject: d.ID, Body: d.Body("")}}
	if d.State != flow.Placed {
		told = append(told, events.Event{Kind: d.State.Event(), Region: d.Region, Subject: d.ID, Body: d.Body("at_once")})
	}
	if err := events.AppendMany(ctx, tx, d.Region, told); err != nil {
		return d.ServiceOrder, err
	}
	// Budgets and the counter of the time are shared by all who order: they are taken
	// last, so that on PostgreSQL they wait for each other only as long as a commit lasts.
	if err := pricing.Draw(ctx, tx, s.Purse, d.Parts); err != nil {
		return d.ServiceOrder, err
	}
	ok, err := slots.Hold(ctx, tx, offer.Place(d.Day, d.Slot.Key, d.Quantity))
	if err == nil && !ok {
		err = ErrFull.On("slot")
	}
	return d.ServiceOrder, err
}

// Times are the times of a service at a point, day by day, with free places; at
// most a month at once.
func (s *Service) Times(ctx context.Context, p access.Pass, service, point, from, to string) ([]draft.DayTimes, error) {
	offer, err := s.Directory.Offer(ctx, service, point)
	if err != nil {
		return nil, err
	}
	if _, ok := slots.Day(from); !ok {
		return nil, ErrDay.On("from")
	}
	if _, ok := slots.Day(to); !ok {
		return nil, ErrDay.On("to")
	}
	taken, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (map[[2]string]int, error) {
		return slots.Taken(ctx, tx, offer.At, offer.Point, offer.Service, from, to)
	})
	var out []draft.DayTimes
	for day, n := from, 0; err == nil && day <= to && n < 31; day, n = draft.After(day, 1), n+1 {
		out = append(out, offer.Times(day, taken, s.Workdays))
	}
	return out, err
}
