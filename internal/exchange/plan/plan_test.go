package plan

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"linli/engine/match"
	"linli/internal/geo"

	"pgregory.net/rapid"
)

// town scatters needs and offers over some kilometres.
func town(r *rand.Rand, needs, offers, capacity int) ([]Need, []Offer) {
	at := func() geo.Point { return geo.Point{Lon: 113.2 + r.Float64()*0.08, Lat: 23.1 + r.Float64()*0.08} }
	word := []string{"elder.meal_delivery", "elder.home_care"}
	var ns []Need
	for range needs {
		n := Need{Category: word[r.IntN(2)], At: at(), Weight: int64(1 + r.IntN(5))}
		if r.IntN(6) == 0 {
			n.Constraints = []string{"step_free"}
		}
		ns = append(ns, n)
	}
	var os []Offer
	for range offers {
		o := Offer{Category: word[r.IntN(2)], At: at(), Capacity: r.IntN(capacity + 1), ReachM: []int{0, 800, 2500}[r.IntN(3)]}
		if r.IntN(2) == 0 {
			o.Constraints = []string{"step_free"}
		}
		os = append(os, o)
	}
	return ns, os
}

// whole solves with every possible pair listed: the truth that Make must reach.
func whole(t testing.TB, needs []Need, offers []Offer, s Settings) int64 {
	t.Helper()
	w := &work{needs: needs, offers: offers, Settings: s}
	p := match.Problem{Start: []int32{0}}
	for _, o := range offers {
		p.Capacity = append(p.Capacity, int32(o.Capacity))
	}
	for i, n := range needs {
		p.Unmatched = append(p.Unmatched, n.Weight*DefaultUnmatchedCost)
		for j, o := range offers {
			if d := metres(n.At, o.At); o.Category == n.Category && w.possible(i, int32(j), d) {
				p.Offer, p.Cost = append(p.Offer, int32(j)), append(p.Cost, int64(d))
			}
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
	}
	sol, err := match.Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sol.Cost
}

func TestThePlanIsBestOverAllPairsNotOnlyTheNearest(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		needs, offers := town(r, 1+r.IntN(300), 1+r.IntN(60), 1+r.IntN(6))
		s := Settings{RadiusM: []int{0, 1500}[seed%2], Candidates: 1 + int(seed%4)}
		if seed%3 == 0 {
			s.Possible = func(n, o int) bool { return (n*7+o*3)%5 != 0 }
		}
		got, err := Make(t.Context(), needs, offers, s)
		if err != nil {
			t.Fatal(err)
		}
		if want := whole(t, needs, offers, s); got.Cost != want || got.DualCost != want || !got.Proved {
			t.Errorf("seed %d: cost %d, dual %d, all pairs give %d", seed, got.Cost, got.DualCost, want)
		}
		again, err := Make(t.Context(), needs, offers, s)
		if err != nil || !reflect.DeepEqual(got, again) {
			t.Errorf("seed %d: a second time it is another plan", seed)
		}
	}
}

func TestNoPlanBreaksARule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		needs, offers := town(r, rapid.IntRange(0, 60).Draw(t, "needs"), rapid.IntRange(0, 25).Draw(t, "offers"), 4)
		s := Settings{RadiusM: rapid.SampledFrom([]int{0, 300, 2000}).Draw(t, "radius"), Candidates: rapid.IntRange(1, 20).Draw(t, "k")}
		got, err := Make(context.Background(), needs, offers, s)
		if err != nil {
			t.Fatal(err)
		}
		used, once := make([]int, len(offers)), map[int]bool{}
		w := &work{needs: needs, offers: offers, Settings: s}
		for _, p := range got.Pairs {
			used[p.Offer]++
			if once[p.Need] || needs[p.Need].Category != offers[p.Offer].Category || !w.possible(p.Need, int32(p.Offer), int32(p.DistanceM)) || p.Rank > p.Possible {
				t.Fatalf("%+v", p)
			}
			once[p.Need] = true
		}
		for j, n := range used {
			if n > offers[j].Capacity || n != got.OfferUsed[j] {
				t.Fatalf("offer %d gives %d of %d", j, n, offers[j].Capacity)
			}
		}
		for _, u := range got.Unmet {
			if once[u.Need] || u.Why == "" {
				t.Fatalf("%+v", u)
			}
			once[u.Need] = true
		}
		if len(once) != len(needs) {
			t.Fatalf("%d of %d needs answered", len(once), len(needs))
		}
	})
}

func TestWhyANeedStaysUnmatched(t *testing.T) {
	here := geo.Point{Lon: 113.2, Lat: 23.1}
	far := geo.Point{Lon: 113.3, Lat: 23.1}
	meal := func(at geo.Point, constraints ...string) Need {
		return Need{Category: "meal", At: at, Weight: 1, Constraints: constraints}
	}
	offer := func(at geo.Point, capacity int) Offer { return Offer{Category: "meal", At: at, Capacity: capacity} }
	for name, c := range map[string]struct {
		needs    []Need
		offers   []Offer
		possible func(int, int) bool
		why      Why
	}{
		"nobody offers it":             {[]Need{meal(here)}, []Offer{{Category: "other", At: here, Capacity: 1}}, nil, NoOffer},
		"nothing at all":               {[]Need{meal(here)}, nil, nil, NoOffer},
		"the home is on no map":        {[]Need{meal(geo.Point{})}, []Offer{offer(here, 1)}, nil, NoPlace},
		"too far":                      {[]Need{meal(here)}, []Offer{offer(far, 1)}, nil, TooFar},
		"nobody has a ramp":            {[]Need{meal(here, "step_free")}, []Offer{offer(here, 1)}, nil, Unheeded},
		"not entitled":                 {[]Need{meal(here)}, []Offer{offer(here, 1)}, func(int, int) bool { return false }, NotEntitled},
		"all meals are given":          {[]Need{meal(here)}, []Offer{offer(here, 0)}, nil, Full},
		"one meal goes to the weighty": {[]Need{meal(here), {Category: "meal", At: here, Weight: 3}}, []Offer{offer(here, 1)}, nil, Full},
	} {
		got, err := Make(t.Context(), c.needs, c.offers, Settings{RadiusM: 1500, Possible: c.possible})
		if err != nil || len(got.Unmet) != 1 || got.Unmet[0].Need != 0 || got.Unmet[0].Why != c.why {
			t.Errorf("%s: %+v, %v", name, got.Unmet, err)
		}
	}
	if _, err := Make(t.Context(), []Need{{Weight: 0}}, nil, Settings{}); !errors.Is(err, ErrWeight) {
		t.Error(err)
	}
}

func TestCandidatesSayWhy(t *testing.T) {
	here := geo.Point{Lon: 113.2, Lat: 23.1}
	n := Need{Category: "meal", At: here, Weight: 1}
	got := Candidates(n, []Offer{{Category: "meal", At: geo.Point{Lon: 113.3, Lat: 23.1}, Capacity: 1}, {Category: "meal", At: here}, {Category: "meal", At: geo.Point{Lon: 113.201, Lat: 23.1}, Capacity: 2}, {Category: "other", At: here, Capacity: 3}}, Settings{RadiusM: 1500}, 10)
	if len(got) != 3 || got[0].Offer != 2 || got[0].Why != "" || got[1].Why != Full || got[2].Why != TooFar {
		t.Errorf("%+v", got)
	}
}

func BenchmarkPlan20000(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3))
	needs, offers := town(r, 20_000, 400, 90)
	b.ResetTimer()
	for b.Loop() {
		got, err := Make(b.Context(), needs, offers, Settings{RadiusM: 2000})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(got.Rounds), "rounds")
		b.ReportMetric(float64(got.Listed), "pairs")
	}
}
