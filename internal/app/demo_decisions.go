package app

import (
	"context"

	"linli/internal/cloud/decisions"
	"linli/internal/cloud/decisions/sites"
	"linli/internal/platform/access"
	"linli/internal/town"
)

// demoDecisions asks for a scenario as the planner would: where four more canteens
// do most for people of 65 and over. It is worked out as soon as the house serves.
func (h *House) demoDecisions(ctx context.Context) error {
	planner := "demo"
	all, err := h.Accounts.List(ctx, access.House("demo"), "", 100)
	for _, a := range all {
		if a.Login == "planner" {
			planner = a.ID
		}
	}
	if err != nil {
		return err
	}
	p := access.HouseIn("demo", planner, town.District)
	if n, err := h.Decide.Count(ctx, p, decisions.Filter{}); err != nil || n > 0 {
		return err // a first try was cut off
	}
	_, err = h.Decide.Begin(ctx, p, decisions.NewScenario{Name: "新增 4 个长者饭堂，选在哪里", Kind: decisions.Siting, Where: &sites.Where{
		Group: sites.Group{AgeFrom: 65}, Category: "elder.canteen", Objective: sites.Coverage, RadiusM: 500, Number: 4, CostFen: 45_000_000,
		Keep: true, From: []sites.Source{sites.Grids, sites.Public}}})
	return err
}
