package app

import (
	"context"
	"sync"
	"time"

	"linli/internal/app/ordersview"
	"linli/internal/cloud/demandmap"
	"linli/internal/cloud/resourcemap"
	"linli/internal/directory"
	"linli/internal/directory/hours"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// facts gives the directory what eligibility may know of a person.
type facts struct{ people *people.Service }

func (f facts) Facts(ctx context.Context, p access.Pass, person string) (directory.Facts, error) {
	x, err := f.people.FactsOf(ctx, p, person)
	return ordersview.Facts(x), err
}

// names says attributes and regions in words.
func (h *House) names(kind, key string, l fault.Lang) string {
	if kind == "region" {
		if h.Places.Has(region.Code(key)) {
			return h.Places.Name(region.Code(key), l)
		}
		return key
	}
	kinds := h.kinds.get(func() (map[string]people.AttributeKind, error) {
		return h.People.KindMap(context.Background(), access.House("names"))
	}, h.DB.Now())
	k, ok := kinds[key]
	switch {
	case !ok:
		return key
	case l == fault.En && k.NameEn != "":
		return k.NameEn
	}
	return k.NameZh
}

// minute keeps a small table that changes seldom; what is read is a minute old
// at most.
type minute[T any] struct {
	mu   sync.Mutex
	at   time.Time
	held T
}

func (m *minute[T]) get(read func() (T, error), now time.Time) T {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at.IsZero() || now.Sub(m.at) > time.Minute {
		if v, err := read(); err == nil {
			m.held, m.at = v, now
		}
	}
	return m.held
}

// supply shows the directory to the resource map.
type supply struct {
	directory *directory.Directory
	now       func() time.Time
}

var supplyPass = access.House("resource map")

// Points lists every point with what it gives a day.
func (s supply) Points(ctx context.Context) ([]resourcemap.Point, error) {
	all, err := s.directory.Points(ctx, supplyPass, directory.PointFilter{}, "", 100_000)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	given, err := s.directory.ServicesAt(ctx, ids)
	if err != nil {
		return nil, err
	}
	closed, err := s.directory.Closures(ctx, supplyPass, ids, s.now())
	if err != nil {
		return nil, err
	}
	orgs, err := s.directory.Organisations(ctx, supplyPass, directory.OrganisationFilter{}, "", 100_000)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, o := range orgs {
		names[o.ID] = o.Name
	}
	out := make([]resourcemap.Point, 0, len(all))
	for _, p := range all {
		var closures []hours.Closure
		for _, c := range closed[p.ID] {
			closures = append(closures, hours.Closure{From: c.From, To: c.To})
		}
		q := resourcemap.Point{ID: p.ID, Name: p.Name, NameEn: p.NameEn, Kind: p.Kind, Organisation: names[p.Organisation], Region: p.Region,
			At: geo.Point{Lon: p.Lon, Lat: p.Lat}, PerDay: map[string]int{}, StepFree: p.StepFree, OpenNow: p.Hours.At(s.now(), s.directory.Calendar, closures).Open}
		for _, x := range given[p.ID] {
			q.PerDay[x.Category] += x.PerDay
		}
		out = append(out, q)
	}
	return out, nil
}

// Projects lists every project.
func (s supply) Projects(ctx context.Context) ([]resourcemap.Project, error) {
	all, err := s.directory.Projects(ctx, supplyPass, directory.ProjectFilter{}, "", 100_000)
	out := make([]resourcemap.Project, 0, len(all))
	for _, p := range all {
		out = append(out, resourcemap.Project{ID: p.ID, Name: p.Name, NameEn: p.NameEn, Operator: p.Operator, From: p.From, To: p.To, Region: p.Region,
			At: geo.Point{Lon: p.Lon, Lat: p.Lat}, Target: p.Target, BudgetFen: p.BudgetFen, Planned: p.Planned, Actual: p.Actual, Staff: p.Staff})
	}
	return out, err
}

// reach shows the demand map to the resource map.
type reach struct{ demand *demandmap.Map }

// Covered counts whom points reach, as the viewer may know it.
func (r reach) Covered(ctx context.Context, p access.Pass, t resourcemap.Target, level region.Level, points []geo.Point, metres float64) ([]resourcemap.Reach, error) {
	look := r.demand.LookOf(ctx, p, demandmap.Filter{Attributes: t.Attributes, Sex: t.Sex, AgeFrom: t.AgeFrom, AgeTo: t.AgeTo})
	all, err := r.demand.Covered(look, level, points, metres)
	out := make([]resourcemap.Reach, len(all))
	for i, x := range all {
		out[i] = resourcemap.Reach{Region: x.Region, People: x.People, Inside: x.Inside}
	}
	return out, err
}
