package sites

import (
	"slices"

	"linli/internal/fault"
)

// small reports a count that is not told to those who may not see the persons.
func small(counts ...int) bool {
	return slices.ContainsFunc(counts, func(n int) bool { return n != 0 && n < K && n > -K })
}

// Guarded is the result for those who may not see the persons of a place that was
// planned with exact counts. Left out are counts from 1 to 9, those whose
// difference to another that is told is so small, and as many of the next larger
// as it takes that the total less the others does not give them away. Where
// the farthest lives is left out too.
func (r SitingResult) Guarded() SitingResult {
	r.Hidden, r.OffMap = true, 0
	r.Before.FarthestM, r.After.FarthestM = nil, nil
	if r.Unreachable != nil && small(*r.Unreachable) {
		r.Unreachable = nil
	}
	before, after := r.told()
	if r.Areas = slices.Clone(r.Areas); r.People != nil && small(*r.People) {
		r.People, before, after = nil, false, false
	}
	if !before {
		r.Before = SitingReach{Points: r.Before.Points}
	}
	r.hideAreas()
	r.hideSites(before && after)
	if !before || !after {
		r.Gained, r.Lost = nil, nil
	}
	if !after {
		r.After = SitingReach{Points: r.After.Points}
	}
	if r.Aim == Center || r.Aim == Coverage && !after || r.People == nil {
		r.Objective, r.Bound = nil, nil
		r.ProofZh, r.ProofEn = r.wordless(fault.Zh), r.wordless(fault.En)
	}
	return r
}

// told says whether the numbers of those within reach before and after are told.
func (r SitingResult) told() (before, after bool) {
	if r.People == nil || r.Before.Inside == nil || r.After.Inside == nil || r.Gained == nil || r.Lost == nil {
		return false, false
	}
	before = !small(*r.Before.Inside, *r.People-*r.Before.Inside)
	after = !small(*r.After.Inside, *r.People-*r.After.Inside)
	if before && after && small(*r.Gained, *r.Lost, *r.Gained-*r.Lost) {
		after = false
	}
	return before, after
}

// counts of an area that must not be small, alone or as the sum of those hidden.
func (a AreaChange) counts() []int {
	return []int{*a.People, *a.Before, *a.After, *a.People - *a.Before, *a.People - *a.After, *a.Gain, *a.Lost}
}

func (r *SitingResult) hideAreas() {
	var order []int
	hidden := map[int]bool{}
	for i, a := range r.Areas {
		if small(a.counts()...) {
			hidden[i] = true
		} else if *a.People > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return *r.Areas[i].People - *r.Areas[j].People })
	given := func() bool { // would the totals give the hidden ones away?
		sums := make([]int, 7)
		for i := range hidden {
			for k, n := range r.Areas[i].counts() {
				sums[k] += n
			}
		}
		return len(hidden) == 1 || small(sums...)
	}
	for len(hidden) > 0 && len(order) > 0 && given() {
		hidden[order[0]], order = true, order[1:]
	}
	for i := range hidden {
		a := r.Areas[i]
		r.Areas[i] = AreaChange{Region: a.Region, Name: a.Name, NameEn: a.NameEn}
	}
}

// hideSites leaves out what single sites add; total is whether their sum is told.
func (r *SitingResult) hideSites(total bool) {
	r.Sites = slices.Clone(r.Sites)
	var order, hidden []int
	for i, s := range r.Sites {
		if small(*s.Within) {
			r.Sites[i].Within = nil
		}
		if small(*s.Serves) {
			r.Sites[i].Serves = nil
		}
		if small(*s.Adds) {
			hidden = append(hidden, i)
		} else {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return *r.Sites[i].Adds - *r.Sites[j].Adds })
	sum := 0
	for _, i := range hidden {
		sum += *r.Sites[i].Adds
	}
	for total && len(hidden) > 0 && len(order) > 0 && (len(hidden) < 2 || sum < K) {
		sum += *r.Sites[order[0]].Adds
		hidden, order = append(hidden, order[0]), order[1:]
	}
	for _, i := range hidden {
		r.Sites[i].Adds = nil
	}
}

// Headline is the figures of a result that stand in a list. Counts are absent
// where they are too small to be told.
type Headline struct {
	People   *int     `json:"people" doc:"Of the group"`
	Before   *int     `json:"before" doc:"Within reach before"`
	After    *int     `json:"after" doc:"Within reach with the sites"`
	Gained   *int     `json:"gained" doc:"Within reach after and not before"`
	Lost     *int     `json:"lost" doc:"Within reach before and not after"`
	BeforeM  *float64 `json:"before_m,omitempty" doc:"The way that the scenario is for: the mean one of a median, the farthest of a center"`
	AfterM   *float64 `json:"after_m,omitempty"`
	Sites    int      `json:"sites" doc:"New sites"`
	SpentFen int64    `json:"spent_fen,omitempty"`
	Proved   bool     `json:"proved" doc:"No choice is better: checked"`
	Gap      float64  `json:"gap" doc:"At the most so far from the best, as a share of the objective"`
}

// Head is the headline of a result.
func (r SitingResult) Head() Headline {
	h := Headline{People: r.People, Before: r.Before.Inside, After: r.After.Inside, Gained: r.Gained, Lost: r.Lost, Sites: len(r.Sites), SpentFen: r.SpentFen, Proved: r.Proved && r.Verified, Gap: r.Gap}
	switch r.Aim {
	case Median:
		h.BeforeM, h.AfterM = r.Before.MeanM, r.After.MeanM
	case Center:
		h.BeforeM, h.AfterM = r.Before.FarthestM, r.After.FarthestM
	}
	return h
}

// Guarded is the headline for those who may not see the persons.
func (h Headline) Guarded() Headline {
	h.BeforeM, h.AfterM = nil, nil
	r := SitingResult{People: h.People, Before: SitingReach{Inside: h.Before}, After: SitingReach{Inside: h.After}, Gained: h.Gained, Lost: h.Lost}.Guarded()
	h.People, h.Before, h.After, h.Gained, h.Lost = r.People, r.Before.Inside, r.After.Inside, r.Gained, r.Lost
	return h
}
