package portfolio_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/engine/portfolio"
	"linli/engine/portfolio/binary"
)

// anything is a small random problem with all kinds of rules.
func anything(r *rand.Rand, n int) portfolio.Problem {
	p := portfolio.Problem{Communities: 1 + r.IntN(3), Groups: 1 + r.IntN(3), Categories: 1 + r.IntN(2)}
	total := int64(0)
	some := func(n int) int32 { return int32(r.IntN(n+1)) - 1 }
	for j := range n {
		x := portfolio.Project{Cost: int64(r.IntN(50)), Community: some(p.Communities), Category: some(p.Categories), Effect: int64(r.IntN(20) - 3)}
		switch r.IntN(20) {
		case 0:
			x.Must = true
		case 1:
			x.Refused = true
		}
		total += x.Cost
		p.Projects = append(p.Projects, x)
		for range r.IntN(3) {
			e := portfolio.Effect{Project: int32(j), Community: some(p.Communities), Group: some(p.Groups), Amount: int64(r.IntN(40) - 4)}
			if !slices.ContainsFunc(p.Effects, func(f portfolio.Effect) bool {
				return f.Project == e.Project && f.Community == e.Community && f.Group == e.Group
			}) {
				p.Effects = append(p.Effects, e)
			}
		}
	}
	p.Budget = int64(float64(total) * (0.2 + 0.6*r.Float64()))
	if r.IntN(2) == 0 {
		for range p.Groups {
			p.GroupWeight = append(p.GroupWeight, int64(r.IntN(4)))
		}
	}
	if r.IntN(2) == 0 {
		for range p.Communities {
			p.CommunityWeight = append(p.CommunityWeight, int64(r.IntN(4)))
		}
	}
	for range r.IntN(3) {
		f := portfolio.Floor{Scope: portfolio.Scope{Community: some(p.Communities), Group: some(p.Groups), Category: some(p.Categories)}, Least: int64(r.IntN(40))}
		if r.IntN(3) == 0 {
			f.Group, f.Money = -1, true
		}
		p.Floors = append(p.Floors, f)
	}
	if r.IntN(2) == 0 {
		p.Limits = append(p.Limits, portfolio.Limit{Scope: portfolio.Scope{Community: some(p.Communities), Group: -1, Category: some(p.Categories)}, Most: int64(r.IntN(100))})
	}
	for range r.IntN(4) {
		a, b := int32(r.IntN(n)), int32(r.IntN(n))
		switch {
		case a == b:
		case r.IntN(2) == 0:
			p.Needs = append(p.Needs, [2]int32{a, b})
		default:
			p.Excludes = append(p.Excludes, [2]int32{a, b})
		}
	}
	if r.IntN(3) == 0 {
		var set []int32
		for j := range n {
			if r.IntN(3) == 0 {
				set = append(set, int32(j))
			}
		}
		p.OneOf = append(p.OneOf, set)
	}
	return p
}

// keeps is the rules of a problem read off its words, without programs and rows.
func keeps(p portfolio.Problem, on func(j int32) bool) bool {
	in := func(s portfolio.Scope, x portfolio.Project, community, group int32) bool {
		return (s.Community == -1 || s.Community == community) && (s.Group == -1 || s.Group == group) && (s.Category == -1 || s.Category == x.Category)
	}
	cost := int64(0)
	for j, x := range p.Projects {
		if on(int32(j)) {
			cost += x.Cost
		}
		if x.Must && !on(int32(j)) || x.Refused && on(int32(j)) {
			return false
		}
	}
	spent := func(s portfolio.Scope) (v int64) {
		for j, x := range p.Projects {
			if on(int32(j)) && in(s, x, x.Community, -1) {
				v += x.Cost
			}
		}
		return v
	}
	ok := cost <= p.Budget
	for _, l := range p.Limits {
		ok = ok && spent(l.Scope) <= l.Most
	}
	for _, f := range p.Floors {
		got := int64(0)
		if f.Money {
			got = spent(f.Scope)
		} else {
			for _, e := range p.Effects {
				if on(e.Project) && in(f.Scope, p.Projects[e.Project], e.Community, e.Group) {
					got += e.Amount
				}
			}
			for j, x := range p.Projects {
				if on(int32(j)) && in(f.Scope, x, -1, -1) {
					got += x.Effect
				}
			}
		}
		ok = ok && got >= f.Least
	}
	for _, n := range p.Needs {
		ok = ok && (!on(n[0]) || on(n[1]))
	}
	for _, e := range p.Excludes {
		ok = ok && !(on(e[0]) && on(e[1]))
	}
	for _, set := range p.OneOf {
		n := 0
		for _, j := range set {
			if on(j) {
				n++
			}
		}
		ok = ok && n <= 1
	}
	return ok
}

func effect(p portfolio.Problem, on func(j int32) bool) (v int64) {
	for j, x := range p.Projects {
		if on(int32(j)) {
			v += x.Effect
		}
	}
	for _, e := range p.Effects {
		w := int64(1)
		if p.CommunityWeight != nil && e.Community >= 0 {
			w *= p.CommunityWeight[e.Community]
		}
		if p.GroupWeight != nil && e.Group >= 0 {
			w *= p.GroupWeight[e.Group]
		}
		if on(e.Project) {
			v += w * e.Amount
		}
	}
	return v
}

// best tries all choices.
func best(p portfolio.Problem) (v int64, any bool) {
	for mask := range 1 << len(p.Projects) {
		on := func(j int32) bool { return mask>>j&1 == 1 }
		if keeps(p, on) {
			if e := effect(p, on); !any || e > v {
				v, any = e, true
			}
		}
	}
	return v, any
}

func solve(t *testing.T, p portfolio.Problem) portfolio.Plan {
	t.Helper()
	plan, err := portfolio.Solve(t.Context(), p, portfolio.Options{})
	if err == nil {
		err = portfolio.Verify(p, plan)
	}
	if err != nil {
		t.Fatalf("%+v\n%v", p, err)
	}
	return plan
}

func TestNoChoiceDoesMoreThanThePlan(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	ends := map[binary.Status]int{}
	for range 500 {
		p := anything(r, 2+r.IntN(9))
		plan := solve(t, p)
		ends[plan.Status]++
		v, any := best(p)
		if any != (plan.Status == binary.Optimal) || any && plan.Effect != v {
			t.Fatalf("%+v\n%s %d, the best of all is %d (%v)", p, plan.Status, plan.Effect, v, any)
		}
		if any && !keeps(p, func(j int32) bool { return slices.Contains(plan.Chosen, j) }) {
			t.Fatalf("%+v\n%v keeps not all", p, plan.Chosen)
		}
	}
	if ends[binary.Optimal] < 200 || ends[binary.Infeasible] < 50 {
		t.Error(ends)
	}
}

// Each reason says something that can be seen in the plan.
func TestReasonsHold(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	seen := map[portfolio.Why]int{}
	for range 400 {
		p := anything(r, 4+r.IntN(8))
		plan := solve(t, p)
		if plan.Chosen == nil {
			continue
		}
		on := func(j int32) bool { return slices.Contains(plan.Chosen, j) }
		for j, why := range plan.Reasons {
			j := int32(j)
			x := p.Projects[j]
			seen[why.Why]++
			without := func(k int32) bool { return k != j && on(k) }
			with := func(k int32) bool { return k == j || on(k) }
			var ok bool
			switch why.Why {
			case portfolio.Must:
				ok = x.Must && on(j)
			case portfolio.Meets:
				ok = on(j) && !keeps(p, without)
			case portfolio.Needed:
				ok = on(j) && on(why.By) && slices.Contains(p.Needs, [2]int32{why.By, j}) && why.Short > 0
			case portfolio.Pays:
				ok = on(j) && why.Short <= 0
			case portfolio.Fits:
				ok = on(j) && why.Short > 0
			case portfolio.Refused:
				ok = x.Refused && !on(j)
			case portfolio.Excluded:
				ok = !on(j) && on(why.By) && !keeps(p, with)
			case portfolio.Lacks:
				ok = !on(j) && !on(why.By) && slices.Contains(p.Needs, [2]int32{j, why.By})
			case portfolio.Limited:
				ok = !on(j) && why.Left > 0 && !keeps(p, with)
			case portfolio.Dear:
				ok = !on(j) && why.Short >= 0
			case portfolio.Harms:
				ok = !on(j) && (!keeps(p, with) || effect(p, with) <= effect(p, on))
			case portfolio.NoRoom:
				// It pays at the margin and breaks no other rule: only money is missing.
				ok = !on(j) && why.Left > 0 && plan.Cost+x.Cost-why.Left == p.Budget
			default:
				ok = false
			}
			if !ok {
				t.Fatalf("%+v\n%v\nproject %d: %+v", p, plan.Chosen, j, why)
			}
		}
	}
	for _, w := range []portfolio.Why{portfolio.Must, portfolio.Meets, portfolio.Pays, portfolio.Refused, portfolio.Excluded, portfolio.Lacks, portfolio.Limited, portfolio.Dear, portfolio.Harms} {
		if seen[w] == 0 {
			t.Errorf("no project was %s: %v", w, seen)
		}
	}
}

func TestAWishAndMoreMoneyArePricedExactly(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 60 {
		p := anything(r, 4+r.IntN(6))
		plan := solve(t, p)
		if plan.Chosen == nil {
			continue
		}
		more, err := portfolio.Extra(t.Context(), p, plan, 25)
		if err != nil {
			t.Fatal(err)
		}
		q := p
		q.Budget += 25
		if v, _ := best(q); more.Plan.Effect != v || more.Effect != v-plan.Effect || more.Effect < 0 {
			t.Fatalf("%+v: 25 fen more bring %d, from %d to %d", p, more.Effect, plan.Effect, v)
		}
		j := int32(r.IntN(len(p.Projects)))
		turn := !slices.Contains(plan.Chosen, j)
		what, err := portfolio.What(t.Context(), p, plan, j, turn)
		if err != nil {
			t.Fatal(err)
		}
		q = p
		q.Projects = slices.Clone(p.Projects)
		q.Projects[j].Must, q.Projects[j].Refused = turn, !turn
		if v, any := best(q); any != (what.Chosen != nil) || any && what.Plan.Effect != v {
			t.Fatalf("%+v: with project %d %v: %+v, want %d (%v)", p, j, turn, what, v, any)
		}
		list := slices.Clone(plan.Chosen)
		list = slices.DeleteFunc(list, func(k int32) bool { return slices.Contains(what.Drops, k) })
		list = append(list, what.Adds...)
		slices.Sort(list)
		if what.Chosen != nil && !slices.Equal(list, what.Chosen) {
			t.Fatalf("%v, less %v, and %v is not %v", plan.Chosen, what.Drops, what.Adds, what.Chosen)
		}
	}
}

// Two canteens at 100 and 80, one lift at 50; both communities want a canteen.
func town() portfolio.Problem {
	return portfolio.Problem{
		Projects: []portfolio.Project{
			{Cost: 100, Community: 0, Category: 0},
			{Cost: 80, Community: 1, Category: 0},
			{Cost: 50, Community: 0, Category: 1, Effect: 500},
		},
		Effects:     []portfolio.Effect{{Project: 0, Community: 0, Group: 0, Amount: 40}, {Project: 1, Community: 1, Group: 0, Amount: 30}},
		Communities: 2, Groups: 1, Categories: 2, Budget: 150,
		Floors: []portfolio.Floor{{Scope: portfolio.InCommunity(0), Least: 40}, {Scope: portfolio.InCommunity(1), Least: 30}, {Scope: portfolio.OfCategory(1), Least: 0}},
	}
}

func TestAContradictionNamesItsRulesAndTheBudgetThatWouldDo(t *testing.T) {
	p := town()
	if plan := solve(t, p); plan.Status != binary.Infeasible {
		t.Fatalf("%+v", plan)
	}
	c, err := portfolio.Explain(t.Context(), p)
	if err != nil || !slices.Equal(c.Floors, []int32{0, 1}) || !c.Budget || c.Least != 180 || len(c.Limits) != 0 {
		t.Errorf("%+v %v", c, err)
	}
	p.Budget = 180
	if plan := solve(t, p); plan.Status != binary.Optimal || plan.Effect != 70 {
		t.Errorf("%+v", plan)
	}
	// No money helps here.
	p.Limits = []portfolio.Limit{{Scope: portfolio.OfCategory(0), Most: 150}}
	c, err = portfolio.Explain(t.Context(), p)
	if err != nil || c.Budget || c.Least != -1 || !slices.Equal(c.Limits, []int32{0}) || !slices.Equal(c.Floors, []int32{0, 1}) {
		t.Errorf("%+v %v", c, err)
	}
}

func TestBadProblemsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(p *portfolio.Problem)
		want  error
	}{
		"nothing":              {func(p *portfolio.Problem) { p.Projects = nil }, portfolio.ErrEmpty},
		"negative cost":        {func(p *portfolio.Problem) { p.Projects[1].Cost = -1 }, portfolio.ErrNegative},
		"cost near 2^62":       {func(p *portfolio.Problem) { p.Projects[1].Cost = 1 << 62 }, portfolio.ErrRange},
		"negative budget":      {func(p *portfolio.Problem) { p.Budget = -1 }, portfolio.ErrNegative},
		"budget near 2^62":     {func(p *portfolio.Problem) { p.Budget = math.MaxInt64 }, portfolio.ErrRange},
		"effect near 2^62":     {func(p *portfolio.Problem) { p.Effects[0].Amount = 1 << 62 }, portfolio.ErrRange},
		"smallest effect":      {func(p *portfolio.Problem) { p.Projects[0].Effect = math.MinInt64 }, portfolio.ErrRange},
		"effects add up":       {func(p *portfolio.Problem) { p.Effects[0].Amount, p.Effects[1].Amount = 1<<43, 1<<43 }, portfolio.ErrRange},
		"weight is large":      {func(p *portfolio.Problem) { p.GroupWeight = []int64{1 << 60} }, portfolio.ErrRange},
		"negative weight":      {func(p *portfolio.Problem) { p.GroupWeight = []int64{-1} }, portfolio.ErrNegative},
		"weights of others":    {func(p *portfolio.Problem) { p.CommunityWeight = []int64{1} }, portfolio.ErrUnknown},
		"unknown community":    {func(p *portfolio.Problem) { p.Projects[0].Community = 2 }, portfolio.ErrUnknown},
		"unknown category":     {func(p *portfolio.Problem) { p.Projects[0].Category = -2 }, portfolio.ErrUnknown},
		"unknown group":        {func(p *portfolio.Problem) { p.Effects[0].Group = 9 }, portfolio.ErrUnknown},
		"effect of nothing":    {func(p *portfolio.Problem) { p.Effects[0].Project = 3 }, portfolio.ErrUnknown},
		"an effect twice":      {func(p *portfolio.Problem) { p.Effects = append(p.Effects, p.Effects[0]) }, portfolio.ErrTwice},
		"needs itself":         {func(p *portfolio.Problem) { p.Needs = [][2]int32{{1, 1}} }, portfolio.ErrTwice},
		"needs nobody":         {func(p *portfolio.Problem) { p.Needs = [][2]int32{{1, -1}} }, portfolio.ErrUnknown},
		"excludes nobody":      {func(p *portfolio.Problem) { p.Excludes = [][2]int32{{1, 5}} }, portfolio.ErrUnknown},
		"a set holds it twice": {func(p *portfolio.Problem) { p.OneOf = [][]int32{{1, 2, 1}} }, portfolio.ErrTwice},
		"chosen and refused":   {func(p *portfolio.Problem) { p.Projects[0].Must, p.Projects[0].Refused = true, true }, portfolio.ErrDecided},
		"money for a group":    {func(p *portfolio.Problem) { p.Floors[0] = portfolio.Floor{Scope: portfolio.ForGroup(0), Money: true} }, portfolio.ErrScope},
		"limit for a group":    {func(p *portfolio.Problem) { p.Limits = []portfolio.Limit{{Scope: portfolio.ForGroup(0)}} }, portfolio.ErrScope},
		"negative limit":       {func(p *portfolio.Problem) { p.Limits = []portfolio.Limit{{Scope: portfolio.All, Most: -1}} }, portfolio.ErrNegative},
		"floor near 2^62":      {func(p *portfolio.Problem) { p.Floors[0].Least = 1 << 62 }, portfolio.ErrRange},
		"floor of nowhere":     {func(p *portfolio.Problem) { p.Floors[0].Community = 7 }, portfolio.ErrUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			p := town()
			c.spoil(&p)
			plan, err := portfolio.Solve(t.Context(), p, portfolio.Options{})
			if !errors.Is(err, c.want) || plan.Chosen != nil {
				t.Errorf("%v, %v; want %v", plan, err, c.want)
			}
			if portfolio.Verify(p, plan) == nil {
				t.Error("it verifies")
			}
		})
	}
}

func TestAFalsePlanDoesNotVerify(t *testing.T) {
	p := town()
	p.Budget = 200
	plan := solve(t, p)
	if !slices.Equal(plan.Chosen, []int32{0, 1}) {
		t.Fatal(plan.Chosen)
	}
	for name, spoil := range map[string]func(x *portfolio.Plan){
		"dearer":         func(x *portfolio.Plan) { x.Cost++ },
		"more":           func(x *portfolio.Plan) { x.Effect++ },
		"more, proved":   func(x *portfolio.Plan) { x.Effect++; x.Proof.Value++; x.Bound++; x.Proof.Bound++ },
		"another bound":  func(x *portfolio.Plan) { x.Bound++ },
		"other projects": func(x *portfolio.Plan) { x.Chosen = []int32{0, 2} },
		"one is missing": func(x *portfolio.Plan) { x.Chosen = x.Chosen[:1] },
		"one twice":      func(x *portfolio.Plan) { x.Chosen = []int32{0, 0} },
		"nobody":         func(x *portfolio.Plan) { x.Chosen = []int32{0, 9} },
		"floors":         func(x *portfolio.Plan) { x.Floors = []int64{40, 31, 0} },
		"no proof": func(x *portfolio.Plan) {
			x.Proof.Chosen = []bool{true, false, false}
			x.Chosen, x.Effect, x.Bound, x.Proof.Value, x.Proof.Bound = []int32{0}, 40, 40, 40, 40
		},
		"impossible": func(x *portfolio.Plan) { x.Status, x.Proof.Status = binary.Infeasible, binary.Infeasible },
	} {
		t.Run(name, func(t *testing.T) {
			x := plan
			x.Proof.Chosen = slices.Clone(x.Proof.Chosen)
			spoil(&x)
			if portfolio.Verify(p, x) == nil {
				t.Errorf("%+v verifies", x)
			}
		})
	}
}

// district is a larger problem in which effect follows cost, which is hard.
func district(seed uint64, n int) portfolio.Problem {
	r := rand.New(rand.NewPCG(seed, 1))
	p := portfolio.Problem{Communities: 12, Groups: 3, Categories: 5}
	for j := range n {
		cost := int64(1+r.IntN(400)) * 1_000_000
		p.Projects = append(p.Projects, portfolio.Project{Cost: cost, Community: int32(r.IntN(12)), Category: int32(r.IntN(5))})
		p.Effects = append(p.Effects, portfolio.Effect{Project: int32(j), Community: p.Projects[j].Community, Group: int32(r.IntN(3)), Amount: cost/1_000_000 + int64(r.IntN(101))})
		p.Budget += cost / 4
	}
	for c := range int32(12) {
		p.Floors = append(p.Floors, portfolio.Floor{Scope: portfolio.InCommunity(c), Least: 200})
	}
	for range n / 20 {
		if a, b := int32(r.IntN(n)), int32(r.IntN(n)); a > b {
			p.Needs = append(p.Needs, [2]int32{a, b})
		}
	}
	return p
}

func TestTheSamePlanComesOfTheSameProblem(t *testing.T) {
	p := district(3, 150)
	a, b := solve(t, p), solve(t, p)
	if a.Status != binary.Optimal || !slices.Equal(a.Chosen, b.Chosen) || a.Nodes != b.Nodes {
		t.Errorf("%s %v in %d nodes, then %v in %d", a.Status, a.Chosen, a.Nodes, b.Chosen, b.Nodes)
	}
}

func TestWhatIsFoundInNoTimeIsHonest(t *testing.T) {
	p := district(4, 400)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Millisecond)
	defer cancel()
	plan, err := portfolio.Solve(ctx, p, portfolio.Options{})
	if err != nil || portfolio.Verify(p, plan) != nil {
		t.Fatal(err, portfolio.Verify(p, plan))
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	plan, err = portfolio.Solve(ended, p, portfolio.Options{})
	if err != nil || plan.Status == binary.Infeasible || portfolio.Verify(p, plan) != nil {
		t.Errorf("%s %v %v", plan.Status, err, portfolio.Verify(p, plan))
	}
}

func TestProgressIsHeard(t *testing.T) {
	heard := 0
	plan, err := portfolio.Solve(t.Context(), district(6, 600), portfolio.Options{Progress: func(effect, bound float64) {
		if heard++; effect > bound {
			t.Errorf("%g above %g", effect, bound)
		}
	}})
	if err != nil || plan.Nodes > 1 && heard == 0 {
		t.Errorf("%v; %d nodes, heard of %d", err, plan.Nodes, heard)
	}
}

func TestErrorsNameWhatIsWrong(t *testing.T) {
	p := town()
	p.Projects[2].Cost = -5
	if _, err := portfolio.Solve(t.Context(), p, portfolio.Options{}); err == nil || !strings.Contains(err.Error(), "project 2") {
		t.Error(err)
	}
}

func BenchmarkSolve(b *testing.B) {
	p := district(1, 1000)
	for b.Loop() {
		plan, err := portfolio.Solve(b.Context(), p, portfolio.Options{})
		if err != nil || plan.Status != binary.Optimal {
			b.Fatal(plan.Status, err)
		}
	}
}
