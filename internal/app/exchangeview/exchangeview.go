package exchangeview

import (
	"context"

	"linli/internal/directory"
	"linli/internal/directory/eligibility"
	"linli/internal/exchange"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/store"
)

// Registers shows people and the directory to the exchange.
type Registers struct {
	People *people.Service
	Offers *directory.Directory

	Facts           func(people.Facts) directory.Facts
	Vulnerabilities func(people.Facts) int
}

// Home is where somebody lives; ErrPerson.
func (r Registers) Home(ctx context.Context, tx *store.Tx, person string) (exchange.Home, error) {
	at, p, err := r.People.HomeAt(ctx, tx, person)
	if err != nil {
		return exchange.Home{}, exchange.ErrPerson.On("person")
	}
	return exchange.Home{Region: at, At: p}, nil
}

// Names are of those in the places of the pass.
func (r Registers) Names(ctx context.Context, p access.Pass, ids []string) (map[string]string, error) {
	return r.People.Names(ctx, p, ids)
}

// Known reports whether a category is in use.
func (r Registers) Known(ctx context.Context, category string) (bool, error) {
	all, err := r.Offers.Categories(ctx, access.House("exchange"))
	for _, c := range all {
		if c.Key == category && c.Active {
			return true, err
		}
	}
	return false, err
}

// panel is a snapshot of the facts that decide.
type panel struct {
	people map[string]people.Facts
	rules  map[string]eligibility.Rule
	memo   map[[2]string]bool
	r      Registers
}

// Panel reads what decides of everybody, or of one.
func (r Registers) Panel(ctx context.Context, p access.Pass, only string) (exchange.Panel, error) {
	out := &panel{people: map[string]people.Facts{}, rules: map[string]eligibility.Rule{}, memo: map[[2]string]bool{}, r: r}
	if err := r.People.EachFacts(ctx, p, only, func(f people.Facts) error { out.people[f.Person] = f; return nil }); err != nil {
		return nil, err
	}
	all, err := r.Offers.Services(ctx, access.House("exchange"), directory.ServiceFilter{}, "", 100_000)
	for _, s := range all {
		if rule, err := eligibility.Parse(s.Eligibility); err == nil {
			out.rules[s.ID] = rule
		}
	}
	return out, err
}

// Entitled reports whether a service is for somebody.
func (v *panel) Entitled(person, service string) bool {
	if service == "" {
		return true
	}
	key := [2]string{person, service}
	if ok, known := v.memo[key]; known {
		return ok
	}
	rule, published := v.rules[service]
	f, lives := v.people[person]
	ok := published && lives && rule.Holds(v.r.Facts(f)) == eligibility.Yes
	v.memo[key] = ok
	return ok
}

// Vulnerabilities is how many things make somebody vulnerable.
func (v *panel) Vulnerabilities(person string) int {
	return v.r.Vulnerabilities(v.people[person])
}

// Entitled calls fn for everybody whom a service of a category with a rule is for.
func (r Registers) Entitled(ctx context.Context, p access.Pass, category string, fn func(string, exchange.Home) error) error {
	all, err := r.Offers.Services(ctx, access.House("exchange"), directory.ServiceFilter{Category: category}, "", 10_000)
	if err != nil {
		return err
	}
	type offered struct {
		s    directory.Service
		rule eligibility.Rule
	}
	var ruled []offered
	for _, s := range all {
		if rule, err := eligibility.Parse(s.Eligibility); err == nil && !rule.Everyone() {
			ruled = append(ruled, offered{s, rule})
		}
	}
	return r.People.EachFacts(ctx, p, "", func(f people.Facts) error {
		for _, o := range ruled {
			if o.s.Serves(f.Region) && o.rule.Holds(r.Facts(f)) == eligibility.Yes {
				return fn(f.Person, exchange.Home{Region: f.Region, At: geo.Point{Lon: f.Lon, Lat: f.Lat}})
			}
		}
		return nil
	})
}
