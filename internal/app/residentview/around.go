package residentview

import (
	"context"
	"errors"

	"linli/internal/directory"
	"linli/internal/family"
	"linli/internal/fault"
	"linli/internal/inbox"
	"linli/internal/orders"
	"linli/internal/orders/around"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
)

var house = access.House("resident")

// Register shows people and accounts to family.
type Register struct {
	People   *people.Service
	Accounts func() *account.Service // made after the features
}

// Known is the living person of a name and phone.
func (r Register) Known(ctx context.Context, name, phone string) (family.Somebody, error) {
	all, err := r.at(ctx, r.People.Box.Blind("phone", phone))
	found := family.Somebody{}
	for _, one := range all {
		if one.Name == name {
			if found.ID != "" {
				return family.Somebody{}, nil // two of one name: a worker has to tell them apart
			}
			found = one
		}
	}
	return found, err
}

// at are the people of a phone.
func (r Register) at(ctx context.Context, hash string) ([]family.Somebody, error) {
	return store.View(ctx, r.People.DB, house, func(tx *store.Tx) ([]family.Somebody, error) {
		ids, err := r.People.AtPhone(ctx, tx, hash)
		var out []family.Somebody
		for _, id := range ids {
			one, err := r.person(ctx, tx, id)
			if err != nil {
				return nil, err
			}
			out = append(out, one)
		}
		return out, err
	})
}

func (r Register) person(ctx context.Context, tx *store.Tx, id string) (family.Somebody, error) {
	f, name, err := r.People.Brief(ctx, tx, id)
	if errors.Is(err, people.ErrNone) {
		return family.Somebody{}, nil
	}
	return family.Somebody{ID: id, Name: name, Home: f.Region}, err
}

// Person is a living person.
func (r Register) Person(ctx context.Context, id string) (family.Somebody, error) {
	if id == "" {
		return family.Somebody{}, nil
	}
	return store.View(ctx, r.People.DB, house, func(tx *store.Tx) (family.Somebody, error) { return r.person(ctx, tx, id) })
}

// OwnPhone are those whose phone is the account's.
func (r Register) OwnPhone(ctx context.Context, id string) ([]family.Somebody, error) {
	a, err := r.Accounts().Get(ctx, id)
	if err != nil || a.Kind != account.Resident {
		return nil, err
	}
	return r.at(ctx, a.Login)
}

// OfPerson is the account of a person.
func (r Register) OfPerson(ctx context.Context, person string) (string, error) {
	return r.Accounts().OfPerson(ctx, person)
}

// Proxies shows family to orders.
type Proxies struct{ Family *family.Service }

// May reports by what right somebody acts for a person.
func (x Proxies) May(ctx context.Context, p access.Pass, person, what string) (around.Proxy, error) {
	c, err := x.Family.May(ctx, p, person, what)
	if errors.Is(err, family.ErrProxy) {
		return around.Proxy{}, orders.ErrProxy.On("person")
	}
	return around.Proxy{Name: c.Name, Consent: c.Tie}, err
}

// Letters shows family, directory and complaints to the inbox.
type Letters struct {
	Family *family.Service
	Offers *directory.Directory
	About  func(ctx context.Context, tx *store.Tx, complaint string) (person string, err error)
}

// Readers are those whose messages an account reads.
func (x Letters) Readers(ctx context.Context, p access.Pass) ([]inbox.Reader, error) {
	all, err := x.Family.People(ctx, p)
	var out []inbox.Reader
	for _, f := range all {
		r := inbox.Reader{Person: f.ID, Name: f.Name}
		if f.Self && f.ID == p.Person() {
			r.Name = ""
		}
		if f.Self || has(f.What, family.Messages) {
			out = append(out, r)
		}
	}
	return out, err
}

func has(all []string, one string) bool {
	for _, x := range all {
		if x == one {
			return true
		}
	}
	return false
}

// Service is what a service is called.
func (x Letters) Service(ctx context.Context, id string, l fault.Lang) string {
	s, err := x.Offers.Service(ctx, house, id)
	switch {
	case err != nil:
		return ""
	case l == fault.En && s.NameEn != "":
		return s.NameEn
	}
	return s.Name
}

// PersonOf is who filed a complaint.
func (x Letters) PersonOf(ctx context.Context, tx *store.Tx, e events.Event) (string, error) {
	return x.About(ctx, tx, e.Subject)
}
