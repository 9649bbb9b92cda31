package demandmap

import (
	"context"
	"errors"

	"linli/internal/people"
	"linli/internal/platform/access"
)

// Register is the Source that reads the register of people.
type Register struct{ People *people.Service }

var pass = access.House("demandmap")

// Each streams everybody living.
func (r Register) Each(ctx context.Context, fn func(Person) error) error {
	return r.People.EachForAggregate(ctx, pass, func(a people.Aggregate) error {
		p := Person{ID: a.Person, Region: a.Region, Sex: a.Sex, Attributes: a.Attributes, Lon: a.Lon, Lat: a.Lat}
		p.Birth, p.Household = a.Birth, a.Household
		return fn(p)
	})
}

// Some looks up a few people, one by one: Follow asks for no more than a batch,
// and builds anew when there is more to do.
func (r Register) Some(ctx context.Context, ids []string, fn func(Person) error) error {
	for _, id := range ids {
		f, err := r.People.FactsOf(ctx, pass, id)
		if errors.Is(err, people.ErrNone) {
			continue
		}
		if err != nil {
			return err
		}
		p := Person{ID: f.Person, Region: f.Region, Sex: f.Sex, Lon: f.Lon, Lat: f.Lat}
		p.Birth, p.Household = f.Birth, f.Household
		for k, level := range f.Attributes {
			p.Attributes = append(p.Attributes, k)
			if level != "" {
				p.Attributes = append(p.Attributes, k+":"+level)
			}
		}
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}
