package app

import (
	"math"
	"testing"

	"linli/internal/app/decisionsview"
	"linli/internal/cloud/decisions/sites"
	"linli/internal/cloud/demandmap"
	"linli/internal/platform/access"
	"linli/internal/region"
	"linli/internal/town"
)

// Two packages read one register: they count the same people, or a scenario would
// not be about those whom the map shows.
func TestDecisionsCountWhomTheDemandMapCounts(t *testing.T) {
	ctx := t.Context()
	h, err := Open(ctx, Config{Data: t.TempDir(), Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	if err := h.MakeDemo(ctx, 2500, 1, false, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	if all, err := h.Decide.Names(ctx); err != nil || len(all) < 5 {
		t.Errorf("names of accounts: %v %v", all, err)
	}
	if err := h.Demand.Build(ctx); err != nil {
		t.Fatal(err)
	}
	p := access.HouseIn("test", "test", town.District)
	for name, g := range map[string]sites.Group{
		"everybody": {}, "of 60 and over": {AgeFrom: 60}, "women of 15 to 49": {Sex: "female", AgeFrom: 15, AgeTo: 49}, "children": {AgeTo: 14},
		"living alone": {Attributes: []string{"lives_alone"}}, "not living alone, of 65 and over": {Attributes: []string{"!lives_alone"}, AgeFrom: 65},
		"in need of care": {Attributes: []string{"ability_level:2+"}}, "of one level": {Attributes: []string{"disability:2"}}, "two attributes": {Attributes: []string{"chronic_illness", "lives_alone"}},
	} {
		g, err := decisionsview.Told{Demand: h.Demand}.Check(g, true)
		if err != nil {
			t.Fatal(err)
		}
		w, err := sites.Where{Group: g, Category: "elder.canteen", Objective: sites.Coverage, RadiusM: 400, Number: 1, Keep: true, From: []sites.Source{sites.Communities}}.Check()
		if err != nil {
			t.Fatal(err)
		}
		want, err := h.Demand.Places(demandmap.Look{Pass: p, Exact: p, Has: true, Filter: decisionsview.Filter(g)}, region.Community)
		if err != nil {
			t.Fatal(err)
		}
		exact, _, err := h.Decide.Sites.Plan(ctx, p, town.District, w, true, func(sites.Step) {})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := *exact.People + exact.OffMap; got != *want.Total {
			t.Errorf("%s: %d, on the map %d", name, got, *want.Total)
		}
		for i, a := range exact.Areas {
			if exact.OffMap == 0 && *a.People != *want.Items[i].Count {
				t.Errorf("%s: %d in %s, on the map %d", name, *a.People, a.Name, *want.Items[i].Count)
			}
		}
		guess, _, err := h.Decide.Sites.Plan(ctx, p, town.District, w, false, func(sites.Step) {})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if math.Abs(float64(*guess.People-*want.Total)) > 1 {
			t.Errorf("%s: an estimate of %d of %d people", name, *guess.People, *want.Total)
		}
		t.Logf("%s: within reach %.3f, estimated %.3f", name, *exact.Before.Share, *guess.Before.Share)
	}
}
