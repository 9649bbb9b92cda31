package ground

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestAnyDivisionOfAnyGroundIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		r := rand.New(rand.NewPCG(seed, 1))
		l := New(r, 5, rapid.IntRange(600, 1500).Draw(t, "cells"))
		all := l.Connected()
		n := rapid.IntRange(1, 9).Draw(t, "parts")
		given := 0
		for i, part := range l.Divide(r, all, n, l.Street, 0) {
			if len(part) == 0 {
				t.Fatal("a part without ground")
			}
			given += len(part)
			l.Polygon(part, func(c int) bool { return l.Street[c] == int32(i) }) // panics when a part does not hang together
		}
		if given != len(all) {
			t.Fatalf("%d of %d cells given", given, len(all))
		}
	})
}

func TestARingTouchingItselfBecomesAHole(t *testing.T) {
	l := &Land{W: 4, h: 4}
	for y := range 5 {
		for x := range 5 {
			l.corners = append(l.corners, [2]float64{float64(x), float64(y)})
		}
	}
	// Five cells around an empty one that meets the outside in a corner:
	//	##.
	//	#.#
	//	###
	cells := []int{0, 1, 2, 4, 6, 8, 9}
	in := map[int]bool{}
	for _, c := range cells {
		in[c] = true
	}
	rings := l.outline(cells, func(c int) bool { return in[c] })
	if len(rings) != 2 || l.area(rings[0])+l.area(rings[1]) != 7 {
		t.Errorf("%v", rings)
	}
}
