package portfolio_test

import (
	"context"
	"fmt"

	"linli/engine/portfolio"
)

// Three projects for 150,000 yuan: the canteen and the lift fit, the day-care
// centre would have to do better to take the lift's place.
func ExampleSolve() {
	names := []string{"canteen", "day care", "lift"}
	p := portfolio.Problem{
		Projects: []portfolio.Project{
			{Cost: 9_000_000, Community: 0, Category: -1},
			{Cost: 8_000_000, Community: 1, Category: -1},
			{Cost: 5_000_000, Community: 1, Category: -1},
		},
		Effects: []portfolio.Effect{
			{Project: 0, Community: 0, Group: 0, Amount: 120},
			{Project: 1, Community: 1, Group: 0, Amount: 60},
			{Project: 2, Community: 1, Group: 0, Amount: 48},
		},
		Communities: 2, Groups: 1, Budget: 15_000_000,
		Floors: []portfolio.Floor{{Scope: portfolio.InCommunity(1), Least: 40}},
	}
	plan, err := portfolio.Solve(context.Background(), p, portfolio.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for j, r := range plan.Reasons {
		fmt.Printf("%s: %s\n", names[j], r.Why)
	}
	fmt.Println(plan.Status, plan.Effect, portfolio.Verify(p, plan) == nil)
	more, _ := portfolio.Extra(context.Background(), p, plan, 2_000_000)
	fmt.Println("20,000 yuan more:", more.Effect)
	// Output:
	// canteen: pays
	// day care: dear
	// lift: floor
	// optimal 168 true
	// 20,000 yuan more: 12
}
