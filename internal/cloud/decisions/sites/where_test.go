package sites

import (
	"errors"
	"math"
	"testing"

	"linli/internal/fault"
	"linli/internal/people"
)

func TestAnOrderIsCompleteAndFreeOfContradictionsOrIsRefused(t *testing.T) {
	whole := Where{Category: "elder.canteen", Objective: Coverage, RadiusM: 500, Number: 3, From: []Source{Grids}, Keep: true}
	for name, c := range map[string]struct {
		change func(*Where)
		want   error
	}{
		"a whole order":                         {func(*Where) {}, nil},
		"a walk instead of a radius":            {func(w *Where) { w.RadiusM, w.WalkMin = 0, 15 }, nil},
		"a budget with a cost":                  {func(w *Where) { w.Number, w.BudgetFen, w.CostFen = 0, 100, 10 }, nil},
		"a budget and a list with costs":        {func(w *Where) { w.Number, w.BudgetFen, w.From, w.List = 0, 100, []Source{List}, spots(5) }, nil},
		"all to be reached":                     {func(w *Where) { w.Number, w.Objective = 0, CoverAll }, nil},
		"no category":                           {func(w *Where) { w.Category = "" }, ErrOrder},
		"a radius of ten metres":                {func(w *Where) { w.RadiusM = 10 }, ErrOrder},
		"a radius of a country":                 {func(w *Where) { w.RadiusM = 1_000_000 }, ErrOrder},
		"neither number nor budget":             {func(w *Where) { w.Number = 0 }, ErrOrder},
		"both number and budget":                {func(w *Where) { w.BudgetFen, w.CostFen = 5, 5 }, ErrOrder},
		"a budget without costs":                {func(w *Where) { w.Number, w.BudgetFen = 0, 100 }, ErrOrder},
		"a budget and a list with one gap":      {func(w *Where) { w.Number, w.BudgetFen, w.From, w.List = 0, 100, []Source{List}, spots(5, 0) }, ErrOrder},
		"a number, and all to be reached":       {func(w *Where) { w.Objective = CoverAll }, ErrOrder},
		"another objective":                     {func(w *Where) { w.Objective = "luck" }, ErrOrder},
		"another source":                        {func(w *Where) { w.From = []Source{"moon"} }, ErrOrder},
		"no source":                             {func(w *Where) { w.From = nil }, ErrNoPlace},
		"a list that is empty":                  {func(w *Where) { w.From = []Source{List} }, ErrNoPlace},
		"a list that nobody asked for":          {func(w *Where) { w.List = spots(1) }, ErrNoPlace},
		"a place beyond the earth":              {func(w *Where) { w.From, w.List = []Source{List}, []Spot{{Name: "x", Lon: 500}} }, ErrOrder},
		"a place that is no number":             {func(w *Where) { w.From, w.List = []Source{List}, []Spot{{Name: "x", Lon: math.NaN()}} }, ErrOrder},
		"an hour of searching":                  {func(w *Where) { w.LimitS = 3600 }, ErrOrder},
		"the same source twice is one of them":  {func(w *Where) { w.From = []Source{Grids, Grids} }, nil},
		"no limit is the limit that is usual":   {func(w *Where) { w.LimitS = 0 }, nil},
		"a place of the list that costs a debt": {func(w *Where) { w.From, w.List = []Source{List}, spots(-1) }, ErrOrder},
	} {
		w := whole
		c.change(&w)
		got, err := w.Check()
		if !errors.Is(err, c.want) || err == nil && (len(got.From) != 1 || got.LimitS == 0) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	w, err := Where{Category: "x", Objective: Coverage, WalkMin: 15, Number: 1, From: []Source{Grids}}.Check()
	if err != nil || w.RadiusM != 833 {
		t.Errorf("15 minutes are %d m, %v", w.RadiusM, err)
	}
}

func spots(costs ...int64) (out []Spot) {
	for i, c := range costs {
		out = append(out, Spot{Name: "x", Lon: 113 + float64(i)/1000, Lat: 23, CostFen: c})
	}
	return out
}

// The rules are those of the demand map's filter; internal/app tests that the two
// count the same.
func TestAGroupHoldsWhomTheDemandMapCounts(t *testing.T) {
	f := people.Facts{Age: 70, Sex: "female", Attributes: map[string]string{"lives_alone": "", "ability_level": "3"}}
	for name, c := range map[string]struct {
		g    Group
		want bool
	}{
		"everybody":                     {Group{}, true},
		"of an age":                     {Group{AgeFrom: 70, AgeTo: 70}, true},
		"younger":                       {Group{AgeTo: 69}, false},
		"older":                         {Group{AgeFrom: 71}, false},
		"of the sex":                    {Group{Sex: "female"}, true},
		"of the other":                  {Group{Sex: "male"}, false},
		"with an attribute":             {Group{Attributes: []string{"lives_alone"}}, true},
		"without it":                    {Group{Attributes: []string{"!lives_alone"}}, false},
		"without another":               {Group{Attributes: []string{"!low_income"}}, true},
		"with all of two":               {Group{Attributes: []string{"lives_alone", "low_income"}}, false},
		"of any level":                  {Group{Attributes: []string{"ability_level"}}, true},
		"of the level":                  {Group{Attributes: []string{"ability_level:3"}}, true},
		"of another level":              {Group{Attributes: []string{"ability_level:2"}}, false},
		"of at least a level":           {Group{Attributes: []string{"ability_level:2+"}}, true},
		"of at least a higher level":    {Group{Attributes: []string{"ability_level:4+"}}, false},
		"without at least a level":      {Group{Attributes: []string{"!ability_level:2+"}}, false},
		"of a level that is no number+": {Group{Attributes: []string{"ability_level:x+"}}, false},
	} {
		if got := c.g.holds(f); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if f.Age = -1; (Group{AgeFrom: 0, AgeTo: 130}).holds(f) || !(Group{}).holds(f) {
		t.Error("whose age is unknown is of no age")
	}
}

func TestTheProofIsSaidInBothLanguages(t *testing.T) {
	five, six := 1204.4, 1231.0
	for _, c := range []struct {
		aim    Objective
		proved bool
		zh, en string
	}{
		{Coverage, true, "覆盖 1,204 人 = 界限 1,231 人，差距 0%：已证明在全部备选方案中最优", "Within reach: 1,204 people = bound 1,231 people, gap 0%: proved the best of all choices"},
		{Median, false, "总路程 1.2 人·公里，界限 1.2 人·公里：与可能的最优最多相差 2.2%", "Total way 1.2 person-km, bound 1.2 person-km: at most 2.2% from the best possible"},
		{Center, false, "最远 1,204 米，界限 1,231 米：与可能的最优最多相差 2.2%", "Farthest 1,204 m, bound 1,231 m: at most 2.2% from the best possible"},
		{CoverAll, true, "新增 1,204.4 个点 = 界限 1,231 个点，差距 0%：已证明在全部备选方案中最优", "New sites: 1,204.4 = bound 1,231, gap 0%: proved the best of all choices"},
	} {
		n := &instance{where: Where{Objective: c.aim}, sites: []Place{{}}}
		r := SitingResult{Aim: c.aim, Objective: &five, Bound: &six, Proved: c.proved, Gap: 0.0221}
		if zh, en := r.proof(n, fault.Zh), r.proof(n, fault.En); zh != c.zh || en != c.en {
			t.Errorf("%s:\n%s\n%s", c.aim, zh, en)
		}
	}
	for v, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 1234567.25: "1,234,567.3", -1234.5: "-1,234.5"} {
		if got := figure(v); got != want {
			t.Errorf("%v is %s, want %s", v, got, want)
		}
	}
}
