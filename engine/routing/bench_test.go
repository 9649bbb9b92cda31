package routing

import (
	"context"
	"math"
	"testing"

	"linli/engine/routing/ruin"
)

// likeness makes an instance after Gehring and Homberger: n stops at random or in
// clusters on a square, a depot in its middle, tight or wide windows.
func likeness(n int, clustered, wide bool) Problem {
	random := ruin.Random(7)
	x, y := []float64{250}, []float64{250}
	horizon, capacity, vehicles := int64(19000), int64(200), n/4
	if wide {
		horizon, capacity = 73000, 1000
	}
	var cx, cy float64
	for i := range n {
		if i%10 == 0 {
			cx, cy = 500*random.Unit(), 500*random.Unit()
		}
		if clustered {
			x, y = append(x, cx+30*random.Unit()), append(y, cy+30*random.Unit())
		} else {
			x, y = append(x, 500*random.Unit()), append(y, 500*random.Unit())
		}
	}
	p := Problem{Places: n + 1, Ways: []Ways{{Cost: func(a, b int) int64 { return int64(10 * math.Hypot(x[a]-x[b], y[a]-y[b])) }}}}
	for i := 1; i <= n; i++ {
		way := p.Ways[0].Cost(0, i)
		s := Stop{Place: i, From: way, To: horizon - way - 100, Service: 100, Quantity: 10 + int64(random.Next()%30)}
		if random.Next()&1 == 0 {
			s.From += int64(random.Unit() * float64(s.To-s.From))
			s.To = min(s.To, s.From+horizon/20)
		}
		p.Stops = append(p.Stops, s)
	}
	for range vehicles {
		p.Vehicles = append(p.Vehicles, Vehicle{To: horizon, Capacity: capacity})
	}
	return p
}

func BenchmarkBound1000(b *testing.B) {
	m, err := newModel(likeness(1000, false, false))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m.bound(context.Background())
	}
}

func benchmark(b *testing.B, p Problem, iterations int) {
	for b.Loop() {
		s, err := Solve(context.Background(), p, Options{Seed: 1, Iterations: iterations})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(s.Cost), "cost")
	}
}

func BenchmarkSixtyStops(b *testing.B)       { benchmark(b, likeness(60, true, false), 0) }
func BenchmarkThousandShort(b *testing.B)    { benchmark(b, likeness(1000, false, false), 100_000) }
func BenchmarkThousandLong(b *testing.B)     { benchmark(b, likeness(1000, false, true), 100_000) }
func BenchmarkThousandClusters(b *testing.B) { benchmark(b, likeness(1000, true, false), 100_000) }
