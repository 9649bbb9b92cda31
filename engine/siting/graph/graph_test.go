package graph

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestWaysAreThoseOfFloydAndWarshall(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := 1 + r.IntN(30)
		want := make([][]float64, n)
		for i := range want {
			want[i] = make([]float64, n)
			for j := range want[i] {
				if i != j {
					want[i][j] = math.Inf(1)
				}
			}
		}
		var edges []Edge
		for range r.IntN(3 * n) {
			e := Edge{r.IntN(n), r.IntN(n), float64(r.IntN(20))}
			edges = append(edges, e)
			if e.A != e.B {
				want[e.A][e.B] = min(want[e.A][e.B], e.Length)
				want[e.B][e.A] = want[e.A][e.B]
			}
		}
		for k := range n {
			for i := range n {
				for j := range n {
					want[i][j] = min(want[i][j], want[i][k]+want[k][j])
				}
			}
		}
		g, err := New(n, edges)
		if err != nil {
			t.Fatal(err)
		}
		all := make([]int, n)
		for i := range all {
			all[i] = i
		}
		for i, row := range g.FromAll(all) {
			for j, d := range row {
				if d != want[i][j] {
					t.Fatalf("graph %d: %d to %d is %g, want %g", seed, i, j, d, want[i][j])
				}
			}
		}
	}
}

func TestOfAnEdgeThatStandsTwiceTheLastCounts(t *testing.T) {
	g, p, err := ReadORLib(strings.NewReader(" 3 3 1\n1 2 5\n2 3 1\n2 1 9\n"))
	if err != nil || p != 1 || g.From(0)[2] != 10 {
		t.Error(g, p, err)
	}
}

func TestWhatIsNoGraphIsRefused(t *testing.T) {
	for _, in := range []string{"", "3", "3 1 1\n1 2", "3 1 1\n1 4 2", "3 1 1\n0 1 2", "3 1 1\n1 2 -2", "3 1 1\n1 2 NaN", "3 1 1\n1 2 Inf", "3 1 1 1 2 3 4", "1e9 0 1", "2.5 0 1", "a b c", "-1 0 0"} {
		if _, _, err := ReadORLib(strings.NewReader(in)); !errors.Is(err, ErrFormat) && !errors.Is(err, ErrEdge) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func FuzzORLib(f *testing.F) {
	f.Add("3 2 1\n1 2 5\n2 3 1\n")
	f.Fuzz(func(_ *testing.T, in string) {
		if g, _, err := ReadORLib(strings.NewReader(in)); err == nil && g.Points() > 0 && g.Points() < 1000 {
			g.From(0)
		}
	})
}
