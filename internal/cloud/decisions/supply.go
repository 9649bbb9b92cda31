package decisions

import (
	"context"
	"slices"
	"strings"

	"linli/internal/cloud/decisions/projects"
	"linli/internal/cloud/decisions/sites"
	"linli/internal/directory"
	"linli/internal/geo"
	"linli/internal/platform/access"
	"linli/internal/region"
)

// Directory shows the directory of services to decisions.
type Directory struct{ Directory *directory.Directory }

var supplyPass = access.House("decisions")

// Points lists every service point with the categories given there.
func (d Directory) Points(ctx context.Context) ([]sites.Point, error) {
	all, err := d.Directory.Points(ctx, supplyPass, directory.PointFilter{}, "", 100_000)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, p := range all {
		ids[i] = p.ID
	}
	given, err := d.Directory.ServicesAt(ctx, ids)
	if err != nil {
		return nil, err
	}
	orgs, err := d.Directory.Organisations(ctx, supplyPass, directory.OrganisationFilter{}, "", 100_000)
	if err != nil {
		return nil, err
	}
	public := map[string]bool{}
	for _, o := range orgs {
		public[o.ID] = inPublicHands(o)
	}
	out := make([]sites.Point, 0, len(all))
	for _, p := range all {
		if p.Virtual || p.Lon == 0 && p.Lat == 0 {
			continue
		}
		q := sites.Point{ID: p.ID, Name: p.Name, NameEn: p.NameEn, Region: p.Region, At: geo.Point{Lon: p.Lon, Lat: p.Lat}, Public: public[p.Organisation]}
		for _, s := range given[p.ID] {
			q.Categories = append(append(q.Categories, s.Category), s.Also...)
		}
		out = append(out, q)
	}
	return out, nil
}

// Funded lists the funded projects that run on a day and lie in a place. What a project was to
// cost and whom it was to serve is what it would again.
func (d Directory) Funded(ctx context.Context, in region.Code, day string) ([]projects.Option, error) {
	all, err := d.Directory.Projects(ctx, supplyPass, directory.ProjectFilter{On: day}, "", 100_000)
	var out []projects.Option
	for _, p := range all {
		if p.Region.In(in) {
			out = append(out, projects.Option{ID: p.ID, Name: p.Name, NameEn: p.NameEn, Region: p.Region, CostFen: p.BudgetFen, People: int64(p.Planned), From: projects.Running})
		}
	}
	slices.SortFunc(out, func(a, b projects.Option) int { return strings.Compare(a.ID, b.ID) })
	return out, err
}

// inPublicHands: GB 32100-2015, table 1: the first character of the unified social
// credit code is the registering authority, 1 for organs and public institutions.
// Without a code the kind decides.
func inPublicHands(o directory.Organisation) bool {
	if o.Credit != "" {
		return o.Credit[0] == '1'
	}
	return slices.Contains([]directory.Kind{"government", "street_centre", "party_branch"}, o.Kind)
}

// Known reports whether a category is in use; so is the parent of one.
func (d Directory) Known(ctx context.Context, category string) (bool, error) {
	all, err := d.Directory.Categories(ctx, supplyPass)
	return slices.ContainsFunc(all, func(c directory.Category) bool { return c.Key == category && c.Active }), err
}
