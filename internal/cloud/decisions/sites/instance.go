package sites

import (
	"slices"

	"linli/engine/siting"
)

// instance is a siting problem with what its numbers stand for.
type instance struct {
	where  Where
	crowd  crowd
	sites  []Place
	reach  []int // units that some site reaches, for cover-all; nil: all
	plane  plane
	unitAt [][2]float64
	siteAt [][2]float64
}

func newInstance(w Where, c crowd, there, free []Place) (*instance, error) {
	n := &instance{where: w, crowd: c, sites: append(slices.Clone(there), free...), plane: newPlane(c.units)}
	if len(n.sites) > maxSites {
		return nil, ErrMany.With(len(n.sites), maxSites).On("from")
	}
	for _, u := range c.units {
		n.unitAt = append(n.unitAt, n.plane.of(u.At))
	}
	for _, p := range n.sites {
		n.siteAt = append(n.siteAt, n.plane.of(p.at()))
	}
	if w.Objective == CoverAll {
		n.reach = []int{}
		for i := range c.units {
			if slices.ContainsFunc(n.siteAt, func(at [2]float64) bool { return metres(n.unitAt[i], at) <= float64(w.RadiusM) }) {
				n.reach = append(n.reach, i)
			}
		}
		if len(n.reach) == 0 {
			return nil, ErrReach.On("radius_m")
		}
	}
	return n, nil
}

// unit is the number, among the units of the crowd, of a demand of the problem.
func (n *instance) unit(demand int) int {
	if n.reach != nil {
		return n.reach[demand]
	}
	return demand
}

func (n *instance) away(unit, site int) float64 { return metres(n.unitAt[unit], n.siteAt[site]) }

// problem is the instance in the engine's words.
func (n *instance) problem() siting.Problem {
	w := n.where
	p := siting.Problem{Objective: siting.Objective(w.Objective), Sites: len(n.sites), Radius: float64(w.RadiusM),
		Distance: func(i, j int) float64 { return n.away(n.unit(i), j) }}
	demands := len(n.crowd.units)
	if n.reach != nil {
		demands = len(n.reach)
	}
	for i := range demands {
		p.Weight = append(p.Weight, n.crowd.units[n.unit(i)].People)
	}
	for j, s := range n.sites {
		if s.fixed {
			p.Keep = append(p.Keep, j)
		}
	}
	if w.Number > 0 {
		p.P = len(p.Keep) + w.Number
	}
	p.Budget = float64(w.BudgetFen)
	if priced := n.priced(); w.BudgetFen > 0 || w.Objective == CoverAll {
		for _, s := range n.sites {
			switch {
			case s.there:
				p.Price = append(p.Price, 0)
			case priced:
				p.Price = append(p.Price, float64(s.CostFen))
			default: // their number counts
				p.Price = append(p.Price, 1)
			}
		}
	}
	return p
}

// priced reports whether every candidate has a cost.
func (n *instance) priced() bool {
	return !slices.ContainsFunc(n.sites, func(s Place) bool { return !s.there && s.CostFen == 0 })
}
