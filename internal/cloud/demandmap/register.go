package demandmap

import (
	"context"
	"errors"
	"fmt"

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
		if a.BirthYear > 0 {
			// BirthYear is this year less the age of today, so the first of
			// January gives that age again; tomorrow's build gives tomorrow's.
			p.Birth = fmt.Sprintf("%04d-01-01", a.BirthYear)
		}
		return fn(p)
	})
}

// Some looks up a few people, one by one: Follow asks for no more than a batch,
// and builds anew when there is more to do.
func (r Register) Some(ctx context.Context, ids []string, fn func(Person) error) error {
	year := r.People.DB.Now().In(shanghai).Year()
	for _, id := range ids {
		f, err := r.People.FactsOf(ctx, pass, id)
		if errors.Is(err, people.ErrNone) {
			continue
		}
		if err != nil {
			return err
		}
		p := Person{ID: f.Person, Region: f.Region, Sex: f.Sex, Lon: f.Lon, Lat: f.Lat}
		if f.Age >= 0 {
			p.Birth = fmt.Sprintf("%04d-01-01", year-f.Age)
		}
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
