package density

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// town is n points in clusters and some even ground, in a square of 12 km.
func town(n int, seed uint64) Problem {
	r := rand.New(rand.NewPCG(seed, 7))
	p := Problem{Box: Box{0, 0, 12000, 12000}, Width: 64, Height: 48, Kernel: Gaussian, Bandwidth: 400}
	for range n {
		c := float64(r.IntN(5))
		if r.IntN(3) == 0 {
			p.X, p.Y = append(p.X, r.Float64()*12000), append(p.Y, r.Float64()*12000)
		} else {
			p.X, p.Y = append(p.X, 1500+2200*c+r.NormFloat64()*500), append(p.Y, 3000+1500*c+r.NormFloat64()*700)
		}
		p.Weight = append(p.Weight, r.Float64()*3)
	}
	return p
}

func TestEverySurfaceIsTheSumOverAllPoints(t *testing.T) {
	for _, kernel := range []Kernel{Gaussian, Quartic, Epanechnikov} {
		for name, change := range map[string]func(*Problem){
			"as it is":           func(*Problem) {},
			"a narrow bandwidth": func(p *Problem) { p.Bandwidth = 20 },
			"a wide bandwidth":   func(p *Problem) { p.Bandwidth = 9000 },
			"far below a cell":   func(p *Problem) { p.Bandwidth = 0.5 },
			"a box inside":       func(p *Problem) { p.Box = Box{4000, 4000, 5000, 4300} },
			"a box beside":       func(p *Problem) { p.Box = Box{-900, -900, -200, 0} },
			"long cells":         func(p *Problem) { p.Width, p.Height = 300, 5 },
			"one cell":           func(p *Problem) { p.Width, p.Height = 1, 1 },
			"one point":          func(p *Problem) { p.X, p.Y, p.Weight = p.X[:1], p.Y[:1], p.Weight[:1] },
			"all in one place": func(p *Problem) {
				p.X, p.Y, p.Weight = slices.Repeat([]float64{6000}, 99), slices.Repeat([]float64{6000}, 99), nil
			},
			"no weight":            func(p *Problem) { p.Weight = make([]float64, len(p.X)) },
			"a long way from zero": func(p *Problem) { shift(p, 4e6, -2e6) },
			"on the borders of cells": func(p *Problem) {
				for i := range p.X {
					p.X[i], p.Y[i] = math.Round(p.X[i]/187.5)*187.5, math.Round(p.Y[i]/250)*250
				}
			},
		} {
			t.Run(string(kernel)+" "+name, func(t *testing.T) {
				p := town(3000, 1)
				change(&p)
				p.Kernel = kernel
				s, err := Estimate(t.Context(), p, nil)
				if err != nil {
					t.Fatal(err)
				}
				if err := Verify(p, s); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func shift(p *Problem, x, y float64) {
	for i := range p.X {
		p.X[i] += x
		p.Y[i] += y
	}
	p.Box = Box{p.Box.MinX + x, p.Box.MinY + y, p.Box.MaxX + x, p.Box.MaxY + y}
}

// The two ways of a Gaussian agree within the bound of the lattice, cell by cell,
// and to a thousandth wherever the surface is not near nothing.
func TestTheLatticeIsAsGoodAsItsBound(t *testing.T) {
	for seed := range uint64(4) {
		p := town(20000, seed)
		p.Width, p.Height, p.Bandwidth = 90, 70, 150*float64(seed+1)
		a, b := make([]float64, p.Width*p.Height), make([]float64, p.Width*p.Height)
		w := &work{ctx: t.Context()}
		if _, err := splat(w, p, a); err != nil {
			t.Fatal(err)
		}
		bound, err := lattice(w, p, b)
		if err != nil {
			t.Fatal(err)
		}
		peak := slices.Max(a)
		if bound > 1e-3*peak {
			t.Errorf("the bound %g is above a thousandth of the peak %g", bound, peak)
		}
		worst, relative := 0.0, 0.0
		for k := range a {
			worst = max(worst, math.Abs(a[k]-b[k]))
			if a[k] > peak/1000 {
				relative = max(relative, math.Abs(a[k]-b[k])/a[k])
			}
		}
		if worst > bound || relative > 1e-3 {
			t.Errorf("bandwidth %g: worst %g of bound %g, relative %g", p.Bandwidth, worst, bound, relative)
		}
	}
}

func TestTheWeightIsKept(t *testing.T) {
	for _, kernel := range []Kernel{Gaussian, Quartic, Epanechnikov} {
		p := town(5000, 3)
		p.Kernel, p.Box, p.Width, p.Height = kernel, Box{-12000, -12000, 26000, 26000}, 256, 256
		s, err := Estimate(t.Context(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, v := range s.Cell {
			sum += v * p.cellX() * p.cellY()
		}
		if math.Abs(sum/s.Total-1) > 2e-3 {
			t.Errorf("%s: the surface adds up to %g of %g", kernel, sum, s.Total)
		}
	}
}

func TestTheNumberOfProcessorsChangesNothing(t *testing.T) {
	for _, kernel := range []Kernel{Gaussian, Quartic} {
		p := town(50000, 9)
		p.Kernel = kernel
		one := runtime.GOMAXPROCS(1)
		a, err := Estimate(t.Context(), p, nil)
		runtime.GOMAXPROCS(4)
		b, berr := Estimate(t.Context(), p, nil)
		runtime.GOMAXPROCS(one)
		if err != nil || berr != nil || !slices.Equal(a.Cell, b.Cell) {
			t.Error(kernel, err, berr, "the surfaces differ")
		}
	}
}

func TestVerifyTrustsNobody(t *testing.T) {
	p := town(500, 2)
	good, err := Estimate(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Surface){
		"a cell too high":     func(s *Surface) { s.Cell[100] += good.Peak / 500 },
		"a cell not a number": func(s *Surface) { s.Cell[100] = math.NaN() },
		"a generous bound":    func(s *Surface) { s.Bound = s.Peak * 100 },
		"another total":       func(s *Surface) { s.Total++ },
		"another peak":        func(s *Surface) { s.Peak *= 2 },
		"a cell short":        func(s *Surface) { s.Cell = s.Cell[1:] },
	} {
		s := good
		s.Cell = slices.Clone(good.Cell)
		spoil(&s)
		if err := Verify(p, s); !errors.Is(err, ErrWrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBadProblemsAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Problem)
		want   error
	}{
		"no point":             {func(p *Problem) { p.X = nil }, ErrEmpty},
		"a y too few":          {func(p *Problem) { p.Y = p.Y[1:] }, ErrShape},
		"a weight too few":     {func(p *Problem) { p.Weight = p.Weight[1:] }, ErrShape},
		"a negative weight":    {func(p *Problem) { p.Weight[4] = -1 }, ErrValue},
		"a weight of nothing":  {func(p *Problem) { p.Weight[4] = math.NaN() }, ErrValue},
		"a point nowhere":      {func(p *Problem) { p.X[3] = math.NaN() }, ErrValue},
		"a point at infinity":  {func(p *Problem) { p.Y[3] = math.Inf(1) }, ErrValue},
		"no bandwidth":         {func(p *Problem) { p.Bandwidth = 0 }, ErrBandwidth},
		"a bandwidth of NaN":   {func(p *Problem) { p.Bandwidth = math.NaN() }, ErrBandwidth},
		"no kernel":            {func(p *Problem) { p.Kernel = "round" }, ErrKernel},
		"a flat box":           {func(p *Problem) { p.Box.MaxY = p.Box.MinY }, ErrBox},
		"a box of NaN":         {func(p *Problem) { p.Box.MaxY = math.NaN() }, ErrValue},
		"no columns":           {func(p *Problem) { p.Width = 0 }, ErrSize},
		"a raster of billions": {func(p *Problem) { p.Width, p.Height = 16384, 16384 }, ErrSize},
	} {
		p := town(10, 1)
		c.change(&p)
		if _, err := Estimate(t.Context(), p, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Estimate(ended, town(10, 1), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
}

func TestProgressEndsWithTheWhole(t *testing.T) {
	last := 0.0
	if _, err := Estimate(t.Context(), town(50000, 1), func(share float64) {
		if share < last {
			t.Errorf("%g after %g", share, last)
		}
		last = share
	}); err != nil || last < 0.999 {
		t.Errorf("ended at %g, %v", last, err)
	}
}

func TestAnySurfaceVerifies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64Range
		n := rapid.IntRange(1, 300).Draw(t, "points")
		p := Problem{Width: rapid.IntRange(1, 40).Draw(t, "width"), Height: rapid.IntRange(1, 40).Draw(t, "height"),
			Kernel: rapid.SampledFrom([]Kernel{Gaussian, Quartic, Epanechnikov}).Draw(t, "kernel"), Bandwidth: math.Pow(10, f(-1, 4).Draw(t, "bandwidth"))}
		x, y := f(-1e5, 1e5).Draw(t, "x"), f(-1e5, 1e5).Draw(t, "y")
		p.Box = Box{x, y, x + f(1, 1e4).Draw(t, "w"), y + f(1, 1e4).Draw(t, "h")}
		seed := rapid.Uint64().Draw(t, "seed")
		r := rand.New(rand.NewPCG(seed, seed))
		for range n {
			p.X = append(p.X, x+(r.Float64()*1.4-0.2)*(p.Box.MaxX-x))
			p.Y = append(p.Y, y+(r.Float64()*1.4-0.2)*(p.Box.MaxY-y))
		}
		s, err := Estimate(context.Background(), p, nil)
		if err == nil {
			err = Verify(p, s)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkAMillionPoints(b *testing.B) {
	p := town(1_000_000, 5)
	p.Width, p.Height = 512, 512
	for _, kernel := range []Kernel{Gaussian, Quartic, Epanechnikov} {
		for _, bandwidth := range []float64{50, 300, 1000} {
			b.Run(string(kernel)+"/"+map[float64]string{50: "50m", 300: "300m", 1000: "1km"}[bandwidth], func(b *testing.B) {
				p.Kernel, p.Bandwidth = kernel, bandwidth
				for b.Loop() {
					if _, err := Estimate(b.Context(), p, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
