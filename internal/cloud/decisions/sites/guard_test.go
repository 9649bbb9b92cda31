package sites

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func figureOf(n int) *int { return &n }

// made is a result of random communities, with what follows from them.
func made(t *rapid.T) SitingResult {
	r := SitingResult{Aim: rapid.SampledFrom([]Objective{Coverage, Median, Center, CoverAll}).Draw(t, "aim"), Proved: true, Verified: true, OffMap: 3}
	people, before, after, gained, lost := 0, 0, 0, 0, 0
	for range rapid.IntRange(0, 8).Draw(t, "areas") {
		n := rapid.SampledFrom([]int{0, 1, 5, 9, 10, 11, 25, 60}).Draw(t, "people")
		was := rapid.IntRange(0, n).Draw(t, "before")
		more, less := rapid.IntRange(0, n-was).Draw(t, "gained"), rapid.IntRange(0, was).Draw(t, "lost")
		r.Areas = append(r.Areas, AreaChange{People: figureOf(n), Before: figureOf(was), After: figureOf(was + more - less), Gain: figureOf(more - less), Lost: figureOf(less)})
		people, before, after, gained, lost = people+n, before+was, after+was+more-less, gained+more, lost+less
	}
	r.People, r.Gained, r.Lost = &people, &gained, &lost
	way, objective := 812.0, float64(after)
	r.Before, r.After = SitingReach{Inside: &before, FarthestM: &way, MeanM: &way}, SitingReach{Inside: &after, FarthestM: &way, MeanM: &way}
	r.Objective, r.Bound = &objective, &objective
	left := gained
	for left > 0 {
		n := rapid.IntRange(1, left).Draw(t, "adds")
		r.Sites = append(r.Sites, ChosenSite{Adds: figureOf(n), Within: figureOf(n + 3), Serves: figureOf(n)})
		left -= n
	}
	return r
}

func TestWhoMayNotSeePersonsIsToldNoSmallCountNorCanWorkOneOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := made(t)
		r := whole.Guarded()
		bad := func(what string, n *int) {
			if n != nil && small(*n) {
				t.Fatalf("%s: %d", what, *n)
			}
		}
		minus := func(a, b *int) *int {
			if a == nil || b == nil {
				return nil
			}
			return figureOf(*a - *b)
		}
		for what, n := range map[string]*int{"people": r.People, "before": r.Before.Inside, "after": r.After.Inside, "gained": r.Gained, "lost": r.Lost, "out of reach before": minus(r.People, r.Before.Inside),
			"out of reach after": minus(r.People, r.After.Inside), "the difference": minus(r.After.Inside, r.Before.Inside)} {
			bad(what, n)
		}
		hidden, sums := 0, make([]int, 7)
		for i, a := range r.Areas {
			if a.People == nil {
				hidden++
				for k, n := range whole.Areas[i].counts() {
					sums[k] += n
				}
				continue
			}
			for _, n := range a.counts() {
				bad("of a community", &n)
			}
		}
		// The total less the others: never one community alone, never a small sum,
		// unless nothing more can be left out and the totals are not told either.
		if hidden > 0 && hidden < len(r.Areas) {
			for i, a := range r.Areas {
				if a.People != nil && *whole.Areas[i].People > 0 && (hidden == 1 || small(sums...)) {
					t.Fatalf("%d hidden communities add up to %v", hidden, sums)
				}
			}
		}
		left, few := 0, 0
		for i, s := range r.Sites {
			bad("adds", s.Adds)
			bad("within", s.Within)
			bad("serves", s.Serves)
			if s.Adds == nil {
				few++
				left += *whole.Sites[i].Adds
			}
		}
		if few > 0 && few < len(r.Sites) && r.Gained != nil && (few == 1 || left < K) {
			t.Fatalf("%d hidden sites add %d", few, left)
		}
		if r.OffMap != 0 || r.Before.FarthestM != nil || r.After.FarthestM != nil || r.Aim == Center && r.Objective != nil || r.Aim == Coverage && r.After.Inside == nil && (r.Objective != nil || strings.ContainsAny(r.ProofEn, "123456789")) {
			t.Fatalf("%+v", r)
		}
		h := whole.Head().Guarded()
		for what, n := range map[string]*int{"people": h.People, "before": h.Before, "after": h.After, "gained": h.Gained, "lost": h.Lost, "the difference": minus(h.After, h.Before)} {
			bad("in the list: "+what, n)
		}
	})
}

func TestWhatIsLargeIsTold(t *testing.T) {
	r := SitingResult{Aim: Coverage, Proved: true, People: figureOf(200), Gained: figureOf(60), Lost: figureOf(0), Before: SitingReach{Inside: figureOf(50)}, After: SitingReach{Inside: figureOf(110)},
		Areas: []AreaChange{{People: figureOf(100), Before: figureOf(50), After: figureOf(80), Gain: figureOf(30), Lost: figureOf(0)}, {People: figureOf(100), Before: figureOf(0), After: figureOf(30), Gain: figureOf(30), Lost: figureOf(0)}},
		Sites: []ChosenSite{{Adds: figureOf(60), Within: figureOf(70), Serves: figureOf(65)}}}
	o := 110.0
	r.Objective, r.Bound, r.ProofZh = &o, &o, "覆盖 110 人"
	g := r.Guarded()
	if *g.After.Inside != 110 || *g.Areas[1].Gain != 30 || *g.Sites[0].Adds != 60 || *g.Objective != 110 || g.ProofZh != "覆盖 110 人" || !g.Hidden || r.Hidden {
		t.Errorf("%+v", g)
	}
}
