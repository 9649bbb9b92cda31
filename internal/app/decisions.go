package app

import (
	"context"

	"linli/internal/cloud/decisions"
	"linli/internal/cloud/decisions/sites"
	"linli/internal/cloud/demandmap"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/jobs"
	"linli/internal/region"
)

// makeDecisions wires what-if scenarios.
func (h *House) makeDecisions(work *jobs.Registry) {
	h.Decide = &decisions.Service{DB: h.DB, Log: h.Log, Names: h.staffNames, Sites: &sites.Sources{
		Residents: h.People, Demand: told{h.Demand}, Supply: decisions.Directory{Directory: h.Offers}, Places: h.Places, Now: h.DB.Now}}
	h.Decide.Jobs(work)
}

// staffNames are the names of the staff's accounts.
func (h *House) staffNames(ctx context.Context) (map[string]string, error) {
	var err error
	return h.staff.get(func() (map[string]string, error) {
		all, lerr := h.Accounts.List(ctx, access.House("names"), "", 100_000)
		out := map[string]string{}
		for _, a := range all {
			out[a.ID] = a.Name
		}
		err = lerr
		return out, lerr
	}, h.DB.Now()), err
}

// told shows the demand map to decisions.
type told struct{ demand *demandmap.Map }

func (t told) Exact(ctx context.Context, place region.Code) bool {
	p, err := demandmap.Rules.Decide(api.ViewerOf(ctx), demandmap.Exact, t.demand.DB.Now())
	return err == nil && p.Covers(place)
}

func filterOf(g sites.Group) demandmap.Filter {
	return demandmap.Filter{Attributes: g.Attributes, Sex: g.Sex, AgeFrom: g.AgeFrom, AgeTo: g.AgeTo}
}

func (t told) Check(g sites.Group, exact bool) (sites.Group, error) {
	f, err := filterOf(g).Check(exact)
	return sites.Group{Attributes: f.Attributes, Sex: f.Sex, AgeFrom: f.AgeFrom, AgeTo: f.AgeTo}, err
}

// Told is what a viewer of aggregates hears.
func (t told) Told(place region.Code, g sites.Group) (sites.Told, error) {
	out := sites.Told{Counts: map[region.Code]*int{}}
	look := demandmap.Look{Pass: access.HouseIn("decisions", "", place), Filter: filterOf(g)}
	for _, level := range []region.Level{region.Street, region.Community, region.Grid} {
		a, err := t.demand.Places(look, level)
		if err != nil {
			return out, err
		}
		out.Total = a.Total
		for _, i := range a.Items {
			out.Counts[i.Region] = i.Count
		}
	}
	return out, nil
}
