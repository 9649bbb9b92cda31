package delivery

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/internal/delivery/door"
	"linli/internal/delivery/trip"
	"linli/internal/directory/hours"
	"linli/internal/orders/book"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// onlyCarer reports whether somebody has just the rounds that are theirs.
func onlyCarer(p access.Pass) bool { return p.Has(Carry) && !p.Has(Plan) }

func mine(p access.Pass, r DeliveryRound) bool {
	if orgs := p.Orgs(); len(orgs) > 0 && !slices.Contains(orgs, r.Org) {
		return false
	}
	return !onlyCarer(p) || r.Courier == p.Who()
}

func (s *Service) one(ctx context.Context, p access.Pass, id string) (DeliveryRound, error) {
	r, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (DeliveryRound, error) { return byID(ctx, tx, id) })
	if err == nil && !mine(p, r) {
		err = ErrNone
	}
	return r, err
}

// Get is a round with its stops as the viewer may see them.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (DeliveryRound, error) {
	r, err := s.one(ctx, p, id)
	if err != nil {
		return r, err
	}
	all := []DeliveryRound{r}
	err = s.dress(ctx, p, all)
	return all[0], err
}

// List lists rounds with their stops; a courier sees their own.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter) ([]DeliveryRound, error) {
	if orgs := p.Orgs(); len(orgs) > 0 {
		f.Orgs = orgs
	}
	if onlyCarer(p) {
		f.Courier = p.Who()
	}
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]DeliveryRound, error) { return list(ctx, tx, f) })
	if err != nil {
		return nil, err
	}
	return all, s.dress(ctx, p, all)
}

// dress puts on each stop its order as the viewer may see it, where the home is,
// and how far it has come.
func (s *Service) dress(ctx context.Context, p access.Pass, all []DeliveryRound) error {
	for i := range all {
		r := &all[i]
		r.CourierName = s.Around.Account(ctx, r.Courier)
		orders, err := s.Orders.List(ctx, p, book.Filter{Round: r.ID, Limit: 1000})
		if err != nil {
			return err
		}
		ids := make([]string, len(orders))
		for j, o := range orders {
			ids[j] = o.ID
		}
		cases, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (map[string][]door.DoorCase, error) { return s.Doors.Of(ctx, tx, ids) })
		if err != nil {
			return err
		}
		for j := range r.Stops {
			x := &r.Stops[j]
			at := slices.IndexFunc(orders, func(o book.Order) bool { return o.ID == x.Order })
			if at < 0 {
				x.Outcome = "gone" // on another round now, or of another street
				continue
			}
			o := orders[at]
			for _, c := range cases[o.ID] {
				if c.Ended == "" {
					x.Door = c.ID
				}
			}
			x.Shown, x.Lon, x.Lat, x.Outcome = &o, o.Keep.Lon, o.Keep.Lat, outcome(o, x.Door != "")
			if !book.Visible(o) {
				x.Lon, x.Lat = 0, 0
			}
		}
	}
	return nil
}

// change applies a rule to a round read at a version (0: whichever is the newest),
// with a pass that reaches the homes of its orders.
func (s *Service) change(ctx context.Context, p access.Pass, id string, version int64, kind string, rule func(*store.Tx, *DeliveryRound) error) (DeliveryRound, error) {
	seen, err := s.one(ctx, p, id)
	if err != nil {
		return seen, err
	}
	_, err = store.In(ctx, s.DB, access.HouseIn("delivery.round", p.Who(), seen.Region.District()), func(tx *store.Tx) (DeliveryRound, error) {
		r, err := byID(ctx, tx, id)
		if err == nil && version != 0 && r.Version != version {
			err = api.ErrStale
		}
		if err == nil {
			err = rule(tx, &r)
		}
		if err == nil {
			err = save(ctx, tx, &r)
		}
		if err == nil && kind != "" {
			err = r.tell(ctx, tx, kind)
		}
		return r, err
	})
	if err != nil {
		return seen, err
	}
	return s.Get(ctx, p, id)
}

// DeliveryChange rearranges a round that has not set out.
type DeliveryChange struct {
	Courier string   `json:"courier,omitempty" maxLength:"40" doc:"Another courier"`
	Stops   []string `json:"stops,omitempty" maxItems:"500" doc:"All of its orders in the order in which they are served"`
	Note    string   `json:"note,omitempty" maxLength:"300"`
}

// Change gives a round to another courier or puts its stops into another order.
func (s *Service) Change(ctx context.Context, p access.Pass, id string, version int64, c DeliveryChange) (DeliveryRound, error) {
	return s.change(ctx, p, id, version, "delivery.round_changed", func(tx *store.Tx, r *DeliveryRound) error {
		if r.State != Planned {
			return ErrState
		}
		if len(c.Stops) > 0 && !r.rearrange(c.Stops) {
			return ErrStops.On("stops")
		}
		r.Note = c.Note
		if c.Courier == "" || c.Courier == r.Courier {
			return nil
		}
		if _, err := s.couriers(ctx, r.Org, []DeliveryCourier{{Account: c.Courier}}); err != nil {
			return err
		}
		r.Courier = c.Courier
		return s.each(ctx, tx, r, func(o book.Order) error {
			if o.State != flow.Assigned {
				return nil
			}
			_, err := s.Orders.StepIn(ctx, tx, o.ID, 0, flow.Assign, book.OrderStep{Account: r.Courier, Round: r.ID})
			return err
		})
	})
}

// each calls fn for the orders that are on the round now.
func (s *Service) each(ctx context.Context, tx *store.Tx, r *DeliveryRound, fn func(book.Order) error) error {
	for _, x := range r.Stops {
		o, err := s.Orders.In(ctx, tx, x.Order)
		if errors.Is(err, book.ErrNone) {
			continue // moved to another district
		}
		if err != nil {
			return err
		}
		if o.Round == r.ID {
			if err := fn(o); err != nil {
				return err
			}
		}
	}
	return nil
}

// Dissolve takes a round that has not set out apart: its orders keep their courier
// until they are planned anew.
func (s *Service) Dissolve(ctx context.Context, p access.Pass, id string, version int64) (DeliveryRound, error) {
	return s.change(ctx, p, id, version, "delivery.round_dissolved", func(_ *store.Tx, r *DeliveryRound) error {
		if r.State != Planned {
			return ErrState
		}
		r.State = Dissolved
		return nil
	})
}

// DeliveryLoad is what is counted at the kitchen's door.
type DeliveryLoad struct {
	Bags    int     `json:"bags" minimum:"0" maximum:"500"`
	Celsius float64 `json:"celsius,omitempty" doc:"Of the food, at its centre; 0: not measured"`
}

// SetOut counts bags and temperature and puts the round's orders on the way.
func (s *Service) SetOut(ctx context.Context, p access.Pass, id string, version int64, in DeliveryLoad) (DeliveryRound, error) {
	return s.change(ctx, p, id, version, "delivery.round_out", func(tx *store.Tx, r *DeliveryRound) error {
		switch {
		case r.State != Planned || r.Day != tx.Now.In(hours.Shanghai).Format(time.DateOnly):
			return ErrState
		case in.Bags < 0 || in.Bags > 500:
			return ErrBags.On("bags")
		}
		cold, err := r.read("out", in.Celsius, tx.Now)
		if err != nil {
			return err
		}
		r.State, r.BagsOut, r.OutAt = Out, in.Bags, tx.Now
		if err := s.each(ctx, tx, r, func(o book.Order) error {
			if o.State != flow.Assigned {
				return nil
			}
			_, err := s.Orders.StepIn(ctx, tx, o.ID, 0, flow.Start, book.OrderStep{})
			return err
		}); err != nil || !cold {
			return err
		}
		return r.tell(ctx, tx, "delivery.food_cold")
	})
}

// ComeBack counts bags in, once each stop has a result, and remembers the order in
// which doors were served.
func (s *Service) ComeBack(ctx context.Context, p access.Pass, id string, version int64, in DeliveryLoad) (DeliveryRound, error) {
	return s.change(ctx, p, id, version, "delivery.round_back", func(tx *store.Tx, r *DeliveryRound) error {
		switch {
		case r.State != Out:
			return ErrState
		case in.Bags < 0 || in.Bags > 500:
			return ErrBags.On("bags")
		}
		if _, err := r.read("back", in.Celsius, tx.Now); err != nil {
			return err
		}
		open, served := 0, []book.Order{}
		cases, err := s.Doors.Of(ctx, tx, orderIDs(r))
		if err != nil {
			return err
		}
		if err := s.each(ctx, tx, r, func(o book.Order) error {
			shut := slices.ContainsFunc(cases[o.ID], func(c door.DoorCase) bool { return c.Ended == "" })
			switch outcome(o, shut) {
			case "open":
				open++
			case "delivered":
				served = append(served, o)
			}
			return nil
		}); err != nil {
			return err
		}
		if open > 0 {
			return ErrOpen.With(open)
		}
		r.State, r.BagsIn, r.BackAt = Back, in.Bags, tx.Now
		return s.remember(ctx, tx, r, served)
	})
}

func orderIDs(r *DeliveryRound) (out []string) {
	for _, x := range r.Stops {
		out = append(out, x.Order)
	}
	return out
}

// remember keeps the order in which doors were served for the same weekday and time.
func (s *Service) remember(ctx context.Context, tx *store.Tx, r *DeliveryRound, served []book.Order) error {
	slices.SortStableFunc(served, func(a, b book.Order) int { return doneAt(a).Compare(doneAt(b)) })
	var persons []string
	for _, o := range served {
		if !slices.Contains(persons, o.Person) {
			persons = append(persons, o.Person)
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, r.Day, hours.Shanghai)
	if err != nil {
		return err
	}
	before, err := memory(ctx, tx, r.Point, r.Slot, day.Weekday())
	if err != nil {
		return err
	}
	return remember(ctx, tx, r.Region, r.Point, r.Slot, day.Weekday(), trip.Remember(before, [][]string{persons}))
}

func doneAt(o book.Order) time.Time {
	if o.CheckOut != nil {
		return o.CheckOut.At
	}
	return o.Changed
}
