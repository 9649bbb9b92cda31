package directory

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"linli/internal/directory/eligibility"
	"linli/internal/platform/access"
	"linli/internal/platform/events"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// ServiceFilter narrows a list of services.
type ServiceFilter struct {
	Text, Organisation, Category, Point, Source string
	States                                      []State // nil: published
	IDs                                         []string
	Categories                                  []string // nil: any; one of them otherwise
}

func (f ServiceFilter) where() (string, []any) {
	if f.States == nil {
		f.States = []State{Published}
	}
	var in []string
	for _, s := range f.States {
		in = append(in, string(s))
	}
	q, args := ` AND (? = '' OR find LIKE ? ESCAPE '\') AND (? = '' OR organisation = ?) AND (? = '' OR source = ?) AND state IN (?)`,
		[]any{f.Text, like(f.Text), f.Organisation, f.Organisation, f.Source, f.Source, in}
	if f.Category != "" {
		q += ` AND EXISTS (SELECT 1 FROM directory_service_links l WHERE l.service = t.id AND l.kind = 'category' AND (l.target = ? OR l.target LIKE ? ESCAPE '\'))`
		args = append(args, f.Category, strings.TrimPrefix(like(f.Category), "%")[:len(like(f.Category))-2]+".%")
	}
	if f.Categories != nil {
		q += ` AND EXISTS (SELECT 1 FROM directory_service_links l WHERE l.service = t.id AND l.kind = 'category' AND l.target IN (?))`
		args = append(args, f.Categories)
	}
	if f.Point != "" {
		q += ` AND EXISTS (SELECT 1 FROM directory_service_links l WHERE l.service = t.id AND l.kind = 'point' AND l.target = ?)`
		args = append(args, f.Point)
	}
	if f.IDs != nil {
		q, args = q+` AND id IN (?)`, append(args, f.IDs)
	}
	return q, args
}

// Services pages through services, newest first.
func (d *Directory) Services(ctx context.Context, p access.Pass, f ServiceFilter, before string, limit int) ([]Service, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) ([]Service, error) {
		where, args := f.where()
		return services.list(ctx, tx, where, args, before, limit)
	})
}

// ServiceIDs are all services of a filter that changed at or after a moment (the
// zero time: ever), in order of id.
func (d *Directory) ServiceIDs(ctx context.Context, p access.Pass, f ServiceFilter, since time.Time) ([]string, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) ([]string, error) {
		where, args := f.where()
		return services.ids(ctx, tx, where+` AND changed >= ?`, append(args, store.Micros(since)))
	})
}

// Given is a service at a point.
type Given struct{ Service, Point string }

// Givens are all pairs of a service, in the states, and a point, in order.
func (d *Directory) Givens(ctx context.Context, p access.Pass, f ServiceFilter) ([]Given, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) ([]Given, error) {
		where, args := f.where()
		return givens(ctx, tx, where, args)
	})
}

// CountServices is how many a list would have in all.
func (d *Directory) CountServices(ctx context.Context, p access.Pass, f ServiceFilter) (int64, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) (int64, error) {
		where, args := f.where()
		return services.count(ctx, tx, where, args)
	})
}

// Service is one; whoever may not write services sees it once it was published.
func (d *Directory) Service(ctx context.Context, p access.Pass, id string) (Service, error) {
	s, err := store.View(ctx, d.DB, p, func(tx *store.Tx) (Service, error) { return services.get(ctx, tx, id) })
	if err == nil && s.State == Draft && !p.Everywhere() && !p.Has(Write) || s.State == Draft && p.What() == See && !p.Has(Write) {
		return Service{}, ErrNone
	}
	return s, err
}

// Versions lists the versions of a service, newest first, those to come too.
func (d *Directory) Versions(ctx context.Context, p access.Pass, id string) ([]Version, error) {
	return store.View(ctx, d.DB, p, func(tx *store.Tx) ([]Version, error) {
		if _, err := services.get(ctx, tx, id); err != nil {
			return nil, err
		}
		return versions(ctx, tx, id)
	})
}

// fits checks what a service refers to.
func fits(ctx context.Context, tx *store.Tx, s Service) error {
	org, err := known(ctx, tx, s.Organisation)
	if err != nil {
		return err
	}
	if s.State == Published && org.Stage != Active {
		return ErrOrgState.On("organisation")
	}
	all, err := categories(ctx, tx)
	if err != nil {
		return err
	}
	for _, want := range append([]string{s.Category}, s.Also...) {
		if !slices.ContainsFunc(all, func(c Category) bool { return c.Key == want && c.Active }) {
			return ErrCategory.With(want).On("category")
		}
	}
	rows, err := tx.Unscoped(ctx, "a service may be given at a point of the next street", `SELECT id FROM directory_points WHERE id IN (?)`, s.Points)
	have, err := store.All(rows, err, store.Value[string])
	for _, want := range s.Points {
		if err == nil && !slices.Contains(have, want) {
			return ErrPoint.With(want).On("points")
		}
	}
	return err
}

// AddService drafts a service.
func (d *Directory) AddService(ctx context.Context, p access.Pass, s Service) (Service, error) {
	s.State, s.StateNote, s.Origin = Draft, "", Origin{}
	if err := s.check(); err != nil {
		return s, err
	}
	if err := own(p, s.Organisation); err != nil {
		return s, err
	}
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Service, error) {
		if err := fits(ctx, tx, s); err != nil {
			return s, err
		}
		s.ID = tx.ID()
		s, err := services.add(ctx, tx, s)
		if err != nil {
			return s, err
		}
		return s, tell(ctx, tx, []Service{s}, "directory.service_drafted", true)
	})
}

// SaveService changes a service. A change of a published one that holds from a
// later day waits as a version until Promote; any other holds at once.
func (d *Directory) SaveService(ctx context.Context, p access.Pass, s Service, version int64) (Service, error) {
	if err := s.check(); err != nil {
		return s, err
	}
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Service, error) {
		old, err := services.get(ctx, tx, s.ID)
		if err != nil {
			return s, err
		}
		if old.State == Retired {
			return s, ErrStage.With(string(Retired), string(Draft)).On("state")
		}
		if old.State == Published && !p.Has(Publish) {
			return s, access.ErrForbidden
		}
		if err := own(p, old.Organisation); err != nil {
			return s, err
		}
		if s.From != "" && s.From < today(tx.Now) && s.From != old.From {
			return s, ErrPast.On("from")
		}
		s.State, s.StateNote, s.Origin, s.Points = old.State, old.StateNote, old.Origin, slices.Compact(slices.Sorted(slices.Values(s.Points)))
		if err := fits(ctx, tx, s); err != nil {
			return s, err
		}
		if old.State == Published && s.From > today(tx.Now) {
			// The version in force stays, but whoever holds it must look again.
			held, err := services.save(ctx, tx, old, version)
			if err != nil {
				return s, err
			}
			s.Version = held.Version
			return s, tell(ctx, tx, []Service{s}, "directory.service_planned", false)
		}
		return d.replace(ctx, tx, s, version, "directory.service_changed")
	})
}

// replace puts a new definition in force and writes its version.
func (d *Directory) replace(ctx context.Context, tx *store.Tx, s Service, version int64, kind string) (Service, error) {
	s, err := services.save(ctx, tx, s, version)
	if err != nil {
		return s, err
	}
	return s, tell(ctx, tx, []Service{s}, kind, true)
}

// Move takes a service to another state.
func (d *Directory) Move(ctx context.Context, p access.Pass, id string, version int64, next State, note string) (Service, error) {
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (Service, error) {
		s, err := services.get(ctx, tx, id)
		if err != nil {
			return s, err
		}
		if s, err = s.to(next, note); err != nil {
			return s, err
		}
		if err := fits(ctx, tx, s); err != nil && next == Published {
			return s, err
		}
		return d.replace(ctx, tx, s, version, "directory.service_"+string(next))
	})
}

// Promote puts into force the versions whose day has come and tells how many.
// It may be called as often as one likes.
func (d *Directory) Promote(ctx context.Context, p access.Pass) (int, error) {
	return store.In(ctx, d.DB, p, func(tx *store.Tx) (int, error) {
		all, err := due(ctx, tx, today(tx.Now))
		if err != nil {
			return 0, err
		}
		for _, v := range all {
			s, err := services.get(ctx, tx, v.Body.ID)
			if err != nil {
				return 0, err
			}
			if err := dropVersion(ctx, tx, s.ID, v.Number); err != nil {
				return 0, err
			}
			if s.State == Retired {
				continue
			}
			next := v.Body
			next.State, next.StateNote = s.State, s.StateNote
			if _, err := d.replace(ctx, tx, next, s.Version, "directory.service_changed"); err != nil {
				return 0, err
			}
		}
		return len(all), nil
	})
}

// Verdict is whether a service is for somebody, and why.
type Verdict struct {
	Service  string             `json:"service"`
	Name     string             `json:"name"`
	NameEn   string             `json:"name_en,omitempty"`
	Category string             `json:"category"`
	Answer   eligibility.Ruling `json:"answer"`
	PriceFen int64              `json:"price_fen" doc:"After subsidy"`
	Subsidy  string             `json:"subsidy,omitempty"`
}

// of judges one service for one person.
func (d *Directory) of(s Service, f Facts) Verdict {
	v := Verdict{Service: s.ID, Name: s.Name, NameEn: s.NameEn, Category: s.Category}
	if f.Region != "" && !s.Serves(f.Region) {
		v.Answer = eligibility.Ruling{Verdict: eligibility.No, Reasons: []eligibility.Ground{{Verdict: eligibility.No, Zh: "不在服务范围内", En: "lives outside the area served"}}}
		return v
	}
	rule, err := eligibility.Parse(s.Eligibility)
	if err != nil { // it was checked when it was saved
		v.Answer = eligibility.Ruling{Verdict: eligibility.Unknown, Reasons: []eligibility.Ground{{Verdict: eligibility.Unknown, Zh: s.ForWhom, En: s.ForWhom}}}
		return v
	}
	v.Answer = rule.Of(f, d.Names)
	if rule.Everyone() && s.ForWhom != "" {
		v.Answer = eligibility.Ruling{Verdict: eligibility.Unknown, Reasons: []eligibility.Ground{{Verdict: eligibility.Unknown, Zh: "请核对：" + s.ForWhom, En: "please check: " + s.ForWhom}}}
	}
	fen, why := s.Price(f)
	v.PriceFen = fen
	if why != nil {
		v.Subsidy = why.Note
	}
	return v
}

// Check judges one service for facts that somebody told.
func (d *Directory) Check(ctx context.Context, p access.Pass, id string, f Facts) (Verdict, error) {
	s, err := d.Service(ctx, p, id)
	if err != nil {
		return Verdict{}, err
	}
	return d.of(s, f), nil
}

// Entitlements judges every published service of a category, or all, for a
// person of the register; what is not for them comes last.
func (d *Directory) Entitlements(ctx context.Context, p access.Pass, person, category string) ([]Verdict, error) {
	f, err := d.People.Facts(ctx, p, person)
	if err != nil {
		return nil, err
	}
	all, err := d.Services(ctx, access.House("entitlements"), ServiceFilter{Category: category}, "", 10_000)
	if err != nil {
		return nil, err
	}
	out := make([]Verdict, 0, len(all))
	for _, s := range all {
		if s.Serves(f.Region) {
			out = append(out, d.of(s, f))
		}
	}
	rank := map[eligibility.Verdict]int{eligibility.Yes: 0, eligibility.Unknown: 1, eligibility.No: 2}
	slices.SortStableFunc(out, func(a, b Verdict) int {
		if c := rank[a.Answer.Verdict] - rank[b.Answer.Verdict]; c != 0 {
			return c
		}
		return strings.Compare(a.Category+a.Service, b.Category+b.Service)
	})
	return out, nil
}

// tell writes versions, links and events of services that are new or changed.
func tell(ctx context.Context, tx *store.Tx, all []Service, kind string, held bool) error {
	if len(all) == 0 {
		return nil
	}
	if err := keep(ctx, tx, all, held); err != nil {
		return err
	}
	if held {
		if err := link(ctx, tx, all); err != nil {
			return err
		}
	}
	return sayAll(ctx, tx, kind, all, func(s Service) (region.Code, string) { return s.Region, s.ID })
}

// sayAll writes one event a record, place by place.
func sayAll[T any](ctx context.Context, tx *store.Tx, kind string, all []T, of func(T) (region.Code, string)) error {
	by := map[region.Code][]events.Event{}
	for _, v := range all {
		at, id := of(v)
		by[at] = append(by[at], events.Event{Kind: kind, Region: at, Subject: id})
	}
	for _, at := range slices.Sorted(maps.Keys(by)) {
		if err := events.AppendMany(ctx, tx, at, by[at]); err != nil {
			return err
		}
	}
	return nil
}

func say(ctx context.Context, tx *store.Tx, kind string, at region.Code, id string) error {
	return events.Append(ctx, tx, events.Event{Kind: kind, Region: at, Subject: id})
}

// ServicesAt gives the published services of points, wherever they are kept.
func (d *Directory) ServicesAt(ctx context.Context, ids []string) (map[string][]Service, error) {
	return store.View(ctx, d.DB, access.House("services at a point"), func(tx *store.Tx) (map[string][]Service, error) { return servicesAt(ctx, tx, ids) })
}
