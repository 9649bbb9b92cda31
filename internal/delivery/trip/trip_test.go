package trip_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/internal/delivery/trip"
	"linli/internal/geo"
)

var (
	kitchen = geo.Point{Lon: 113.1, Lat: 22.84}
	noon    = time.Date(2026, 11, 25, 10, 45, 0, 0, time.UTC)
)

func how() trip.How {
	return trip.How{From: noon, To: noon.Add(135 * time.Minute), Box: time.Hour, By: trip.Bike, KeepFor: 90 * time.Second}
}

func around(n int, draw func(lo, hi int) int) (out []trip.Home) {
	for i := range n {
		at := geo.Point{Lon: kitchen.Lon + float64(draw(-80, 80))/10_000, Lat: kitchen.Lat + float64(draw(-80, 80))/10_000}
		out = append(out, trip.Home{Order: fmt.Sprint("o", i), Person: fmt.Sprint("p", i), At: at, Bags: draw(1, 2)})
	}
	return out
}

func couriers(n int) (out []trip.Courier) {
	for i := range n {
		out = append(out, trip.Courier{Account: fmt.Sprint("c", i)})
	}
	return out
}

func TestEveryHomeIsOnOneRoundOrLeftWithAReason(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		homes := around(rapid.IntRange(0, 25).Draw(r, "homes"), func(lo, hi int) int { return rapid.IntRange(lo, hi).Draw(r, "x") })
		for i := range homes {
			if rapid.IntRange(0, 9).Draw(r, "unknown") == 0 {
				homes[i].At = geo.Point{}
			}
		}
		cs := couriers(rapid.IntRange(1, 3).Draw(r, "couriers"))
		for i := range cs {
			cs[i].Bags = rapid.IntRange(1, 20).Draw(r, "bags")
		}
		p, err := trip.Lay(t.Context(), kitchen, homes, cs, how())
		if err != nil {
			r.Fatal(err)
		}
		seen, load := map[string]int{}, map[string]int{}
		bags := map[string]int{}
		for _, h := range homes {
			bags[h.Order] = h.Bags
		}
		for _, x := range p.Trips {
			for i, s := range x.Stops {
				seen[s.Order]++
				load[x.Courier.Account] += bags[s.Order]
				if s.Expect.Before(x.Leaves) || i > 0 && s.Expect.Before(x.Stops[i-1].Expect) || s.Expect.After(how().To) && !s.Unknown {
					r.Fatalf("stop %d at %v of a round that leaves at %v", i, s.Expect, x.Leaves)
				}
			}
		}
		for _, l := range p.Left {
			seen[l.Order]++
		}
		for _, h := range homes {
			if seen[h.Order] != 1 {
				r.Fatalf("%s is there %d times", h.Order, seen[h.Order])
			}
		}
		for _, c := range cs {
			if load[c.Account] > c.Bags {
				r.Fatalf("%s carries %d of %d", c.Account, load[c.Account], c.Bags)
			}
		}
	})
}

// Homes on a line: the shortest way is along it; the courier remembers otherwise.
func TestTheRememberedOrderIsKeptUnlessItCostsTooMuch(t *testing.T) {
	var homes []trip.Home
	for i := range 5 {
		homes = append(homes, trip.Home{Order: fmt.Sprint("o", i), Person: fmt.Sprint("p", i), At: geo.Point{Lon: kitchen.Lon + 0.0008*float64(i+1), Lat: kitchen.Lat}, Bags: 1})
	}
	order := func(h trip.How) (out []string) {
		p, err := trip.Lay(t.Context(), kitchen, homes, couriers(1), h)
		if err != nil || len(p.Trips) != 1 || len(p.Left) > 0 {
			t.Fatalf("%+v %v", p, err)
		}
		for _, s := range p.Trips[0].Stops {
			out = append(out, s.Person)
		}
		return out
	}
	remembered := []string{"p1", "p0", "p2", "p3", "p4"} // p1 first: her medicine
	h := how()
	if got := order(h); reflect.DeepEqual(got, remembered) {
		t.Fatalf("without a memory: %v", got)
	}
	h.Memory = [][]string{remembered}
	if got := order(h); !reflect.DeepEqual(got, remembered) {
		t.Errorf("a small detour is worth it: %v", got)
	}
	// Two kilometres out and back to the first: too dear.
	homes[1].At.Lon = kitchen.Lon + 0.02
	if got := order(h); got[0] == "p1" && got[1] == "p0" {
		t.Errorf("kilometres are not: %v", got)
	}
}

func TestFoodIsNotLongerOnTheWayThanItMay(t *testing.T) {
	homes := around(60, func(lo, hi int) int { return lo + (hi-lo)/2 + 1 })
	for i := range homes {
		homes[i].At.Lon += float64(i%10) * 0.0004
		homes[i].Bags = 1
	}
	few, err := trip.Lay(t.Context(), kitchen, homes, couriers(1), how())
	if err != nil || len(few.Left) == 0 || few.Left[0].Why != "no_time" {
		t.Fatalf("sixty doors in an hour by one courier: left %v, %v", few.Left, err)
	}
	more, err := trip.Lay(t.Context(), kitchen, homes, couriers(5), how())
	if err != nil || len(more.Left) > 0 {
		t.Fatalf("left %v, %v", more.Left, err)
	}
	for _, x := range more.Trips {
		if x.Back.Sub(noon) > time.Hour {
			t.Errorf("back after %v", x.Back.Sub(noon))
		}
	}
}

func TestRememberKeepsWhoWasNotThereToday(t *testing.T) {
	got := trip.Remember([][]string{{"a", "b", "c", "d"}, {"e", "f"}}, [][]string{{"c", "a"}, {"f"}})
	if want := [][]string{{"c", "a"}, {"b", "d"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if got := trip.Remember(nil, nil); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestRoundsAreShared(t *testing.T) {
	var homes []trip.Home
	for i := range 12 {
		homes = append(homes, trip.Home{Order: fmt.Sprint("o", i), Person: fmt.Sprint("p", i), At: geo.Point{Lon: kitchen.Lon + 0.0003*float64(i%4), Lat: kitchen.Lat + 0.0004*float64(i/4)}, Bags: 1})
	}
	p, err := trip.Lay(t.Context(), kitchen, homes, couriers(2), how())
	if err != nil || len(p.Trips) != 2 || len(p.Left) > 0 {
		t.Fatalf("%+v %v", p, err)
	}
	if a, b := len(p.Trips[0].Stops), len(p.Trips[1].Stops); a < 4 || b < 4 {
		t.Errorf("%d and %d doors", a, b)
	}
}
