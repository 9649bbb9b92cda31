package exchange

import (
	"context"
	"slices"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/jobs"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Home is where a person of the register lives.
type Home struct {
	Region region.Code
	At     geo.Point
}

// Registers is what the exchange needs of the registers below it; app supplies it.
type Registers interface {
	// Home is within the pass of tx; ErrPerson where there is none.
	Home(ctx context.Context, tx *store.Tx, person string) (Home, error)
	// Names are as the viewer may see them; who is outside is left out.
	Names(ctx context.Context, p access.Pass, people []string) (map[string]string, error)
	// Known reports whether a category is in use.
	Known(ctx context.Context, category string) (bool, error)
	// Panel loads what decides on the people of the pass's places, or one of them.
	Panel(ctx context.Context, p access.Pass, only string) (Panel, error)
	// Entitled calls fn for everyone whom the rule of some published service of the
	// category entitles. Services for everyone say nothing about a need.
	Entitled(ctx context.Context, p access.Pass, category string, fn func(person string, h Home) error) error
}

// Panel judges people; it is a snapshot.
type Panel interface {
	// Entitled reports whether a service is for a person; "" is for everyone.
	Entitled(person, service string) bool
	// Vulnerabilities counts what makes a person vulnerable.
	Vulnerabilities(person string) int
}

// Service is the use cases. One exported method is one transaction, but for
// those that take a *store.Tx and are part of another's, and for runs.
type Service struct {
	DB        *store.DB
	Registers Registers
	Queue     *jobs.Queue
	// Places names regions.
	Places interface {
		Name(c region.Code, l fault.Lang) string
	}
}

// Needs pages through needs, newest first, with the names of the people.
func (s *Service) Needs(ctx context.Context, p access.Pass, f Filter, before string, limit int) ([]Need, error) {
	all, err := store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Need, error) { return listNeeds(ctx, tx, f, before, limit) })
	if err != nil {
		return nil, err
	}
	return all, s.name(ctx, p, all)
}

// CountNeeds is how many a list would have in all.
func (s *Service) CountNeeds(ctx context.Context, p access.Pass, f Filter) (int64, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (int64, error) { return countNeeds(ctx, tx, f) })
}

func (s *Service) name(ctx context.Context, p access.Pass, all []Need) error {
	var ids []string
	for _, n := range all {
		ids = append(ids, n.Person)
	}
	names, err := s.Registers.Names(ctx, p, ids)
	for i := range all {
		all[i].Name = names[all[i].Person]
	}
	return err
}

// inUse is ErrCategory for the first category that is not in use.
func (s *Service) inUse(ctx context.Context, field string, categories ...string) error {
	for _, c := range categories {
		if ok, err := s.Registers.Known(ctx, c); err != nil {
			return err
		} else if !ok {
			return ErrCategory.With(c).On(field)
		}
	}
	return nil
}

// NeedView is a need with how the newest run decided, and its offer.
type NeedView struct {
	Need
	Match *Row   `json:"match,omitempty"`
	Given *Offer `json:"given,omitempty" doc:"The offer that it is matched with"`
}

// Need is one need in full.
func (s *Service) Need(ctx context.Context, p access.Pass, id string) (NeedView, error) {
	d, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (d NeedView, err error) {
		if d.Need, err = needByID(ctx, tx, id); err != nil {
			return d, err
		}
		last, _, err := lastRow(ctx, tx, id)
		if err != nil {
			return d, err
		}
		if len(last) > 0 {
			if err := words(ctx, tx, last); err != nil {
				return d, err
			}
			d.Match = &last[0]
		}
		if d.Offer != "" {
			offers, err := offersByID(ctx, tx, []string{d.Offer})
			if o, ok := offers[d.Offer]; ok {
				d.Given = &o
			}
			return d, err
		}
		return d, nil
	})
	if err != nil {
		return d, err
	}
	names := []Need{d.Need}
	err = s.name(ctx, p, names)
	d.Name = names[0].Name
	return d, err
}

// Add writes a need down for a person in the viewer's places.
func (s *Service) Add(ctx context.Context, p access.Pass, n Need) (Need, error) {
	if err := n.check(); err != nil {
		return n, err
	}
	if err := s.inUse(ctx, "category", n.Category); err != nil {
		return n, err
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Need, error) {
		home, err := s.Registers.Home(ctx, tx, n.Person)
		if err != nil {
			return n, err
		}
		have, err := needsOf(ctx, tx, n.Person)
		if err != nil {
			return n, err
		}
		if slices.ContainsFunc(have, func(o Need) bool { return o.Category == n.Category }) {
			return n, ErrTwice.On("category")
		}
		n = fresh(tx, n, home)
		if err := addNeeds(ctx, tx, n.Region, []Need{n}); err != nil {
			return n, err
		}
		if _, err := needByID(ctx, tx, n.ID); err != nil {
			return n, ErrTwice.On("category") // another hand was quicker
		}
		return n, say(ctx, tx, "exchange.need_added", n.Region, n.ID, map[string]string{"category": n.Category, "source": n.Source})
	})
}

func fresh(tx *store.Tx, n Need, h Home) Need {
	n.ID, n.Region, n.Lon, n.Lat = tx.ID(), h.Region, h.At.Lon, h.At.Lat
	n.State, n.Reason, n.Offer, n.Run, n.By, n.Created, n.Changed, n.Version = Open, "", "", "", tx.Pass().Who(), tx.Now, tx.Now, 1
	n.Quantity, n.Urgency = max(1, n.Quantity), min(5, max(1, n.Urgency))
	if n.From == "" {
		n.From = tx.Now.In(shanghai).Format("2006-01-02")
	}
	if n.Source == "" {
		n.Source = "request"
	}
	return n
}

// Load adds needs that an import brings: those that are known are left alone.
// It tells how many are new. The needs carry their region and place.
func (s *Service) Load(ctx context.Context, tx *store.Tx, all []Need) (int, error) {
	by := map[region.Code][]Need{}
	for _, n := range all {
		created := n.Created
		n = fresh(tx, n, Home{n.Region, geo.Point{Lon: n.Lon, Lat: n.Lat}})
		if !created.IsZero() {
			n.Created = created
		}
		by[n.Region] = append(by[n.Region], n)
	}
	added := 0
	for at, some := range by {
		if err := addNeeds(ctx, tx, at, some); err != nil {
			return added, err
		}
		added += len(some)
	}
	return added, nil
}

// Move takes a need to another state by hand; units held for it become free.
func (s *Service) Move(ctx context.Context, p access.Pass, id string, version int64, next State, why string) (Need, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Need, error) {
		n, err := needByID(ctx, tx, id)
		if err != nil {
			return n, err
		}
		n.Version = version
		return s.move(ctx, tx, n, next, why)
	})
}

func (s *Service) move(ctx context.Context, tx *store.Tx, n Need, next State, why string) (Need, error) {
	was := n
	n, err := n.to(next, why)
	if err != nil {
		return n, err
	}
	if was.State == Matched && next != Met {
		if err := give(ctx, tx, was.Offer, -1); err != nil {
			return n, err
		}
		n.Offer, n.Run = "", ""
	}
	if err := saveNeed(ctx, tx, n); err != nil {
		return n, err
	}
	n.Version++
	return n, say(ctx, tx, "exchange.need_"+string(next), n.Region, n.ID, nil)
}

// Hold matches an open need with an offer by hand; ErrMoved where the offer has nothing left.
func (s *Service) Hold(ctx context.Context, p access.Pass, need, offer string) (Need, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Need, error) {
		n, err := needByID(ctx, tx, need)
		if err == nil && n.State != Open {
			err = ErrState.With(string(n.State), string(Matched)).On("state")
		}
		if err == nil {
			err = give(ctx, tx, offer, 1)
		}
		if err != nil {
			return n, err
		}
		n.State, n.Offer = Matched, offer
		if err = saveNeed(ctx, tx, n); err == nil {
			err = say(ctx, tx, "exchange.matched", n.Region, n.ID, map[string]string{"offer": offer})
		}
		return n, err
	})
}

// Heeded are the kinds of events that Follow wants to hear.
var Heeded = []string{"people.", "orders.delivered"}

// served says that a need is met by what was delivered: the one that the order was
// for, or the person's that was matched with such a service.
func (s *Service) served(ctx context.Context, tx *store.Tx, e events.Event) error {
	var b struct{ Need, Person, Category string }
	if err := e.Decode(&b); err != nil || b.Person == "" {
		return err
	}
	all, err := needsOf(ctx, tx, b.Person)
	for _, n := range all {
		if err == nil && (n.ID == b.Need || n.State == Matched && n.Category == b.Category) && slices.Contains(steps[n.State], Met) {
			_, err = s.move(ctx, tx, n, Met, "delivered")
		}
	}
	return err
}

// Inferred is what became of one category.
type Inferred struct {
	Category string `json:"category"`
	Entitled int    `json:"entitled" doc:"People whom some service's rule entitles"`
	Known    int    `json:"known" doc:"Of these, with such a need under way"`
	Added    int    `json:"added"`
}

// Infer writes a need down for everyone in the pass's places whom the rules of a
// category entitle and who has none of the kind under way. Each category is
// transactions of a thousand; repeating it adds nothing.
func (s *Service) Infer(ctx context.Context, p access.Pass, categories []string) ([]Inferred, error) {
	out := []Inferred{}
	if err := s.inUse(ctx, "categories", categories...); err != nil {
		return out, err
	}
	for _, c := range categories {
		have, err := store.View(ctx, s.DB, p, func(tx *store.Tx) (map[string]bool, error) { return known(ctx, tx, c) })
		if err != nil {
			return out, err
		}
		one := Inferred{Category: c}
		var all []Need
		err = s.Registers.Entitled(ctx, p, c, func(person string, h Home) error {
			one.Entitled++
			if have[person] {
				one.Known++
				return nil
			}
			all = append(all, Need{Person: person, Category: c, Region: h.Region, Lon: h.At.Lon, Lat: h.At.Lat, Source: "inferred", Urgency: 1})
			return nil
		})
		if err != nil {
			return out, err
		}
		for len(all) > 0 {
			n := min(len(all), 1000)
			added, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
				k, err := s.Load(ctx, tx, all[:n])
				if err != nil {
					return 0, err
				}
				at := all[0].Region
				return k, say(ctx, tx, "exchange.needs_inferred", at, c, map[string]int{"added": k})
			})
			if err != nil {
				return out, err
			}
			one.Added += added
			all = all[n:]
		}
		out = append(out, one)
	}
	return out, nil
}

// Follow acts on what happens to people: a death closes their needs, a move
// takes them along, and so does a merge: to the record that carries on. app calls it for every event of the log, once.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	if e.Kind == "orders.delivered" {
		return s.served(ctx, tx, e)
	}
	if !e.Is("people.died", "people.moved", "people.merged") {
		return nil
	}
	var merge struct{ Into string }
	if e.Kind == "people.merged" {
		if err := e.Decode(&merge); err != nil || merge.Into == "" {
			return err // the record that carries on
		}
	}
	all, err := needsOf(ctx, tx, e.Subject)
	if err != nil || len(all) == 0 {
		return err
	}
	var home Home
	why, person, have := "moved", e.Subject, []Need{}
	if merge.Into != "" {
		why, person = "merged", merge.Into
		if have, err = needsOf(ctx, tx, person); err != nil {
			return err
		}
	}
	if e.Kind != "people.died" {
		if home, err = s.Registers.Home(ctx, tx, person); err != nil {
			return err
		}
	}
	for _, n := range all {
		if e.Kind == "people.died" {
			if _, err := s.move(ctx, tx, n, Closed, "died"); err != nil {
				return err
			}
			continue
		}
		// Its place is part of its key: the old one is closed, a new one begins.
		if _, err := s.move(ctx, tx, n, Closed, why); err != nil {
			return err
		}
		if slices.ContainsFunc(have, func(h Need) bool { return h.Category == n.Category }) {
			continue // told of both records
		}
		again := n
		again.Person = person
		again = fresh(tx, again, home)
		again.Created = n.Created
		if err := addNeeds(ctx, tx, again.Region, []Need{again}); err != nil {
			return err
		}
	}
	return nil
}

func say(ctx context.Context, tx *store.Tx, kind string, at region.Code, id string, body any) error {
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: at, Subject: id, Body: body})
}
