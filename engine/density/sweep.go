package density

import (
	"math"
	"slices"
)

// shared are the points that reach the box, sorted by row: those of row j are
// start[j] to start[j+1]. They lie side by side in memory, because each is read
// for every row that it reaches.
type shared struct {
	x, y, w []float64
	start   []int32
}

// inRows sorts the points by the row that row gives, clamped to 0 … rows−1. The
// order within a row is that of the problem.
func (p Problem) inRows(rows int, row func(y float64) int) shared {
	s := shared{start: make([]int32, rows+1)}
	at := make([]int32, len(p.X))
	for i := range p.X {
		at[i] = -1
		if p.touches(i) {
			at[i] = int32(min(rows-1, max(0, row(p.Y[i]))))
			s.start[at[i]+1]++
		}
	}
	for j := range rows {
		s.start[j+1] += s.start[j]
	}
	next, n := slices.Clone(s.start), s.start[rows]
	s.x, s.y, s.w = make([]float64, n), make([]float64, n), make([]float64, n)
	for i, j := range at {
		if j >= 0 {
			k := next[j]
			s.x[k], s.y[k], s.w[k] = p.X[i], p.Y[i], p.weight(i)
			next[j]++
		}
	}
	return s
}

// rows are the points of the rows from … to−1, as far as there are any.
func (s shared) rows(from, to int) (x, y, w []float64) {
	n := len(s.start) - 1
	a, b := s.start[max(0, from)], s.start[min(n, to)]
	return s.x[a:b], s.y[a:b], s.w[a:b]
}

// touches reports whether a point reaches the box.
func (p Problem) touches(i int) bool {
	r := p.reach()
	return p.X[i] >= p.Box.MinX-r && p.X[i] <= p.Box.MaxX+r && p.Y[i] >= p.Box.MinY-r && p.Y[i] <= p.Box.MaxY+r && p.weight(i) > 0
}

// sweep sums a polynomial kernel exactly, row by row.
//
// In a row at the height y a point adds, at the column middle x between the ends of its disc,
// with t = x − x₀ and u = 1 − (y−y₀)²/h²,
//
//	Epanechnikov: u − t²/h²        quartic: (u − t²/h²)²
//
// which in powers of x is a polynomial whose coefficients add up.
func sweep(w *work, p Problem, cell []float64) (float64, error) {
	h, cx, cy, top := p.Bandwidth, p.cellX(), p.cellY(), p.top()
	inverse, b0, b1 := 1/cx, cx/h, h/cx
	points := p.inRows(p.Height, func(y float64) int { return int(math.Floor((y - p.Box.MinY) / cy)) })
	span := int(math.Min(float64(p.Height), math.Ceil(h/cy)+1))
	quartic := p.Kernel == Quartic
	// A row is walked in blocks of two diameters, each with coefficients from its own
	// middle: in one piece the powers of far columns would drown the digits.
	block := int(min(float64(p.Width), max(1, 4*h/cx)))
	terms := 3
	if quartic {
		terms = 5
	}
	err := w.rows(p.Height, 1, func(from, to int) {
		sum := make([]float64, p.Width*terms)
		for j := from; j < to; j++ {
			clear(sum)
			y := p.Box.MinY + (float64(j)+0.5)*cy
			px, py, pw := points.rows(j-span, j+span+1)
			for i := range px {
				dy := (y - py[i]) / h
				u := 1 - dy*dy
				if u <= 0 {
					continue
				}
				// The disc's chord: columns whose middles lie within x₀ ± h·√u.
				at, half := (px[i]-p.Box.MinX)*inverse-0.5, b1*math.Sqrt(u)
				first := max(0, int(math.Ceil(at-half)))
				last := min(p.Width-1, int(math.Floor(at+half)))
				weight := pw[i]
				for k := first / block; first <= last; k++ {
					// t/h = a + b·(column − middle of the block)
					middle := k*block + block/2
					a, b := (float64(middle)-at)*b0, b0
					c := [5]float64{u - a*a, -2 * a * b, -b * b}
					if quartic {
						c = [5]float64{c[0] * c[0], 2 * c[0] * c[1], c[1]*c[1] + 2*c[0]*c[2], 2 * c[1] * c[2], c[2] * c[2]}
					}
					for n, v := range c[:terms] {
						sum[first*terms+n] += weight * v
					}
					end := (k + 1) * block // where the walk begins anew
					if last+1 < min(end, p.Width) {
						for n, v := range c[:terms] {
							sum[(last+1)*terms+n] -= weight * v
						}
					}
					first = end
				}
			}
			var run [5]float64
			for x := range p.Width {
				if x%block == 0 {
					run = [5]float64{}
				}
				for n, v := range sum[x*terms : x*terms+terms] {
					run[n] += v
				}
				k, v := float64(x%block-block/2), run[terms-1]
				for n := terms - 2; n >= 0; n-- {
					v = v*k + run[n]
				}
				cell[j*p.Width+x] = max(0, v*top)
			}
		}
	})
	// What is left is rounding: within a block the terms are at most of this size.
	size := math.Pow(2+2*float64(block/2)*cx/h, float64(terms-1))
	return (1e-15*size + p.grain()) * top * p.inReach(), err
}
