package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"linli/engine/siting"
	"linli/engine/siting/graph"
)

// instance is a problem with its name.
type instance struct {
	name string
	siting.Problem
}

func instances(long bool) []instance {
	out := []instance{
		{"median, graph of 100 points, 5 chosen", graphLike(100, 5, 1)},
		{"median, graph of 100 points, 33 chosen", graphLike(100, 33, 1)},
		{"median, graph of 200 points, 40 chosen", graphLike(200, 40, 1)},
		{"median, 400 demands × 60 sites, 8 chosen", town(400, 60, 8)},
	}
	p := town(2000, 200, 15)
	p.Objective, p.Radius = siting.Coverage, 1000
	out = append(out, instance{"coverage, 2,000 demands × 200 sites, 15 chosen", p})
	p = town(2000, 200, 0)
	p.Objective, p.Radius, p.P = siting.CoverAll, 2500, 0
	out = append(out, instance{"cover-all, 2,000 demands × 200 sites", within(p)})
	p = town(150, 40, 6)
	p.Objective = siting.Center
	out = append(out, instance{"center, 150 demands × 40 sites, 6 chosen", p})
	p = town(150, 25, 8)
	p.Capacity = make([]float64, p.Sites)
	for j := range p.Capacity {
		p.Capacity[j] = float64(500 + 37*j%200)
	}
	out = append(out, instance{"median with capacities, 150 demands × 25 sites, 8 chosen", p})
	p = town(400, 60, 0)
	p.Budget, p.Price = 40, make([]float64, p.Sites)
	for j := range p.Price {
		p.Price[j] = float64(3 + 7*j%11)
	}
	out = append(out, instance{"median within a budget, 400 demands × 60 sites", p})
	if long {
		out = append(out, instance{"median, graph of 200 points, 5 chosen", graphLike(200, 5, 1)},
			instance{"median, graph of 300 points, 30 chosen", graphLike(300, 30, 1)})
	}
	return out
}

// within drops demand that no site reaches, which cover-all would refuse.
func within(p siting.Problem) siting.Problem {
	far := p.Distance
	var near []int
	for i := range p.Weight {
		for j := range p.Sites {
			if far(i, j) <= p.Radius {
				near = append(near, i)
				break
			}
		}
	}
	p.Weight = p.Weight[:len(near)]
	p.Distance = func(i, j int) float64 { return far(near[i], j) }
	return p
}

// sizes are n and p of the forty graphs of OR-Library.
func sizes() (out [][2]int) {
	for n := 100; n <= 900; n += 100 {
		for _, p := range []int{5, 10, n / 10, n / 5, n / 3} {
			if n < 700 || p <= 10 || p == n/10 || n == 700 && p == n/5 {
				out = append(out, [2]int{n, p})
			}
		}
	}
	return out
}

// everywhere is the p-median problem of a graph whose points are all demand and candidates.
func everywhere(g *graph.Graph, p int) siting.Problem {
	all, w := make([]int, g.Points()), make([]float64, g.Points())
	for i := range all {
		all[i], w[i] = i, 1
	}
	d := g.FromAll(all)
	return siting.Problem{Objective: siting.Median, Weight: w, Sites: len(all), P: p, Distance: func(i, j int) float64 { return d[i][j] }}
}

// graphLike is a graph as OR-Library's were made (Beasley 1985): n²/50 edges of a
// length from 1 to 100, one round through all points among them.
func graphLike(n, p int, seed uint64) siting.Problem {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	var edges []graph.Edge
	for i := range n {
		edges = append(edges, graph.Edge{A: i, B: (i + 1) % n, Length: float64(1 + r.IntN(100))})
	}
	for len(edges) < n*n/50 {
		if a, b := r.IntN(n), r.IntN(n); a != b {
			edges = append(edges, graph.Edge{A: a, B: b, Length: float64(1 + r.IntN(100))})
		}
	}
	g, err := graph.New(n, edges)
	check(err)
	return everywhere(g, p)
}

// town is demand around sixteen centres and sites anywhere, in whole metres.
func town(demands, sites, p int) siting.Problem {
	r := rand.New(rand.NewPCG(3, uint64(demands)))
	a, b, w := make([][2]float64, demands), make([][2]float64, sites), make([]float64, demands)
	for i := range a {
		x, y := float64(1+r.IntN(4))*2400, float64(1+r.IntN(4))*2400
		a[i], w[i] = [2]float64{x + r.NormFloat64()*1200, y + r.NormFloat64()*1200}, float64(1+r.IntN(50))
	}
	for j := range b {
		b[j] = [2]float64{r.Float64() * 12000, r.Float64() * 12000}
	}
	return siting.Problem{Objective: siting.Median, Weight: w, Sites: sites, P: p, Distance: func(i, j int) float64 { return math.Round(math.Hypot(a[i][0]-b[j][0], a[i][1]-b[j][1])) }}
}

// published counts OR-Library's own graphs that have the published optimum, proved.
func published(data string) (right, of int) {
	list, err := os.Open(filepath.Join(data, "pmed-optimal.txt"))
	if err != nil {
		return 0, 0
	}
	defer list.Close() //nolint:errcheck // read only
	for {
		var name string
		var want float64
		if _, err := fmt.Fscan(list, &name, &want); err != nil {
			return right, of
		}
		f, err := os.Open(filepath.Join(data, name+".txt"))
		if err != nil {
			continue
		}
		g, p, err := graph.ReadORLib(f)
		check(f.Close())
		check(err)
		_, o, err := ours(everywhere(g, p), 1)
		check(err)
		of++
		if o == want {
			right++
		}
	}
}
