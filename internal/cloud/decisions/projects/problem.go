package projects

import (
	"linli/engine/portfolio"
	"linli/internal/region"
)

// problem is an order in the engine's words; areas are numbered as they are met.
func problem(w What, all []Option) portfolio.Problem {
	p := portfolio.Problem{Budget: w.BudgetFen}
	no, at := map[string]int32{}, map[region.Code]int32{}
	sets := map[string][]int32{}
	var names []string
	for j, o := range all {
		no[o.ID] = int32(j)
	}
	for j, o := range all {
		x := portfolio.Project{Cost: o.CostFen, Community: -1, Category: -1, Must: o.Must, Refused: o.Refused}
		if c := areaOf(o.Region, w.Level); c != "" {
			i, seen := at[c]
			if !seen {
				i = int32(len(at))
				at[c] = i
			}
			x.Community = i
		}
		p.Projects = append(p.Projects, x)
		p.Effects = append(p.Effects, portfolio.Effect{Project: int32(j), Community: x.Community, Group: -1, Amount: o.People})
		for _, id := range o.Needs {
			p.Needs = append(p.Needs, [2]int32{int32(j), no[id]})
		}
		if o.OneOf != "" {
			if sets[o.OneOf] == nil {
				names = append(names, o.OneOf)
			}
			sets[o.OneOf] = append(sets[o.OneOf], int32(j))
		}
	}
	for _, n := range names {
		if len(sets[n]) > 1 {
			p.OneOf = append(p.OneOf, sets[n])
		}
	}
	p.Communities = len(at)
	open := make([]bool, len(at))
	for j, o := range all {
		if c := p.Projects[j].Community; c >= 0 && !o.Refused {
			open[c] = true
		}
	}
	for c := range int32(len(at)) {
		if !open[c] {
			continue
		}
		if w.FloorFen > 0 {
			p.Floors = append(p.Floors, portfolio.Floor{Scope: portfolio.InCommunity(c), Money: true, Least: w.FloorFen})
		}
		if w.FloorPeople > 0 {
			p.Floors = append(p.Floors, portfolio.Floor{Scope: portfolio.InCommunity(c), Least: w.FloorPeople})
		}
	}
	return p
}
