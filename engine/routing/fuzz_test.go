package routing

import (
	"context"
	"errors"
	"testing"
)

// FuzzSolve makes a problem of bytes, sane or not: it is refused or solved, and
// what is solved holds.
func FuzzSolve(f *testing.F) {
	f.Add([]byte("\x05\x02abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"), int64(1))
	f.Add([]byte("\x03\x01zyxwvutsrqponmlkjihgfedcbazyxwvutsrqponmlkjihgfedcba"), int64(1)<<55)
	f.Fuzz(func(t *testing.T, b []byte, unit int64) {
		at := 0
		draw := func(most int) int {
			if at++; at > len(b) {
				return 0
			}
			return int(b[at-1]) % (most + 1)
		}
		stops, vehicles := draw(12), draw(4)
		p := scatter(draw, stops, vehicles)
		if len(p.Stops) > 0 && len(p.Vehicles) > 0 {
			v, s := &p.Vehicles[0], &p.Stops[0]
			for _, n := range []*int64{&s.Price, &s.Quantity, &s.To, &s.Service, &v.Fixed, &v.Capacity, &v.To, &v.From} {
				if draw(9) == 9 {
					*n = (int64(draw(200)) - 50) * unit
				}
			}
			if draw(9) == 9 {
				way := int64(draw(200)) * unit
				p.Ways[1].Time = func(a, b int) int64 { return way }
			}
			if draw(9) == 9 {
				v.Start = draw(40) - 20
			}
			if draw(9) == 9 && len(p.Orders) > 0 {
				p.Orders[0].Stops[0] = draw(40) - 20
			}
		}
		s, err := Solve(context.Background(), p, Options{Iterations: 300})
		switch {
		case errors.Is(err, ErrUnserved):
			return
		case err != nil:
			if !errors.Is(err, ErrProblem) {
				t.Fatal(err)
			}
			return
		}
		if err := Verify(p, s); err != nil {
			t.Fatal(err)
		}
	})
}
