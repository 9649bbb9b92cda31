package density

import "math"

// fine is how many lattice steps a bandwidth has: with eleven an even surface has
// a Bound below a thousandth of its height.
const fine = 11

// splat sums a Gaussian point by point: the exponentials of a row and a column
// are multiplied.
func splat(w *work, p Problem, cell []float64) (float64, error) {
	cx, cy, r := p.cellX(), p.cellY(), p.reach()
	points := p.inRows(p.Height, func(y float64) int { return int(math.Floor((y - p.Box.MinY) / cy)) })
	span := int(math.Min(float64(p.Height), math.Ceil(r/cy)+1))
	top, k := p.top(), -1/(2*p.Bandwidth*p.Bandwidth)
	err := w.rows(p.Height, 1, func(from, to int) {
		line := make([]float64, p.Width)
		px, py, pw := points.rows(from-span, to+span)
		for i := range px {
			first := max(0, int(math.Ceil((px[i]-r-p.Box.MinX)/cx-0.5)))
			last := min(p.Width-1, int(math.Floor((px[i]+r-p.Box.MinX)/cx-0.5)))
			low := max(from, int(math.Ceil((py[i]-r-p.Box.MinY)/cy-0.5)))
			high := min(to-1, int(math.Floor((py[i]+r-p.Box.MinY)/cy-0.5)))
			if first > last || low > high {
				continue
			}
			weight := pw[i] * top
			for x := first; x <= last; x++ {
				d := p.Box.MinX + (float64(x)+0.5)*cx - px[i]
				line[x] = weight * math.Exp(k*d*d)
			}
			for j := low; j <= high; j++ {
				d := p.Box.MinY + (float64(j)+0.5)*cy - py[i]
				f := math.Exp(k * d * d)
				out := cell[j*p.Width+first : j*p.Width+last+1]
				for x, v := range line[first : last+1] {
					out[x] += f * v
				}
			}
		}
	})
	return (tail + p.grain()) * top * p.inReach(), err
}

// tail is what cutting a Gaussian off at 5.5 bandwidths leaves out, of its
// height, along one axis or the other, and a little for rounding.
const tail = 6e-7

// lattice shares points out to a fine lattice and convolves it along each axis.
func lattice(w *work, p Problem, cell []float64) (float64, error) {
	d, r := p.Bandwidth/fine, p.reach()
	// The lattice goes 5.5 bandwidths and the stencil's two steps beyond the box.
	x0, y0 := p.Box.MinX-r-3*d, p.Box.MinY-r-3*d
	columns := int(math.Ceil((p.Box.MaxX+r-x0)/d)) + 4
	rows := int(math.Ceil((p.Box.MaxY+r-y0)/d)) + 4
	points := p.inRows(rows, func(y float64) int { return int(math.Floor((y - y0) / d)) })
	across := weights(p.Width, p.Box.MinX, p.cellX(), x0, d, columns, p.Bandwidth)
	// Along x: each lattice row is filled by the points of four rows and convolved
	// at once at the raster's columns, so that the lattice itself is never kept.
	half := make([]float64, rows*p.Width)
	err := w.rows(rows, 0.8, func(from, to int) {
		line := make([]float64, columns)
		for j := from; j < to; j++ {
			px, py, pw := points.rows(j-2, j+2)
			if len(px) == 0 {
				continue
			}
			clear(line)
			for i := range px {
				fy := (py[i] - y0) / d
				by := math.Floor(fy)
				n := j - int(by) + 1
				if n < 0 || n > 3 {
					continue
				}
				fx := (px[i] - x0) / d
				bx := math.Floor(fx)
				share := pw[i] * cubic(fy - by)[n]
				s := cubic(fx - bx)
				at := line[int(bx)-1 : int(bx)+3]
				at[0] += share * s[0]
				at[1] += share * s[1]
				at[2] += share * s[2]
				at[3] += share * s[3]
			}
			out := half[j*p.Width : (j+1)*p.Width]
			for x := range out {
				out[x] = across.at(x, line)
			}
		}
	})
	if err != nil {
		return 0, err
	}
	up := weights(p.Height, p.Box.MinY, p.cellY(), y0, d, rows, p.Bandwidth)
	err = w.rows(p.Height, 0.2, func(from, to int) {
		for j := from; j < to; j++ {
			out := cell[j*p.Width : (j+1)*p.Width]
			first, taps := up.first[j], up.taps[j*up.n:(j+1)*up.n]
			for t, f := range taps {
				if f == 0 {
					continue
				}
				in := half[(first+t)*p.Width : (first+t+1)*p.Width]
				for x, v := range in {
					out[x] += f * v
				}
			}
			for x, v := range out {
				out[x] = max(0, v)
			}
		}
	})
	// Cubic interpolation along an axis errs by at most 3/128·δ⁴·max|K⁗|, where
	// max|K⁗| = 3/h⁴ of the height; its weights add up to at most 1.25 in size, which the second
	// axis multiplies.
	interpolation := (1 + 1.25) * 3.0 / 128 * 3 / math.Pow(fine, 4)
	return (interpolation + tail*1.6 + p.grain()) * p.top() * p.inReach(), err
}

// cubic shares a point out to the lattice steps −1, 0, 1, 2 around it, by Lagrange's
// interpolation at t in [0, 1).
func cubic(t float64) [4]float64 {
	a, b, c := t+1, t-1, t-2
	return [4]float64{-t * b * c / 6, a * b * c / 2, -a * t * c / 2, a * t * b / 6}
}

// window holds for each cell of an axis the lattice steps that it sees.
type window struct {
	n     int
	first []int
	taps  []float64
}

// weights of a Gaussian, along one axis, of n cells of a size from low on, over a
// lattice of steps from zero on.
func weights(n int, low, size, zero, step float64, steps int, bandwidth float64) window {
	wide := 2*int(math.Ceil(cut*fine)) + 2
	w := window{n: min(wide, steps), first: make([]int, n), taps: make([]float64, n*min(wide, steps))}
	scale := 1 / (math.Sqrt(2*math.Pi) * bandwidth)
	for i := range n {
		x := low + (float64(i)+0.5)*size
		first := int(math.Floor((x-zero)/step)) - wide/2 + 1
		w.first[i] = min(max(0, first), steps-w.n)
		for t := range w.n {
			u := (zero + float64(w.first[i]+t)*step - x) / bandwidth
			w.taps[i*w.n+t] = scale * math.Exp(-u*u/2)
		}
	}
	return w
}

func (w *window) at(i int, line []float64) float64 {
	first := w.first[i]
	taps := w.taps[i*w.n : (i+1)*w.n]
	in := line[first : first+len(taps)]
	var a, b, c, d float64 // four sums keep the processor's adders busy
	t := 0
	for ; t+4 <= len(taps); t += 4 {
		a += taps[t] * in[t]
		b += taps[t+1] * in[t+1]
		c += taps[t+2] * in[t+2]
		d += taps[t+3] * in[t+3]
	}
	for ; t < len(taps); t++ {
		a += taps[t] * in[t]
	}
	return (a + b) + (c + d)
}
