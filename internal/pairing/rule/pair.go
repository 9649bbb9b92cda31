package rule

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/engine/match"
	"linli/internal/geo"
)

// Why a want stays alone, the first that holds.
type Why string

// The reasons.
const (
	Nobody  Why = "nobody"  // no one offers this
	TooFar  Why = "too_far" // offered, but farther away than they go
	Asked   Why = "asked"   // near, but not as it is asked for (by a woman, step-free …)
	Own     Why = "own"     // offered only in the same household
	Reached Why = "reached" // whoever could has as much as the rule allows, for those who count more
)

// Pair is a want with the give that it gets.
type Pair struct {
	Want, Give int
	DistanceM  int
	Weight     int64
	Rank       int // 1: the nearest possible giver
	Possible   int // givers that were possible
	Nearer     int // nearer ones that went to others
}

// Alone is a want that nothing was left for.
type Alone struct {
	Want   int
	Weight int64
	Why    Why
}

// Result is a pairing with its proof.
type Result struct {
	Pairs    []Pair
	Alone    []Alone
	Cost     int64 // metres of the pairs and what is left over counts
	DualCost int64 // the bound by the prices: equal to Cost is the proof
	Possible int   // pairs looked at
	Problem  match.Problem
	Solution match.Solution
}

// reason says what speaks against a pair; "" where nothing does.
func (r Rule) reason(w Want, g Give) (Why, int) {
	d := int(geo.Metres(w.At, g.At))
	reach := r.ReachM
	if g.ReachM > 0 {
		reach = g.ReachM
	}
	switch {
	case w.Kind != g.Kind || w.Category != g.Category:
		return Nobody, d
	case w.Person != "" && w.Person == g.Person || w.Household != "" && w.Household == g.Household:
		return Own, d
	case d > reach:
		return TooFar, d
	case slices.ContainsFunc(w.Constraints, func(c string) bool { return !slices.Contains(g.Constraints, c) }):
		return Asked, d
	}
	return "", d
}

// Find pairs. The same input gives the same pairing. It looks at every possible pair: a
// community has some hundreds of each, and the proof then needs no second look.
func (r Rule) Find(ctx context.Context, wants []Want, gives []Give, now time.Time) (Result, error) {
	p := match.Problem{Start: []int32{0}, Capacity: make([]int32, len(gives)), Group: make([]int32, len(gives))}
	group := map[string]int32{}
	for j, g := range gives {
		p.Capacity[j] = int32(max(0, g.Capacity))
		k, known := group[g.Person]
		if !known {
			k = int32(len(p.Limit))
			group[g.Person] = k
			p.Limit = append(p.Limit, int32(r.Most))
		}
		p.Group[j] = k
	}
	held := map[[2]string]bool{}
	for _, g := range gives {
		if key := [2]string{g.Person, g.Kind}; !held[key] { // Held is of the kind, whichever give tells it
			held[key] = true
			p.Limit[group[g.Person]] = max(0, p.Limit[group[g.Person]]-int32(g.Held))
		}
	}
	type near struct{ give, dist int }
	possible := make([][]near, len(wants))
	for i, w := range wants {
		for j, g := range gives {
			if why, d := r.reason(w, g); why == "" {
				possible[i] = append(possible[i], near{j, d})
			}
		}
		slices.SortStableFunc(possible[i], func(a, b near) int { return a.dist - b.dist })
		for _, n := range possible[i] {
			p.Offer, p.Cost = append(p.Offer, int32(n.give)), append(p.Cost, int64(n.dist))
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
		p.Unmatched = append(p.Unmatched, r.Weight(w, now)*Unpaired)
	}
	out := Result{Problem: p, Possible: len(p.Offer)}
	if len(wants) == 0 || len(gives) == 0 {
		out.Problem = match.Problem{}
		for i := range wants {
			out.Cost += p.Unmatched[i]
			out.Alone = append(out.Alone, Alone{i, r.Weight(wants[i], now), Nobody})
		}
		out.DualCost = out.Cost
		return out, nil
	}
	sol, err := match.Solve(ctx, p, nil)
	if err != nil {
		return out, err
	}
	if err := match.Verify(p, sol); err != nil {
		panic(fmt.Sprintf("rule: the engine's solution does not hold: %v", err))
	}
	out.Solution, out.Cost, out.DualCost = sol, sol.Cost, sol.DualCost
	for i, w := range wants {
		weight := r.Weight(w, now)
		if j := int(sol.Match[i]); j >= 0 {
			rank := slices.IndexFunc(possible[i], func(n near) bool { return n.give == j })
			out.Pairs = append(out.Pairs, Pair{Want: i, Give: j, DistanceM: possible[i][rank].dist, Weight: weight, Rank: rank + 1, Possible: len(possible[i]), Nearer: rank})
			continue
		}
		why := Reached
		if len(possible[i]) == 0 {
			why = r.against(w, gives)
		}
		out.Alone = append(out.Alone, Alone{i, weight, why})
	}
	return out, nil
}

// against is the reason that comes nearest to a pair.
func (r Rule) against(w Want, gives []Give) Why {
	order := []Why{Nobody, Own, TooFar, Asked}
	best := 0
	for _, g := range gives {
		if why, _ := r.reason(w, g); slices.Index(order, why) > best {
			best = slices.Index(order, why)
		}
	}
	return order[best]
}

// Fit is one that suits.
type Fit struct {
	At        int // in what was given
	DistanceM int
	Weight    int64
}

// WantsFor are the wants that one of a person's gives could meet, those that count most first.
func (r Rule) WantsFor(person string, wants []Want, gives []Give, now time.Time) []Fit {
	var out []Fit
	for i, w := range wants {
		best := -1
		for _, g := range gives {
			if g.Person != person {
				continue
			}
			if why, d := r.reason(w, g); why == "" && (best < 0 || d < best) {
				best = d
			}
		}
		if best >= 0 {
			out = append(out, Fit{i, best, r.Weight(w, now)})
		}
	}
	slices.SortStableFunc(out, func(a, b Fit) int {
		if a.Weight != b.Weight {
			return int(b.Weight - a.Weight)
		}
		if a.DistanceM != b.DistanceM {
			return a.DistanceM - b.DistanceM
		}
		return strings.Compare(wants[a.At].ID, wants[b.At].ID)
	})
	return out
}

// GivesFor are the gives that could meet one of a person's wants, the nearest first.
func (r Rule) GivesFor(person string, wants []Want, gives []Give) []Fit {
	var out []Fit
	for j, g := range gives {
		best := -1
		for _, w := range wants {
			if w.Person != person || person == "" {
				continue
			}
			if why, d := r.reason(w, g); why == "" && (best < 0 || d < best) {
				best = d
			}
		}
		if best >= 0 {
			out = append(out, Fit{At: j, DistanceM: best})
		}
	}
	slices.SortStableFunc(out, func(a, b Fit) int {
		if a.DistanceM != b.DistanceM {
			return a.DistanceM - b.DistanceM
		}
		return strings.Compare(gives[a.At].ID, gives[b.At].ID)
	})
	return out
}
