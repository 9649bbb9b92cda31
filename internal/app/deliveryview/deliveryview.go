package deliveryview

import (
	"cmp"
	"context"
	"errors"

	"linli/internal/delivery"
	"linli/internal/delivery/door"
	"linli/internal/directory"
	"linli/internal/family"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/store"
	"linli/internal/role"
)

var house = access.House("delivery")

// View is what stands around delivery.
type View struct {
	People   *people.Service
	Offers   *directory.Directory
	Family   func() *family.Service  // made after orders
	Accounts func() *account.Service // made after the features

	// Vulnerabilities is how many of the published list hold for somebody.
	Vulnerabilities func(people.Facts) int
}

// Kitchen is a point of the directory.
func (v View) Kitchen(ctx context.Context, point string) (delivery.Kitchen, error) {
	at, err := v.Offers.Point(ctx, house, point)
	if err != nil {
		return delivery.Kitchen{}, delivery.ErrPoint.On("point")
	}
	return delivery.Kitchen{Region: at.Region, Org: at.Organisation, Name: at.Name, At: geo.Point{Lon: at.Lon, Lat: at.Lat}}, nil
}

// Couriers are the carers of an organisation.
func (v View) Couriers(ctx context.Context, org string) ([]delivery.Courier, error) {
	all, err := v.Accounts().Holders(ctx, role.Carer, org)
	out := make([]delivery.Courier, len(all))
	for i, a := range all {
		out[i] = delivery.Courier{Account: a.ID, Name: a.Name}
	}
	return out, err
}

// Account is the name of an account; "" where there is none.
func (v View) Account(ctx context.Context, id string) string {
	if id == "" {
		return ""
	}
	a, err := v.Accounts().Get(ctx, id)
	if err != nil {
		return ""
	}
	return a.Name
}

// Frail reports whether somebody lives alone or is vulnerable, by the published
// list of the priority formula.
func (v View) Frail(ctx context.Context, tx *store.Tx, person string) (bool, error) {
	f, _, err := v.People.Brief(ctx, tx, person)
	if errors.Is(err, people.ErrNone) {
		return true, nil // nothing is known: rather once too often
	}
	return f.Age >= 80 || v.Vulnerabilities(f) > 0, err
}

// Contacts are the person, those who agreed to act for them, and the grid worker.
// Each number shown is noted in the trail.
func (v View) Contacts(ctx context.Context, p access.Pass, c door.DoorCase) ([]door.DoorContact, error) {
	who := access.HouseIn("delivery.door", p.Who(), c.Region.District())
	phone := func(person string) (string, error) {
		n, err := v.People.RevealField(ctx, who, person, "phone", "无人应门处置 "+c.Number)
		if errors.Is(err, people.ErrNone) {
			return "", nil // lives elsewhere
		}
		return n, err
	}
	number, err := phone(c.Person)
	if err != nil {
		return nil, err
	}
	out := []door.DoorContact{{Step: door.Call, Name: c.Name, Phone: number}}
	ties, err := v.Family().Ties(ctx, who, c.Person)
	if err != nil && !errors.Is(err, family.ErrPerson) {
		return nil, err
	}
	for _, t := range ties {
		if t.Person != c.Person || t.State != family.Agreed || t.Helper == "" {
			continue
		}
		x := door.DoorContact{Step: door.Family, Name: t.Helps, Relation: t.Relation}
		if t.Relation == "neighbour" {
			x.Step = door.Neighbour
		}
		if x.Phone, err = phone(t.Helper); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	grid, err := v.Accounts().Holders(ctx, role.GridWorker, "")
	if err != nil {
		return nil, err
	}
	for _, a := range grid {
		if c.Region.In(a.Region) {
			out = append(out, door.DoorContact{Step: door.Grid, Name: a.Name})
		}
	}
	return append(out, door.DoorContact{Step: door.Emergency, Name: cmp.Or(c.Address, "120 / 110"), Phone: "120"}), nil
}
