package orders

import (
	"context"
	"errors"

	"linli/internal/fault"
	"linli/internal/money"
	"linli/internal/orders/book"
	"linli/internal/orders/draft"
	"linli/internal/orders/flow"
	"linli/internal/orders/pricing"
	"linli/internal/orders/series"
	"linli/internal/orders/waiting"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// resident reports whether a pass is of somebody who acts for themselves and
// those who agreed.
func resident(p access.Pass) bool {
	return p.What() == Mine || p.What() == series.Mine || p.What() == waiting.Mine
}

// inner is what the parts of the package below see of it.
type inner struct{ s *Service }

// resting and watched see it under the names of their own interfaces.
type (
	resting struct{ inner }
	watched struct{ inner }
)

func (in inner) ForWhom(ctx context.Context, p access.Pass, person string) (access.Pass, error) {
	p, _, err := in.s.forWhom(ctx, p, person)
	return p, err
}

func (in inner) Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error) {
	return in.s.People.Names(ctx, p, ids)
}

func (in inner) Holiday(day string) bool { return in.s.Workdays.Holiday(day) }

func (in inner) IsFull(err error) bool { return errors.Is(err, ErrFull) }

// wait takes a place in the line for what is asked.
func (s *Service) wait(ctx context.Context, tx *store.Tx, offer *Offer, a Ask, id string) (Order, error) {
	d, err := s.draw(ctx, tx, offer, a, "")
	if err != nil {
		return d.ServiceOrder, err
	}
	if err := fault.Join(d.Against...); err != nil {
		return d.ServiceOrder, err
	}
	w, err := s.Waiting.Join(ctx, tx, waiting.Waiting{ID: id, Region: d.Region, At: d.At, Org: d.Org, Person: d.Person, Service: d.Service, ServiceName: d.ServiceName,
		Category: d.Category, Point: d.Point, PointName: d.PointName, Day: d.Day, Slot: d.Slot, Quantity: d.Quantity, Note: a.Note, Options: a.Options, How: a.How, Caller: a.Caller,
		Keep: waiting.Keep{Vulnerable: d.Who.Vulnerable, CutOff: d.Until, Consent: a.Consent, PerDay: offer.PerDay, PerSlot: offer.PerSlot}})
	return asOrder(d.ServiceOrder, w), err
}

// asOrder shows a place in the line where an order was asked for.
func asOrder(o Order, w waiting.Waiting) Order {
	o.ID, o.Number, o.State, o.Rank, o.Code = w.ID, "", flow.Waiting, w.Rank, ""
	return o
}

func (in inner) PlaceWaiting(ctx context.Context, tx *store.Tx, w waiting.Waiting) error {
	offer, err := in.s.Directory.Offer(ctx, w.Service, w.Point)
	if err != nil {
		return err
	}
	_, err = in.s.place(ctx, tx, offer, Ask{Person: w.Person, Service: w.Service, Point: w.Point, Day: w.Day, Slot: w.Slot.Key, Quantity: w.Quantity, Note: w.Note, Options: w.Options,
		How: w.How, Caller: w.Caller, Consent: w.Keep.Consent}, w.ID)
	return err
}

// Settle is begin for a series.
func (in inner) Settle(ctx context.Context, p access.Pass, x series.OrderSeries) (access.Pass, series.OrderSeries, error) {
	if x.How == "" && !resident(p) {
		x.How = "caller"
	}
	act, a, offer, err := in.s.begin(ctx, p, Ask{Person: x.Person, Service: x.Service, Point: x.Point, Day: x.Rule.From, Slot: x.Slot, Quantity: x.Quantity, Note: x.Note,
		How: x.How, Caller: x.Caller, Consent: x.Consent})
	if err != nil {
		return act, x, err
	}
	person, err := store.View(ctx, in.s.DB, act, func(tx *store.Tx) (Person, error) { return in.s.People.Person(ctx, tx, a.Person) })
	if err != nil {
		return act, x, err
	}
	x.Person, x.How, x.Caller, x.Consent = a.Person, a.How, a.Caller, a.Consent
	x.Region, x.At, x.Org, x.Point, x.PointName, x.ServiceName, x.Quantity = person.Home, offer.At, offer.Org, offer.Point, offer.PointName, offer.Name, max(1, x.Quantity)
	return act, x, nil
}

func (in inner) ask(ctx context.Context, x series.OrderSeries, day string) (*Offer, Ask, error) {
	offer, err := in.s.Directory.Offer(ctx, x.Service, x.Point)
	return offer, Ask{Person: x.Person, Service: x.Service, Point: x.Point, Day: day, Slot: x.Slot, Quantity: x.Quantity, Note: x.Note, Options: x.Options,
		How: "series", Caller: x.Caller, Consent: x.Consent, Series: x.ID}, err
}

func (in inner) PlaceDay(ctx context.Context, tx *store.Tx, x series.OrderSeries, day, id string) error {
	offer, a, err := in.ask(ctx, x, day)
	if err == nil {
		_, err = in.s.place(ctx, tx, offer, a, id)
	}
	return err
}

func (in inner) WaitDay(ctx context.Context, tx *store.Tx, x series.OrderSeries, day, id string) error {
	offer, a, err := in.ask(ctx, x, day)
	if err == nil {
		_, err = in.s.wait(ctx, tx, offer, a, id)
	}
	return err
}

// CancelDays calls off what is still free to be called off.
func (in inner) CancelDays(ctx context.Context, tx *store.Tx, id, from, to, why string) error {
	all, err := book.List(ctx, tx, Filter{Series: id, From: from, To: to, States: []flow.State{flow.Placed, flow.Accepted, flow.Assigned}, Limit: 400})
	for _, o := range all {
		if err == nil && !o.LateAt(tx.Now) {
			_, err = in.s.step(ctx, tx, o, flow.Cancel, StepIn{Why: why})
		}
	}
	return err
}

// CopyWeek places again what was ordered, day by day: what is refused is told.
func (in inner) CopyWeek(ctx context.Context, p access.Pass, person, from, to string, later int) ([]series.Outcome, error) {
	if person == "" {
		person = p.Person()
	}
	look := p
	if resident(p) {
		var err error
		if look, _, err = in.s.forWhom(ctx, p, person); err != nil {
			return nil, err
		}
	}
	had, err := store.View(ctx, in.s.DB, look, func(tx *store.Tx) ([]Order, error) {
		return book.List(ctx, tx, Filter{Persons: []string{person}, From: from, To: to, Limit: 200})
	})
	if err != nil {
		return nil, err
	}
	var out []series.Outcome
	for i := len(had) - 1; i >= 0; i-- { // oldest first
		o := had[i]
		if !o.State.Holds() {
			continue
		}
		a := Ask{Person: person, Service: o.Service, Point: o.Point, Day: draft.After(o.Day, later), Slot: o.Slot.Key, Quantity: o.Quantity, Note: o.Note, Options: o.Options}
		if !resident(p) {
			a.How, a.Caller, a.Consent = "caller", o.PlacedBy.Name, o.PlacedBy.Consent
			if a.Consent == "" {
				a.Consent = "copy of " + o.Number
			}
		}
		x := series.Outcome{Day: a.Day, Service: o.Service}
		made, err := in.s.Place(ctx, p, a)
		if f := fault.Of(err); f != nil && f.Kind != fault.Unavailable {
			x.Refused = f.Code
		} else if err != nil {
			return out, err
		} else {
			x.Order = made.ID
		}
		out = append(out, x)
	}
	return out, nil
}

// Rest calls off what a person has from a day to a day; for good ("") where they
// died: then series end too.
func (in inner) Rest(ctx context.Context, tx *store.Tx, person, from, to, why string) error {
	all, err := book.List(ctx, tx, Filter{Persons: []string{person}, From: from, To: to, States: flow.Open, Limit: 1000})
	if err != nil {
		return err
	}
	for _, o := range all {
		v := flow.Cancel
		if _, ok := flow.To(o.Mode, o.State, v); !ok {
			v = flow.Fail
		}
		if _, err := in.s.step(ctx, tx, o, v, StepIn{Why: why}); err != nil {
			return err
		}
	}
	if err := in.s.Waiting.EndFor(ctx, tx, person, from, to); err != nil || why != "died" {
		return err
	}
	return in.s.Series.EndFor(ctx, tx, person, why)
}

// Home of a person, for a pause.
func (r resting) Home(ctx context.Context, tx *store.Tx, person string) (region.Code, error) {
	p, err := r.s.People.Person(ctx, tx, person)
	return p.Home, err
}

// Home and place of a person, for a move.
func (w watched) Home(ctx context.Context, tx *store.Tx, person string) (at region.Code, lon, lat float64, err error) {
	p, err := w.s.People.Person(ctx, tx, person)
	return p.Home, p.Lon, p.Lat, err
}

func (w watched) Serves(ctx context.Context, service, point string, home region.Code) bool {
	offer, err := w.s.Directory.Offer(ctx, service, point)
	return err == nil && offer.Serves(home)
}

func (w watched) StepIn(ctx context.Context, tx *store.Tx, id string, version int64, v flow.Verb, in StepIn) (Order, error) {
	return w.s.StepIn(ctx, tx, id, version, v, in)
}

// Refresh tells the lines of a service what its points can do now.
func (w watched) Refresh(ctx context.Context, tx *store.Tx, service string) error {
	return w.s.Waiting.Refresh(ctx, tx, service, func(point string) (perDay, perSlot int, ok bool) {
		offer, err := w.s.Directory.Offer(ctx, service, point)
		if err != nil {
			return 0, 0, false
		}
		return offer.PerDay, offer.PerSlot, true
	})
}

// Reprice splits the price of an open order anew: the person's bracket may have
// changed. What was asked for it stays.
func (w watched) Reprice(ctx context.Context, tx *store.Tx, o Order) error {
	if w.s.Purse == nil {
		return nil
	}
	person, err := w.s.People.Person(ctx, tx, o.Person)
	if err != nil {
		return nil //nolint:nilerr // gone in between: a later event tells why
	}
	if err := w.s.Purse.Release(ctx, tx, o.ID); err != nil {
		return err
	}
	was := o.Price
	var parts map[string]money.Fen
	if o.Price, parts, err = pricing.Of(ctx, tx, w.s.Purse, draft.Draft{ServiceOrder: o, Offer: &Offer{PriceFen: was.UnitFen}, Who: person}); err != nil {
		return err
	}
	if err := pricing.Draw(ctx, tx, w.s.Purse, parts); err != nil || o.Price == was {
		return err
	}
	if err := book.Save(ctx, tx, &o); err != nil {
		return err
	}
	return w.s.tell(ctx, tx, o, "orders.repriced", "")
}
