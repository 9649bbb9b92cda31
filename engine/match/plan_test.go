package match

import (
	"errors"
	"math/rand/v2"
	"testing"
)

// After every change a plan is as good as one made from scratch, and proved.
func TestAPlanStaysOptimalWhateverChanges(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(5, seed))
		p := random(r, 20, 8, 4, 30, 3)
		s, err := Solve(t.Context(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		l, err := NewPlan(p, s)
		if err != nil {
			t.Fatal(err)
		}
		for step := range 60 {
			what := r.IntN(4)
			switch what {
			case 0:
				var offers []int32
				var costs []int64
				for _, j := range r.Perm(len(l.cap))[:r.IntN(4)] {
					offers, costs = append(offers, int32(j)), append(costs, int64(r.IntN(30)))
				}
				if _, err = l.AddNeed(int64(r.IntN(60)), offers, costs); err != nil {
					t.Fatal(err)
				}
			case 1:
				if i := r.IntN(len(l.needs)); !l.needs[i].gone {
					err = l.RemoveNeed(i)
				}
			case 2:
				err = l.SetCapacity(r.IntN(len(l.cap)), int32(r.IntN(5)))
			default:
				var needs []int32
				var costs []int64
				for _, i := range r.Perm(len(l.needs))[:r.IntN(6)] {
					if !l.needs[i].gone {
						needs, costs = append(needs, int32(i)), append(costs, int64(r.IntN(30)))
					}
				}
				_, err = l.AddOffer(int32(r.IntN(4)), needs, costs)
			}
			if err != nil {
				t.Fatal(err)
			}
			now, got := l.Problem(), l.Solution()
			if err := Verify(now, got); err != nil {
				t.Fatalf("seed %d, step %d, change %d: %v", seed, step, what, err)
			}
			best, err := Solve(t.Context(), now, nil)
			if err != nil || best.Cost != got.Cost || l.Cost() != got.Cost {
				t.Fatalf("seed %d, step %d, change %d: cost %d and %d, from scratch %d (%v)", seed, step, what, l.Cost(), got.Cost, best.Cost, err)
			}
		}
	}
}

func TestAPlanRefusesWhatItCannotKeep(t *testing.T) {
	p := town(200, 25, 9)
	s, err := Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewPlan(p, s)
	if err != nil {
		t.Fatal(err)
	}
	before := l.Cost()
	for name, c := range map[string]struct{ got, want error }{
		"a need of an unknown offer": {second(l.AddNeed(1, []int32{99}, []int64{1})), ErrPair},
		"a negative cost":            {second(l.AddNeed(1, []int32{0}, []int64{-1})), ErrNegative},
		"a cost near 2^62":           {second(l.AddNeed(1, []int32{0}, []int64{1 << 62})), ErrRange},
		"a need that is not there":   {l.RemoveNeed(1000), ErrShape},
		"negative units":             {l.SetCapacity(0, -1), ErrNegative},
		"units of nobody":            {l.SetCapacity(25, 1), ErrPair},
		"an offer for nobody":        {second(l.AddOffer(1, []int32{-1}, []int64{1})), ErrShape},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if l.Cost() != before || Verify(l.Problem(), l.Solution()) != nil {
		t.Error("a refused change changed the plan")
	}
	s.Cost--
	if _, err := NewPlan(p, s); err == nil {
		t.Error("a plan was made of a solution that does not hold")
	}
	p.Group, p.Limit = make([]int32, len(p.Capacity)), []int32{5}
	if _, err := NewPlan(p, s); !errors.Is(err, ErrGroups) {
		t.Error(err)
	}
}

func second(_ int, err error) error { return err }

func BenchmarkChange(b *testing.B) {
	p := town(100_000, 10_000, 16)
	s, err := Solve(b.Context(), p, nil)
	if err != nil {
		b.Fatal(err)
	}
	l, err := NewPlan(p, s)
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		i := r.IntN(len(p.Unmatched))
		if l.needs[i].gone {
			continue
		}
		n := l.needs[i]
		if err := l.RemoveNeed(i); err != nil {
			b.Fatal(err)
		}
		if _, err := l.AddNeed(n.out, n.offer, n.cost); err != nil {
			b.Fatal(err)
		}
	}
}
