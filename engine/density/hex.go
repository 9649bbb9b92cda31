package density

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Hexagon is one cell of a honeycomb of pointed tops. (Q, R) are its axial
// coordinates, the same for the same place whatever the points (Patel, "Hexagonal grids").
type Hexagon struct {
	Q, R   int64
	X, Y   float64 // its middle, in metres
	Count  int     // points
	Weight float64
}

// Hexagons counts points in a honeycomb whose cells are size metres from side
// to opposite side. Cells of fewer than least points are left out, and hidden says how many
// points that were: a small cell would tell of persons. In order of (R, Q); O(n log n).
func Hexagons(x, y, weight []float64, size float64, least int) (cells []Hexagon, hidden int, err error) {
	if len(x) == 0 {
		return nil, 0, ErrEmpty
	}
	if len(y) != len(x) || weight != nil && len(weight) != len(x) {
		return nil, 0, fmt.Errorf("%w: %d x, %d y, %d weights", ErrShape, len(x), len(y), len(weight))
	}
	if !(size > 0) || size > 1e6 {
		return nil, 0, fmt.Errorf("%w: a hexagon of %g metres", ErrValue, size)
	}
	found := map[[2]int64]int{}
	for i := range x {
		if !(math.Abs(x[i]) <= most) || !(math.Abs(y[i]) <= most) || weight != nil && !(weight[i] >= 0 && weight[i] <= most) {
			return nil, 0, fmt.Errorf("%w: point %d", ErrValue, i)
		}
		q, r := hexAt(x[i], y[i], size)
		k, ok := found[[2]int64{q, r}]
		if !ok {
			k = len(cells)
			found[[2]int64{q, r}] = k
			cells = append(cells, Hexagon{Q: q, R: r, X: size * (float64(q) + float64(r)/2), Y: size * math.Sqrt(3) / 2 * float64(r)})
		}
		cells[k].Count++
		if weight == nil {
			cells[k].Weight++
		} else {
			cells[k].Weight += weight[i]
		}
	}
	cells = slices.DeleteFunc(cells, func(h Hexagon) bool {
		if h.Count < least {
			hidden += h.Count
			return true
		}
		return false
	})
	slices.SortFunc(cells, func(a, b Hexagon) int { return cmp.Or(cmp.Compare(a.R, b.R), cmp.Compare(a.Q, b.Q)) })
	return cells, hidden, nil
}

// hexAt is the cell of a place: cube coordinates rounded, the one that was rounded
// most made to fit.
func hexAt(x, y, size float64) (q, r int64) {
	fr := y / (size * math.Sqrt(3) / 2)
	fq := x/size - fr/2
	fs := -fq - fr
	rq, rr, rs := math.Round(fq), math.Round(fr), math.Round(fs)
	dq, dr, ds := math.Abs(rq-fq), math.Abs(rr-fr), math.Abs(rs-fs)
	switch {
	case dq > dr && dq > ds:
		rq = -rr - rs
	case dr > ds:
		rr = -rq - rs
	}
	return int64(rq), int64(rr)
}

// Ring is the hexagon's six corners in metres, the first again at the end, against the clock.
func (h Hexagon) Ring(size float64) [7][2]float64 {
	var ring [7][2]float64
	for k := range ring {
		a := math.Pi/180*30 + float64(k%6)*math.Pi/3
		ring[k] = [2]float64{h.X + size/math.Sqrt(3)*math.Cos(a), h.Y + size/math.Sqrt(3)*math.Sin(a)}
	}
	return ring
}

// Plane lays a piece of the globe flat around a middle: metres east and north by
// the equirectangular projection on the sphere of 6,371,008.8 m (IUGG mean radius).
// Within 50 km of the middle, at latitudes up to 60°, lengths are within 1.4 % at the rim and a
// hundred times better within 5 km.
type Plane struct{ Longitude, Latitude float64 }

const metresPerDegree = 6371008.8 * math.Pi / 180

// Metres are the plane's coordinates of a place in degrees.
func (p Plane) Metres(longitude, latitude float64) (x, y float64) {
	return (longitude - p.Longitude) * metresPerDegree * math.Cos(p.Latitude*math.Pi/180), (latitude - p.Latitude) * metresPerDegree
}

// Degrees is the other way round.
func (p Plane) Degrees(x, y float64) (longitude, latitude float64) {
	return p.Longitude + x/(metresPerDegree*math.Cos(p.Latitude*math.Pi/180)), p.Latitude + y/metresPerDegree
}

// Silverman is a bandwidth for points that lie like one bell: n^(−1/6)·σ, with σ
// the smaller of the standard deviation and the interquartile range ÷ 1.349 of each
// axis, averaged over both (Silverman, "Density Estimation", 1986, 4.14). It is too
// wide for several towns in one box. Above 0 unless all points share a place; then 1.
func Silverman(x, y []float64) float64 {
	if len(x) == 0 || len(y) != len(x) {
		return 1
	}
	spread := func(v []float64) float64 {
		mean, square := 0.0, 0.0
		for _, a := range v {
			mean += a / float64(len(v))
		}
		for _, a := range v {
			square += (a - mean) * (a - mean) / float64(len(v))
		}
		s := slices.Sorted(slices.Values(v))
		quartiles := (s[len(s)*3/4] - s[len(s)/4]) / 1.349
		if quartiles > 0 {
			return min(math.Sqrt(square), quartiles)
		}
		return math.Sqrt(square)
	}
	h := (spread(x) + spread(y)) / 2 * math.Pow(float64(len(x)), -1.0/6)
	if !(h > 0) {
		return 1
	}
	return h
}
