package match

import (
	"context"
	"testing"
)

// FuzzSolve reads a problem from bytes, sane or not: it is refused or solved,
// and what is solved is proved.
func FuzzSolve(f *testing.F) {
	f.Add([]byte{2, 2, 1, 9, 0, 3, 1, 4, 255, 0, 7}, int64(1), false)
	f.Add([]byte{3, 1, 2, 200, 0, 100, 0, 1}, int64(1)<<61, true)
	f.Fuzz(func(t *testing.T, b []byte, unit int64, groups bool) {
		next := func() int64 {
			if len(b) == 0 {
				return 0
			}
			v := b[0]
			b = b[1:]
			return int64(int8(v))
		}
		p := Problem{Start: []int32{0}}
		needs, offers := next()&15, next()&7
		for range offers {
			p.Capacity = append(p.Capacity, int32(next()))
		}
		if groups {
			p.Limit = []int32{int32(next()), int32(next())}
			for range offers {
				p.Group = append(p.Group, int32(next()&3)-1)
			}
		}
		for range needs {
			p.Unmatched = append(p.Unmatched, next()*unit)
			for range next() & 3 {
				p.Offer, p.Cost = append(p.Offer, int32(next()&7)), append(p.Cost, next()*unit)
			}
			p.Start = append(p.Start, int32(len(p.Offer)))
		}
		s, err := Solve(context.Background(), p, nil)
		if err != nil {
			if p.Check() == nil {
				t.Fatalf("a sound problem was refused: %v", err)
			}
			return
		}
		if err := Verify(p, s); err != nil {
			t.Fatal(err)
		}
		if p.Group != nil {
			return
		}
		l, err := NewPlan(p, s)
		if err != nil {
			t.Fatal(err)
		}
		for i := range l.needs {
			if err := l.RemoveNeed(i); err != nil {
				t.Fatal(err)
			}
			if err := Verify(l.Problem(), l.Solution()); err != nil {
				t.Fatal(err)
			}
		}
		if l.Cost() != 0 {
			t.Fatalf("nobody is left, at cost %d", l.Cost())
		}
	})
}
