package orders

import (
	"context"
	"crypto/subtle"
	"strings"

	"linli/internal/money"
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

// Step makes one step of an order for its holder: staff by permission, a provider
// on its organisation's, a carer on what is assigned to them, a resident on
// their own or of those they act for. version 0 is whichever is the newest.
func (s *Service) Step(ctx context.Context, p access.Pass, id string, version int64, v flow.Verb, in StepIn) (Order, error) {
	o, err := s.see(ctx, p, id)
	if err != nil {
		return o, err
	}
	p, err = s.may(ctx, p, o, v)
	if err != nil {
		return o, err
	}
	if in.Code != "" {
		right, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (bool, error) { return s.CheckCode(ctx, tx, id, in.Code) })
		if err != nil {
			return o, err
		}
		if !right {
			return o, ErrCode.On("code")
		}
		in.Proof = "code"
		if version == o.Version {
			version = 0 // the code is what makes it the right order
		}
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Order, error) { return s.StepIn(ctx, tx, id, version, v, in) })
}

// may gives the pass with which a step is made: it covers the home and the point.
func (s *Service) may(ctx context.Context, p access.Pass, o Order, v flow.Verb) (access.Pass, error) {
	if resident(p) {
		if v != flow.Cancel && v != flow.Confirm {
			return p, ErrNone
		}
		own, _, err := s.forWhom(ctx, p, o.Person)
		return own, err
	}
	if err := ours(p, o.Org); err != nil {
		return p, err
	}
	if p.What() == Carry && !p.Has(Answer) && o.Assigned != p.Who() && o.Second != p.Who() {
		return p, ErrNone // a carer has what is assigned to them
	}
	return access.HouseIn("orders.step", p.Who(), o.Region, o.At), nil
}

// see is an order that the pass may see: by place, organisation or person.
func (s *Service) see(ctx context.Context, p access.Pass, id string) (Order, error) {
	look := p
	if resident(p) { // whose it is decides, not where
		look = access.House("orders.mine")
	}
	o, err := store.View(ctx, s.DB, look, func(tx *store.Tx) (Order, error) { return book.ByID(ctx, tx, id) })
	if err != nil {
		return o, err
	}
	if resident(p) {
		_, _, err = s.forWhom(ctx, p, o.Person)
		if err != nil {
			err = ErrNone
		}
		return o, err
	}
	if p.What() == See && !p.Has(Take) && !p.Has(Answer) && p.Has(Carry) && o.Assigned != p.Who() && o.Second != p.Who() {
		return o, ErrNone
	}
	return o, ours(p, o.Org)
}

// CheckCode compares the code that somebody said with the order's. Wrong tries
// are counted whatever becomes of the caller's step: let the transaction commit.
// ErrTries after five, ErrBooked where it was handed over already.
func (s *Service) CheckCode(ctx context.Context, tx *store.Tx, id, said string) (right bool, err error) {
	o, err := book.ByID(ctx, tx, id)
	if err != nil {
		return false, err
	}
	switch {
	case o.State.Done():
		return false, ErrBooked
	case !o.State.IsOpen():
		return false, book.Wrong(o)
	case o.Keep.Tries >= maxTries:
		return false, ErrTries.On("code")
	}
	if subtle.ConstantTimeCompare([]byte(o.Code), []byte(strings.TrimSpace(said))) == 1 && o.Code != "" {
		return true, nil
	}
	o.Keep.Tries++
	return false, book.Save(ctx, tx, &o)
}

// StepIn is Step inside a caller's transaction, whose pass covers the home and
// the point; who may is the caller's to say.
func (s *Service) StepIn(ctx context.Context, tx *store.Tx, id string, version int64, v flow.Verb, in StepIn) (Order, error) {
	o, err := book.ByID(ctx, tx, id)
	if err != nil {
		return o, err
	}
	if version != 0 && version != o.Version {
		return o, api.ErrStale
	}
	return s.step(ctx, tx, o, v, in)
}

func (s *Service) step(ctx context.Context, tx *store.Tx, o Order, v flow.Verb, in StepIn) (Order, error) {
	was := o.State
	next, ok := flow.To(o.Mode, o.State, v)
	switch {
	case !ok && v == flow.Deliver && was.Done():
		return o, ErrBooked
	case !ok:
		return o, book.Wrong(o)
	case v.Why() && strings.TrimSpace(in.Reason) == "" && in.Why == "":
		return o, ErrReason.On("reason")
	case v == flow.Assign && in.Account == "" && in.Round == "":
		return o, ErrWho.On("account")
	}
	o.State = next
	if in.Reason != "" || v != flow.Excuse {
		o.Reason = in.Reason
	}
	why := in.Why
	switch v {
	case flow.Assign:
		o.Assigned, o.Second, o.Round = in.Account, in.Second, in.Round
	case flow.Arrive:
		o.CheckIn = o.Visit(tx.Now, in.Lon, in.Lat)
	case flow.Deliver:
		o.Proof = in.Proof
		if o.Mode == flow.HomeVisit || o.Mode == flow.DayCare || in.Lon != 0 {
			o.CheckOut = o.Visit(tx.Now, in.Lon, in.Lat)
		}
	case flow.Cancel:
		if why == "" && o.LateAt(tx.Now) {
			o.Mark, why = "late_cancel", "late"
		}
	case flow.Absent:
		o.Mark = "no_show"
	case flow.Reopen, flow.Excuse:
		o.Mark = ""
	}
	if err := s.rehold(ctx, tx, &o, was); err != nil {
		return o, err
	}
	rules, err := s.Clocks.Rules(ctx, tx)
	if err != nil {
		return o, err
	}
	o.Tick(rules, s.Workdays, tx.Now)
	if err := book.Save(ctx, tx, &o); err != nil {
		if store.IsUnique(err) { // reopened while another order of the same meal stands
			err = ErrTwice
		}
		return o, err
	}
	kind := next.Event()
	if v == flow.Excuse {
		kind = "orders.excused"
	}
	return o, s.tell(ctx, tx, o, kind, why)
}

// rehold moves place and money along when a step ends or takes up their use.
func (s *Service) rehold(ctx context.Context, tx *store.Tx, o *Order, was flow.State) error {
	switch {
	case was.Holds() && !o.State.Holds():
		if s.Purse != nil {
			if err := s.Purse.Release(ctx, tx, o.ID); err != nil {
				return err
			}
		}
		return s.free(ctx, tx, *o)
	case !was.Holds() && o.State.Holds():
		offer, err := s.Directory.Offer(ctx, o.Service, o.Point)
		if err != nil {
			return err
		}
		person, err := s.People.Person(ctx, tx, o.Person)
		if err != nil {
			return err
		}
		var parts map[string]money.Fen
		if o.Price, parts, err = pricing.Of(ctx, tx, s.Purse, draft.Draft{ServiceOrder: *o, Offer: offer, Who: person}); err != nil {
			return err
		}
		if err := pricing.Draw(ctx, tx, s.Purse, parts); err != nil {
			return err
		}
		ok, err := slots.Hold(ctx, tx, offer.Place(o.Day, o.Slot.Key, o.Quantity))
		if err == nil && !ok {
			err = ErrFull
		}
		return err
	}
	return nil
}

// free gives the place of an order back and asks who waits for one.
func (s *Service) free(ctx context.Context, tx *store.Tx, o Order) error {
	if err := slots.Release(ctx, tx, o.Place()); err != nil {
		return err
	}
	next := o.Place()
	if offer, err := s.Directory.Offer(ctx, o.Service, o.Point); err == nil {
		next.PerDay, next.PerSlot = offer.PerDay, offer.PerSlot
	}
	return s.Waiting.Next(ctx, tx, next)
}

func (s *Service) tell(ctx context.Context, tx *store.Tx, o Order, kind, why string) error {
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: o.Region, Subject: o.ID, Body: o.Body(why)})
}

// ForRound are the accepted orders of a time that are to be brought, and what a
// round has already.
func (s *Service) ForRound(ctx context.Context, tx *store.Tx, point, day, slot string) ([]Order, error) {
	all, err := book.List(ctx, tx, Filter{Point: point, From: day, To: day, Slot: slot, States: []flow.State{flow.Accepted, flow.Assigned, flow.OnTheWay}, Limit: 5000})
	out := all[:0]
	for _, o := range all {
		if o.Mode == flow.Delivery {
			out = append(out, o)
		}
	}
	return out, err
}

// In is an order within the pass of tx; ErrNone.
func (s *Service) In(ctx context.Context, tx *store.Tx, id string) (Order, error) {
	return book.ByID(ctx, tx, id)
}

// ListIn lists orders in the caller's transaction, as far as its pass sees.
func (s *Service) ListIn(ctx context.Context, tx *store.Tx, f Filter) ([]Order, error) {
	if f.Limit == 0 {
		f.Limit = 5000
	}
	return book.List(ctx, tx, f)
}
