package portfolio

import (
	"context"
	"math"
	"slices"

	"linli/engine/portfolio/binary"
	"linli/engine/portfolio/search"
)

// Conflict says why nothing keeps all rules.
type Conflict struct {
	// Floors and Limits contradict each other, together with the budget where Budget is true and the
	// rules of projects. Leaving out any one of them removes this contradiction,
	// except those of which it could not be decided in the time; they are kept.
	Floors, Limits []int32
	Budget         bool
	// Least is the smallest budget with which all the rest can be kept; -1 where none would do, or it
	// could not be found.
	Least int64
}

// conflictNodes is how far a single question is followed: enough for what people
// write down, and never the whole time for one of many.
const conflictNodes = 20_000

// Explain finds the reason why a problem has no plan by leaving out one rule after the other
// (the deletion filter of Chinneck and Dravnieks 1991). It assumes that Solve
// proved so; on a problem that has a plan it names everything. The error is what Check found.
func Explain(ctx context.Context, p Problem) (Conflict, error) {
	if err := p.Check(); err != nil {
		return Conflict{}, err
	}
	c := Conflict{Budget: true, Least: p.leastBudget(ctx)}
	for i := range p.Floors {
		c.Floors = append(c.Floors, int32(i))
	}
	for i := range p.Limits {
		c.Limits = append(c.Limits, int32(i))
	}
	none := func(budget bool, floors, limits []int32) bool {
		q := p
		q.Floors, q.Limits = pick(p.Floors, floors), pick(p.Limits, limits)
		if !budget {
			q.Budget = mostMoney
		}
		b := q.Program()
		for j := range b.Value { // any choice will do
			b.Value[j] = 0
		}
		s, err := search.Solve(ctx, b, search.Options{Nodes: conflictNodes})
		return err == nil && s.Status == binary.Infeasible
	}
	c.Budget = !none(false, c.Floors, c.Limits)
	filter := func(list *[]int32) {
		for _, i := range slices.Clone(*list) {
			was := *list
			*list = slices.DeleteFunc(slices.Clone(was), func(k int32) bool { return k == i })
			if !none(c.Budget, c.Floors, c.Limits) {
				*list = was
			}
		}
	}
	filter(&c.Limits)
	filter(&c.Floors)
	return c, nil
}

func pick[T any](all []T, at []int32) (out []T) {
	for _, i := range at {
		out = append(out, all[i])
	}
	return out
}

// leastBudget is the cost of the cheapest choice that keeps all but the budget.
func (p Problem) leastBudget(ctx context.Context) int64 {
	sum := 0.0
	for _, x := range p.Projects {
		sum += float64(x.Cost)
	}
	if sum > binary.MostValue || math.IsNaN(sum) {
		return -1
	}
	p.Budget = mostMoney
	b := p.Program()
	for j, x := range p.Projects {
		b.Value[j] = -x.Cost
	}
	s, err := search.Solve(ctx, b, search.Options{Nodes: conflictNodes})
	if err != nil || s.Chosen == nil || s.Status != binary.Optimal {
		return -1
	}
	return -s.Value
}
