package density

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryPointLiesInTheHexagonWhoseMiddleIsNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Float64Range(0.5, 5000).Draw(t, "size")
		x, y := rapid.Float64Range(-1e5, 1e5).Draw(t, "x"), rapid.Float64Range(-1e5, 1e5).Draw(t, "y")
		cells, hidden, err := Hexagons([]float64{x}, []float64{y}, nil, size, 1)
		if err != nil || hidden != 0 || len(cells) != 1 || cells[0].Count != 1 {
			t.Fatal(cells, hidden, err)
		}
		h := cells[0]
		own := math.Hypot(x-h.X, y-h.Y)
		for _, n := range [][2]int64{{1, 0}, {0, 1}, {-1, 1}, {-1, 0}, {0, -1}, {1, -1}} {
			q, r := float64(h.Q+n[0]), float64(h.R+n[1])
			if d := math.Hypot(x-size*(q+r/2), y-size*math.Sqrt(3)/2*r); d < own-1e-6*size {
				t.Fatalf("%g from its own middle, %g from that of %v", own, d, n)
			}
		}
	})
}

func TestHexagonsLoseNobodyButTheFew(t *testing.T) {
	p := town(4000, 6)
	all, none, err := Hexagons(p.X, p.Y, p.Weight, 300, 0)
	if err != nil || none != 0 {
		t.Fatal(none, err)
	}
	some, hidden, err := Hexagons(p.X, p.Y, p.Weight, 300, 10)
	if err != nil {
		t.Fatal(err)
	}
	count := func(cells []Hexagon) (n int, w float64) {
		for _, c := range cells {
			n += c.Count
			w += c.Weight
		}
		return n, w
	}
	n, w := count(all)
	total := 0.0
	for _, v := range p.Weight {
		total += v
	}
	if n != 4000 || math.Abs(w-total) > 1e-6 {
		t.Errorf("%d points of weight %g, want %g", n, w, total)
	}
	if n, _ := count(some); n+hidden != 4000 || hidden == 0 || len(some) >= len(all) {
		t.Errorf("%d shown and %d hidden", n, hidden)
	}
	for _, c := range some {
		if c.Count < 10 {
			t.Errorf("a cell of %d is shown", c.Count)
		}
	}
	ring := all[0].Ring(300)
	if ring[0] != ring[6] || math.Abs(math.Hypot(ring[1][0]-all[0].X, ring[1][1]-all[0].Y)-300/math.Sqrt(3)) > 1e-9 {
		t.Errorf("ring %v", ring)
	}
	for _, bad := range [][2]float64{{math.NaN(), 100}, {0, 0}, {0, math.NaN()}, {math.Inf(1), 5}} {
		if _, _, err := Hexagons([]float64{bad[0]}, []float64{0}, nil, bad[1], 0); !errors.Is(err, ErrValue) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestThePlaneGoesThereAndBack(t *testing.T) {
	p := Plane{113.1, 22.9}
	lon, lat := p.Degrees(p.Metres(113.25, 22.8))
	if math.Abs(lon-113.25) > 1e-12 || math.Abs(lat-22.8) > 1e-12 {
		t.Error(lon, lat)
	}
	// 0.1° of latitude is 11,119.5 m on the sphere.
	if _, y := p.Metres(113.1, 23.0); math.Abs(y-11119.5) > 0.1 {
		t.Error(y)
	}
}

func TestTheRampDarkensAllTheWay(t *testing.T) {
	last := math.Inf(1)
	for share := 0.2; share <= 1; share += 0.01 {
		c := Colour(share)
		// Relative luminance, WCAG 2.2, without its linearisation: the order is the same.
		l := 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
		if l > last+0.5 {
			t.Errorf("at %.2f it is lighter than before", share)
		}
		last = l
	}
	if Colour(0).A != 0 || Colour(math.NaN()).A != 0 || Colour(2) != Colour(1) {
		t.Error("nothing is not transparent, or more than all is another colour")
	}
}

func TestSilvermanIsOfTheSizeOfTheTown(t *testing.T) {
	p := town(10000, 1)
	if h := Silverman(p.X, p.Y); h < 200 || h > 1500 {
		t.Error(h)
	}
	if Silverman([]float64{5, 5}, []float64{1, 1}) != 1 || Silverman(nil, nil) != 1 {
		t.Error("points of one place have a bandwidth of a metre")
	}
}
