package decisionsview

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"linli/internal/cloud/decisions"
	"linli/internal/cloud/decisions/projects"
	"linli/internal/cloud/decisions/sites"
	"linli/internal/cloud/demandmap"
	"linli/internal/directory"
	"linli/internal/people"
	"linli/internal/platform/access"
	"linli/internal/platform/account"
	"linli/internal/platform/api"
	"linli/internal/platform/regions"
	"linli/internal/platform/store"
	"linli/internal/region"
	"linli/internal/town"
)

// Parts are what decisions is shown.
type Parts struct {
	DB       *store.DB
	Log      *slog.Logger
	Accounts func() *account.Service // made after the features
	People   *people.Service
	Demand   *demandmap.Map
	Offers   *directory.Directory
	Places   *regions.Register
}

// Make is the feature with all it needs but the queue.
func Make(x Parts) *decisions.Service {
	supply, names := decisions.Directory{Directory: x.Offers}, &names{accounts: x.Accounts, now: x.DB.Now}
	return &decisions.Service{DB: x.DB, Log: x.Log, Names: names.get,
		Sites: &sites.Sources{Residents: x.People, Demand: Told{x.Demand}, Supply: supply, Places: x.Places, Now: x.DB.Now},
		Funded: func(ctx context.Context, in region.Code) ([]projects.Option, error) {
			return supply.Funded(ctx, in, people.Day(x.DB.Now()))
		}}
}

// names are the names of the staff's accounts, read once a minute.
type names struct {
	accounts func() *account.Service
	now      func() time.Time

	mu   sync.Mutex
	at   time.Time
	held map[string]string
}

func (n *names) get(ctx context.Context) (map[string]string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if now := n.now(); n.held == nil || now.Sub(n.at) > time.Minute {
		all, err := n.accounts().List(ctx, access.House("names"), "", 100_000)
		if err != nil {
			return nil, err
		}
		n.at, n.held = now, map[string]string{}
		for _, a := range all {
			n.held[a.ID] = a.Name
		}
	}
	return n.held, nil
}

// Told shows the demand map to decisions.
type Told struct{ Demand *demandmap.Map }

// Exact reports whether a viewer may see the persons of a place.
func (t Told) Exact(ctx context.Context, place region.Code) bool {
	p, err := demandmap.Rules.Decide(api.ViewerOf(ctx), demandmap.Exact, t.Demand.DB.Now())
	return err == nil && p.Covers(place)
}

// Filter is a group in the map's words.
func Filter(g sites.Group) demandmap.Filter {
	return demandmap.Filter{Attributes: g.Attributes, Sex: g.Sex, AgeFrom: g.AgeFrom, AgeTo: g.AgeTo}
}

// Check completes a group, or refuses it.
func (t Told) Check(g sites.Group, exact bool) (sites.Group, error) {
	f, err := Filter(g).Check(exact)
	return sites.Group{Attributes: f.Attributes, Sex: f.Sex, AgeFrom: f.AgeFrom, AgeTo: f.AgeTo}, err
}

// Told is what a viewer of aggregates hears.
func (t Told) Told(place region.Code, g sites.Group) (sites.Told, error) {
	out := sites.Told{Counts: map[region.Code]*int{}}
	look := demandmap.Look{Pass: access.HouseIn("decisions", "", place), Filter: Filter(g)}
	for _, level := range []region.Level{region.Street, region.Community, region.Grid} {
		a, err := t.Demand.Places(look, level)
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

// Demo asks for a scenario as a planner would: where four more canteens do most for
// people of 65 and over. It is worked out as soon as the
// house serves.
func Demo(ctx context.Context, s *decisions.Service, accounts *account.Service) error {
	planner := "demo"
	all, err := accounts.List(ctx, access.House("demo"), "", 100)
	for _, a := range all {
		if a.Login == "planner" {
			planner = a.ID
		}
	}
	if err != nil {
		return err
	}
	p := access.HouseIn("demo", planner, town.District)
	if n, err := s.Count(ctx, p, decisions.Filter{}); err != nil || n > 0 {
		return err // a first try was cut off
	}
	_, err = s.Begin(ctx, p, decisions.NewScenario{Name: "新增 4 个长者饭堂，选在哪里", Kind: decisions.Siting, Where: &sites.Where{
		Group: sites.Group{AgeFrom: 65}, Category: "elder.canteen", Objective: sites.Coverage, RadiusM: 500, Number: 4, CostFen: 45_000_000,
		Keep: true, From: []sites.Source{sites.Grids, sites.Public}}})
	return err
}
