package proof

import (
	"fmt"
	"math"
	"slices"

	"linli/engine/siting/given"
)

// Verify proves a solution from the problem alone, or says what is wrong: the
// choice keeps to the bounds, everybody is served as is said and the objective adds up,
// and no choice is better than Bound, by recomputing what every node of the tree claims
// (see proof). Sums are compared up to 1e-9 of their size. It shares no code with
// Solve but Check. O(pairs) and, for each node, O(pairs cheaper than their
// multiplier).
func Verify(p given.Problem, s given.Solution) error {
	if err := p.Check(); err != nil {
		return err
	}
	open := make([]bool, p.Sites)
	kept := make([]bool, p.Sites)
	for _, j := range p.Keep {
		kept[j] = true
	}
	spent := 0.0
	for _, j := range s.Open {
		if j < 0 || j >= p.Sites || open[j] {
			return fmt.Errorf("siting: open site %d stands twice or is none of %d", j, p.Sites)
		}
		if open[j] = true; !kept[j] {
			spent += p.PriceOf(j)
		}
	}
	for _, j := range p.Keep {
		if !open[j] {
			return fmt.Errorf("siting: site %d was to be kept", j)
		}
	}
	if p.P > 0 && len(s.Open) > p.P || p.Budget > 0 && spent > p.Budget*(1+1e-12) {
		return fmt.Errorf("siting: %d sites for %g are more than allowed", len(s.Open), spent)
	}
	if len(s.Site) != len(p.Weight) {
		return fmt.Errorf("siting: the solution is of another problem")
	}
	var got float64
	var err error
	if p.Capacity == nil {
		got, err = served(p, s, spent)
	} else {
		got, err = shared(p, s, open, spent)
	}
	if err != nil {
		return err
	}
	if !near(got, s.Objective, got) {
		return fmt.Errorf("siting: the objective is %g, not %g", got, s.Objective)
	}
	if gap := math.Abs(s.Objective - s.Bound); s.Proved && !near(s.Bound, s.Objective, got) || !near(s.Gap*math.Abs(s.Objective), gap, got) && s.Objective != 0 {
		return fmt.Errorf("siting: the gap of %g from %g is not %g", s.Bound, s.Objective, s.Gap)
	}
	return checkBound(p, s, kept)
}

// near reports whether two numbers are equal but for rounding.
func near(a, b, scale float64) bool {
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(scale))
}

// served is the objective where each demand goes to its nearest open site.
func served(p given.Problem, s given.Solution, spent float64) (float64, error) {
	sum, far := 0.0, 0.0
	for i, w := range p.Weight {
		least := math.Inf(1)
		for _, j := range s.Open {
			least = min(least, p.Distance(i, j))
		}
		within := p.Objective == given.Median || p.Objective == given.Center || least <= p.Radius
		served := within && !math.IsInf(least, 1)
		j := int(s.Site[i])
		if served != (j >= 0) || served && (!slices.Contains(s.Open, j) || p.Distance(i, j) != least) {
			return 0, fmt.Errorf("siting: site %d is not the nearest to demand %d", j, i)
		}
		switch {
		case !served && (p.Objective == given.CoverAll || p.Objective != given.Coverage && w > 0):
			return 0, fmt.Errorf("siting: demand %d is left out", i)
		case served && w > 0:
			far = max(far, least)
			if p.Objective == given.Median {
				sum += w * least
			} else {
				sum += w
			}
		}
	}
	return objective(p, sum, far, spent), nil
}

func objective(p given.Problem, sum, far, spent float64) float64 {
	switch p.Objective {
	case given.Center:
		return far
	case given.CoverAll:
		return spent
	}
	return sum
}

// shared is the objective where sites have capacities and demand may be split.
func shared(p given.Problem, s given.Solution, open []bool, spent float64) (float64, error) {
	sum, far := 0.0, 0.0
	got, load := make([]float64, len(p.Weight)), make([]float64, p.Sites)
	touched := make([]bool, len(p.Weight))
	for _, part := range s.Parts {
		i, j := int(part.Demand), int(part.Site)
		if i < 0 || i >= len(got) || j < 0 || j >= len(load) || !open[j] || !(part.Amount >= 0) {
			return 0, fmt.Errorf("siting: %+v is no part of this problem", part)
		}
		d := p.Distance(i, j)
		if math.IsInf(d, 1) || (p.Objective == given.Coverage || p.Objective == given.CoverAll) && d > p.Radius {
			return 0, fmt.Errorf("siting: demand %d is too far from site %d", i, j)
		}
		got[i] += part.Amount
		load[j] += part.Amount
		touched[i] = true
		if p.Weight[i] > 0 {
			far = max(far, d)
		}
		if p.Objective == given.Median {
			sum += part.Amount * d
		} else {
			sum += part.Amount
		}
	}
	for i, w := range p.Weight {
		if j := s.Site[i]; (j >= 0) != touched[i] || j >= 0 && !slices.ContainsFunc(s.Parts, func(f given.Part) bool { return f.Demand == int32(i) && f.Site == j }) {
			return 0, fmt.Errorf("siting: site %d does not serve demand %d", j, i)
		}
		if got[i] > w*(1+1e-9) || p.Objective != given.Coverage && got[i] < w*(1-1e-9) || p.Objective == given.CoverAll && !touched[i] {
			return 0, fmt.Errorf("siting: demand %d of %g is served %g", i, w, got[i])
		}
	}
	for j, v := range load {
		if v > p.Capacity[j]*(1+1e-9) {
			return 0, fmt.Errorf("siting: site %d serves %g, more than its %g", j, v, p.Capacity[j])
		}
	}
	return objective(p, sum, far, spent), nil
}

// checkBound checks that nothing is better than the bound claimed.
func checkBound(p given.Problem, s given.Solution, kept []bool) error {
	v := &proof{p: p, kind: p.Objective, weight: p.Weight, radius: p.Radius, kept: kept}
	total := 0.0
	for _, w := range p.Weight {
		total += w
	}
	claim := s.Bound
	switch p.Objective {
	case given.Median, given.CoverAll:
		if claim <= 0 {
			return nil // nothing costs less than nothing
		}
	case given.Coverage:
		if claim = total - s.Bound; claim <= 0 {
			return nil
		}
	case given.Center: // the next smaller distance that there is, must not do
		if s.Bound <= 0 {
			return nil
		}
		v.kind, v.weight, v.radius = given.Coverage, given.CenterWeights(p), -1
		for i, w := range p.Weight {
			for j := range p.Sites {
				if d := p.Distance(i, j); w > 0 && d < s.Bound {
					v.radius = max(v.radius, d)
				}
			}
		}
		claim = given.LeftOut(v.weight)
	}
	if s.Tree == nil {
		return fmt.Errorf("siting: the bound has no certificate")
	}
	if err := v.prepare(s.Tree); err != nil {
		return err
	}
	switch {
	case p.Objective == given.Center:
		claim /= 2
	case v.whole: // between two whole numbers there is no cost
		claim = math.Ceil(claim-1e-6) - 1 + 1e-6
	case p.Objective == given.Coverage:
		claim -= 2e-9 * max(1, total, claim)
	default:
		claim -= 2e-9 * max(1, claim)
	}
	return v.node(s.Tree, claim)
}
