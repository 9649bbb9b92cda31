package family

import (
	"context"
	"slices"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
)

// For is somebody whom an account may act for.
type For struct {
	Somebody
	Self     bool   // the account's own person, or one of those who share its phone
	Tie      string // id of the consent; "" for oneself
	Relation string
	What     []string // nil for oneself: everything
	Until    string
}

// People are all whom the pass's account may act for, itself first.
func (s *Service) People(ctx context.Context, p access.Pass) ([]For, error) {
	own, err := s.selves(ctx, p)
	if err != nil {
		return nil, err
	}
	var out []For
	for _, o := range own {
		out = append(out, For{Somebody: o, Self: true})
	}
	ties, err := s.held(ctx, p)
	if err != nil {
		return nil, err
	}
	day := s.today(s.DB.Now()).Format(time.DateOnly)
	for _, t := range ties {
		if t.State != Agreed || t.Until != "" && t.Until < day || slices.ContainsFunc(out, func(f For) bool { return f.ID == t.Person }) {
			continue
		}
		who, err := s.Register.Person(ctx, t.Person)
		if err != nil {
			return nil, err
		}
		if who.ID != "" {
			out = append(out, For{Somebody: who, Tie: t.ID, Relation: t.Relation, What: t.What, Until: t.Until})
		}
	}
	return out, nil
}

// held are the ties by which the pass's account acts: its own, and those recorded for its
// person before there was an account.
func (s *Service) held(ctx context.Context, p access.Pass) ([]FamilyTie, error) {
	return store.View(ctx, s.DB, house, func(tx *store.Tx) ([]FamilyTie, error) {
		all, err := ofHolder(ctx, tx, p.Who())
		if err != nil || p.Person() == "" {
			return all, err
		}
		others, err := ofHelper(ctx, tx, p.Person())
		for _, t := range others {
			if t.holder != p.Who() {
				all = append(all, t)
			}
		}
		return all, err
	})
}

// Consent is by what right somebody acts.
type Consent struct {
	Tie  string // "" for oneself
	Name string // of whoever acts
}

// May reports by what right the pass's account may do something for a person;
// ErrProxy where it may not. A phone that several share acts for each of them.
func (s *Service) May(ctx context.Context, p access.Pass, person, what string) (Consent, error) {
	all, err := s.held(ctx, p)
	if err != nil {
		return Consent{}, err
	}
	day := s.today(s.DB.Now()).Format(time.DateOnly)
	for _, t := range all {
		if t.Person == person && t.holds(what, day) {
			return Consent{t.ID, t.helpsName}, nil
		}
	}
	own, err := s.Register.OwnPhone(ctx, p.Who())
	if err != nil {
		return Consent{}, err
	}
	if slices.ContainsFunc(own, func(o Somebody) bool { return o.ID == person }) {
		return Consent{}, nil
	}
	return Consent{}, ErrProxy.On("person")
}

// Helpers are the accounts that may do something for a person today.
func (s *Service) Helpers(ctx context.Context, tx *store.Tx, person, what string) (accounts []string, err error) {
	all, err := ofPersons(ctx, tx, []string{person})
	day := s.today(tx.Now).Format(time.DateOnly)
	for _, t := range all {
		if t.holder != "" && t.holds(what, day) {
			accounts = append(accounts, t.holder)
		}
	}
	return accounts, err
}

// Follow ends the ties of those who have died, and lets those of a merged record
// follow the one that carries on. app calls it for every event of people, once.
func (s *Service) Follow(ctx context.Context, tx *store.Tx, e events.Event) error {
	if e.Kind != "people.died" && e.Kind != "people.merged" {
		return nil
	}
	all, err := ofPersons(ctx, tx, []string{e.Subject})
	if err != nil {
		return err
	}
	others, err := ofHelper(ctx, tx, e.Subject)
	if err != nil {
		return err
	}
	var b struct{ Into string }
	if err := e.Decode(&b); err != nil && e.Kind == "people.merged" {
		return err
	}
	for _, t := range append(all, others...) {
		if t.State != Asked && t.State != Agreed {
			continue
		}
		if e.Kind == "people.died" {
			if err := s.end(ctx, tx, &t); err != nil {
				return err
			}
			continue
		}
		if b.Into == "" {
			continue
		}
		if t.Person == e.Subject {
			t.Person = b.Into
		}
		if t.Helper == e.Subject {
			t.Helper = b.Into
		}
		if err := save(ctx, tx, &t); err != nil {
			return err
		}
	}
	return nil
}

// Expire ends what has had its last day and what nobody answered; it returns how many.
func (s *Service) Expire(ctx context.Context, p access.Pass) (int, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		all, err := over(ctx, tx, s.today(tx.Now).Format(time.DateOnly), store.Micros(tx.Now.Add(-askedFor)))
		for i := 0; i < len(all) && err == nil; i++ {
			err = s.end(ctx, tx, &all[i])
		}
		return len(all), err
	})
}
