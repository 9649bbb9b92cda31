package people

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Edit changes what a clerk may change; fields that are nil stay. The resident
// ID number is not among them: a wrong one is a new record and a merge.
type Edit struct {
	Name, Phone, Address, Building, Unit, Flat, RegAddress *string
	Region                                                 *region.Code
	Lon, Lat                                               *float64
}

// Change edits one person whose version was read. A new region within the
// pass is a move.
func (s *Service) Change(ctx context.Context, p access.Pass, id string, version int64, e Edit) (Person, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Person, error) {
		r, err := byID(ctx, tx, id)
		if err != nil {
			return Person{}, err
		}
		switch {
		case r.Version != version:
			return Person{}, api.ErrStale
		case r.State == Merged:
			return Person{}, ErrMerged
		}
		was := r.Region
		fields, err := e.apply(s, &r)
		if err != nil {
			return Person{}, err
		}
		if !tx.Pass().Covers(r.Region) {
			return Person{}, ErrOutside.On("region")
		}
		if err := save(ctx, tx, was.Street(), r); err != nil {
			return Person{}, err
		}
		kind := "people.corrected"
		if r.Region != was {
			kind = "people.moved"
			if err := s.carry(ctx, tx, r, was); err != nil {
				return Person{}, err
			}
		}
		body := map[string]any{"fields": fields}
		if r.Region != was {
			body["from"] = was
		}
		if err := events.Append(ctx, tx, events.Event{Kind: kind, Region: r.Region, Subject: id, Body: body}); err != nil {
			return Person{}, err
		}
		return s.get(ctx, tx, id)
	})
}

func (e Edit) apply(s *Service, r *record) (fields []string, err error) {
	text := func(to *string, v *string, field string) {
		if v != nil && *v != *to {
			if utf8.RuneCountInString(*v) > 200 {
				err = ErrLong.On(field)
			}
			*to = strings.TrimSpace(*v)
			fields = append(fields, field)
		}
	}
	text(&r.Address, e.Address, "address")
	text(&r.Building, e.Building, "building")
	text(&r.Unit, e.Unit, "unit")
	text(&r.Flat, e.Flat, "flat")
	text(&r.RegAddress, e.RegAddress, "registered_address")
	text(&r.Name, e.Name, "name")
	if n := utf8.RuneCountInString(r.Name); n < 1 || n > 40 {
		return nil, ErrName.On("name")
	}
	r.Pinyin, r.Initials = Pinyin(r.Name)
	if e.Phone != nil {
		phone := ""
		if *e.Phone != "" {
			if phone, err = cnid.ParsePhone(*e.Phone); err != nil {
				return nil, fault.Of(err).On("phone")
			}
		}
		r.PhoneSealed, r.PhoneHash = s.Box.Seal(phone), s.Box.Blind("phone", phone)
		fields = append(fields, "phone")
	}
	if e.Region != nil && *e.Region != r.Region {
		if l := e.Region.Level(); l != region.Community && l != region.Grid {
			return nil, ErrRegion.On("region")
		}
		r.Region = *e.Region
		fields = append(fields, "region")
	}
	if e.Lon != nil && e.Lat != nil {
		r.Lon, r.Lat = *e.Lon, *e.Lat
		fields = append(fields, "point")
	}
	return fields, err
}

// carry takes a person's attributes and memberships along to a new place.
func (s *Service) carry(ctx context.Context, tx *store.Tx, r record, from region.Code) error {
	attrs, err := attributesOf(ctx, tx, []string{r.ID})
	if err != nil {
		return err
	}
	members, err := membershipsOf(ctx, tx, []string{r.ID})
	if err != nil {
		return err
	}
	if err := forget(ctx, tx, []string{r.ID}, false); err != nil {
		return err
	}
	for i := range attrs[r.ID] {
		attrs[r.ID][i].Region = r.Region
	}
	for i := range members[r.ID] {
		members[r.ID][i].Region = r.Region
	}
	if from.Street() != r.Region.Street() {
		if err := putIndex(ctx, tx, r.Region, []record{r}); err != nil {
			return err
		}
	}
	if err := putAttributes(ctx, tx, r.Region, attrs[r.ID]); err != nil {
		return err
	}
	return putMembers(ctx, tx, r.Region, members[r.ID])
}

// AddAttribute begins an attribute; one with another level of the same key ends.
func (s *Service) AddAttribute(ctx context.Context, p access.Pass, id string, a Attribute) (Person, error) {
	return s.attribute(ctx, p, id, "people.attribute_began", a.Key, func(tx *store.Tx, r record, had []attribute) ([]attribute, error) {
		kinds, err := s.kindMap(ctx, tx)
		if err != nil {
			return nil, err
		}
		today := Day(tx.Now)
		if a.From == "" {
			a.From = today
		}
		switch _, derr := time.Parse(time.DateOnly, a.From); {
		case !a.fits(kinds):
			return nil, ErrAttribute.On("key")
		case derr != nil:
			return nil, ErrDate.On("from")
		case a.From > today:
			return nil, ErrFuture.On("from")
		}
		var out []attribute
		for _, h := range had {
			if h.Key != a.Key || h.To != "" {
				continue
			}
			if h.Level == a.Level {
				return nil, ErrAttrTwice.On("key")
			}
			h.To = a.From
			out = append(out, h)
		}
		if a.Source == "" {
			a.Source = "counter"
		}
		return last(append(out, attribute{Person: id, Region: r.Region, Attribute: a}), func(a attribute) string { return a.Key + a.From }), nil
	})
}

// EndAttribute ends an attribute on a day, today when none is given.
func (s *Service) EndAttribute(ctx context.Context, p access.Pass, id, key, day string) (Person, error) {
	return s.attribute(ctx, p, id, "people.attribute_ended", key, func(tx *store.Tx, _ record, had []attribute) ([]attribute, error) {
		if day == "" {
			day = Day(tx.Now)
		}
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, ErrDate.On("to")
		}
		for _, h := range had {
			if h.Key == key && h.To == "" {
				h.To = day
				return []attribute{h}, nil
			}
		}
		return nil, ErrAttribute.On("key")
	})
}

func (s *Service) attribute(ctx context.Context, p access.Pass, id, kind, key string, rule func(*store.Tx, record, []attribute) ([]attribute, error)) (Person, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Person, error) {
		r, err := byID(ctx, tx, id)
		if err != nil {
			return Person{}, err
		}
		switch r.State {
		case Died:
			return Person{}, ErrDied
		case Merged:
			return Person{}, ErrMerged
		}
		had, err := attributesOf(ctx, tx, []string{id})
		if err != nil {
			return Person{}, err
		}
		changed, err := rule(tx, r, had[id])
		if err != nil {
			return Person{}, err
		}
		if err := putAttributes(ctx, tx, r.Region, changed); err != nil {
			return Person{}, err
		}
		if err := save(ctx, tx, r.Region.Street(), r); err != nil {
			return Person{}, err
		}
		if err := events.Append(ctx, tx, events.Event{Kind: kind, Region: r.Region, Subject: id, Body: map[string]string{"key": key}}); err != nil {
			return Person{}, err
		}
		return s.get(ctx, tx, id)
	})
}

// Die registers a death: attributes and membership end on the day, and the
// event people.died lets entitlements, orders and roles end and opens what follows.
func (s *Service) Die(ctx context.Context, p access.Pass, id string, version int64, day string) (Person, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Person, error) {
		r, err := byID(ctx, tx, id)
		switch {
		case err != nil:
			return Person{}, err
		case r.Version != version:
			return Person{}, api.ErrStale
		case r.State == Died:
			return Person{}, ErrDied
		case r.State == Merged:
			return Person{}, ErrMerged
		}
		if _, err := time.Parse(time.DateOnly, day); err != nil || r.Birth != "" && day < r.Birth {
			return Person{}, ErrDate.On("day")
		}
		if day > Day(tx.Now) {
			return Person{}, ErrFuture.On("day")
		}
		r.State, r.Died = Died, day
		attrs, err := attributesOf(ctx, tx, []string{id})
		if err != nil {
			return Person{}, err
		}
		members, err := membershipsOf(ctx, tx, []string{id})
		if err != nil {
			return Person{}, err
		}
		for i := range attrs[id] {
			if attrs[id][i].To == "" {
				attrs[id][i].To = day
			}
		}
		for i := range members[id] {
			if members[id][i].To == "" {
				members[id][i].To = day
			}
		}
		if err := putAttributes(ctx, tx, r.Region, attrs[id]); err != nil {
			return Person{}, err
		}
		if err := putMembers(ctx, tx, r.Region, members[id]); err != nil {
			return Person{}, err
		}
		if err := save(ctx, tx, r.Region.Street(), r); err != nil {
			return Person{}, err
		}
		if err := events.Append(ctx, tx, events.Event{Kind: "people.died", Region: r.Region, Subject: id, Body: map[string]string{"day": day}}); err != nil {
			return Person{}, err
		}
		return s.get(ctx, tx, id)
	})
}
