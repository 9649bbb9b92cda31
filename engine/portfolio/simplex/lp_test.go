package simplex

import (
	"math"
	"math/rand/v2"
	"testing"
)

// made is a random program with its numbers, to check answers by.
type made struct {
	cost, b      []float64
	at           [][]int32
	by           [][]float64
	lower, upper []float64
}

func random(r *rand.Rand, n, m int, whole bool) made {
	p := made{lower: make([]float64, n), upper: make([]float64, n)}
	num := func() float64 {
		if whole {
			return float64(r.IntN(11) - 3)
		}
		return r.NormFloat64() + 0.5
	}
	for j := range n {
		p.cost = append(p.cost, num())
		p.upper[j] = 1
	}
	for range m {
		var at []int32
		var by []float64
		sum := 0.0
		for j := range n {
			if r.Float64() < 0.5 {
				at, by = append(at, int32(j)), append(by, num())
				sum += by[len(by)-1]
			}
		}
		p.at, p.by, p.b = append(p.at, at), append(p.by, by), append(p.b, sum*r.Float64()*0.6)
	}
	return p
}

// bound is what prices prove: no x is worth more.
func (p made) bound(y []float64, weight float64) float64 {
	d, z := make([]float64, len(p.cost)), 0.0
	for j, c := range p.cost {
		d[j] = weight * c
	}
	for i, v := range y {
		z += v * p.b[i]
		for k, j := range p.at[i] {
			d[j] -= v * p.by[i][k]
		}
	}
	for j, v := range d {
		z += max(v*p.lower[j], v*p.upper[j])
	}
	return z
}

func (p made) check(t *testing.T, l *LP, s State, cutoff float64) {
	t.Helper()
	y := make([]float64, l.Rows())
	l.Prices(y)
	switch s {
	case Infeasible:
		if z := p.bound(y, 0); z >= 0 {
			t.Errorf("the ray shows nothing: %g", z)
		}
	case Cut:
		if z := p.bound(y, 1); z > cutoff+1e-6*(1+math.Abs(cutoff)) {
			t.Errorf("cut at %g with the bound %g", cutoff, z)
		}
	case Optimal:
		x := make([]float64, l.N)
		l.X(x)
		z := 0.0
		for j, v := range x {
			z += v * p.cost[j]
			if v < p.lower[j]-1e-6 || v > p.upper[j]+1e-6 {
				t.Errorf("x%d is %g", j, v)
			}
		}
		for i, at := range p.at {
			s := 0.0
			for k, j := range at {
				s += p.by[i][k] * x[j]
			}
			if s > p.b[i]+1e-6 {
				t.Errorf("row %d holds %g of %g", i, s, p.b[i])
			}
		}
		if bound := p.bound(y, 1); math.Abs(bound-z) > 1e-5*(1+math.Abs(z)) {
			t.Errorf("value %g, bound %g", z, bound)
		}
	default:
		t.Errorf("stopped")
	}
}

func TestAnOptimumIsFeasibleAndItsPricesProveIt(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	ends := map[State]int{}
	for round := range 400 {
		n, m := 1+r.IntN(60), r.IntN(25)
		p := random(r, n, m, round%2 == 0)
		l := New(p.cost)
		rows := 0
		for rows < m { // rows come in parts, bounds change between
			for k := 1 + r.IntN(6); k > 0 && rows < m; k-- {
				l.AddRow(p.at[rows], p.by[rows], p.b[rows])
				rows++
			}
			part := p
			part.at, part.by, part.b = p.at[:rows], p.by[:rows], p.b[:rows]
			for range 4 {
				j := r.IntN(n)
				switch r.IntN(3) {
				case 0:
					p.lower[j], p.upper[j] = 0, 1
				case 1:
					p.lower[j], p.upper[j] = 1, 1
				default:
					p.lower[j], p.upper[j] = 0, 0
				}
				l.Bound(j, p.lower[j], p.upper[j])
				s := l.Solve(math.Inf(-1), 10000)
				part.check(t, l, s, 0)
				ends[s]++
			}
		}
		if m > 0 {
			y := make([]float64, m)
			l.Prices(y)
			l.Bound(0, 0, 1)
			p.lower[0], p.upper[0] = 0, 1
			l.Solve(math.Inf(-1), 10000)
			l.Prices(y)
			cutoff := p.bound(y, 1) + 1
			fresh := New(p.cost)
			for i := range m {
				fresh.AddRow(p.at[i], p.by[i], p.b[i])
			}
			for j := range n {
				fresh.Bound(j, p.lower[j], p.upper[j])
			}
			if s := fresh.Solve(cutoff, 10000); s != Infeasible {
				p.check(t, fresh, s, cutoff)
				ends[s]++
			}
		}
	}
	if ends[Optimal] < 100 || ends[Infeasible] < 100 || ends[Cut] < 50 {
		t.Error(ends)
	}
}

func TestAKnapsackTakesOnePivot(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	n := 2000
	cost, by, at := make([]float64, n), make([]float64, n), make([]int32, n)
	sum := 0.0
	for j := range n {
		cost[j], by[j], at[j] = 1+r.Float64(), 1+r.Float64(), int32(j)
		sum += by[j]
	}
	l := New(cost)
	l.AddRow(at, by, sum/3)
	if s := l.Solve(math.Inf(-1), 100); s != Optimal || l.Steps != 1 {
		t.Error(s, l.Steps)
	}
}

func TestStepsAreCounted(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	p := random(r, 50, 20, false)
	l := New(p.cost)
	for i := range p.at {
		l.AddRow(p.at[i], p.by[i], p.b[i])
	}
	if s := l.Solve(math.Inf(-1), 1); s != Stopped || l.Steps != 1 {
		t.Error(s, l.Steps)
	}
}

func BenchmarkSolve(b *testing.B) {
	r := rand.New(rand.NewPCG(4, 1))
	p := random(r, 1000, 30, false)
	for b.Loop() {
		l := New(p.cost)
		for i := range p.at {
			l.AddRow(p.at[i], p.by[i], p.b[i])
		}
		l.Solve(math.Inf(-1), 100000)
	}
}
