package siting

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"syscall"
	"testing"
	"time"
)

func apsp(n int, d []float64) {
	for k := range n {
		rk := d[k*n : k*n+n]
		for i := range n {
			v := d[i*n+k]
			if math.IsInf(v, 1) {
				continue
			}
			ri := d[i*n : i*n+n]
			for j, x := range rk {
				if v+x < ri[j] {
					ri[j] = v + x
				}
			}
		}
	}
}

func orlibS(path string) Problem {
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	var n, e, p int
	r := bufio.NewReader(f)
	fmt.Fscan(r, &n, &e, &p)
	d := make([]float64, n*n)
	for i := range d {
		d[i] = math.Inf(1)
	}
	for i := range n {
		d[i*n+i] = 0
	}
	for range e {
		var a, b int
		var c float64
		fmt.Fscan(r, &a, &b, &c)
		d[(a-1)*n+b-1], d[(b-1)*n+a-1] = c, c
	}
	apsp(n, d)
	return unit(n, p, d)
}

func unit(n, p int, d []float64) Problem {
	w := make([]float64, n)
	for i := range w {
		w[i] = 1
	}
	return Problem{Objective: Median, Weight: w, Sites: n, P: p, Distance: func(i, j int) float64 { return d[i*n+j] }}
}

func gen(n, p int, seed uint64) Problem {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	d := make([]float64, n*n)
	for i := range d {
		d[i] = math.Inf(1)
	}
	for i := range n {
		d[i*n+i] = 0
	}
	edges := n * n / 50
	put := func(a, b int) {
		c := float64(1 + r.IntN(100))
		d[a*n+b], d[b*n+a] = c, c
	}
	for i := 1; i < n; i++ {
		put(i-1, i)
	}
	put(n-1, 0)
	for range edges - n {
		a, b := r.IntN(n), r.IntN(n)
		if a != b {
			put(a, b)
		}
	}
	apsp(n, d)
	return unit(n, p, d)
}

func show(name string, p Problem) {
	ctx, stop := context.WithTimeout(context.Background(), 60*time.Second)
	defer stop()
	t0 := time.Now()
	s, err := Solve(ctx, p, nil)
	fmt.Printf("%-22s n=%d m=%d p=%d obj %.6g bound %.6g gap %.5f nodes %d %v %v\n", name, len(p.Weight), p.Sites, p.P, s.Objective, s.Bound, s.Gap, s.Nodes, time.Since(t0).Round(time.Millisecond), err)
}

func TestScratchOR(t *testing.T) {
	dir := "/work/shared/data/siting/"
	f, _ := os.Open(dir + "pmed-optimal.txt")
	defer f.Close()
	for {
		var name string
		var want float64
		if _, err := fmt.Fscan(f, &name, &want); err != nil {
			break
		}
		show(fmt.Sprint(name, " ", want), orlibS(dir+name+".txt"))
	}
}

func TestScratchGen(t *testing.T) {
	for n := 100; n <= 900; n += 200 {
		for _, p := range []int{5, 10, n / 10, n / 5, n / 3} {
			show("gen", gen(n, p, 1))
		}
	}
}

func TestScratchCity(t *testing.T) {
	for _, x := range [][3]int{{500, 100, 5}, {500, 500, 10}, {1000, 1000, 20}, {1000, 1000, 100}, {3000, 300, 30}} {
		show("city", cityS(x[0], x[1], x[2]))
	}
}

func cpu() float64 {
	var ru syscall.Rusage
	syscall.Getrusage(0, &ru)
	return float64(ru.Utime.Sec) + float64(ru.Utime.Usec)/1e6 + float64(ru.Stime.Sec) + float64(ru.Stime.Usec)/1e6
}

func cpuLimit(sec float64) (context.Context, func()) {
	ctx, stop := context.WithCancel(context.Background())
	t0 := cpu()
	go func() {
		for ctx.Err() == nil {
			time.Sleep(20 * time.Millisecond)
			if cpu()-t0 > sec {
				stop()
			}
		}
	}()
	return ctx, stop
}

func TestScratchBig(t *testing.T) {
	p := cityS(20000, 2000, 50)
	ctx, stop := cpuLimit(knob("CPU", 15))
	defer stop()
	t0 := cpu()
	s, err := Solve(ctx, p, func(o, b float64) { fmt.Printf("%.2f %.8g %.8g %.4f\n", cpu()-t0, o, b, (o-b)/o) })
	fmt.Println(s.Objective, s.Bound, s.Gap, s.Nodes, cpu()-t0, err)
}

func cityS(demands, sites, p int) Problem {
	r := rand.New(rand.NewPCG(3, uint64(demands)))
	type point struct{ x, y float64 }
	var a, b []point
	var w []float64
	for range demands {
		cx, cy := float64(1+r.IntN(4))*2400, float64(1+r.IntN(4))*2400
		a, w = append(a, point{cx + r.NormFloat64()*1200, cy + r.NormFloat64()*1200}), append(w, float64(1+r.IntN(50)))
	}
	for range sites {
		b = append(b, point{r.Float64() * 12000, r.Float64() * 12000})
	}
	return Problem{Objective: Median, Weight: w, Sites: sites, P: p, Distance: func(i, j int) float64 { return math.Hypot(a[i].x-b[j].x, a[i].y-b[j].y) }}
}

func trace(name string, p Problem) {
	ctx, stop := context.WithTimeout(context.Background(), 60*time.Second)
	defer stop()
	t0 := time.Now()
	lastO := 0.0
	s, err := Solve(ctx, p, func(o, b float64) {
		if o != lastO {
			fmt.Printf("   %.3fs obj %.7g bound %.7g\n", time.Since(t0).Seconds(), o, b)
			lastO = o
		}
	})
	fmt.Printf("%-22s n=%d m=%d p=%d obj %.6g bound %.6g gap %.5f nodes %d %v %v\n", name, len(p.Weight), p.Sites, p.P, s.Objective, s.Bound, s.Gap, s.Nodes, time.Since(t0).Round(time.Millisecond), err)
}

func TestScratchHard(t *testing.T) {
	for _, x := range [][3]int{{700, 10, 1}, {700, 10, 2}, {800, 10, 1}, {800, 10, 2}, {900, 10, 1}, {900, 10, 2}, {600, 10, 2}, {900, 5, 2}} {
		trace("hard", gen(x[0], x[1], uint64(x[2])))
	}
}

func TestScratchNodes(t *testing.T) {
	total := 0.0
	out := ""
	for _, x := range []struct {
		name string
		p    Problem
	}{{"gen700-10", gen(700, 10, 1)}, {"gen800-10", gen(800, 10, 1)}, {"gen900-10", gen(900, 10, 1)}, {"c500-500-10", cityS(500, 500, 10)}, {"c1000-20", cityS(1000, 1000, 20)}, {"c1000-100", cityS(1000, 1000, 100)}, {"c3000-300-30", cityS(3000, 300, 30)}} {
		ctx, stop := cpuLimit(30)
		t0 := cpu()
		s, _ := Solve(ctx, x.p, nil)
		stop()
		d := cpu() - t0
		total += d
		out += fmt.Sprintf("%s %d %.2fs", x.name, s.Nodes, d)
		if s.Gap > 0 {
			out += fmt.Sprintf(" gap %.4f", s.Gap)
		}
		out += "; "
	}
	fmt.Println(total, out)
}

func TestScratchOne(t *testing.T) {
	show("gen700", gen(700, 10, 1))
}
