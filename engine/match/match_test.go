package match

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

func random(r *rand.Rand, needs, offers, degree, maxCost, maxCap int) Problem {
	p := Problem{Start: []int32{0}}
	for range offers {
		p.Capacity = append(p.Capacity, int32(r.IntN(maxCap+1)))
	}
	for range needs {
		for _, j := range r.Perm(offers)[:min(offers, r.IntN(degree+1))] {
			p.Offer = append(p.Offer, int32(j))
			p.Cost = append(p.Cost, int64(r.IntN(maxCost)))
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
		p.Unmatched = append(p.Unmatched, int64(r.IntN(2*maxCost)))
	}
	return p
}

// brute tries everything.
func brute(p Problem, i int, left []int32) int64 {
	if i == len(p.Unmatched) {
		return 0
	}
	best := p.Unmatched[i] + brute(p, i+1, left)
	for e := p.Start[i]; e < p.Start[i+1]; e++ {
		if j := p.Offer[e]; left[j] > 0 {
			left[j]--
			best = min(best, p.Cost[e]+brute(p, i+1, left))
			left[j]++
		}
	}
	return best
}

func TestTenThousandSmallProblemsEqualBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 10_000 {
		p := random(r, 1+r.IntN(6), 1+r.IntN(4), 3, 1+r.IntN(12), 3)
		s, err := Solve(context.Background(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := brute(p, 0, append([]int32{}, p.Capacity...)); s.Cost != want {
			t.Fatalf("problem %d: cost %d, want %d: %+v", n, s.Cost, want, p)
		}
		if err := Verify(p, s); err != nil {
			t.Fatalf("problem %d: %v: %+v %+v", n, err, p, s)
		}
	}
}

// bruteGroups tries everything, with limits of groups.
func bruteGroups(p Problem, i int, left, limit []int32) int64 {
	if i == len(p.Unmatched) {
		return 0
	}
	best := p.Unmatched[i] + bruteGroups(p, i+1, left, limit)
	for e := p.Start[i]; e < p.Start[i+1]; e++ {
		j := p.Offer[e]
		g := p.Group[j]
		if left[j] == 0 || g >= 0 && limit[g] == 0 {
			continue
		}
		left[j]--
		if g >= 0 {
			limit[g]--
		}
		best = min(best, p.Cost[e]+bruteGroups(p, i+1, left, limit))
		left[j]++
		if g >= 0 {
			limit[g]++
		}
	}
	return best
}

func grouped(r *rand.Rand, p Problem) Problem {
	p.Group = make([]int32, len(p.Capacity))
	for range 1 + r.IntN(3) {
		p.Limit = append(p.Limit, int32(r.IntN(4)))
	}
	for j := range p.Group {
		p.Group[j] = int32(r.IntN(len(p.Limit)+1)) - 1
	}
	return p
}

func TestGroupsEqualBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 10_000 {
		p := grouped(r, random(r, 1+r.IntN(6), 1+r.IntN(5), 3, 1+r.IntN(12), 3))
		s, err := Solve(context.Background(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := bruteGroups(p, 0, append([]int32{}, p.Capacity...), append([]int32{}, p.Limit...)); s.Cost != want {
			t.Fatalf("problem %d: cost %d, want %d: %+v", n, s.Cost, want, p)
		}
		if err := Verify(p, s); err != nil {
			t.Fatalf("problem %d: %v: %+v %+v", n, err, p, s)
		}
	}
}

func TestGroupsOfProvidersInATown(t *testing.T) {
	p := town(3000, 400, 9)
	p.Group = make([]int32, len(p.Capacity))
	p.Limit = make([]int32, 40)
	for j := range p.Group {
		p.Group[j] = int32(j % 40)
		p.Limit[j%40] += p.Capacity[j] / 2
	}
	s, err := Solve(t.Context(), p, nil)
	if err == nil {
		err = Verify(p, s)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d matched, cost %d", s.Matched, len(p.Unmatched), s.Cost)
}

// town is needs in clusters, offers spread evenly, the nearest of them as pairs.
func town(needs, offers, degree int) Problem {
	r := rand.New(rand.NewPCG(7, uint64(needs)))
	side := int(math.Sqrt(float64(offers)))
	p := Problem{Start: []int32{0}}
	for range side * side {
		p.Capacity = append(p.Capacity, int32(1+r.IntN(max(1, 2*needs*11/10/offers))))
	}
	reach := int(math.Ceil(math.Sqrt(float64(degree))))
	for range needs {
		cx, cy := 0.2+0.2*float64(r.IntN(4)), 0.2+0.2*float64(r.IntN(4))
		x := min(max(cx+r.NormFloat64()*0.075, 0), 0.999) * float64(side)
		y := min(max(cy+r.NormFloat64()*0.075, 0), 0.999) * float64(side)
		for dy := range reach {
			for dx := range reach {
				ox, oy := int(x)+dx-reach/2, int(y)+dy-reach/2
				if ox >= 0 && oy >= 0 && ox < side && oy < side {
					p.Offer = append(p.Offer, int32(oy*side+ox))
					p.Cost = append(p.Cost, int64(100*math.Hypot(x-float64(ox), y-float64(oy)))+int64(r.IntN(500)))
				}
			}
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
		p.Unmatched = append(p.Unmatched, 20_000)
	}
	return p
}

func TestTwentyThousandNeedsAreProvedAndRepeatable(t *testing.T) {
	p := town(20_000, 2_000, 16)
	a, err := Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(p, a); err != nil {
		t.Fatal(err)
	}
	b, err := Solve(t.Context(), p, nil)
	if err != nil || !reflect.DeepEqual(a, b) {
		t.Error("the same input gave another output", err)
	}
	t.Logf("%d of %d matched, cost %d = dual %d", a.Matched, len(p.Unmatched), a.Cost, a.DualCost)
}

func TestVerifyTrustsNobody(t *testing.T) {
	p := town(200, 25, 9)
	good, err := Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Solution){
		"a lower cost":        func(s *Solution) { s.Cost-- },
		"both totals lowered": func(s *Solution) { s.Cost--; s.DualCost-- },
		"a need moved":        func(s *Solution) { s.Match[0] = (s.Match[0] + 1) % 25 },
		"a need forgotten":    func(s *Solution) { s.Match[1] = -1 },
		"a price raised":      func(s *Solution) { s.NeedPrice[2]++; s.DualCost++; s.Cost++ },
		"a negative price":    func(s *Solution) { s.OfferPrice[3] = -1 },
	} {
		s := good
		s.Match = append([]int32{}, good.Match...)
		s.NeedPrice = append([]int64{}, good.NeedPrice...)
		s.OfferPrice = append([]int64{}, good.OfferPrice...)
		spoil(&s)
		if Verify(p, s) == nil {
			t.Errorf("%s: nobody noticed", name)
		}
	}
}

func TestBadProblemsAndEndedContexts(t *testing.T) {
	one := func(change func(*Problem)) Problem {
		p := Problem{Start: []int32{0, 1}, Offer: []int32{0}, Cost: []int64{1}, Unmatched: []int64{1}, Capacity: []int32{1}}
		change(&p)
		return p
	}
	for name, c := range map[string]struct {
		p    Problem
		want error
	}{
		"no start":             {one(func(p *Problem) { p.Start = nil }), ErrShape},
		"a start too short":    {one(func(p *Problem) { p.Start = []int32{0} }), ErrShape},
		"a start that falls":   {Problem{Start: []int32{0, 1, 0}, Unmatched: []int64{1, 1}}, ErrShape},
		"fewer costs":          {one(func(p *Problem) { p.Cost = nil }), ErrShape},
		"negative cost":        {one(func(p *Problem) { p.Cost[0] = -1 }), ErrNegative},
		"negative unmatched":   {one(func(p *Problem) { p.Unmatched[0] = -1 }), ErrNegative},
		"an unknown offer":     {one(func(p *Problem) { p.Offer[0] = 3 }), ErrPair},
		"a pair twice":         {Problem{Start: []int32{0, 2}, Offer: []int32{0, 0}, Cost: []int64{1, 2}, Unmatched: []int64{1}, Capacity: []int32{1}}, ErrTwice},
		"a negative offer":     {one(func(p *Problem) { p.Offer[0] = -1 }), ErrPair},
		"negative capacity":    {one(func(p *Problem) { p.Capacity[0] = -1 }), ErrNegative},
		"near 2^62":            {one(func(p *Problem) { p.Cost[0] = 1 << 62 }), ErrRange},
		"the largest there is": {one(func(p *Problem) { p.Unmatched[0] = math.MaxInt64 }), ErrRange},
		"groups of others":     {one(func(p *Problem) { p.Group = []int32{0, 0} }), ErrShape},
		"an unknown group":     {one(func(p *Problem) { p.Group = []int32{1}; p.Limit = []int32{1} }), ErrShape},
		"a negative limit":     {one(func(p *Problem) { p.Group = []int32{0}; p.Limit = []int32{-1} }), ErrNegative},
		"nothing at all":       {Problem{}, nil},
		"needs without pairs":  {Problem{Start: []int32{0, 0}, Unmatched: []int64{5}}, nil},
		"the largest allowed":  {one(func(p *Problem) { p.Cost[0], p.Unmatched[0] = 1<<58, 1<<58 }), nil},
	} {
		s, err := Solve(t.Context(), c.p, nil)
		if !errors.Is(err, c.want) || err == nil && Verify(c.p, s) != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Solve(ctx, town(200, 25, 9), nil); err == nil {
		t.Error("it went on after the context had ended")
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct {
		name          string
		needs, offers int
	}{{"20k", 20_000, 2_000}, {"100k", 100_000, 10_000}} {
		p := town(c.needs, c.offers, 16)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Solve(b.Context(), p, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
