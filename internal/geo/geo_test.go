package geo

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestGCJ02GoesThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Point{rapid.Float64Range(80, 130).Draw(t, "lon"), rapid.Float64Range(5, 50).Draw(t, "lat")}
		g := p.ToGCJ02()
		if d := Metres(p, g); d < 1 || d > 1200 {
			t.Fatalf("%v is shifted by %.0f m", p, d)
		}
		if d := Metres(p, FromGCJ02(g)); d > 0.01 {
			t.Fatalf("%v came back %.3f m away", p, d)
		}
	})
	abroad := Point{-122.4, 37.7}
	if abroad.ToGCJ02() != abroad {
		t.Error("abroad there is no shift")
	}
}

func TestMetres(t *testing.T) {
	// One degree of latitude is 111,195 m on the mean sphere.
	if d := Metres(Point{113, 23}, Point{113, 24}); math.Abs(d-111195) > 1 {
		t.Errorf("%.1f", d)
	}
	lon, lat := Degrees(1000, 23)
	if d := Metres(Point{113, 23}, Point{113 + lon, 23}); math.Abs(d-1000) > 1 {
		t.Errorf("east %.2f", d)
	}
	if d := Metres(Point{113, 23}, Point{113, 23 + lat}); math.Abs(d-1000) > 1 {
		t.Errorf("north %.2f", d)
	}
}

func TestCheck(t *testing.T) {
	for p, want := range map[Point]error{
		{113.1, 23.1}: nil, {23.1, 113.1}: ErrSwapped, {500, 500}: ErrRange, {math.NaN(), 1}: ErrRange, {-122, 37}: nil,
	} {
		if err := p.Check(); !errors.Is(err, want) {
			t.Errorf("%v: %v, want %v", p, err, want)
		}
	}
}
