package match_test

import (
	"context"
	"fmt"

	"linli/engine/match"
)

// Three elders, a canteen with one place left and one with two, further away.
func Example() {
	p := match.Problem{
		Start:     []int32{0, 2, 4, 5},
		Offer:     []int32{0, 1, 0, 1, 1},
		Cost:      []int64{100, 900, 200, 400, 300},
		Unmatched: []int64{2000, 2000, 2000},
		Capacity:  []int32{1, 2},
	}
	s, err := match.Solve(context.Background(), p, nil)
	if err != nil {
		panic(err)
	}
	fmt.Println(s.Match, "cost", s.Cost, "dual cost", s.DualCost)
	fmt.Println(match.Verify(p, s))
	// Output:
	// [0 1 1] cost 800 dual cost 800
	// <nil>
}

// A plan goes on when somebody comes or an offer shrinks.
func ExamplePlan() {
	p := match.Problem{Start: []int32{0, 2}, Offer: []int32{0, 1}, Cost: []int64{100, 900}, Unmatched: []int64{2000}, Capacity: []int32{1, 1}}
	s, _ := match.Solve(context.Background(), p, nil)
	plan, err := match.NewPlan(p, s)
	if err != nil {
		panic(err)
	}
	second, _ := plan.AddNeed(2000, []int32{0}, []int64{50})
	fmt.Println(plan.Match(0), plan.Match(second), plan.Cost())
	_ = plan.SetCapacity(1, 0)
	fmt.Println(plan.Match(0), plan.Match(second), plan.Cost())
	// Output:
	// 1 0 950
	// -1 0 2050
}

// A provider's limit over both of its canteens.
func Example_groups() {
	p := match.Problem{Start: []int32{0, 1, 2}, Offer: []int32{0, 1}, Cost: []int64{10, 20}, Unmatched: []int64{500, 500}, Capacity: []int32{1, 1},
		Group: []int32{0, 0}, Limit: []int32{1}}
	s, _ := match.Solve(context.Background(), p, nil)
	fmt.Println(s.Match, s.Cost, "one more unit of the limit saves", s.GroupPrice[0])
	// Output: [0 -1] 510 one more unit of the limit saves 480
}
