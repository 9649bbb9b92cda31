package proof

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"linli/engine/siting/given"
)

// proof checks a certificate. At a node some sites are open, some closed, others
// undecided; number of them and money are left. For any multipliers λ of the
// demand, 0 ≤ λ ≤ what staying unserved costs, and θ ≥ 0 of the budget, a choice costs
// at least
//
//	Σ λ − θ·money + Σ over open sites of worth + min Σ over at most number undecided
//	sites, each within money, of worth + θ·price
//
// where worth is the site's fee and the least Σ (cost − λ) over the demand that it may
// serve, within its capacity.
type proof struct {
	p      given.Problem
	kind   given.Objective // Median, Coverage or CoverAll
	weight []float64
	radius float64
	kept   []bool
	whole  bool // all costs are whole numbers

	start []int // pairs cheaper than the largest multiplier of their demand
	site  []int32
	cost  []float64

	is    []int8 // of each site: 0 undecided, 1 open, −1 closed
	worth []float64
}

// none is what demand i costs unserved.
func (v *proof) none(i int) float64 {
	if v.kind == given.Coverage {
		return v.weight[i]
	}
	if v.kind == given.Median && v.weight[i] == 0 {
		return 0
	}
	return math.Inf(1)
}

func (v *proof) fee(j int) float64 {
	if v.kind == given.CoverAll && !v.kept[j] {
		return v.p.PriceOf(j)
	}
	return 0
}

func (v *proof) price(j int) float64 {
	if v.p.Budget == 0 || v.kept[j] {
		return 0
	}
	return v.p.PriceOf(j)
}

// prepare asks for all distances once and keeps the pairs that some node counts.
func (v *proof) prepare(tree *given.Node) error {
	top := make([]float64, len(v.weight))
	for todo := []*given.Node{tree}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if n.Price != nil && len(n.Price) != len(top) || !(n.Money >= 0) || math.IsInf(n.Money, 1) {
			return fmt.Errorf("siting: a node of the certificate is of another problem")
		}
		for i, l := range n.Price {
			if !(l >= 0) || l > v.none(i)*(1+1e-12) || math.IsInf(l, 1) {
				return fmt.Errorf("siting: demand %d has the multiplier %g", i, l)
			}
			top[i] = max(top[i], l)
		}
		for _, below := range []*given.Node{n.Then, n.In, n.Out} {
			if below != nil {
				todo = append(todo, below)
			}
		}
	}
	whole, sum := v.p.Capacity == nil, 0.0
	for j := range v.p.Sites {
		whole = whole && v.fee(j) == math.Trunc(v.fee(j))
		sum += v.fee(j)
	}
	v.start = append(v.start, 0)
	for i, w := range v.weight {
		always := v.none(i) // what it costs at most, whatever is chosen
		costs := make([]float64, v.p.Sites)
		for j := range costs {
			d := v.p.Distance(i, j)
			switch {
			case math.IsInf(d, 1):
				costs[j] = d
			case v.kind == given.Median:
				costs[j] = w * d
			case d > v.radius:
				costs[j] = math.Inf(1)
			}
			if v.kept[j] {
				always = min(always, costs[j])
			}
		}
		most := 0.0
		for j, c := range costs {
			if c < top[i] {
				v.site, v.cost = append(v.site, int32(j)), append(v.cost, c)
			}
			if c < always {
				whole = whole && c == math.Trunc(c)
				most = max(most, c)
			}
		}
		if !math.IsInf(always, 1) {
			whole = whole && always == math.Trunc(always)
			most = max(most, always)
		}
		sum += most
		v.start = append(v.start, len(v.site))
	}
	v.whole = whole && sum < 1<<50
	v.is, v.worth = make([]int8, v.p.Sites), make([]float64, v.p.Sites)
	for j := range v.is {
		if v.kept[j] {
			v.is[j] = 1
		}
	}
	return nil
}

// bound is what the multipliers of a node prove as things are decided; with how
// much more it would be with one undecided site open or closed.
type bound struct {
	value      float64
	last, next float64 // of the sites that the choice takes the worst, and the best it does not
	taken      func(j int) bool
	rate       func(j int) float64
}

// node checks a node and those below.
func (v *proof) node(n *given.Node, claim float64) error {
	if n == nil {
		return fmt.Errorf("siting: a node of the certificate is missing")
	}
	if n.Price == nil {
		return fmt.Errorf("siting: a node of the certificate has no multipliers")
	}
	sum := v.weigh(n.Price)
	b := v.choose(n.Money)
	for _, f := range n.Fix {
		j := int(f.Site)
		if j < 0 || j >= len(v.is) || v.is[j] != 0 {
			return fmt.Errorf("siting: site %d is fixed twice", j)
		}
	}
	var fixed []int
	defer func() {
		for _, j := range fixed {
			v.is[j] = 0
		}
	}()
	for _, f := range n.Fix {
		j := int(f.Site)
		if v.is[j] != 0 {
			return fmt.Errorf("siting: site %d is fixed twice", j)
		}
		opposite := sum + b.value + max(0, b.rate(j)-b.last) // with j open
		if f.Open {
			opposite = sum + b.value
			if b.taken(j) {
				opposite += b.next - b.rate(j)
			}
		} else if b.taken(j) {
			opposite = sum + b.value
		}
		if opposite < claim {
			return fmt.Errorf("siting: site %d is fixed without proof: %g is below %g", j, opposite, claim)
		}
		if v.is[j] = -1; f.Open {
			v.is[j] = 1
		}
		fixed = append(fixed, j)
	}
	if sum+v.choose(n.Money).value >= claim {
		return nil
	}
	if n.Then != nil {
		return v.node(n.Then, claim)
	}
	j := n.Branch
	if n.In == nil || n.Out == nil || j < 0 || j >= len(v.is) || v.is[j] != 0 {
		return fmt.Errorf("siting: a node of the certificate proves %g and not %g", sum+v.choose(n.Money).value, claim)
	}
	fixed = append(fixed, j)
	v.is[j] = 1
	if err := v.node(n.In, claim); err != nil {
		return err
	}
	v.is[j] = -1
	return v.node(n.Out, claim)
}

// weigh fills in the worths of the sites that are not closed; it returns Σ λ.
func (v *proof) weigh(price []float64) float64 {
	for j := range v.worth {
		v.worth[j] = v.fee(j)
	}
	type item struct{ profit, load float64 }
	var items [][]item
	if v.p.Capacity != nil {
		items = make([][]item, len(v.worth))
	}
	sum := 0.0
	for i, l := range price {
		sum += l
		for e := v.start[i]; e < v.start[i+1]; e++ {
			j := v.site[e]
			if v.cost[e] >= l || v.is[j] < 0 {
				continue
			}
			if items == nil {
				v.worth[j] += v.cost[e] - l
			} else {
				items[j] = append(items[j], item{l - v.cost[e], v.weight[i]})
			}
		}
	}
	for j, list := range items { // densest first, the last one in part
		slices.SortFunc(list, func(a, b item) int { return cmp.Compare(b.profit*a.load, a.profit*b.load) })
		room := v.p.Capacity[j]
		for _, t := range list {
			if t.load <= room {
				v.worth[j] -= t.profit
				room -= t.load
				continue
			}
			v.worth[j] -= t.profit * room / t.load
			break
		}
	}
	return sum
}

// choose finds the least sum that the bounds allow; +Inf where what is open is
// too much already.
func (v *proof) choose(theta float64) bound {
	number, money := len(v.is), math.Inf(1)
	if v.p.P > 0 {
		number = v.p.P
	}
	if v.p.Budget > 0 {
		money = v.p.Budget * (1 + 1e-12)
	}
	b := bound{}
	for j, x := range v.is {
		if x > 0 {
			b.value += v.worth[j]
			number--
			money -= v.price(j)
		}
	}
	b.rate = func(j int) float64 {
		if v.price(j) > money || number == 0 {
			return math.Inf(1) // cannot be opened
		}
		return v.worth[j] + theta*v.price(j)
	}
	if number < 0 || money < 0 {
		b.value = math.Inf(1)
		b.taken = func(int) bool { return false }
		return b
	}
	if theta > 0 {
		b.value -= theta * money
	}
	var low []int
	for j, x := range v.is {
		if x == 0 && b.rate(j) < 0 {
			low = append(low, j)
		}
	}
	slices.SortFunc(low, func(x, y int) int { return cmp.Or(cmp.Compare(b.rate(x), b.rate(y)), cmp.Compare(x, y)) })
	if len(low) > number {
		b.next = b.rate(low[number])
		low = low[:number]
		if number > 0 {
			b.last = b.rate(low[number-1])
		}
	}
	in := make(map[int]bool, len(low))
	for _, j := range low {
		b.value += b.rate(j)
		in[j] = true
	}
	b.taken = func(j int) bool { return in[j] }
	return b
}
