package sites

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/people"
)

// What can be wrong with an order, or with the place it is for.
var (
	ErrOrder      = fault.New(fault.Invalid, "decisions.order", "方案的设置不完整或互相矛盾。", "The settings of the scenario are not complete, or contradict each other.")
	ErrFew        = fault.New(fault.Invalid, "decisions.few", "这个范围内符合条件的人太少，不能据此选址。", "Too few people of this kind live here to plan for.")
	ErrNobody     = fault.New(fault.Invalid, "decisions.nobody", "这个范围内没有符合条件的人。", "Nobody of this kind lives here.")
	ErrNoPlace    = fault.New(fault.Invalid, "decisions.no_candidates", "没有备选地点，请至少选择一种来源。", "There is no candidate place; choose at least one source.")
	ErrOutside    = fault.New(fault.Invalid, "decisions.outside", "列表中的“%s”不在所选区域内。", "%s in the list lies outside the chosen place.")
	ErrReach      = fault.New(fault.Invalid, "decisions.reach", "没有一个备选地点在半径之内有符合条件的人。", "No candidate place has anybody of the group within the radius.")
	ErrImpossible = fault.New(fault.Invalid, "decisions.impossible", "在这些限制之内没有可行的方案，或在时限内没有找到。", "Within these bounds there is no choice that works, or none was found in the time given.")
	ErrMany       = fault.New(fault.Invalid, "decisions.many", "备选地点太多：%d 个，最多 %d 个。", "Too many candidate places: %d, at most %d.")
	ErrWrong      = fault.New(fault.Invalid, "decisions.unverified", "计算结果没有通过核对，已放弃；请联系管理员。", "The result did not stand the check and was dropped; please tell the administrator.")
)

// Minutes on foot become metres in a straight line.
//
// Detour is how much longer the walk is than the line. On a grid of streets it is
// 4/π = 1.27 on the average of all directions; paths through compounds and across
// squares cut it. 1.2 is the lower end, for the demand is the middle of a cell, and
// cells are not doors.
//
// Pace is 4 km/h, 1.1 m/s: what crossings are timed for so that older people get
// over (3.5 feet a second: MUTCD 2009, 4E.06). Who plans for the young errs on the
// safe side with it. 15 minutes are 833 m.
const (
	Detour = 1.2
	Pace   = 4000.0 / 60 // metres a minute
)

// Group is whom a scenario is for, written as the demand map's filter: everybody
// who has all attributes, is of the sex, and of an age from AgeFrom to AgeTo
// inclusive (0, 0 is any).
type Group struct {
	Attributes []string `json:"attributes,omitempty" maxItems:"12" doc:"key, key:level, key:level+ (at least) or !key (without)"`
	Sex        string   `json:"sex,omitempty" enum:"female,male"`
	AgeFrom    int      `json:"age_from,omitempty" minimum:"0" maximum:"130"`
	AgeTo      int      `json:"age_to,omitempty" minimum:"0" maximum:"130" doc:"Inclusive; absent: no upper bound"`
}

// everybody reports whether the group is all residents.
func (g Group) everybody() bool {
	return len(g.Attributes) == 0 && g.Sex == "" && g.AgeFrom == 0 && g.AgeTo == 0
}

// holds reports whether a person is of the group today.
func (g Group) holds(f people.Facts) bool {
	if g.Sex != "" && f.Sex != g.Sex {
		return false
	}
	if (g.AgeFrom > 0 || g.AgeTo > 0) && (f.Age < 0 || f.Age < g.AgeFrom || g.AgeTo > 0 && f.Age > g.AgeTo) {
		return false
	}
	for _, a := range g.Attributes {
		if key, without := strings.CutPrefix(a, "!"); has(f, key) == without {
			return false
		}
	}
	return true
}

// has reads an attribute as the demand map does: "key", "key:level", "key:level+".
func has(f people.Facts, a string) bool {
	key, want, leveled := strings.Cut(a, ":")
	level, ok := f.Attributes[key]
	if !ok || !leveled {
		return ok
	}
	from, least := strings.CutSuffix(want, "+")
	if !least {
		return level == want
	}
	at, err1 := strconv.Atoi(level)
	low, err2 := strconv.Atoi(from)
	return err1 == nil && err2 == nil && at >= low && at <= 9
}

// Objective is what sites are chosen for, as engine/siting has it.
type Objective string

// The objectives.
const (
	Coverage Objective = "coverage"  // the most people within reach
	Median   Objective = "median"    // the least total way
	Center   Objective = "center"    // the nearest for whoever is farthest
	CoverAll Objective = "cover-all" // nobody out of reach, with the fewest or cheapest sites
)

// Source is where candidate places come from.
type Source string

// The sources of candidates.
const (
	Grids       Source = "grids"       // the middle of every grid
	Communities Source = "communities" // the middle of every community
	Public      Source = "public"      // points of other services in public hands
	List        Source = "list"        // a list of one's own
)

// Spot is a candidate place of a list.
type Spot struct {
	Name    string  `json:"name" minLength:"1" maxLength:"200"`
	Lon     float64 `json:"lon"`
	Lat     float64 `json:"lat"`
	CostFen int64   `json:"cost_fen,omitempty" minimum:"0" maximum:"100000000000000" doc:"Absent: the cost per site"`
}

// Where is the order of a siting scenario.
type Where struct {
	Group     Group     `json:"group"`
	Category  string    `json:"category" minLength:"1" maxLength:"100" doc:"elder.canteen, or elder for all of them"`
	Objective Objective `json:"objective" enum:"coverage,median,center,cover-all" default:"coverage"`
	RadiusM   int       `json:"radius_m,omitempty" minimum:"0" maximum:"20000" doc:"Straight line; absent where walk_min is given"`
	WalkMin   int       `json:"walk_min,omitempty" minimum:"0" maximum:"120" doc:"Minutes on foot: 55.6 m straight each"`
	Number    int       `json:"number,omitempty" minimum:"0" maximum:"200" doc:"At most so many new sites; absent with a budget or cover-all"`
	BudgetFen int64     `json:"budget_fen,omitempty" minimum:"0" maximum:"100000000000000"`
	CostFen   int64     `json:"cost_fen,omitempty" minimum:"0" maximum:"100000000000000" doc:"Of one site"`
	Keep      bool      `json:"keep" doc:"Points of the category stay; else they compete with the candidates, at no cost"`
	From      []Source  `json:"from" minItems:"1" maxItems:"4" enum:"grids,communities,public,list"`
	List      []Spot    `json:"list,omitempty" maxItems:"2000"`
	LimitS    int       `json:"limit_s,omitempty" minimum:"0" maximum:"600" default:"30" doc:"Seconds to search at the most"`
}

const (
	maxSites  = 5000 // candidates and points together
	defaultS  = 30
	maxRadius = 20_000
)

// Check completes an order, or refuses it.
func (w Where) Check() (Where, error) {
	if w.Category == "" {
		return w, ErrOrder.On("category")
	}
	if w.WalkMin > 0 {
		w.RadiusM = int(math.Round(float64(w.WalkMin) * Pace / Detour))
	}
	if w.RadiusM < 50 || w.RadiusM > maxRadius {
		return w, ErrOrder.On("radius_m")
	}
	if w.LimitS == 0 {
		w.LimitS = defaultS
	}
	if w.LimitS < 1 || w.LimitS > 600 {
		return w, ErrOrder.On("limit_s")
	}
	switch w.Objective {
	case Coverage, Median, Center:
		switch {
		case (w.Number > 0) == (w.BudgetFen > 0):
			return w, ErrOrder.On("number")
		case w.BudgetFen > 0 && w.CostFen == 0 && !w.priced():
			return w, ErrOrder.On("cost_fen")
		}
	case CoverAll:
		if w.Number > 0 || w.BudgetFen > 0 {
			return w, ErrOrder.On("number")
		}
	default:
		return w, ErrOrder.On("objective")
	}
	slices.Sort(w.From)
	w.From = slices.Compact(w.From)
	if len(w.From) == 0 {
		return w, ErrNoPlace.On("from")
	}
	for _, f := range w.From {
		if !slices.Contains([]Source{Grids, Communities, Public, List}, f) {
			return w, ErrOrder.On("from")
		}
	}
	if slices.Contains(w.From, List) != (len(w.List) > 0) {
		return w, ErrNoPlace.On("list")
	}
	for _, s := range w.List {
		if (geo.Point{Lon: s.Lon, Lat: s.Lat}).Check() != nil || s.Name == "" || s.CostFen < 0 {
			return w, ErrOrder.On("list")
		}
	}
	return w, nil
}

// priced reports whether every place of the list has a cost of its own and there
// are no other sources.
func (w Where) priced() bool {
	return len(w.From) == 1 && w.From[0] == List && !slices.ContainsFunc(w.List, func(s Spot) bool { return s.CostFen == 0 })
}
