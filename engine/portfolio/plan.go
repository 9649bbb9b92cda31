package portfolio

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"linli/engine/portfolio/binary"
	"linli/engine/portfolio/search"
)

// Plan is a choice of projects and what is known of it.
type Plan struct {
	Status  binary.Status
	Chosen  []int32 // projects, ascending; nil where there is none
	Cost    int64   // fen
	Effect  int64   // weighted
	Bound   int64   // no choice does more
	Gap     float64 // (Bound − Effect) / |Effect|; 0 where it is proved the best
	Nodes   int     // of the search
	Reasons []Reason
	Floors  []int64 // what each floor got
	Limits  []int64 // fen that went to each limit
	// Margin is what one more fen of budget is worth at the margin, in weighted
	// effect: the price of the budget in the linear relaxation. It bounds what a little more
	// money buys, if money could be spent on parts of projects; Extra is exact.
	Margin float64
	Proof  binary.Solution
}

// Options of Solve; the zero value is usual.
type Options struct {
	Start    []int32                     // a plan to begin with, where it keeps the rules
	Progress func(effect, bound float64) // hears from time to time; effect is -Inf while there is no choice
}

// ErrNone is returned by What and Extra for plans without a choice.
var ErrNone = errors.New("portfolio: there is no plan to begin with")

// Solve chooses until the choice is proved the best or ctx ends; then Status is
// Feasible or Unknown. The error is what Check found.
func Solve(ctx context.Context, p Problem, o Options) (Plan, error) {
	if err := p.Check(); err != nil {
		return Plan{}, err
	}
	var start []bool
	if o.Start != nil {
		start = make([]bool, len(p.Projects))
		for _, j := range o.Start {
			if j < 0 || int(j) >= len(start) {
				return Plan{}, fmt.Errorf("%w: the start names %d of %d", ErrUnknown, j, len(start))
			}
			start[j] = true
		}
	}
	s, err := search.Solve(ctx, p.Program(), search.Options{Start: start, Progress: o.Progress})
	if err != nil {
		return Plan{}, err
	}
	return p.plan(s), nil
}

func (p Problem) plan(s binary.Solution) Plan {
	out := Plan{Status: s.Status, Effect: s.Value, Bound: s.Bound, Nodes: s.Nodes, Proof: s}
	if len(s.Price) > 0 {
		out.Margin = s.Price[0]
	}
	if s.Chosen == nil {
		return out
	}
	out.Chosen = []int32{}
	for j, c := range s.Chosen {
		if c {
			out.Chosen = append(out.Chosen, int32(j))
		}
	}
	out.Cost, out.Floors, out.Limits = p.sums(s.Chosen)
	if out.Bound > out.Effect {
		out.Gap = float64(out.Bound-out.Effect) / max(1, float64(max(out.Effect, -out.Effect)))
	}
	out.Reasons = p.reasons(s, out)
	return out
}

// sums is what a choice costs and what it brings to floors and limits.
func (p Problem) sums(chosen []bool) (cost int64, floors, limits []int64) {
	sum := func(s Scope, money bool) (v int64) {
		at, by := p.uses(s, money)
		for k, j := range at {
			if chosen[j] {
				v += by[k]
			}
		}
		return v
	}
	cost = sum(All, true)
	for _, f := range p.Floors {
		floors = append(floors, sum(f.Scope, f.Money))
	}
	for _, l := range p.Limits {
		limits = append(limits, sum(l.Scope, true))
	}
	return cost, floors, limits
}

// Verify proves a plan from the problem alone: the choice keeps all rules, its
// figures add up, and the proof shows its bound. The time is that of the size of the
// proof: a pass over the problem for each node.
func Verify(p Problem, plan Plan) error {
	if err := p.Check(); err != nil {
		return err
	}
	s := plan.Proof
	if plan.Status != s.Status || plan.Bound != s.Bound && s.Status != binary.Infeasible || plan.Effect != s.Value {
		return fmt.Errorf("portfolio: the plan (%s, %d, at most %d) is not the one that is proved (%s, %d, at most %d)", plan.Status, plan.Effect, plan.Bound, s.Status, s.Value, s.Bound)
	}
	if err := binary.Verify(p.Program(), s); err != nil {
		return err
	}
	if s.Chosen == nil {
		if plan.Chosen != nil {
			return errors.New("portfolio: a plan where none is proved")
		}
		return nil
	}
	listed := make([]bool, len(p.Projects))
	for _, j := range plan.Chosen {
		if j < 0 || int(j) >= len(listed) || listed[j] {
			return fmt.Errorf("portfolio: the plan lists project %d, which is not there or twice", j)
		}
		listed[j] = true
	}
	if !slices.Equal(listed, s.Chosen) {
		return errors.New("portfolio: the plan lists other projects than are proved")
	}
	cost, floors, limits := p.sums(listed)
	if cost != plan.Cost || !slices.Equal(floors, plan.Floors) || !slices.Equal(limits, plan.Limits) {
		return errors.New("portfolio: the sums of the plan are not those of its projects")
	}
	return nil
}

// Change is what another wish or another budget would make of a plan.
type Change struct {
	Plan
	Adds, Drops []int32 // against the plan
	Effect      int64   // of the new plan less that of the old; meaningless where there is no new one
}

// What solves again with a project chosen, or refused, whatever Solve said of it:
// the change of the effect is what that wish costs. A project that was chosen or refused beforehand
// is set free first.
func What(ctx context.Context, p Problem, plan Plan, project int32, chosen bool) (Change, error) {
	if project < 0 || int(project) >= len(p.Projects) {
		return Change{}, fmt.Errorf("%w: %d of %d", ErrUnknown, project, len(p.Projects))
	}
	p.Projects = slices.Clone(p.Projects)
	p.Projects[project].Must, p.Projects[project].Refused = chosen, !chosen
	return change(ctx, p, plan)
}

// Extra solves again with more fen, or fewer where it is negative.
func Extra(ctx context.Context, p Problem, plan Plan, fen int64) (Change, error) {
	if sum := p.Budget + fen; fen > mostMoney || fen < -mostMoney || sum < 0 {
		return Change{}, fmt.Errorf("%w: a budget of %d and %d more", ErrRange, p.Budget, fen)
	}
	p.Budget += fen
	return change(ctx, p, plan)
}

func change(ctx context.Context, p Problem, plan Plan) (Change, error) {
	if plan.Chosen == nil {
		return Change{}, ErrNone
	}
	next, err := Solve(ctx, p, Options{Start: plan.Chosen})
	if err != nil {
		return Change{}, err
	}
	c := Change{Plan: next, Effect: next.Effect - plan.Effect}
	if next.Chosen == nil {
		c.Effect = 0
		return c, nil
	}
	c.Adds, c.Drops = without(next.Chosen, plan.Chosen), without(plan.Chosen, next.Chosen)
	return c, nil
}

// without is what one ascending list has and another has not.
func without(a, b []int32) (out []int32) {
	for _, j := range a {
		if _, found := slices.BinarySearch(b, j); !found {
			out = append(out, j)
		}
	}
	return out
}
