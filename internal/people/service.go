package people

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/platform/access"
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

// ByPhone is the one living person with a phone, and where they live; nobody where
// several share it: AtPhone tells for whom its holder may act.
func (s *Service) ByPhone(ctx context.Context, phone string) (person, name string, at region.Code, err error) {
	all, err := store.View(ctx, s.DB, access.House("people.by_phone"), func(tx *store.Tx) ([]record, error) {
		return atPhone(ctx, tx, s.Box.Blind("phone", phone))
	})
	switch {
	case err != nil || len(all) == 0:
		return "", "", "", err
	case len(all) > 1:
		return "", "", all[0].Region.Community(), nil
	}
	return all[0].ID, all[0].Name, all[0].Region.Community(), nil
}

// AtPhone are the living people of a phone, by the blind hash of its number.
func (s *Service) AtPhone(ctx context.Context, tx *store.Tx, hash string) (ids []string, err error) {
	all, err := atPhone(ctx, tx, hash)
	for _, r := range all {
		ids = append(ids, r.ID)
	}
	return ids, err
}
