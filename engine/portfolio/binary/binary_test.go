package binary

import (
	"context"
	"math/rand/v2"
	"testing"
)

// anything is a small random program with all kinds of rows.
func anything(r *rand.Rand, n int) Program {
	p := Program{Value: make([]int64, n)}
	for j := range p.Value {
		p.Value[j] = int64(r.IntN(60) - 8)
	}
	for range r.IntN(5) {
		var row Row
		sum := int64(0)
		for j := range n {
			if r.Float64() < 0.6 {
				a := int64(r.IntN(40) + 1)
				row.At, row.By = append(row.At, int32(j)), append(row.By, a)
				sum += a
			}
		}
		row.Most = int64(float64(sum) * (0.1 + 0.7*r.Float64()))
		if r.IntN(3) == 0 { // a floor
			for k := range row.By {
				row.By[k] = -row.By[k]
			}
			row.Most = -int64(float64(sum) * 0.6 * r.Float64())
		}
		p.Rows = append(p.Rows, row)
	}
	pick := func() (a, b int32) {
		a, b = int32(r.IntN(n)), int32(r.IntN(n-1))
		if b >= a {
			b++
		}
		return a, b
	}
	for range r.IntN(n) {
		a, b := pick()
		if r.IntN(2) == 0 {
			p.Needs = append(p.Needs, [2]int32{a, b})
		} else {
			p.Cliques = append(p.Cliques, []int32{a, b})
		}
	}
	if r.IntN(3) == 0 {
		var c []int32
		for j := range n {
			if r.IntN(3) == 0 {
				c = append(c, int32(j))
			}
		}
		p.Cliques = append(p.Cliques, c)
	}
	if r.IntN(4) == 0 {
		p.Decided = append(p.Decided, Decided{int32(r.IntN(n)), r.IntN(2) == 0})
	}
	return p
}

// best tries all choices.
func best(p Program) (value int64, any bool) {
	n := len(p.Value)
	chosen := make([]bool, n)
	for mask := range 1 << n {
		for j := range chosen {
			chosen[j] = mask>>j&1 == 1
		}
		if p.Keeps(chosen) == nil {
			if v := p.worth(chosen); !any || v > value {
				value, any = v, true
			}
		}
	}
	return value, any
}

func TestTheSolutionIsTheBestOfAllChoices(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	ends := map[Status]int{}
	for range 600 {
		p := anything(r, 2+r.IntN(9))
		s, err := Solve(context.Background(), p, Options{})
		if err != nil {
			t.Fatal(err)
		}
		ends[s.Status]++
		value, any := best(p)
		if any != (s.Status == Optimal) || any && s.Value != value {
			t.Fatalf("%+v\n%+v\nbest %d %v", p, s, value, any)
		}
		if err := Verify(p, s); err != nil {
			t.Fatalf("%+v\n%+v\n%v", p, s, err)
		}
	}
	if ends[Optimal] < 200 || ends[Infeasible] < 50 {
		t.Error(ends)
	}
}
