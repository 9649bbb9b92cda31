package sites

import (
	"linli/internal/fault"
	"math"
	"slices"
	"time"

	"linli/engine/siting"
	"linli/internal/region"
)

// SitingResult is what a siting scenario came to. A count that is nil is too small to be
// told to the viewer.
type SitingResult struct {
	Aim         Objective       `json:"aim" enum:"coverage,median,center,cover-all" doc:"What the sites were chosen for"`
	Objective   *float64        `json:"objective" doc:"People within reach, person-metres, metres, or sites or fen, by the scenario's objective"`
	Bound       *float64        `json:"bound" doc:"No choice of sites is better than this"`
	Gap         float64         `json:"gap" doc:"Between the two, as a share of the objective; 0 where proved"`
	Proved      bool            `json:"proved"`
	Verified    bool            `json:"verified" doc:"The bound was recomputed from the data by a second programme that trusts nothing of the first"`
	Nodes       int             `json:"nodes" doc:"Of the search tree"`
	Seconds     float64         `json:"seconds"`
	ProofZh     string          `json:"proof_zh"`
	ProofEn     string          `json:"proof_en"`
	Units       int             `json:"units" doc:"Cells of demand"`
	Candidates  int             `json:"candidates"`
	RadiusM     int             `json:"radius_m"`
	OffMap      int             `json:"off_map,omitempty" doc:"People of the group whose home has no point: not counted"`
	Unreachable *int            `json:"unreachable,omitempty" doc:"Cover-all: people whom no candidate place reaches"`
	People      *int            `json:"people" doc:"Of the group, on the map"`
	Before      SitingReach     `json:"before"`
	After       SitingReach     `json:"after"`
	Gained      *int            `json:"gained" doc:"Within reach after and not before"`
	Lost        *int            `json:"lost" doc:"Within reach before and not after"`
	Sites       []ChosenSite    `json:"sites" doc:"New ones, in the order in which opening them does most"`
	Existing    []StandingPoint `json:"existing" doc:"Points of the category"`
	Areas       []AreaChange    `json:"areas" doc:"By community, or by grid within a community"`
	Spare       int             `json:"spare,omitempty" doc:"Sites that were allowed and would add nothing"`
	SpentFen    int64           `json:"spent_fen,omitempty"`
	AsOf        time.Time       `json:"as_of"`
	Digest      string          `json:"digest" doc:"SHA-256 of everything that was looked at"`
	Box         *[4]float64     `json:"box,omitempty" doc:"West, south, east, north of demand and sites"`
	Hidden      bool            `json:"hidden,omitempty" doc:"Small counts are left out for this viewer"`
}

// SitingReach is whom open points reach.
type SitingReach struct {
	Points    int      `json:"points"`
	Inside    *int     `json:"inside" doc:"People within the radius"`
	Share     *float64 `json:"share" doc:"inside / people"`
	MeanM     *float64 `json:"mean_m" doc:"Mean way to the nearest point, in a straight line; null without a point"`
	FarthestM *float64 `json:"farthest_m" doc:"Way of whoever is farthest"`
}

// ChosenSite is a new site.
type ChosenSite struct {
	Place
	No     int  `json:"no"`
	Adds   *int `json:"adds" doc:"People who come within the radius when it opens after those before it in the list"`
	Within *int `json:"within" doc:"People within its radius, whoever else reaches them"`
	Serves *int `json:"serves" doc:"People for whom it is the nearest"`
}

// StandingPoint is a point of the category.
type StandingPoint struct {
	Place
	Open   bool `json:"open" doc:"Stays open in the scenario"`
	Beyond bool `json:"beyond,omitempty" doc:"Beyond the border of the place, and reaching into it or not"`
}

// AreaChange is a community with what changes for it.
type AreaChange struct {
	Region  region.Code `json:"region"`
	Name    string      `json:"name"`
	NameEn  string      `json:"name_en,omitempty"`
	People  *int        `json:"people"`
	Before  *int        `json:"before"`
	After   *int        `json:"after"`
	Gain    *int        `json:"gain" doc:"after − before"`
	Lost    *int        `json:"lost" doc:"People within reach before and not after"`
	BeforeM *float64    `json:"before_m" doc:"Mean way to the nearest point"`
	AfterM  *float64    `json:"after_m"`
}

// Tile is a cell of demand on the map: web map cell of zoom 18, people, and
// whether it is reached before (1) and after (2).
type Tile [4]float64

// nearest is, for every unit, the way to the nearest of some sites; +Inf: there is none.
func (n *instance) nearest(open []int) []float64 {
	out := make([]float64, len(n.crowd.units))
	for i := range out {
		out[i] = math.Inf(1)
		for _, j := range open {
			out[i] = min(out[i], n.away(i, j))
		}
	}
	return out
}

func (n *instance) within(metres float64) bool { return metres <= float64(n.where.RadiusM) }

func (n *instance) reached(ways []float64, points int) SitingReach {
	inside, sum, far := 0.0, 0.0, 0.0
	for i, u := range n.crowd.units {
		if n.within(ways[i]) {
			inside += u.People
		}
		sum += u.People * ways[i]
		if u.People > 0 {
			far = max(far, ways[i])
		}
	}
	r := SitingReach{Points: points, Inside: whole(inside), Share: rounded(inside/n.crowd.people, 4)}
	if points > 0 {
		r.MeanM, r.FarthestM = rounded(sum/n.crowd.people, 0), rounded(far, 0)
	}
	return r
}

func whole(v float64) *int {
	n := int(math.Round(v))
	return &n
}

func rounded(v float64, digits int) *float64 {
	p := math.Pow10(digits)
	v = math.Round(v*p) / p
	return &v
}

// read turns the engine's answer into figures.
func (n *instance) read(sol siting.Solution, s *Sources, in region.Code) (SitingResult, []Tile) {
	var before, fresh, after []int
	for j, p := range n.sites {
		open := slices.Contains(sol.Open, j) || p.fixed
		if p.there {
			before = append(before, j)
		}
		if open && (p.there || p.fixed) {
			after = append(after, j)
		} else if open {
			fresh = append(fresh, j)
		}
	}
	fresh, adds := n.order(fresh, after)
	spare := 0
	if n.where.Objective == Coverage {
		for len(fresh) > 0 && adds[len(fresh)-1] == 0 {
			fresh, spare = fresh[:len(fresh)-1], spare+1
		}
		if n.where.BudgetFen > 0 {
			spare = 0 // what the rest of a budget could buy is another question
		}
	}
	was, is := n.nearest(before), n.nearest(append(slices.Clone(after), fresh...))
	r := SitingResult{Aim: n.where.Objective, Objective: &sol.Objective, Bound: &sol.Bound, Gap: sol.Gap, Proved: sol.Proved, Nodes: sol.Nodes, Units: len(n.crowd.units), RadiusM: n.where.RadiusM,
		OffMap: n.crowd.offMap, People: whole(n.crowd.people), AsOf: n.crowd.asOf, Spare: spare, Sites: []ChosenSite{}, Existing: []StandingPoint{},
		Before: n.reached(was, len(before)), After: n.reached(is, len(after)+len(fresh))}
	gained, lost := 0.0, 0.0
	for i, u := range n.crowd.units {
		switch a, b := n.within(was[i]), n.within(is[i]); {
		case b && !a:
			gained += u.People
		case a && !b:
			lost += u.People
		}
	}
	r.Gained, r.Lost = whole(gained), whole(lost)
	if n.reach != nil {
		left := n.crowd.people
		for _, i := range n.reach {
			left -= n.crowd.units[i].People
		}
		r.Unreachable = whole(left)
	}
	r.chosen(n, fresh, adds, is)
	for j, p := range n.sites {
		if p.there {
			r.Existing = append(r.Existing, StandingPoint{Place: p, Open: slices.Contains(after, j), Beyond: !p.Region.In(in)})
		} else {
			r.Candidates++
		}
	}
	r.Areas = n.areas(s, in, was, is)
	r.Box = n.box(fresh)
	r.ProofZh, r.ProofEn = r.proof(n, fault.Zh), r.proof(n, fault.En)
	return r, n.tiles(was, is)
}

// order puts new sites into the order in which each does most after those before
// it: people who come within reach, then metres saved. O(sites² × units).
func (n *instance) order(fresh, open []int) (out []int, adds []float64) {
	ways := n.nearest(open)
	left := slices.Clone(fresh)
	for len(left) > 0 {
		best, gain, saved := -1, -1.0, -1.0
		for k, j := range left {
			g, m := 0.0, 0.0
			for i, u := range n.crowd.units {
				d := n.away(i, j)
				if d >= ways[i] {
					continue
				}
				if n.within(d) && !n.within(ways[i]) {
					g += u.People
				}
				m += u.People * (min(ways[i], 1e6) - d)
			}
			if g > gain+1e-9 || g > gain-1e-9 && m > saved {
				best, gain, saved = k, g, m
			}
		}
		j := left[best]
		left = slices.Delete(left, best, best+1)
		out, adds = append(out, j), append(adds, gain)
		for i := range ways {
			ways[i] = min(ways[i], n.away(i, j))
		}
	}
	return out, adds
}

func (r *SitingResult) chosen(n *instance, fresh []int, adds, ways []float64) {
	for k, j := range fresh {
		within, serves := 0.0, 0.0
		for i, u := range n.crowd.units {
			d := n.away(i, j)
			if n.within(d) {
				within += u.People
			}
			if d <= ways[i] {
				serves += u.People
			}
		}
		p := n.sites[j]
		r.SpentFen += p.CostFen
		r.Sites = append(r.Sites, ChosenSite{Place: p, No: k + 1, Adds: whole(adds[k]), Within: whole(within), Serves: whole(serves)})
	}
}

// areas are the communities of the place, or the grids of a community.
func (n *instance) areas(s *Sources, in region.Code, was, is []float64) []AreaChange {
	level := region.Community
	if l := in.Level(); l == region.Community || l == region.Grid {
		level = region.Grid
	}
	type sums struct{ people, before, after, lost, beforeM, afterM float64 }
	by := map[region.Code]*sums{}
	cut := map[region.Level]int{region.Community: 12, region.Grid: 15}[level]
	for i, u := range n.crowd.units {
		c := u.home[:min(cut, len(u.home))]
		t := by[c]
		if t == nil {
			t = &sums{}
			by[c] = t
		}
		a, b := n.within(was[i]), n.within(is[i])
		t.people += u.People
		if a {
			t.before += u.People
		}
		if b {
			t.after += u.People
		}
		if a && !b {
			t.lost += u.People
		}
		t.beforeM += u.People * was[i]
		t.afterM += u.People * is[i]
	}
	out := []AreaChange{}
	for _, p := range s.Places.Within(in, level) {
		t := by[p.Code]
		if t == nil {
			t = &sums{}
		}
		a := AreaChange{Region: p.Code, Name: p.Name, NameEn: p.NameEn, People: whole(t.people), Before: whole(t.before), After: whole(t.after), Lost: whole(t.lost)}
		a.Gain = whole(float64(*a.After - *a.Before))
		if t.people > 0 && !math.IsInf(t.beforeM, 1) {
			a.BeforeM = rounded(t.beforeM/t.people, 0)
		}
		if t.people > 0 && !math.IsInf(t.afterM, 1) {
			a.AfterM = rounded(t.afterM/t.people, 0)
		}
		out = append(out, a)
	}
	return out
}

func (n *instance) box(fresh []int) *[4]float64 {
	b := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	take := func(lon, lat float64) {
		b = [4]float64{min(b[0], lon), min(b[1], lat), max(b[2], lon), max(b[3], lat)}
	}
	for _, u := range n.crowd.units {
		take(u.At.Lon, u.At.Lat)
	}
	for _, j := range fresh {
		take(n.sites[j].Lon, n.sites[j].Lat)
	}
	return &b
}

// tiles are the cells of demand for the map, parts of one cell added up.
func (n *instance) tiles(was, is []float64) []Tile {
	type at struct{ x, y uint32 }
	no := map[at]int{}
	out := []Tile{}
	for i, u := range n.crowd.units {
		k, seen := no[at{u.x, u.y}]
		if !seen {
			k = len(out)
			no[at{u.x, u.y}] = k
			out = append(out, Tile{float64(u.x), float64(u.y)})
		}
		out[k][2] = math.Round((out[k][2]+u.People)*100) / 100
		state := 0.0
		if n.within(was[i]) {
			state++
		}
		if n.within(is[i]) {
			state += 2
		}
		out[k][3] = state
	}
	return out
}
