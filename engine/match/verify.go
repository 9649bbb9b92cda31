package match

import "fmt"

// Verify proves a solution from the problem alone, or says what is wrong:
//
//   - no offer gives more units than it has, every match is a listed pair, and
//     Cost adds up;
//   - prices are fair: NeedPrice[i] ≤ cost + OfferPrice[j] + the GroupPrice of
//     j's group for every pair, NeedPrice[i] ≤ Unmatched[i], no other price
//     below 0;
//   - prices and assignment belong together: both totals are equal, which by
//     weak duality of linear programming leaves no cheaper assignment.
//
// O(needs + offers + pairs). It shares no code with Solve.
func Verify(p Problem, s Solution) error {
	if err := p.Check(); err != nil {
		return err
	}
	if len(s.Match) != len(p.Unmatched) || len(s.NeedPrice) != len(p.Unmatched) || len(s.OfferPrice) != len(p.Capacity) || p.Group != nil && len(s.GroupPrice) != len(p.Limit) {
		return fmt.Errorf("match: the solution is of another problem")
	}
	used, taken := make([]int32, len(p.Capacity)), make([]int32, len(p.Limit))
	var primal, dual int64
	matched := 0
	for i, j := range s.Match {
		best, found := p.Unmatched[i], j < 0
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			asked := p.Cost[e] + s.OfferPrice[p.Offer[e]]
			if p.Group != nil && p.Group[p.Offer[e]] >= 0 {
				asked += s.GroupPrice[p.Group[p.Offer[e]]]
			}
			if s.NeedPrice[i] > asked {
				return fmt.Errorf("match: need %d is priced above its pair with offer %d", i, p.Offer[e])
			}
			if p.Offer[e] == j && (!found || p.Cost[e] < best) {
				best, found = p.Cost[e], true
			}
		}
		if !found {
			return fmt.Errorf("match: need %d is matched with offer %d, which is no pair", i, j)
		}
		if s.NeedPrice[i] > p.Unmatched[i] {
			return fmt.Errorf("match: need %d is priced above staying unmatched", i)
		}
		if j >= 0 {
			used[j]++
			matched++
			if p.Group != nil && p.Group[j] >= 0 {
				taken[p.Group[j]]++
			}
		}
		primal += best
		dual += s.NeedPrice[i]
	}
	for j, v := range s.OfferPrice {
		if used[j] > p.Capacity[j] {
			return fmt.Errorf("match: offer %d gives %d units of %d", j, used[j], p.Capacity[j])
		}
		if v < 0 {
			return fmt.Errorf("match: offer %d has a negative price", j)
		}
		dual -= v * int64(p.Capacity[j])
	}
	for g, l := range p.Limit {
		if taken[g] > l {
			return fmt.Errorf("match: group %d gives %d units of %d", g, taken[g], l)
		}
		if p.Group == nil {
			continue
		}
		if s.GroupPrice[g] < 0 {
			return fmt.Errorf("match: group %d has a negative price", g)
		}
		dual -= s.GroupPrice[g] * int64(l)
	}
	if primal != s.Cost || dual != s.DualCost || matched != s.Matched {
		return fmt.Errorf("match: totals do not add up: cost %d is %d, dual %d is %d", s.Cost, primal, s.DualCost, dual)
	}
	if primal != dual {
		return fmt.Errorf("match: cost %d but dual %d: not proved optimal", primal, dual)
	}
	return nil
}
