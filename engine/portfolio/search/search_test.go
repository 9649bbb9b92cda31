package search_test

import (
	"context"
	"linli/engine/portfolio/binary"
	"linli/engine/portfolio/search"
	"math/rand/v2"
	"testing"
)

// anything is a small random program with all kinds of rows.
func anything(r *rand.Rand, n int) binary.Program {
	p := binary.Program{Value: make([]int64, n)}
	for j := range p.Value {
		p.Value[j] = int64(r.IntN(60) - 8)
	}
	for range r.IntN(5) {
		var row binary.Row
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
		p.Decided = append(p.Decided, binary.Decided{Thing: int32(r.IntN(n)), One: r.IntN(2) == 0})
	}
	return p
}

// best tries all choices.
func best(p binary.Program) (value int64, any bool) {
	n := len(p.Value)
	chosen := make([]bool, n)
	for mask := range 1 << n {
		for j := range chosen {
			chosen[j] = mask>>j&1 == 1
		}
		if p.Keeps(chosen) == nil {
			if v := p.Worth(chosen); !any || v > value {
				value, any = v, true
			}
		}
	}
	return value, any
}

func TestTheSolutionIsTheBestOfAllChoices(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	ends := map[binary.Status]int{}
	for range 600 {
		p := anything(r, 2+r.IntN(9))
		s, err := search.Solve(context.Background(), p, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		ends[s.Status]++
		value, any := best(p)
		if any != (s.Status == binary.Optimal) || any && s.Value != value {
			t.Fatalf("%+v\n%+v\nbest %d %v", p, s, value, any)
		}
		if err := binary.Verify(p, s); err != nil {
			t.Fatalf("%+v\n%+v\n%v", p, s, err)
		}
	}
	if ends[binary.Optimal] < 200 || ends[binary.Infeasible] < 50 {
		t.Error(ends)
	}
}

// each goes through the nodes of a certificate.
func each(n *binary.Node, do func(*binary.Node)) {
	for ; n != nil; n = n.Then {
		do(n)
		each(n.One, do)
		each(n.Zero, do)
	}
}

// Whatever is changed in a solution that matters for its proof is found out.
func TestAFalseCertificateDoesNotVerify(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	spoiled := map[string]int{}
	for range 300 {
		p := anything(r, 6+r.IntN(8))
		s, err := search.Solve(t.Context(), p, search.Options{})
		if err != nil || s.Status != binary.Optimal {
			continue
		}
		for name, spoil := range map[string]func(s *binary.Solution) bool{
			"a better value":           func(s *binary.Solution) bool { s.Value++; return true },
			"a lower bound than value": func(s *binary.Solution) bool { s.Bound--; return true },
			"no tree":                  func(s *binary.Solution) bool { s.Tree = nil; return true },
			"a negative price": func(s *binary.Solution) (any bool) {
				each(s.Tree, func(n *binary.Node) {
					for k := range n.Price {
						n.Price[k].By, any = -1-n.Price[k].By, true
					}
				})
				return any
			},
			"a price of no row": func(s *binary.Solution) (any bool) {
				each(s.Tree, func(n *binary.Node) {
					for k := range n.Price {
						n.Price[k].Row, any = 1<<20, true
					}
				})
				return any
			},
			"a weight of two": func(s *binary.Solution) (any bool) {
				each(s.Tree, func(n *binary.Node) {
					if len(n.Price) > 0 {
						n.Weight, any = 2, true
					}
				})
				return any
			},
			"a cut without its rows": func(s *binary.Solution) bool {
				for k := range s.Cuts {
					s.Cuts[k].D = 0
				}
				return len(s.Cuts) > 0
			},
			"a clique of things that go together": func(s *binary.Solution) bool {
				s.Cliques = append(s.Cliques, []int32{0, 0})
				return true
			},
		} {
			x, err := search.Solve(t.Context(), p, search.Options{}) // a tree of its own
			if err != nil {
				t.Fatal(err)
			}
			if !spoil(&x) {
				continue
			}
			spoiled[name]++
			if err := binary.Verify(p, x); err == nil {
				// Without a tree everything must be decided by the rules alone.
				if name == "no tree" && len(p.Value) == decided(p) {
					continue
				}
				t.Fatalf("%s verifies: %+v\n%+v", name, p, x)
			}
		}
	}
	for name, n := range spoiled {
		if n < 5 {
			t.Errorf("%s was tried %d times", name, n)
		}
	}
}

func decided(p binary.Program) int {
	seen := map[int32]bool{}
	for _, d := range p.Decided {
		seen[d.Thing] = true
	}
	return len(seen)
}

// A choice that is worth one less than the best is not the best, whatever tree it comes with.
func TestTheSecondBestIsNotProved(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	tried := 0
	for range 300 {
		p := anything(r, 4+r.IntN(8))
		s, err := search.Solve(t.Context(), p, search.Options{})
		if err != nil || s.Status != binary.Optimal {
			continue
		}
		for j := range s.Chosen {
			if !s.Chosen[j] || p.Value[j] <= 0 {
				continue
			}
			x := s
			x.Chosen = append([]bool(nil), s.Chosen...)
			x.Chosen[j] = false
			if p.Keeps(x.Chosen) != nil {
				continue
			}
			tried++
			x.Value -= p.Value[j]
			x.Bound = x.Value
			if binary.Verify(p, x) == nil {
				t.Fatalf("%+v: %d is proved the best, %d is better", p, x.Value, s.Value)
			}
		}
	}
	if tried < 100 {
		t.Error(tried)
	}
}
