package orders

import (
	"context"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/orders/board"
	"linli/internal/orders/counter"
	"linli/internal/orders/flow"
	"linli/internal/orders/slots"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// desk is what the board and the counter see of this package.
type desk struct{ inner }

func (d desk) List(ctx context.Context, p access.Pass, f Filter) ([]Order, error) {
	return d.s.List(ctx, p, f)
}

func (d desk) AssignTo(ctx context.Context, p access.Pass, id string, version int64, account string) error {
	_, err := d.s.Step(ctx, p, id, version, flow.Assign, StepIn{Account: account})
	return err
}

func (d desk) Carers(ctx context.Context, org string) ([]board.Carer, error) {
	if d.s.Staff == nil {
		return nil, nil
	}
	return d.s.Staff.Carers(ctx, org)
}

func (d desk) AtPoint(ctx context.Context, p access.Pass, point string) (region.Code, error) {
	at, org, err := d.s.Directory.Point(ctx, point)
	if err != nil || !p.Covers(at) || ours(p, org) != nil {
		return at, counter.ErrPoint
	}
	return at, nil
}

func (d desk) Look(ctx context.Context, p access.Pass, at region.Code, text string) ([]counter.Person, error) {
	return d.s.People.Look(ctx, p.Who(), at.District(), text)
}

func (d desk) Seen(ctx context.Context, p access.Pass, id string) (Order, error) {
	o, err := d.s.see(ctx, p, id)
	if err != nil {
		return o, err
	}
	all := []Order{o}
	err = d.s.dress(ctx, p, all)
	return all[0], err
}

// Hand makes those of the steps that there are from where an order stands; the
// last one must be among them.
func (d desk) Hand(ctx context.Context, p access.Pass, id string, steps []flow.Verb, in StepIn) (Order, error) {
	o, err := d.s.see(ctx, p, id)
	if err != nil {
		return o, err
	}
	act := access.HouseIn("orders.counter", p.Who(), o.Region, o.At)
	_, err = store.In(ctx, d.s.DB, act, func(tx *store.Tx) (Order, error) { return d.s.through(ctx, tx, id, steps, in) })
	if err != nil {
		return o, err
	}
	return d.Seen(ctx, p, id)
}

func (s *Service) through(ctx context.Context, tx *store.Tx, id string, steps []flow.Verb, in StepIn) (o Order, err error) {
	if o, err = s.In(ctx, tx, id); err != nil {
		return o, err
	}
	for i, v := range steps {
		if _, ok := flow.To(o.Mode, o.State, v); !ok && i < len(steps)-1 {
			continue
		}
		if o, err = s.step(ctx, tx, o, v, in); err != nil {
			return o, err
		}
	}
	return o, nil
}

// WalkIn orders for a guest who stands there, for the time that is now, and hands
// over: one transaction.
func (d desk) WalkIn(ctx context.Context, p access.Pass, at region.Code, a Ask) (Order, error) {
	_, a, offer, err := d.s.begin(ctx, p, a)
	if err != nil {
		return Order{}, err
	}
	home, err := d.s.People.Home(ctx, a.Person)
	if err != nil {
		return Order{}, err
	}
	if a.Slot == "" {
		day, _ := slots.Day(a.Day)
		a.Slot = nowAt(offer.On(day, d.s.Workdays), day, d.s.DB.Now())
	}
	act := access.HouseIn("orders.counter", p.Who(), home.District(), at)
	id, err := store.In(ctx, d.s.DB, act, func(tx *store.Tx) (string, error) {
		o, err := d.s.place(ctx, tx, offer, a, api.NewID(ctx, tx))
		if err != nil {
			return "", err
		}
		_, err = d.s.through(ctx, tx, o.ID, []flow.Verb{flow.Accept, flow.Deliver}, StepIn{Proof: "counter"})
		return o.ID, err
	})
	if err != nil {
		return Order{}, err
	}
	return d.Seen(ctx, p, id)
}

// nowAt is the time that is being served, from an hour before it begins.
func nowAt(all []slots.Slot, day, now time.Time) string {
	now = now.In(hours.Shanghai)
	for _, x := range all {
		if from, to := x.Bounds(day); now.Before(to) && !now.Before(from.Add(-time.Hour)) {
			return x.Key
		}
	}
	return ""
}
