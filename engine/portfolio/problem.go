package portfolio

import (
	"errors"
	"fmt"
	"math"

	"linli/engine/portfolio/binary"
)

// Problem is projects, what they do for whom, and what a choice has to keep.
// Money is in fen, effect in any whole unit (people served, visits, points).
// Communities, groups and categories are numbered from 0.
type Problem struct {
	Projects                        []Project
	Effects                         []Effect
	Communities, Groups, Categories int
	CommunityWeight                 []int64 // how much effect counts there, ≥ 0; nil: 1 everywhere
	GroupWeight                     []int64 // likewise
	Budget                          int64   // for all chosen projects together, ≥ 0
	Limits                          []Limit
	Floors                          []Floor
	Needs                           [][2]int32 // the first only with the second
	Excludes                        [][2]int32 // not both
	OneOf                           [][]int32  // at most one of these
}

// Project may be chosen as a whole or not.
type Project struct {
	Cost      int64 // fen, ≥ 0
	Community int32 // where the money goes; -1: nowhere in particular
	Category  int32 // -1: none
	Effect    int64 // beside Effects: for nobody in particular, counted once
	Must      bool  // chosen beforehand
	Refused   bool  // refused beforehand
}

// Effect is what a project does for a group in a community. A negative Amount
// is harm. -1 stands for no community or no group in particular.
type Effect struct {
	Project, Community, Group int32
	Amount                    int64
}

// Scope is a part of all projects and effects; -1 is any.
type Scope struct{ Community, Group, Category int32 }

// All is everything.
var All = Scope{-1, -1, -1}

// InCommunity is all in a community, ForGroup all for a group, OfCategory all of a
// category.
func InCommunity(c int32) Scope { return Scope{c, -1, -1} }

// ForGroup is all for a group.
func ForGroup(g int32) Scope { return Scope{-1, g, -1} }

// OfCategory is all of a category.
func OfCategory(k int32) Scope { return Scope{-1, -1, k} }

// Limit is the most money that may go to a scope, which names no group.
type Limit struct {
	Scope
	Most int64 // fen, ≥ 0
}

// Floor is the least that a scope gets: effect, not weighted, or money.
type Floor struct {
	Scope
	Money bool // fen; the scope names no group
	Least int64
}

// What can be wrong with a problem; the errors returned say where.
var (
	ErrEmpty    = errors.New("portfolio: there are no projects")
	ErrNegative = errors.New("portfolio: a cost, a budget, a limit or a weight is negative")
	ErrRange    = errors.New("portfolio: the numbers are too large to be added up exactly")
	ErrUnknown  = errors.New("portfolio: there is no such project, community, group or category")
	ErrTwice    = errors.New("portfolio: the same stands twice")
	ErrScope    = errors.New("portfolio: money has no group")
	ErrDecided  = errors.New("portfolio: a project is chosen and refused beforehand")
)

const (
	mostMoney  = 1 << 50 // fen of one project or budget: 11 billion yuan
	mostEffect = 1 << 44 // weighted, of all together
)

// Check reports what is wrong with a problem, wrapping one of the errors above.
func (p Problem) Check() error {
	n := len(p.Projects)
	switch {
	case n == 0:
		return ErrEmpty
	case n > 1<<20:
		return fmt.Errorf("%w: %d projects", ErrRange, n)
	case p.Communities < 0 || p.Groups < 0 || p.Categories < 0 || p.Communities > math.MaxInt32 || p.Groups > math.MaxInt32 || p.Categories > math.MaxInt32:
		return fmt.Errorf("%w: %d communities, %d groups, %d categories", ErrRange, p.Communities, p.Groups, p.Categories)
	}
	if err := money("the budget", p.Budget); err != nil {
		return err
	}
	for j, x := range p.Projects {
		if err := money(fmt.Sprintf("project %d", j), x.Cost); err != nil {
			return err
		}
		if x.Must && x.Refused {
			return fmt.Errorf("%w: %d", ErrDecided, j)
		}
		if err := p.known(Scope{x.Community, -1, x.Category}, "project", j); err != nil {
			return err
		}
	}
	for what, list := range map[string]struct {
		w []int64
		n int
	}{"community": {p.CommunityWeight, p.Communities}, "group": {p.GroupWeight, p.Groups}} {
		if list.w != nil && len(list.w) != list.n {
			return fmt.Errorf("%w: %d weights for %d of %s", ErrUnknown, len(list.w), list.n, what)
		}
		for i, w := range list.w {
			if w < 0 {
				return fmt.Errorf("%w: %s %d weighs %d", ErrNegative, what, i, w)
			}
		}
	}
	for i, l := range p.Limits {
		if err := money(fmt.Sprintf("limit %d", i), l.Most); err != nil {
			return err
		}
		if l.Group != -1 {
			return fmt.Errorf("%w: limit %d", ErrScope, i)
		}
		if err := p.known(l.Scope, "limit", i); err != nil {
			return err
		}
	}
	for i, f := range p.Floors {
		if f.Money && f.Group != -1 {
			return fmt.Errorf("%w: floor %d", ErrScope, i)
		}
		if f.Least < -mostMoney || f.Least > mostMoney {
			return fmt.Errorf("%w: floor %d is %d", ErrRange, i, f.Least)
		}
		if err := p.known(f.Scope, "floor", i); err != nil {
			return err
		}
	}
	if err := p.checkEffects(); err != nil {
		return err
	}
	return p.checkRules()
}

func money(what string, fen int64) error {
	if fen < 0 {
		return fmt.Errorf("%w: %s has %d fen", ErrNegative, what, fen)
	}
	if fen > mostMoney {
		return fmt.Errorf("%w: %s has %d fen", ErrRange, what, fen)
	}
	return nil
}

func (p Problem) known(s Scope, what string, i int) error {
	if s.Community < -1 || int(s.Community) >= p.Communities {
		return fmt.Errorf("%w: %s %d names community %d of %d", ErrUnknown, what, i, s.Community, p.Communities)
	}
	if s.Group < -1 || int(s.Group) >= p.Groups {
		return fmt.Errorf("%w: %s %d names group %d of %d", ErrUnknown, what, i, s.Group, p.Groups)
	}
	if s.Category < -1 || int(s.Category) >= p.Categories {
		return fmt.Errorf("%w: %s %d names category %d of %d", ErrUnknown, what, i, s.Category, p.Categories)
	}
	return nil
}

func (p Problem) checkEffects() error {
	type key struct{ project, community, group int32 }
	seen := make(map[key]bool, len(p.Effects))
	sum := 0.0
	for j, x := range p.Projects {
		if sum += math.Abs(float64(x.Effect)); sum > mostEffect {
			return fmt.Errorf("%w: the effect of project %d", ErrRange, j)
		}
	}
	for i, e := range p.Effects {
		if e.Project < 0 || int(e.Project) >= len(p.Projects) {
			return fmt.Errorf("%w: effect %d names project %d of %d", ErrUnknown, i, e.Project, len(p.Projects))
		}
		if err := p.known(Scope{e.Community, e.Group, -1}, "effect", i); err != nil {
			return err
		}
		k := key{e.Project, e.Community, e.Group}
		if seen[k] {
			return fmt.Errorf("%w: effect %d, of project %d in community %d for group %d", ErrTwice, i, e.Project, e.Community, e.Group)
		}
		seen[k] = true
		// The amount itself counts too: floors add it up without weights.
		size := math.Abs(float64(e.Amount))
		if sum += max(size, size*float64(p.weight(e))); sum > mostEffect || math.IsNaN(sum) {
			return fmt.Errorf("%w: effect %d, of project %d", ErrRange, i, e.Project)
		}
	}
	return nil
}

// weight is how much an effect counts; a product that is too large is a large one.
func (p Problem) weight(e Effect) int64 {
	w := 1.0
	if p.CommunityWeight != nil && e.Community >= 0 {
		w *= float64(p.CommunityWeight[e.Community])
	}
	if p.GroupWeight != nil && e.Group >= 0 {
		w *= float64(p.GroupWeight[e.Group])
	}
	return int64(min(w, 1<<52))
}

func (p Problem) checkRules() error {
	check := func(what string, i int, all []int32) error {
		seen := make(map[int32]bool, len(all))
		for _, j := range all {
			if j < 0 || int(j) >= len(p.Projects) {
				return fmt.Errorf("%w: %s %d names project %d of %d", ErrUnknown, what, i, j, len(p.Projects))
			}
			if seen[j] {
				return fmt.Errorf("%w: project %d in %s %d", ErrTwice, j, what, i)
			}
			seen[j] = true
		}
		return nil
	}
	for i, r := range p.Needs {
		if err := check("need", i, r[:]); err != nil {
			return err
		}
	}
	for i, r := range p.Excludes {
		if err := check("exclusion", i, r[:]); err != nil {
			return err
		}
	}
	for i, r := range p.OneOf {
		if err := check("set", i, r); err != nil {
			return err
		}
	}
	return nil
}

// Values is the weighted effect of each project.
func (p Problem) Values() []int64 {
	v := make([]int64, len(p.Projects))
	for j, x := range p.Projects {
		v[j] = x.Effect
	}
	for _, e := range p.Effects {
		v[e.Project] += e.Amount * p.weight(e)
	}
	return v
}

// Uses is how much of a scope each project is: its cost, or its effect there. A
// project of no use to it is not listed.
func (p Problem) uses(s Scope, asMoney bool) (at []int32, by []int64) {
	if asMoney {
		for j, x := range p.Projects {
			if x.Cost != 0 && s.holds(x, x.Community, -1) {
				at, by = append(at, int32(j)), append(by, x.Cost)
			}
		}
		return at, by
	}
	sum := make([]int64, len(p.Projects))
	for _, e := range p.Effects {
		if s.holds(p.Projects[e.Project], e.Community, e.Group) {
			sum[e.Project] += e.Amount
		}
	}
	for j, x := range p.Projects {
		if s.Community < 0 && s.Group < 0 && (s.Category < 0 || s.Category == x.Category) {
			sum[j] += x.Effect
		}
		if sum[j] != 0 {
			at, by = append(at, int32(j)), append(by, sum[j])
		}
	}
	return at, by
}

func (s Scope) holds(x Project, community, group int32) bool {
	return (s.Community < 0 || s.Community == community) && (s.Group < 0 || s.Group == group) && (s.Category < 0 || s.Category == x.Category)
}

// Program is the problem as a choice of most value: row 0 is the budget, then come
// limits, then floors.
func (p Problem) Program() binary.Program {
	b := binary.Program{Value: p.Values(), Needs: p.Needs}
	at, by := p.uses(All, true)
	b.Rows = append(b.Rows, binary.Row{At: at, By: by, Most: p.Budget})
	for _, l := range p.Limits {
		at, by := p.uses(l.Scope, true)
		b.Rows = append(b.Rows, binary.Row{At: at, By: by, Most: l.Most})
	}
	for _, f := range p.Floors {
		at, by := p.uses(f.Scope, f.Money)
		for k := range by {
			by[k] = -by[k]
		}
		b.Rows = append(b.Rows, binary.Row{At: at, By: by, Most: -f.Least})
	}
	for _, e := range p.Excludes {
		b.Cliques = append(b.Cliques, e[:])
	}
	b.Cliques = append(b.Cliques, p.OneOf...)
	for j, x := range p.Projects {
		if x.Must || x.Refused {
			b.Decided = append(b.Decided, binary.Decided{Thing: int32(j), One: x.Must})
		}
	}
	return b
}
