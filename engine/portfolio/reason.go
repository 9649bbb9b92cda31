package portfolio

import (
	"math"
	"slices"

	"linli/engine/portfolio/binary"
)

// Why is the kind of a reason.
type Why string

// The reasons, those of chosen projects first.
const (
	Must   Why = "must"   // chosen beforehand
	Meets  Why = "floor"  // without it Floor would not be reached by what is chosen
	Needed Why = "needed" // By, which is chosen, needs it, and by itself it does not pay
	Pays   Why = "pays"   // it does more than its money would do elsewhere
	Fits   Why = "fits"   // it uses money that nothing better could use

	Refused  Why = "refused"  // refused beforehand
	Excluded Why = "excluded" // By, which is chosen, excludes it
	Lacks    Why = "lacks"    // it needs By, which is not chosen
	Limited  Why = "limited"  // Limit has less money left than it costs
	Dear     Why = "dear"     // its money does more elsewhere
	Harms    Why = "harms"    // it does no good, or brings Floor below what it must be
	NoRoom   Why = "no-room"  // it pays, but what is left of the budget is less than it costs
)

// Reason says why a project was chosen or not. The first that holds of the above
// order is given; all can be checked against the plan by hand.
type Reason struct {
	Why   Why
	By    int32 // another project; -1
	Floor int32 // number of a floor; -1
	Limit int32 // number of a limit; -1
	// Short is how much weighted effect the project does less than its money, limits and
	// floors are worth at the margin prices of the whole plan; negative where it
	// does more. By so much it would have to do better to be chosen, or worse to
	// be refused, as far as prices tell (projects cannot be parted, so a plan need not follow them).
	Short float64
	// Left is by how much fen the budget or the limit falls short of its cost; 0 otherwise.
	Left int64
}

func (p Problem) reasons(s binary.Solution, plan Plan) []Reason {
	r := reasoner{p: p, s: s, plan: plan, values: p.Values(), needs: make([][]int32, len(p.Projects)), neededBy: make([][]int32, len(p.Projects)), foes: make([][]int32, len(p.Projects))}
	for _, n := range p.Needs {
		r.needs[n[0]] = append(r.needs[n[0]], n[1])
		r.neededBy[n[1]] = append(r.neededBy[n[1]], n[0])
	}
	for _, e := range p.Excludes {
		r.foes[e[0]], r.foes[e[1]] = append(r.foes[e[0]], e[1]), append(r.foes[e[1]], e[0])
	}
	for _, set := range p.OneOf {
		for _, a := range set {
			for _, b := range set {
				if a != b {
					r.foes[a] = append(r.foes[a], b)
				}
			}
		}
	}
	for _, f := range p.Floors {
		r.floorUse = append(r.floorUse, dense(p, f.Scope, f.Money))
	}
	out := make([]Reason, len(p.Projects))
	for j := range out {
		out[j] = r.of(int32(j))
	}
	return out
}

func dense(p Problem, s Scope, money bool) []int64 {
	out := make([]int64, len(p.Projects))
	at, by := p.uses(s, money)
	for k, j := range at {
		out[j] = by[k]
	}
	return out
}

type reasoner struct {
	p                     Problem
	s                     binary.Solution
	plan                  Plan
	values                []int64
	needs, neededBy, foes [][]int32
	floorUse              [][]int64 // of each floor and project
}

func (r reasoner) of(j int32) Reason {
	out := Reason{By: -1, Floor: -1, Limit: -1}
	if r.s.Worth != nil {
		out.Short = -r.s.Worth[j]
		if math.Abs(out.Short) < 1e-6*max(1, math.Abs(float64(r.values[j]))) {
			out.Short = 0 // rounding
		}
	}
	if r.s.Chosen[j] {
		r.chosen(j, &out)
	} else {
		r.refused(j, &out)
	}
	return out
}

func (r reasoner) chosen(j int32, out *Reason) {
	if r.p.Projects[j].Must {
		out.Why = Must
		return
	}
	for i, f := range r.p.Floors {
		if r.plan.Floors[i]-r.floorUse[i][j] < f.Least {
			out.Why, out.Floor = Meets, int32(i)
			return
		}
	}
	if out.Short > 0 {
		for _, by := range r.neededBy[j] {
			if r.s.Chosen[by] {
				out.Why, out.By = Needed, by
				return
			}
		}
		out.Why = Fits
		return
	}
	out.Why = Pays
}

func (r reasoner) refused(j int32, out *Reason) {
	x := r.p.Projects[j]
	if x.Refused {
		out.Why = Refused
		return
	}
	if k := slices.IndexFunc(r.foes[j], func(b int32) bool { return r.s.Chosen[b] }); k >= 0 {
		out.Why, out.By = Excluded, r.foes[j][k]
		return
	}
	if k := slices.IndexFunc(r.needs[j], func(b int32) bool { return !r.s.Chosen[b] }); k >= 0 {
		out.Why, out.By = Lacks, r.needs[j][k]
		return
	}
	for i, f := range r.p.Floors {
		if r.plan.Floors[i]+r.floorUse[i][j] < f.Least {
			out.Why, out.Floor = Harms, int32(i)
			return
		}
	}
	if r.values[j] <= 0 {
		out.Why = Harms
		return
	}
	for i, l := range r.p.Limits {
		if l.holds(x, x.Community, -1) && r.plan.Limits[i]+x.Cost > l.Most {
			out.Why, out.Limit, out.Left = Limited, int32(i), r.plan.Limits[i]+x.Cost-l.Most
			return
		}
	}
	out.Left = max(0, r.plan.Cost+x.Cost-r.p.Budget)
	if out.Short >= 0 {
		out.Why = Dear
		return
	}
	out.Why = NoRoom
}
