package assignment

import (
	"context"
	"math/rand/v2"
	"testing"
)

// brute tries every next stop of every stop: a stop goes on to one that none
// goes on to yet, or ends a round; who is not gone on to begins one.
func brute(nw *Network, fee int64, row int, taken []bool) int64 {
	if row == nw.N {
		sum := int64(0)
		for j, t := range taken {
			if !t {
				sum += nw.Start[j] - fee
			}
		}
		return sum
	}
	best := nw.End[row] + brute(nw, fee, row+1, taken)
	for j := range taken {
		if c := nw.Way[row*nw.N+j]; !taken[j] && c < Unable {
			taken[j] = true
			best = min(best, c+brute(nw, fee, row+1, taken))
			taken[j] = false
		}
	}
	return best
}

func draw(n int, r *rand.Rand) *Network {
	nw := &Network{N: n, Way: make([]int64, n*n), Start: make([]int64, n), End: make([]int64, n)}
	for i := range nw.Way {
		if nw.Way[i] = r.Int64N(40); r.IntN(3) == 0 {
			nw.Way[i] = Unable
		}
	}
	for i := range n {
		nw.Start[i], nw.End[i] = r.Int64N(60), r.Int64N(60)
	}
	return nw
}

// check that prices are below every cost, and gives their sum.
func check(t *testing.T, nw *Network, u, v []int64, fee int64) int64 {
	t.Helper()
	sum := int64(0)
	for i := range nw.N {
		sum += u[i] + v[i]
		if u[i] > nw.End[i] || v[i] > nw.Start[i]-fee {
			t.Fatalf("stop %d is priced above its start or end", i)
		}
		for j := range nw.N {
			if u[i]+v[j] > nw.Way[i*nw.N+j] {
				t.Fatalf("the way from %d to %d is priced above its cost", i, j)
			}
		}
	}
	return sum
}

func TestPricesSumToTheLeastCost(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		nw, fee := draw(1+r.IntN(6), r), r.Int64N(30)
		u, v, used := nw.Solve(context.Background(), fee)
		if got, want := check(t, nw, u, v, fee), brute(nw, fee, 0, make([]bool, nw.N)); got != want || used < 0 || used > nw.N {
			t.Fatalf("prices sum to %d, the least is %d; %d rounds", got, want, used)
		}
		u, v = nw.Reduce()
		if got, most := check(t, nw, u, v, 0), brute(nw, 0, 0, make([]bool, nw.N)); got > most {
			t.Fatalf("reduced prices sum to %d, the least is %d", got, most)
		}
	}
}

func TestPricesAreRightWhenTheTimeIsOver(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	nw := draw(6, rand.New(rand.NewPCG(3, 4)))
	u, v, _ := nw.Solve(ctx, 5)
	if got, most := check(t, nw, u, v, 5), brute(nw, 5, 0, make([]bool, 6)); got > most {
		t.Fatalf("%d above %d", got, most)
	}
}

func BenchmarkThousandStops(b *testing.B) {
	nw := draw(1000, rand.New(rand.NewPCG(1, 1)))
	for b.Loop() {
		nw.Solve(context.Background(), 0)
	}
}
