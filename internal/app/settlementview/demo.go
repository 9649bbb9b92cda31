package settlementview

import (
	"context"
	"time"

	"linli/internal/orders/subsidy"
	"linli/internal/platform/access"
	"linli/internal/region"
	"linli/internal/settlement/programmes"
	"linli/internal/town"
)

// Demo makes what a district pays of meals and care, and what its mutual-aid fund adds.
func Demo(ctx context.Context, s *programmes.Service) error {
	p := access.House("demo")
	year := s.DB.Now().Format("2006")
	if all, err := s.All(ctx, p); err != nil || len(all) > 0 {
		return err // a first try was cut off
	}
	for _, x := range []subsidy.Programme{
		{Name: "长者助餐补贴", NameEn: "Meals for elders", Region: region.Code(town.District), Payer: subsidy.Public, Categories: []string{"elder.canteen", "elder.meal_delivery"}, From: year + "-01-01", To: year + "-12-31", BudgetFen: 240_000_000,
			Brackets: []subsidy.Bracket{
				{Key: "hardship", Name: "特困、低保或重度失能", NameEn: "Hardship or severe loss of ability", Rule: `age >= 60 and (attribute("minimum_allowance") or attribute("low_income") or attribute("ability_level") >= 3)`, UnitFen: 800, KeepFen: 300, PerDay: 2},
				{Key: "over_80", Name: "80 岁及以上", NameEn: "80 and over", Rule: "age >= 80", UnitFen: 500, KeepFen: 300, PerDay: 2, PerMonth: 44},
				{Key: "elder", Name: "60 岁及以上", NameEn: "60 and over", Rule: "age >= 60", UnitFen: 200, KeepFen: 300, PerDay: 1, PerWeek: 5}}},
		{Name: "居家照护补贴", NameEn: "Care at home", Region: region.Code(town.District), Payer: subsidy.Public, Categories: []string{"elder.home_care", "elder.bathing", "elder.respite", "elder.day_care"}, From: year + "-01-01", To: year + "-12-31", BudgetFen: 300_000_000,
			Brackets: []subsidy.Bracket{
				{Key: "level_3", Name: "能力等级 3 级及以上", NameEn: "Ability level 3 and over", Rule: `attribute("ability_level") >= 3`, Percent: 60, TopFen: 6000, MonthFen: 120_000},
				{Key: "level_2", Name: "能力等级 2 级", NameEn: "Ability level 2", Rule: `attribute("ability_level") >= 2`, Percent: 40, TopFen: 4000, MonthFen: 60_000}}},
		{Name: "社区互助基金独居助餐", NameEn: "Mutual-aid fund: meals for those who live alone", Region: region.Code(town.District), Payer: subsidy.Fund, Categories: []string{"elder.meal_delivery"}, From: year + "-01-01", BudgetFen: 20_000_000, Adds: true,
			Brackets: []subsidy.Bracket{{Key: "alone", Name: "独居长者", NameEn: "Lives alone", Rule: `age >= 70 and attribute("lives_alone")`, UnitFen: 100, PerDay: 1}}},
	} {
		// The year's end stands in the programme; what is ordered for the next year waits for the next budget.
		if d, err := time.Parse(time.DateOnly, x.To); err == nil && d.Sub(s.DB.Now()) < 60*24*time.Hour {
			x.To = ""
		}
		one, err := s.Add(ctx, p, x)
		if err == nil {
			_, err = s.Start(ctx, p, one.ID, one.Version)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
