package density

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
)

// Kernel is the shape of what one point spreads.
type Kernel string

// The kernels.
const (
	Gaussian     Kernel = "gaussian"     // of standard deviation Bandwidth, cut off at 5.5 of it
	Quartic      Kernel = "quartic"      // (1 − r²/h²)² within the radius h = Bandwidth
	Epanechnikov Kernel = "epanechnikov" // 1 − r²/h² within the radius h = Bandwidth
)

// cut is where a Gaussian ends, in bandwidths: beyond it lies e^−15.1 of the
// height and of the weight, 2.7e-7.
const cut = 5.5

// Box is a rectangle in metres.
type Box struct{ MinX, MinY, MaxX, MaxY float64 }

// Problem is weighted points and the raster that is wanted of them.
type Problem struct {
	X, Y      []float64 // metres, of each point; points outside the box count where they reach into it
	Weight    []float64 // of each point, 0 or more; nil: 1 each
	Box       Box
	Width     int // cells along x, 1 to 16384
	Height    int // cells along y, 1 to 16384
	Kernel    Kernel
	Bandwidth float64 // metres, above 0
}

// Surface is a raster of densities.
type Surface struct {
	Cell  []float64 // weight a square metre at the middle of a cell; row by row from MinY, in a row from MinX
	Total float64   // weight of all points
	Peak  float64   // the highest cell
	// Bound is the most by which a cell can differ from the sum over all points, in
	// weight a square metre.
	Bound float64
}

// What can be wrong.
var (
	ErrEmpty     = errors.New("density: there is no point")
	ErrShape     = errors.New("density: the lists of the problem do not fit each other")
	ErrValue     = errors.New("density: a number is negative, infinite, too large or not a number")
	ErrBox       = errors.New("density: the box has no area")
	ErrSize      = errors.New("density: the raster has 1 to 16384 cells a side and 64 million in all")
	ErrKernel    = errors.New("density: there is no such kernel")
	ErrBandwidth = errors.New("density: the bandwidth is above 0 and at most a million metres")
	ErrWrong     = errors.New("density: the surface is not that of the problem")
)

// most is the largest coordinate and weight: sums of millions stay exact enough.
const most = 1e12

// Check reports what is wrong with a problem. O(points).
func (p Problem) Check() error {
	if len(p.X) == 0 {
		return ErrEmpty
	}
	if len(p.Y) != len(p.X) || p.Weight != nil && len(p.Weight) != len(p.X) {
		return fmt.Errorf("%w: %d x, %d y, %d weights", ErrShape, len(p.X), len(p.Y), len(p.Weight))
	}
	if p.Kernel != Gaussian && p.Kernel != Quartic && p.Kernel != Epanechnikov {
		return fmt.Errorf("%w: %q", ErrKernel, p.Kernel)
	}
	if !(p.Bandwidth > 0) || p.Bandwidth > 1e6 {
		return fmt.Errorf("%w: %g", ErrBandwidth, p.Bandwidth)
	}
	if p.Width < 1 || p.Height < 1 || p.Width > 16384 || p.Height > 16384 || p.Width*p.Height > 64<<20 {
		return fmt.Errorf("%w: %d × %d", ErrSize, p.Width, p.Height)
	}
	for _, v := range []float64{p.Box.MinX, p.Box.MinY, p.Box.MaxX, p.Box.MaxY} {
		if !(math.Abs(v) <= most) {
			return fmt.Errorf("%w: the box's %g", ErrValue, v)
		}
	}
	if !(p.Box.MaxX > p.Box.MinX) || !(p.Box.MaxY > p.Box.MinY) {
		return ErrBox
	}
	for i := range p.X {
		if !(math.Abs(p.X[i]) <= most) || !(math.Abs(p.Y[i]) <= most) {
			return fmt.Errorf("%w: point %d at %g, %g", ErrValue, i, p.X[i], p.Y[i])
		}
	}
	for i, w := range p.Weight {
		if !(w >= 0) || w > most {
			return fmt.Errorf("%w: point %d weighs %g", ErrValue, i, w)
		}
	}
	return nil
}

func (p Problem) weight(i int) float64 {
	if p.Weight == nil {
		return 1
	}
	return p.Weight[i]
}

func (p Problem) cellX() float64 { return (p.Box.MaxX - p.Box.MinX) / float64(p.Width) }
func (p Problem) cellY() float64 { return (p.Box.MaxY - p.Box.MinY) / float64(p.Height) }

// reach is how far a point's weight goes.
func (p Problem) reach() float64 {
	if p.Kernel == Gaussian {
		return cut * p.Bandwidth
	}
	return p.Bandwidth
}

// top is the height of a kernel at its middle: each integrates to 1 over the plane.
func (p Problem) top() float64 {
	h2 := p.Bandwidth * p.Bandwidth
	switch p.Kernel {
	case Gaussian:
		return 1 / (2 * math.Pi * h2)
	case Quartic:
		return 3 / (math.Pi * h2)
	}
	return 2 / (math.Pi * h2)
}

// at is the kernel at a squared distance, not cut off.
func (p Problem) at(d2 float64) float64 {
	u := d2 / (p.Bandwidth * p.Bandwidth)
	switch {
	case p.Kernel == Gaussian:
		return p.top() * math.Exp(-u/2)
	case u >= 1:
		return 0
	case p.Kernel == Quartic:
		return p.top() * (1 - u) * (1 - u)
	}
	return p.top() * (1 - u)
}

// Estimate computes the surface. When ctx ends it returns ctx.Err(). progress,
// where it is not nil, hears the share that is done, from one goroutine at a time.
func Estimate(ctx context.Context, p Problem, progress func(share float64)) (Surface, error) {
	if err := p.Check(); err != nil {
		return Surface{}, err
	}
	s := Surface{Cell: make([]float64, p.Width*p.Height)}
	for i := range p.X {
		s.Total += p.weight(i)
	}
	w := &work{ctx: ctx, progress: progress}
	var err error
	switch {
	case p.Kernel != Gaussian:
		s.Bound, err = sweep(w, p, s.Cell)
	case p.direct():
		s.Bound, err = splat(w, p, s.Cell)
	default:
		s.Bound, err = lattice(w, p, s.Cell)
	}
	if err != nil {
		return Surface{}, err
	}
	for _, v := range s.Cell {
		s.Peak = max(s.Peak, v)
	}
	return s, nil
}

// direct reports whether summing point by point is the cheaper way: few points,
// or a lattice of an eleventh of the bandwidth that would be far finer than the raster.
func (p Problem) direct() bool {
	r := p.reach()
	cells := min(float64(p.Width), 2*r/p.cellX()+1) * min(float64(p.Height), 2*r/p.cellY()+1)
	d := p.Bandwidth / fine
	rows := (p.Box.MaxY - p.Box.MinY + 2*r) / d
	columns := (p.Box.MaxX - p.Box.MinX + 2*r) / d
	if rows*columns > 64<<20 {
		return true
	}
	taps := 2 * cut * fine
	return float64(len(p.X))*cells < rows*float64(p.Width)*taps+float64(p.Width)*float64(p.Height)*taps
}

// grain is how far the rounding of coordinates moves a kernel, of its height.
func (p Problem) grain() float64 {
	far := max(math.Abs(p.Box.MinX), math.Abs(p.Box.MaxX), math.Abs(p.Box.MinY), math.Abs(p.Box.MaxY))
	return 4e-15 * (1 + far/p.Bandwidth)
}

// inReach is an upper bound of the weight of the points within the reach of any
// cell: the heaviest three by three squares of that side.
func (p Problem) inReach() float64 {
	r := p.reach() + p.Bandwidth
	block := blocks{}
	for i := range p.X {
		block[[2]int64{int64(math.Floor(p.X[i] / r)), int64(math.Floor(p.Y[i] / r))}] += p.weight(i)
	}
	most := 0.0
	// The points in reach of a cell lie in the cell's block and the eight around it;
	// the heaviest such nine have a point in one of them.
	for k := range block {
		for dy := int64(-1); dy <= 1; dy++ {
			for dx := int64(-1); dx <= 1; dx++ {
				most = max(most, block.around(k[0]+dx, k[1]+dy))
			}
		}
	}
	return most
}

type blocks map[[2]int64]float64

func (b blocks) around(x, y int64) (sum float64) {
	for dy := int64(-1); dy <= 1; dy++ {
		for dx := int64(-1); dx <= 1; dx++ {
			sum += b[[2]int64{x + dx, y + dy}]
		}
	}
	return sum
}

// work spreads rows over the processors and tells how far it is.
type work struct {
	ctx      context.Context
	progress func(float64)

	mu    sync.Mutex
	share float64
}

// rows calls fn for bands of rows 0 … n−1, several at a time; fn writes only to
// its own rows. part is the share of the whole that this is.
func (w *work) rows(n int, part float64, fn func(from, to int)) error {
	const band = 16
	bands := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+band-1)/band) {
		wg.Go(func() {
			for from := range bands {
				to := min(n, from+band)
				fn(from, to)
				w.mu.Lock()
				w.share += part * float64(to-from) / float64(n)
				if w.progress != nil {
					w.progress(min(1, w.share))
				}
				w.mu.Unlock()
			}
		})
	}
	for from := 0; from < n && w.ctx.Err() == nil; from += band {
		bands <- from
	}
	close(bands)
	wg.Wait()
	return w.ctx.Err()
}
