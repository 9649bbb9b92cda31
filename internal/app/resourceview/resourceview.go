package resourceview

import (
	"context"
	"time"

	"linli/internal/cloud/demandmap"
	"linli/internal/cloud/resourcemap"
	"linli/internal/directory"
	"linli/internal/directory/hours"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// Supply shows the directory to the resource map.
type Supply struct {
	Directory *directory.Directory
	Now       func() time.Time
}

var house = access.House("resource map")

// Points lists every point with what it gives a day.
func (s Supply) Points(ctx context.Context) ([]resourcemap.Point, error) {
	all, err := s.Directory.Points(ctx, house, directory.PointFilter{}, "", 100_000)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	given, err := s.Directory.ServicesAt(ctx, ids)
	if err != nil {
		return nil, err
	}
	closed, err := s.Directory.Closures(ctx, house, ids, s.Now())
	if err != nil {
		return nil, err
	}
	orgs, err := s.Directory.Organisations(ctx, house, directory.OrganisationFilter{}, "", 100_000)
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
			At: geo.Point{Lon: p.Lon, Lat: p.Lat}, PerDay: map[string]int{}, StepFree: p.StepFree, OpenNow: p.Hours.At(s.Now(), s.Directory.Calendar, closures).Open}
		for _, x := range given[p.ID] {
			q.PerDay[x.Category] += x.PerDay
		}
		out = append(out, q)
	}
	return out, nil
}

// Projects lists every project.
func (s Supply) Projects(ctx context.Context) ([]resourcemap.Project, error) {
	all, err := s.Directory.Projects(ctx, house, directory.ProjectFilter{}, "", 100_000)
	out := make([]resourcemap.Project, 0, len(all))
	for _, p := range all {
		out = append(out, resourcemap.Project{ID: p.ID, Name: p.Name, NameEn: p.NameEn, Operator: p.Operator, From: p.From, To: p.To, Region: p.Region,
			At: geo.Point{Lon: p.Lon, Lat: p.Lat}, Target: p.Target, BudgetFen: p.BudgetFen, Planned: p.Planned, Actual: p.Actual, Staff: p.Staff})
	}
	return out, err
}

// Reach shows the demand map to the resource map.
type Reach struct{ Demand *demandmap.Map }

// Covered counts whom points reach, as the viewer may know it.
func (r Reach) Covered(ctx context.Context, p access.Pass, t resourcemap.Target, level region.Level, points []geo.Point, metres float64) ([]resourcemap.Reach, error) {
	look := r.Demand.LookOf(ctx, p, demandmap.Filter{Attributes: t.Attributes, Sex: t.Sex, AgeFrom: t.AgeFrom, AgeTo: t.AgeTo})
	all, err := r.Demand.Covered(look, level, points, metres)
	out := make([]resourcemap.Reach, len(all))
	for i, x := range all {
		out[i] = resourcemap.Reach{Region: x.Region, People: x.People, Inside: x.Inside}
	}
	return out, err
}
