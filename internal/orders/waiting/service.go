package waiting

import (
	"context"
	"errors"
	"slices"

	"linli/internal/orders/slots"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
)

// Orders is what the line needs of those who keep orders; package orders is it.
type Orders interface {
	// PlaceWaiting places the order of a row, with the row's id, in tx: the place
	// was given back in it just before.
	PlaceWaiting(ctx context.Context, tx *store.Tx, w Waiting) error
	// ForWhom is the pass with which a resident acts for a person.
	ForWhom(ctx context.Context, p access.Pass, person string) (access.Pass, error)
	Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error)
}

// Service is the use cases.
type Service struct {
	DB     *store.DB
	Orders Orders
}

func (w Waiting) tell(ctx context.Context, tx *store.Tx, kind string) error {
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: w.Region, Subject: w.ID, Body: map[string]any{
		"service": w.Service, "point": w.Point, "org": w.Org, "category": w.Category, "person": w.Person, "day": w.Day, "slot": w.Slot.Key, "quantity": w.Quantity, "how": w.How}})
}

// Join puts somebody in line. The caller has settled who and what.
func (s *Service) Join(ctx context.Context, tx *store.Tx, w Waiting) (Waiting, error) {
	if !tx.Now.Before(w.Keep.CutOff) {
		return w, ErrLate
	}
	w.State, w.Until, w.Created, w.Version = InLine, w.Keep.CutOff, tx.Now, 1
	w.Points, w.WhyZh, w.WhyEn = w.Score(tx.Now)
	if err := add(ctx, tx, w); err != nil {
		return w, err
	}
	all, err := line(ctx, tx, w.place())
	if err != nil {
		return w, err
	}
	Line(all, tx.Now)
	for _, x := range all {
		if x.ID == w.ID {
			w.Rank = x.Rank
		}
	}
	return w, w.tell(ctx, tx, "orders.waiting")
}

// Next offers free places of a time to those who wait for it, best first, as
// long as there are any. It is called whenever a place may have become free.
func (s *Service) Next(ctx context.Context, tx *store.Tx, p slots.Place) error {
	all, err := line(ctx, tx, p)
	if err != nil || len(all) == 0 {
		return err
	}
	Line(all, tx.Now)
	for _, w := range all {
		if !tx.Now.Before(w.Keep.CutOff) {
			continue // the clock closes it
		}
		given, err := s.offer(ctx, tx, w)
		if err != nil || !given {
			return err // whoever wants less does not overtake who wants more
		}
	}
	return nil
}

func (s *Service) offer(ctx context.Context, tx *store.Tx, w Waiting) (bool, error) {
	ok, err := slots.HoldFree(ctx, tx, w.place())
	if err != nil || !ok {
		return false, err
	}
	w.State, w.Until = Offered, w.until(tx.Now)
	if err := save(ctx, tx, &w); err != nil {
		return false, err
	}
	return true, w.tell(ctx, tx, "orders.place_offered")
}

// Refresh gives the lines of a service its limits of today, and free places to
// those who wait: a kitchen that cooks more is heard of at once.
func (s *Service) Refresh(ctx context.Context, tx *store.Tx, service string, limits func(point string) (perDay, perSlot int, ok bool)) error {
	all, err := list(ctx, tx, Filter{Service: service, Limit: 5000})
	if err != nil {
		return err
	}
	var asked []slots.Place
	for _, w := range all {
		perDay, perSlot, ok := limits(w.Point)
		if !ok || w.Keep.PerDay == perDay && w.Keep.PerSlot == perSlot {
			continue
		}
		w.Keep.PerDay, w.Keep.PerSlot = perDay, perSlot
		if err := save(ctx, tx, &w); err != nil {
			return err
		}
		key := w.place()
		if key.Quantity = 0; !slices.Contains(asked, key) {
			asked = append(asked, key)
		}
	}
	for _, key := range asked {
		if err := s.Next(ctx, tx, key); err != nil {
			return err
		}
	}
	return nil
}

// Offer gives somebody a free place out of turn: by staff, told in the log.
func (s *Service) Offer(ctx context.Context, p access.Pass, id string) (Waiting, error) {
	return s.change(ctx, p, id, func(tx *store.Tx, w Waiting) (Waiting, error) {
		if w.State != InLine {
			return w, ErrOver
		}
		ok, err := s.offer(ctx, tx, w)
		if err == nil && !ok {
			err = ErrNoPlace
		}
		if err != nil {
			return w, err
		}
		return byID(ctx, tx, id)
	})
}

// Take makes an order of an offer.
func (s *Service) Take(ctx context.Context, p access.Pass, id string) (Waiting, error) {
	return s.change(ctx, p, id, func(tx *store.Tx, w Waiting) (Waiting, error) {
		switch {
		case w.State == InLine && w.Keep.Lapses > 0:
			return w, ErrLapsed
		case w.State == InLine:
			return w, ErrNotYet
		case w.State != Offered:
			return w, ErrOver
		case !tx.Now.Before(w.Until):
			return w, ErrLapsed
		}
		w.State = Taken
		if err := save(ctx, tx, &w); err != nil {
			return w, err
		}
		if err := slots.Release(ctx, tx, w.place()); err != nil {
			return w, err
		}
		return w, s.Orders.PlaceWaiting(ctx, tx, w)
	})
}

// Leave ends somebody's waiting; a place that was offered goes to the next.
func (s *Service) Leave(ctx context.Context, p access.Pass, id string) (Waiting, error) {
	return s.change(ctx, p, id, func(tx *store.Tx, w Waiting) (Waiting, error) {
		if w.State != InLine && w.State != Offered {
			return w, ErrOver
		}
		return s.end(ctx, tx, w, Left)
	})
}

func (s *Service) end(ctx context.Context, tx *store.Tx, w Waiting, to State) (Waiting, error) {
	was := w.State
	w.State = to
	if err := save(ctx, tx, &w); err != nil {
		return w, err
	}
	if was != Offered {
		return w, nil
	}
	if err := w.tell(ctx, tx, "orders.place_lapsed"); err != nil {
		return w, err
	}
	return w, s.back(ctx, tx, w)
}

// back gives the place of an offer back and asks the next.
func (s *Service) back(ctx context.Context, tx *store.Tx, w Waiting) error {
	if err := slots.Release(ctx, tx, w.place()); err != nil {
		return err
	}
	return s.Next(ctx, tx, w.place())
}

// EndFor ends what a person waits for from a day to a day ("": for good).
func (s *Service) EndFor(ctx context.Context, tx *store.Tx, person, from, to string) error {
	all, err := list(ctx, tx, Filter{Persons: []string{person}, Limit: 500})
	if err != nil {
		return err
	}
	for _, w := range all {
		if w.Day < from || to != "" && w.Day > to {
			continue
		}
		if _, err := s.end(ctx, tx, w, Closed); err != nil {
			return err
		}
	}
	return nil
}

// Lapse ends offers that nobody took in time and lines whose orders are no
// longer taken, and tells how many. It may be called as often as one likes.
func (s *Service) Lapse(ctx context.Context, p access.Pass) (int, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		all, err := due(ctx, tx, store.Micros(tx.Now))
		if err != nil {
			return 0, err
		}
		for _, w := range all {
			if w.State == InLine || !tx.Now.Before(w.Keep.CutOff) {
				if _, err := s.end(ctx, tx, w, Closed); err != nil {
					return 0, err
				}
				continue
			}
			w.Keep.Lapses++
			if w.Keep.Lapses >= maxLapses {
				if _, err := s.end(ctx, tx, w, Left); err != nil {
					return 0, err
				}
				continue
			}
			if err := s.lapse(ctx, tx, w); err != nil {
				return 0, err
			}
		}
		return len(all), nil
	})
}

// lapse puts somebody back in line, behind whoever waits now: the place goes to
// the others first.
func (s *Service) lapse(ctx context.Context, tx *store.Tx, w Waiting) error {
	if err := w.tell(ctx, tx, "orders.place_lapsed"); err != nil {
		return err
	}
	w.State, w.Until = Closed, w.Keep.CutOff // out of the line while the others are asked
	if err := save(ctx, tx, &w); err != nil {
		return err
	}
	if err := s.back(ctx, tx, w); err != nil {
		return err
	}
	w.State = InLine
	return save(ctx, tx, &w)
}

// change lets whoever may act for a person, or staff of either place, change a row.
func (s *Service) change(ctx context.Context, p access.Pass, id string, rule func(*store.Tx, Waiting) (Waiting, error)) (Waiting, error) {
	look := p
	if p.What() == Mine { // whose it is decides, not where
		look = access.House("orders.mine")
	}
	w, err := store.View(ctx, s.DB, look, func(tx *store.Tx) (Waiting, error) { return byID(ctx, tx, id) })
	if err != nil {
		return w, err
	}
	act := access.HouseIn("orders.waiting", p.Who(), w.Region, w.At)
	if p.What() == Mine {
		if act, err = s.Orders.ForWhom(ctx, p, w.Person); err != nil {
			return w, ErrNone
		}
	}
	w, err = store.In(ctx, s.DB, act, func(tx *store.Tx) (Waiting, error) {
		w, err := byID(ctx, tx, id)
		if err != nil {
			return w, err
		}
		return rule(tx, w)
	})
	return w, err
}

// List shows lines, each row with its rank.
func (s *Service) List(ctx context.Context, p access.Pass, f Filter) ([]Waiting, error) {
	look := p
	if p.What() == Mine {
		if f.Persons == nil {
			f.Persons = []string{p.Person()}
		}
		for _, person := range f.Persons {
			var err error
			if look, err = s.Orders.ForWhom(ctx, p, person); err != nil {
				return nil, err
			}
		}
	} else if orgs := p.Orgs(); len(orgs) > 0 {
		f.Orgs = orgs
	}
	all, err := store.View(ctx, s.DB, look, func(tx *store.Tx) ([]Waiting, error) {
		all, err := list(ctx, tx, f)
		if err != nil {
			return nil, err
		}
		return all, rank(ctx, tx, all)
	})
	if err != nil || p.What() == Mine {
		return all, err
	}
	var ids []string
	for _, w := range all {
		ids = append(ids, w.Person)
	}
	names, err := s.Orders.Names(ctx, p, ids)
	for i := range all {
		all[i].Name = names[all[i].Person]
	}
	return all, err
}

func rank(ctx context.Context, tx *store.Tx, all []Waiting) error {
	lines := map[slots.Place]map[string]Waiting{}
	for i, w := range all {
		all[i].Points, all[i].WhyZh, all[i].WhyEn = w.Score(tx.Now)
		key := w.place()
		key.Quantity = 0
		if _, ok := lines[key]; !ok {
			in, err := line(ctx, tx, key)
			if err != nil {
				return err
			}
			Line(in, tx.Now)
			lines[key] = map[string]Waiting{}
			for _, x := range in {
				lines[key][x.ID] = x
			}
		}
		all[i].Rank = lines[key][w.ID].Rank
	}
	return nil
}

// Get is one row, for those who may see it.
func (s *Service) Get(ctx context.Context, p access.Pass, id string) (Waiting, error) {
	var got Waiting
	_, err := s.change(ctx, p, id, func(_ *store.Tx, w Waiting) (Waiting, error) { got = w; return w, errLooked })
	if errors.Is(err, errLooked) {
		err = nil
	}
	return got, err
}

var errLooked = errors.New("waiting: only looked at")
