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
	"linli/internal/platform/audit"
	"linli/internal/platform/events"
	"linli/internal/platform/secret"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/role"
)

// What can be done here, and who may.
const (
	Search    access.Permission = "people.search"
	Write     access.Permission = "people.write"
	Reveal    access.Permission = "people.reveal"
	Trail     access.Permission = "people.trail"     // who looked at a person
	Configure access.Permission = "people.configure" // kinds of attributes
	Kind      access.Permission = "people.kinds"     // to read them
)

// Rules of the register. The district planner is not among them: aggregates
// only. An administrator sees nobody.
var Rules = access.Rules{
	Search:    {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.DataSteward, role.Auditor},
	Write:     {role.CommunityWorker, role.DataSteward},
	Reveal:    {role.CommunityWorker, role.StreetOperator, role.DataSteward, role.Auditor},
	Trail:     {role.CommunityWorker, role.StreetOperator, role.DataSteward, role.Auditor},
	Configure: {role.DataSteward},
	Kind:      {role.CommunityWorker, role.GridWorker, role.StreetOperator, role.DataSteward, role.DistrictPlanner, role.Auditor, role.ProviderManager},
}

// Service is the use cases. One exported method is one transaction, but for
// those that take a *store.Tx and are part of another's.
type Service struct {
	DB  *store.DB
	Box *secret.Box
}

// view is a record as it leaves the package: numbers masked.
func (s *Service) view(r record, attrs []attribute, members []member, now time.Time) (Person, error) {
	p := Person{ID: r.ID, Region: r.Region, Name: r.Name, Sex: cnid.Sex(r.Sex), Birth: r.Birth, Age: AgeOn(r.Birth, now.In(shanghai)),
		RegRegion: r.RegRegion, RegAddress: r.RegAddress, Address: r.Address, Building: r.Building, Unit: r.Unit, Flat: r.Flat, Lon: r.Lon, Lat: r.Lat,
		State: r.State, DiedOn: r.Died, Into: r.Into, Version: r.Version, Changed: store.Time(r.Changed), Attributes: []Attribute{},
		pinyin: r.Pinyin, idSealed: r.IDSealed, phoneSealed: r.PhoneSealed}
	id, err := s.Box.Open(r.IDSealed)
	if err != nil {
		return p, err
	}
	phone, err := s.Box.Open(r.PhoneSealed)
	if err != nil {
		return p, err
	}
	if id != "" {
		p.ResidentID = cnid.MaskID(id)
	}
	if phone != "" {
		p.Phone = cnid.MaskPhone(phone)
	}
	for _, a := range attrs {
		p.Attributes = append(p.Attributes, a.Attribute)
	}
	for _, m := range members {
		if m.To == "" {
			p.Household, p.Relation = m.Household, m.Relation
		}
	}
	return p, nil
}

func (s *Service) views(ctx context.Context, tx *store.Tx, all []record) ([]Person, error) {
	ids := make([]string, len(all))
	for i, r := range all {
		ids[i] = r.ID
	}
	attrs, err := attributesOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	members, err := membershipsOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Person, len(all))
	for i, r := range all {
		if out[i], err = s.view(r, attrs[r.ID], members[r.ID], tx.Now); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Find lists people in the order of their names' pinyin; total only where asked.
func (s *Service) Find(ctx context.Context, p access.Pass, q Query, total bool) (found []Person, n int64, err error) {
	if q.Limit <= 0 || q.Limit > 200 {
		q.Limit = 50
	}
	found, err = store.View(ctx, s.DB, p, func(tx *store.Tx) ([]Person, error) {
		if total {
			if n, err = count(ctx, tx, s, q); err != nil {
				return nil, err
			}
		}
		all, err := search(ctx, tx, s, q)
		if err != nil {
			return nil, err
		}
		return s.views(ctx, tx, all)
	})
	return found, n, err
}

// Open is one person in full, numbers masked. That it was opened is written
// into the person's access log.
func (s *Service) Open(ctx context.Context, p access.Pass, id string) (Person, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Person, error) {
		one, err := s.get(ctx, tx, id)
		if err != nil {
			return one, err
		}
		return one, audit.Note(ctx, tx, audit.Entry{Region: one.Region, Action: "people.opened", Subject: id})
	})
}

func (s *Service) get(ctx context.Context, tx *store.Tx, id string) (Person, error) {
	r, err := byID(ctx, tx, id)
	if err != nil {
		return Person{}, err
	}
	all, err := s.views(ctx, tx, []record{r})
	if err != nil {
		return Person{}, err
	}
	return all[0], nil
}

// Home is where a person lives, within the pass of tx; ErrNone otherwise.
func (s *Service) Home(ctx context.Context, tx *store.Tx, id string) (region.Code, error) {
	r, err := byID(ctx, tx, id)
	return r.Region, err
}

// RevealField shows one number in full, for a purpose, into the trail.
func (s *Service) RevealField(ctx context.Context, p access.Pass, id, field, purpose string) (string, error) {
	if utf8.RuneCountInString(strings.TrimSpace(purpose)) < 4 {
		return "", ErrPurpose.On("purpose")
	}
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (string, error) {
		r, err := byID(ctx, tx, id)
		if err != nil {
			return "", err
		}
		sealed, ok := map[string]string{"resident_id": r.IDSealed, "phone": r.PhoneSealed}[field]
		if !ok {
			return "", ErrField.On("field")
		}
		if err := audit.Note(ctx, tx, audit.Entry{Region: r.Region, Action: "people.revealed", Subject: id, Purpose: purpose, Detail: field}); err != nil {
			return "", err
		}
		return s.Box.Open(sealed)
	})
}

// AccessLog is who looked at a person, newest first.
func (s *Service) AccessLog(ctx context.Context, p access.Pass, id string, limit int) ([]audit.Entry, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]audit.Entry, error) {
		if _, err := byID(ctx, tx, id); err != nil {
			return nil, err
		}
		return audit.Of(ctx, tx, id, limit)
	})
}

// Timeline is what happened to a person, newest first.
func (s *Service) Timeline(ctx context.Context, p access.Pass, id string, before int64, limit int) ([]events.Event, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]events.Event, error) {
		if _, err := byID(ctx, tx, id); err != nil {
			return nil, err
		}
		return events.Of(ctx, tx, id, before, limit)
	})
}

func (s *Service) kindMap(ctx context.Context, tx *store.Tx) (map[string]AttributeKind, error) {
	all, err := attributeKinds(ctx, tx)
	out := make(map[string]AttributeKind, len(all))
	for _, k := range all {
		out[k.Key] = k
	}
	return out, err
}

// KindMap is the kinds of attributes by key, for importers that check rows.
func (s *Service) KindMap(ctx context.Context, p access.Pass) (map[string]AttributeKind, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) (map[string]AttributeKind, error) { return s.kindMap(ctx, tx) })
}

// Admit takes one new person; ErrTaken where the number is known.
func (s *Service) Admit(ctx context.Context, p access.Pass, row Row) (Person, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (Person, error) {
		kinds, err := s.kindMap(ctx, tx)
		if err != nil {
			return Person{}, err
		}
		row, bad := row.Check(tx.Now, kinds)
		if len(bad) > 0 {
			return Person{}, fault.Join(bad...)
		}
		known, err := lookUp(ctx, tx, []string{s.identity(row)})
		if err != nil {
			return Person{}, err
		}
		if len(known) > 0 {
			return Person{}, ErrTaken.On("resident_id")
		}
		out, err := s.Bulk(ctx, tx, []Row{row}, "counter")
		if store.IsUnique(err) {
			err = ErrTaken.On("resident_id")
		}
		if err != nil {
			return Person{}, err
		}
		if out[0].Result == Rejected {
			return Person{}, fault.Join(out[0].Faults...)
		}
		return s.get(ctx, tx, out[0].Person)
	})
}

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

// AttributeKinds lists the kinds of attributes.
func (s *Service) AttributeKinds(ctx context.Context, p access.Pass) ([]AttributeKind, error) {
	return store.View(ctx, s.DB, p, func(tx *store.Tx) ([]AttributeKind, error) { return attributeKinds(ctx, tx) })
}

// SaveKind adds a kind (version 0) or changes the one that was read.
func (s *Service) SaveKind(ctx context.Context, p access.Pass, k AttributeKind) (AttributeKind, error) {
	return store.In(ctx, s.DB, p, func(tx *store.Tx) (AttributeKind, error) { return saveAttributeKind(ctx, tx, k) })
}

// Seed adds the kinds to begin with where there are none.
func (s *Service) Seed(ctx context.Context, p access.Pass) error {
	_, err := store.In(ctx, s.DB, p, func(tx *store.Tx) (int, error) {
		have, err := attributeKinds(ctx, tx)
		if err != nil || len(have) > 0 {
			return 0, err
		}
		for _, k := range Kinds {
			k.Active = true
			if _, err := saveAttributeKind(ctx, tx, k); err != nil {
				return 0, err
			}
		}
		return len(Kinds), nil
	})
	return err
}

// ByPhone is the one living person with a phone; "" where it is nobody's or
// shared by several, who must then come to the counter.
func (s *Service) ByPhone(ctx context.Context, phone string) (person, name string, at region.Code, err error) {
	all, err := store.View(ctx, s.DB, access.House("people.by_phone"), func(tx *store.Tx) ([]record, error) {
		rows, err := tx.Query(ctx, `SELECT `+columns+` FROM people WHERE phone_hash = ? AND state = 'living' AND @scope(region) LIMIT 2`, s.Box.Blind("phone", phone))
		return store.All(rows, err, scan)
	})
	if err != nil || len(all) != 1 {
		return "", "", "", err
	}
	return all[0].ID, all[0].Name, all[0].Region.Community(), nil
}
