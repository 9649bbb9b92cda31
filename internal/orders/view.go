package orders

import (
	"context"

	"linli/internal/orders/book"
	"linli/internal/orders/clock"
	"linli/internal/orders/draft"
	"linli/internal/orders/flow"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
)

// List pages through what the pass sees, newest first, from f.Before on.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter) ([]Order, error) {
	f, look, err := s.narrow(ctx, p, f)
	if err != nil {
		return nil, err
	}
	all, err := store.View(ctx, s.DB, look, func(tx *store.Tx) ([]Order, error) { return book.List(ctx, tx, f) })
	if err != nil {
		return nil, err
	}
	return all, s.dress(ctx, p, all)
}

// Count is how many a list would have in all.
func (s *Service) Count(ctx context.Context, p access.Pass, f Filter) (int64, error) {
	f, look, err := s.narrow(ctx, p, f)
	if err != nil {
		return 0, err
	}
	return store.View(ctx, s.DB, look, func(tx *store.Tx) (int64, error) { return book.Count(ctx, tx, f) })
}

// narrow leaves a provider its organisation's, a carer what is assigned to them,
// a resident those they may act for.
func (s *Service) narrow(ctx context.Context, p access.Pass, f Filter) (Filter, access.Pass, error) {
	if resident(p) {
		if f.Persons == nil {
			f.Persons = []string{p.Person()}
		}
		look := p
		for _, person := range f.Persons {
			own, _, err := s.forWhom(ctx, p, person)
			if err != nil {
				return f, p, err
			}
			look = own
		}
		return f, look, nil
	}
	if orgs := p.Orgs(); len(orgs) > 0 {
		f.Orgs = orgs
	}
	if p.What() == See && !p.Has(Take) && !p.Has(Answer) && p.Has(Carry) {
		f.Assigned = p.Who()
	}
	return f, p, nil
}

// Get is one order with its story.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (Order, error) {
	o, err := s.see(ctx, p, id)
	if err != nil {
		return o, err
	}
	all := []Order{o}
	if err := s.dress(ctx, p, all); err != nil {
		return o, err
	}
	o = all[0]
	if !resident(p) { // how reliable somebody is, for a person to judge by
		_, err = store.View(ctx, s.DB, access.HouseIn("orders.marks", p.Who(), o.Region.District()), func(tx *store.Tx) (int, error) {
			o.NoShows, o.LateCancels, err = book.Marks(ctx, tx, o.Person, draft.After(o.Day, -90))
			return 0, err
		})
		if err != nil {
			return o, err
		}
	}
	o.Story, err = book.StoryOf(ctx, s.DB, o, resident(p))
	return o, err
}

// dress puts on an order what its viewer may see of the person, and takes off
// what they may not.
func (s *Service) dress(ctx context.Context, p access.Pass, all []Order) error {
	resident, provider := resident(p), len(p.Orgs()) > 0
	var ids, going []string
	for i := range all {
		o := &all[i]
		if !resident {
			o.Code = ""
		}
		if from, _ := o.Bounds(); o.Keep.CancelHours > 0 && o.State.IsOpen() {
			o.FreeUntil = clock.FreeUntil(o.Keep.CancelHours, from)
		}
		o.Steps = s.steps(p, *o)
		ids = append(ids, o.Person)
		if !resident && book.Visible(*o) {
			going = append(going, o.Person)
		}
	}
	if len(all) == 0 {
		return nil
	}
	look := p
	if resident {
		look = access.House("orders.mine")
	}
	names, err := s.People.Names(ctx, look, ids)
	if err != nil {
		return err
	}
	contacts := map[string]Contact{}
	if len(going) > 0 {
		if contacts, err = s.People.Contacts(ctx, going); err != nil {
			return err
		}
	}
	for i := range all {
		o := &all[i]
		o.Name = names[o.Person]
		c, known := contacts[o.Person]
		switch {
		case known && book.Visible(*o) && (provider || o.Name != ""):
			o.Name, o.Address = c.Name, c.Address
		case o.Name == "" || provider:
			o.Name = book.Masked(c.Name)
		}
	}
	return nil
}

// steps are the verbs that this viewer may use now.
func (s *Service) steps(p access.Pass, o Order) []flow.Verb {
	out := []flow.Verb{}
	for _, v := range flow.Steps(o.Mode, o.State) {
		switch {
		case resident(p):
			if v == flow.Cancel || v == flow.Confirm {
				out = append(out, v)
			}
		case needs[v] != "" && p.Has(needs[v]):
			out = append(out, v)
		}
	}
	return out
}
