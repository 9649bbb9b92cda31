package siting

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"linli/engine/siting/core"
	"linli/engine/siting/graph"
)

const shared = "../../../shared/data/siting/"

// need skips where the shared data are not beside the repository.
func need(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no ../shared/data/siting beside the repository")
	}
}

// everywhere is the p-median problem of a graph whose points are all demand of
// weight 1 and all candidates.
func everywhere(g *graph.Graph, p int) Problem {
	all := make([]int, g.Points())
	w := make([]float64, g.Points())
	for i := range all {
		all[i], w[i] = i, 1
	}
	d := g.FromAll(all)
	return Problem{Objective: Median, Weight: w, Sites: len(all), P: p, Distance: func(i, j int) float64 { return d[i][j] }}
}

// likeORLib is a graph as OR-Library's were made (Beasley 1985): n²/50 edges of a
// length from 1 to 100, one round through all points among them.
func likeORLib(n, p int, seed uint64) Problem {
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
	if err != nil {
		panic(err)
	}
	return everywhere(g, p)
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

// solved solves and verifies.
func solved(t testing.TB, p Problem) Solution {
	t.Helper()
	s, err := Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(p, s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheGraphsOfORLibraryAreProvedOptimal(t *testing.T) {
	need(t)
	list, err := os.Open(shared + "pmed-optimal.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close() //nolint:errcheck // read only
	n := 0
	for {
		var name string
		var want float64
		if _, err := fmt.Fscan(list, &name, &want); err != nil {
			break
		}
		f, err := os.Open(shared + name + ".txt")
		if err != nil {
			continue // not all forty are here
		}
		g, p, err := graph.ReadORLib(f)
		_ = f.Close()
		if err != nil {
			t.Fatal(name, err)
		}
		if s := solved(t, everywhere(g, p)); s.Objective != want || !s.Proved || s.Gap != 0 {
			t.Errorf("%s: %g, want %g, proved %v", name, s.Objective, want, s.Proved)
		}
		n++
	}
	if n < 10 {
		t.Errorf("only %d graphs were solved", n)
	}
}

func TestTheSizesAreThoseOfTheFortyGraphs(t *testing.T) {
	if got := sizes(); len(got) != 40 || got[34] != [2]int{800, 5} || got[39] != [2]int{900, 90} {
		t.Errorf("%d: %v", len(got), got)
	}
}

func TestGraphsOfEverySmallerSizeAreProvedOptimal(t *testing.T) {
	for _, x := range sizes() {
		if x[0] > 300 {
			continue
		}
		if s := solved(t, likeORLib(x[0], x[1], 1)); !s.Proved {
			t.Errorf("%v: gap %g", x, s.Gap)
		}
	}
}

// sanFrancisco is 205 tracts and 16 stores with ways on the network.
func sanFrancisco(t testing.TB) (weight []float64, d [][]float64) {
	t.Helper()
	f, err := os.Open(shared + "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // read only
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	sites, tracts := map[string]int{}, map[string]int{}
	for _, row := range rows[1:] {
		far, _ := strconv.ParseFloat(row[0], 64)
		w, _ := strconv.ParseFloat(row[3], 64)
		j, ok := sites[row[1]]
		if !ok {
			j = len(sites)
			sites[row[1]] = j
		}
		i, ok := tracts[row[2]]
		if !ok {
			i = len(tracts)
			tracts[row[2]] = i
			weight, d = append(weight, w), append(d, make([]float64, 16))
		}
		d[i][j] = far
	}
	return weight, d
}

// Every choice of 16 stores is tried: 65,536 for each number and model.
func TestSanFranciscoIsSolvedExactly(t *testing.T) {
	need(t)
	weight, d := sanFrancisco(t)
	median, cover := make([]float64, 17), make([]float64, 17)
	for p := range median {
		median[p] = math.Inf(1)
	}
	const radius = 5000
	for set := 1; set < 1<<16; set++ {
		n, sum, in := 0, 0.0, 0.0
		for x := set; x > 0; x &= x - 1 {
			n++
		}
		for i, w := range weight {
			least := math.Inf(1)
			for j, far := range d[i] {
				if set>>j&1 == 1 {
					least = min(least, far)
				}
			}
			sum += w * least
			if least <= radius {
				in += w
			}
		}
		median[n], cover[n] = min(median[n], sum), max(cover[n], in)
	}
	for p := 1; p <= 16; p++ {
		q := Problem{Objective: Median, Weight: weight, Sites: 16, P: p, Distance: func(i, j int) float64 { return d[i][j] }}
		if s := solved(t, q); !s.Proved || math.Abs(s.Objective-median[p]) > 1e-9*median[p] {
			t.Errorf("median of %d: %.3f, want %.3f", p, s.Objective, median[p])
		}
		q.Objective, q.Radius = Coverage, radius
		if s := solved(t, q); !s.Proved || math.Abs(s.Objective-cover[p]) > 1e-6 {
			t.Errorf("coverage of %d: %.3f, want %.3f", p, s.Objective, cover[p])
		}
	}
}

func TestWhatIsImpossibleOrWrongIsRefused(t *testing.T) {
	good := func() Problem {
		return Problem{Objective: Median, Weight: []float64{1, 2}, Sites: 2, P: 1, Distance: func(i, j int) float64 { return math.Abs(float64(i - j)) }}
	}
	for name, c := range map[string]struct {
		bend func(*Problem)
		want error
	}{
		"no demand":             {func(p *Problem) { p.Weight = nil }, ErrEmpty},
		"no sites":              {func(p *Problem) { p.Sites = 0 }, ErrEmpty},
		"no distances":          {func(p *Problem) { p.Distance = nil }, ErrEmpty},
		"a weight of NaN":       {func(p *Problem) { p.Weight[0] = math.NaN() }, ErrValue},
		"a negative weight":     {func(p *Problem) { p.Weight[0] = -1 }, ErrValue},
		"a weight near 2^62":    {func(p *Problem) { p.Weight[0] = 1 << 62 }, ErrValue},
		"a distance of NaN":     {func(p *Problem) { p.Distance = func(int, int) float64 { return math.NaN() } }, ErrValue},
		"a negative distance":   {func(p *Problem) { p.Distance = func(int, int) float64 { return -1 } }, ErrValue},
		"a negative capacity":   {func(p *Problem) { p.Capacity = []float64{1, -1} }, ErrValue},
		"capacities too few":    {func(p *Problem) { p.Capacity = []float64{1} }, ErrShape},
		"capacities too small":  {func(p *Problem) { p.Capacity = []float64{1, 1} }, ErrImpossible},
		"an unknown site kept":  {func(p *Problem) { p.Keep = []int{2} }, ErrShape},
		"a site kept twice":     {func(p *Problem) { p.Keep = []int{1, 1} }, ErrShape},
		"more kept than wanted": {func(p *Problem) { p.Keep = []int{0, 1} }, ErrObjective},
		"no number, no budget":  {func(p *Problem) { p.P = 0 }, ErrObjective},
		"a negative number":     {func(p *Problem) { p.P = -1 }, ErrObjective},
		"an unknown objective":  {func(p *Problem) { p.Objective = "beauty" }, ErrObjective},
		"nobody in reach":       {func(p *Problem) { p.Distance = func(int, int) float64 { return math.Inf(1) } }, ErrImpossible},
	} {
		p := good()
		c.bend(&p)
		if _, err := Solve(t.Context(), p, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// The second demand is within reach wherever the first is, the fourth is the third again.
func TestDemandThatIsCoveredWithOtherDemandIsLeftOut(t *testing.T) {
	var lists [][]core.Option
	for _, sites := range [][]int32{{0, 1}, {0, 1, 2}, {3}, {3}, {2, 4}, {0, 2}} {
		var list []core.Option
		for _, j := range sites {
			list = append(list, core.Option{Site: j})
		}
		lists = append(lists, list)
	}
	if got, want := fmt.Sprint(core.Dominated(lists, 5)), "[false true false true false false]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAFalseProofIsRefused(t *testing.T) {
	p := likeORLib(100, 10, 3)
	s := solved(t, p)
	for name, bend := range map[string]func(s *Solution){
		"a better objective": func(s *Solution) { s.Objective-- },
		"a bound too good":   func(s *Solution) { s.Bound, s.Objective = s.Bound+1, s.Objective+1 },
		"another site":       func(s *Solution) { s.Open[0] = (s.Open[0] + 1) % p.Sites },
		"a site too many":    func(s *Solution) { s.Open = append(s.Open, -1) },
		"no certificate":     func(s *Solution) { s.Tree = nil },
		"other multipliers": func(s *Solution) {
			tree := *s.Tree
			tree.Price = make([]float64, len(tree.Price))
			s.Tree = &tree
		},
	} {
		bent := s
		bent.Open = append([]int{}, s.Open...)
		bend(&bent)
		if Verify(p, bent) == nil {
			t.Errorf("%s was believed", name)
		}
	}
}

func TestACutOffSearchStillProvesItsBound(t *testing.T) {
	p := likeORLib(300, 30, 2)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	s, err := Solve(ctx, p, func(objective, bound float64) {
		if !math.IsInf(objective, 1) && !math.IsInf(bound, -1) {
			stop() // as soon as there is anything
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(p, s); err != nil || s.Gap < 0 {
		t.Error(s.Gap, err)
	}
	stop()
	if _, err := Solve(ctx, p, nil); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestTheSameProblemHasTheSameSolution(t *testing.T) {
	p := likeORLib(200, 20, 5)
	a, b := solved(t, p), solved(t, p)
	if fmt.Sprint(a.Open, a.Nodes) != fmt.Sprint(b.Open, b.Nodes) {
		t.Errorf("%v with %d nodes, then %v with %d", a.Open, a.Nodes, b.Open, b.Nodes)
	}
}

func FuzzSolve(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) {
		p := small(int(seed % (1 << 40)))
		s, err := Solve(t.Context(), p, nil)
		if err != nil {
			if !errors.Is(err, ErrImpossible) {
				t.Fatal(err)
			}
			return
		}
		if err := Verify(p, s); err != nil || !s.Proved {
			t.Fatalf("%v, proved %v: %+v", err, s.Proved, p)
		}
	})
}

func FuzzNumbers(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, 1)
	f.Add(math.Inf(1), math.NaN(), -1.0, 1e300, 0)
	f.Fuzz(func(t *testing.T, a, b, c, d float64, p int) {
		q := Problem{Objective: Median, Weight: []float64{a, b}, Sites: 2, P: p, Capacity: []float64{c, d}, Distance: func(i, j int) float64 { return []float64{a, b, c, d}[2*i+j] }}
		if s, err := Solve(t.Context(), q, nil); err == nil {
			if err := Verify(q, s); err != nil {
				t.Fatal(err, q, s)
			}
		}
	})
}

func ExampleSolve() {
	// Three blocks along a street, two places for a canteen.
	at, places := []float64{0, 100, 1000}, []float64{50, 900}
	p := Problem{Objective: Median, Weight: []float64{30, 20, 5}, Sites: 2, P: 1,
		Distance: func(i, j int) float64 { return math.Abs(at[i] - places[j]) }}
	s, err := Solve(context.Background(), p, nil)
	fmt.Println(s.Open, s.Objective, s.Bound, s.Proved, err, Verify(p, s))
	// Output: [0] 7250 7250 true <nil> <nil>
}

// city is demand around sixteen centres and sites anywhere.
func city(demands, sites, p int) Problem {
	r := rand.New(rand.NewPCG(3, uint64(demands)))
	a, b, w := make([][2]float64, demands), make([][2]float64, sites), make([]float64, demands)
	for i := range a {
		x, y := float64(1+r.IntN(4))*2400, float64(1+r.IntN(4))*2400
		a[i], w[i] = [2]float64{x + r.NormFloat64()*1200, y + r.NormFloat64()*1200}, float64(1+r.IntN(50))
	}
	for j := range b {
		b[j] = [2]float64{r.Float64() * 12000, r.Float64() * 12000}
	}
	return Problem{Objective: Median, Weight: w, Sites: sites, P: p, Distance: func(i, j int) float64 { return math.Hypot(a[i][0]-b[j][0], a[i][1]-b[j][1]) }}
}

func BenchmarkForty(b *testing.B) {
	for b.Loop() {
		unproved := 0
		for _, x := range sizes() {
			s, err := Solve(b.Context(), likeORLib(x[0], x[1], 1), nil)
			if err != nil {
				b.Fatal(err)
			}
			if !s.Proved {
				unproved++
			}
		}
		b.ReportMetric(float64(unproved), "unproved")
	}
}

func BenchmarkCity(b *testing.B) {
	p := city(20_000, 2000, 50)
	for b.Loop() {
		ctx, stop := context.WithTimeout(b.Context(), 10*time.Second)
		s, err := Solve(ctx, p, nil)
		stop()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(100*s.Gap, "gap_%")
	}
}
