package rule_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/engine/match"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/pairing/rule"
)

var now = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

func at(metres float64) geo.Point {
	lon, _ := geo.Degrees(metres, 23)
	return geo.Point{Lon: 113.1 + lon, Lat: 23}
}

func want(id, category string, metres float64) rule.Want {
	return rule.Want{Kind: rule.Wish, ID: id, Category: category, Urgency: 1, Since: now, Person: "p" + id, At: at(metres)}
}

func give(id, person, category string, metres float64, capacity int) rule.Give {
	return rule.Give{Kind: rule.Wish, ID: id, Category: category, Person: person, Capacity: capacity, At: at(metres)}
}

func find(t interface {
	Helper()
	Fatal(...any)
	Context() context.Context
}, r rule.Rule, wants []rule.Want, gives []rule.Give) rule.Result {
	t.Helper()
	x, err := r.Find(t.Context(), wants, gives, now)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestNobodyTakesOnMoreThanTheRuleAllows(t *testing.T) {
	wants := []rule.Want{want("1", "hair", 0), want("2", "hair", 100), want("3", "repair", 200), want("4", "repair", 300)}
	gives := []rule.Give{give("a", "ming", "hair", 0, 9), give("b", "ming", "repair", 0, 9)}
	for held, pairs := range map[int]int{0: 2, 1: 1, 2: 0, 5: 0} {
		for i := range gives {
			gives[i].Held = held // told by each of a kind, counted once
		}
		if x := find(t, rule.Usual, wants, gives); len(x.Pairs) != pairs || len(x.Alone) != 4-pairs {
			t.Errorf("with %d taken on already: %d pairs, want %d", held, len(x.Pairs), pairs)
		}
	}
}

func TestWhoeverCountsMoreComesFirst(t *testing.T) {
	old, poor := want("old", "hair", 900), want("poor", "hair", 2000)
	old.Since = now.AddDate(0, -2, 0)
	poor.Vulnerable = 3
	x := find(t, rule.Usual, []rule.Want{want("near", "hair", 0), old, poor}, []rule.Give{give("a", "ming", "hair", 0, 2)})
	if len(x.Pairs) != 2 || x.Pairs[0].Want != 1 || x.Pairs[1].Want != 2 {
		t.Fatalf("%+v", x.Pairs)
	}
	if len(x.Alone) != 1 || x.Alone[0].Why != rule.Reached {
		t.Errorf("%+v", x.Alone)
	}
}

func TestWhyAWantStaysAlone(t *testing.T) {
	far, other, own, woman, home := give("far", "a", "hair", 9000, 1), give("other", "b", "repair", 0, 1), give("own", "pself", "hair", 0, 1), give("man", "c", "hair", 0, 1), give("home", "d", "hair", 0, 1)
	home.Household = "h"
	w := want("self", "hair", 0)
	for name, c := range map[string]struct {
		gives []rule.Give
		asks  []string
		want  rule.Why
	}{
		"nobody at all":           {nil, nil, rule.Nobody},
		"another thing":           {[]rule.Give{other}, nil, rule.Nobody},
		"oneself":                 {[]rule.Give{own, other}, nil, rule.Own},
		"somebody they live with": {[]rule.Give{home}, nil, rule.Own},
		"too far":                 {[]rule.Give{far, own}, nil, rule.TooFar},
		"not as asked for":        {[]rule.Give{far, woman}, []string{"same_sex"}, rule.Asked},
	} {
		w.Constraints, w.Household = c.asks, "h"
		if x := find(t, rule.Usual, []rule.Want{w}, c.gives); len(x.Alone) != 1 || x.Alone[0].Why != c.want {
			t.Errorf("%s: %+v, want %s", name, x, c.want)
		}
	}
}

// No other pairing within the rule is better: every one is tried.
func TestThePairingIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, lo, hi int) int { return rapid.IntRange(lo, hi).Draw(t, name) }
		r := rule.Usual
		r.Most, r.ReachM = draw("most", 1, 3), draw("reach", 500, 3000)
		var wants []rule.Want
		for i := range draw("wants", 0, 5) {
			w := want(fmt.Sprint(i), fmt.Sprint("c", draw("category", 0, 1)), float64(draw("place", 0, 3000)))
			w.Vulnerable, w.Urgency = draw("vulnerable", 0, 4), draw("urgency", 1, 5)
			wants = append(wants, w)
		}
		var gives []rule.Give
		for j := range draw("gives", 0, 4) {
			gives = append(gives, give(fmt.Sprint(j), fmt.Sprint("m", draw("member", 0, 2)), fmt.Sprint("c", draw("category", 0, 1)), float64(draw("place", 0, 3000)), draw("capacity", 0, 3)))
		}
		x := find(t, r, wants, gives)
		if x.Cost != x.DualCost {
			t.Fatalf("cost %d, bound %d", x.Cost, x.DualCost)
		}
		if x.Solution.Match != nil {
			if err := match.Verify(x.Problem, x.Solution); err != nil {
				t.Fatal(err)
			}
		}
		if best := cheapest(r, wants, gives, 0, make([]int, len(gives)), map[string]int{}); best != x.Cost {
			t.Fatalf("found %d, the best is %d", x.Cost, best)
		}
		if len(x.Pairs)+len(x.Alone) != len(wants) {
			t.Fatal("somebody was forgotten")
		}
	})
}

func cheapest(r rule.Rule, wants []rule.Want, gives []rule.Give, i int, used []int, of map[string]int) int64 {
	if i == len(wants) {
		return 0
	}
	w := wants[i]
	best := r.Weight(w, now)*rule.Unpaired + cheapest(r, wants, gives, i+1, used, of)
	for j, g := range gives {
		d := int(geo.Metres(w.At, g.At))
		if g.Category != w.Category || d > r.ReachM || used[j] == g.Capacity || of[g.Person] == r.Most {
			continue
		}
		used[j]++
		of[g.Person]++
		best = min(best, int64(d)+cheapest(r, wants, gives, i+1, used, of))
		used[j]--
		of[g.Person]--
	}
	return best
}

func TestForMeListsWhatSuits(t *testing.T) {
	a, b, c := want("a", "hair", 100), want("b", "hair", 50), want("c", "hair", 5000)
	a.Vulnerable = 1
	wants, gives := []rule.Want{a, b, c, want("d", "repair", 0)}, []rule.Give{give("1", "ming", "hair", 0, 1), give("2", "pa", "hair", 0, 1), give("3", "fen", "hair", 500, 1)}
	if all := rule.Usual.WantsFor("ming", wants, gives, now); len(all) != 2 || all[0].At != 0 || all[1].At != 1 || all[1].DistanceM < 49 || all[1].DistanceM > 51 {
		t.Errorf("%+v", all)
	}
	if all := rule.Usual.GivesFor("pa", wants, gives); len(all) != 2 || all[0].At != 0 || all[1].At != 2 {
		t.Errorf("%+v", all)
	}
	if all := rule.Usual.GivesFor("", wants, gives); len(all) != 0 {
		t.Errorf("nobody is helped: %+v", all)
	}
}

func TestTheRuleReadsAsItCounts(t *testing.T) {
	r := rule.Usual
	r.Most = 3
	if zh := r.Words(fault.Zh); !strings.Contains(zh, "最多结对 3 件") || !strings.Contains(zh, "3000 米") {
		t.Error(zh)
	}
	if en := r.Words(fault.En); !strings.Contains(en, "at most 3 a month") {
		t.Error(en)
	}
	for _, bad := range []rule.Rule{{Most: 0, ReachM: 3000}, {Most: 21, ReachM: 3000}, {Most: 2, ReachM: 50}, {Most: 2, ReachM: 30_000}} {
		if bad.Check() == nil {
			t.Errorf("%+v is allowed", bad)
		}
	}
}
