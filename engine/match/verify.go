package match

import "fmt"

// Verify proves a solution from the problem alone, or says what is wrong:
//
//   - no offer gives more units than it has, every match is a listed pair, and
//     Cost adds up;
//   - prices are fair: NeedPrice[i] ≤ cost + OfferPrice[j] for every pair,
//     NeedPrice[i] ≤ Unmatched[i], OfferPrice[j] ≥ 0;
//   - prices and assignment belong together: both totals are equal, which by
//     weak duality of linear programming leaves no cheaper assignment.
//
// O(needs + offers + pairs). It shares no code with Solve.
func Verify(p Problem, s Solution) error {
	if err := p.Check(); err != nil {
		return err
	}
	if len(s.Match) != len(p.Unmatched) || len(s.NeedPrice) != len(p.Unmatched) || len(s.OfferPrice) != len(p.Capacity) {
		return fmt.Errorf("match: the solution is of another problem")
	}
	used := make([]int32, len(p.Capacity))
	var primal, dual int64
	matched := 0
	for i, j := range s.Match {
		best, found := p.Unmatched[i], j < 0
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			if s.NeedPrice[i] > p.Cost[e]+s.OfferPrice[p.Offer[e]] {
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
	if primal != s.Cost || dual != s.DualCost || matched != s.Matched {
		return fmt.Errorf("match: totals do not add up: cost %d is %d, dual %d is %d", s.Cost, primal, s.DualCost, dual)
	}
	if primal != dual {
		return fmt.Errorf("match: cost %d but dual %d: not proved optimal", primal, dual)
	}
	return nil
}
