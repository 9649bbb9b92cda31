package routing_test

import (
	"context"
	"fmt"

	"linli/engine/routing"
)

// One canteen, five lunches along a street, two riders; the second can carry the
// wheelchair lift that the last stop needs, and rests between 12 and 12:30.
func Example() {
	minute := func(h, m int64) int64 { return 60*h + m }
	metres := func(a, b int) int64 { return 300 * int64(max(a-b, b-a)) }
	p := routing.Problem{
		Places: 6, // the canteen, then the stops
		Ways:   []routing.Ways{{Cost: metres, Time: func(a, b int) int64 { return metres(a, b) / 150 }}},
	}
	for i := 1; i <= 5; i++ {
		p.Stops = append(p.Stops, routing.Stop{Place: i, From: minute(11, 30), To: minute(12, 30), Service: 3, Quantity: 1})
	}
	p.Stops[4].Skills = 1
	p.Vehicles = []routing.Vehicle{
		{From: minute(11, 0), To: minute(13, 0), Capacity: 4},
		{From: minute(11, 0), To: minute(13, 0), Capacity: 4, Skills: 1, Breaks: []routing.Break{{From: minute(12, 0), To: minute(12, 10), Length: 20}}},
	}
	s, err := routing.Solve(context.Background(), p, routing.Options{Seed: 1})
	if err != nil {
		panic(err)
	}
	fmt.Println("metres", s.Cost, "verified", routing.Verify(p, s) == nil)
	for _, r := range s.Routes {
		fmt.Println("vehicle", r.Vehicle, "carries", r.Load, "and rests", len(r.Breaks), "times on the way")
	}
	// Unordered output:
	// metres 3600 verified true
	// vehicle 0 carries 1 and rests 0 times on the way
	// vehicle 1 carries 4 and rests 0 times on the way
}
