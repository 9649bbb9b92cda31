package ruin

import (
	"slices"
	"testing"
)

// part is n stops at random on a square, with windows, an order and breaks.
func part(n int, seed uint64) *Part {
	r := Random(seed)
	w := n + 1
	x, y := make([]int, w), make([]int, w)
	for i := range w {
		x[i], y[i] = r.Below(100), r.Below(100)
	}
	g := Grid{Cost: make([]int32, w*w), CostTo: make([]int32, w*w)}
	for a := range w {
		for b := range w {
			d := int32(max(x[a]-x[b], x[b]-x[a]) + max(y[a]-y[b], y[b]-y[a]) + max(a-b, 0)/9)
			g.Cost[a*w+b], g.CostTo[b*w+a] = d, d
		}
	}
	g.Time, g.TimeTo = g.Cost, g.CostTo
	var s Stops
	for i := range n {
		from := int32(r.Below(300))
		s.From, s.To, s.Service = append(s.From, from), append(s.To, from+int32(r.Below(300))), append(s.Service, 5)
		s.Quantity, s.Skills, s.Price = append(s.Quantity, 1+int64(r.Below(5))), append(s.Skills, uint64(r.Below(2))), append(s.Price, int64(50+r.Below(300)))
		s.Follows, s.Worth, s.Remembered = append(s.Follows, int32((i+1)%n)), append(s.Worth, 20), append(s.Remembered, i%3 > 0)
	}
	at := int32(n)
	kinds := []Kind{{First: at, Last: at, To: 700, Capacity: 20, Fixed: 30}, {First: at, Last: at, To: 900, Capacity: 40, Skills: 3, Fixed: 60, Breaks: []Break{{200, 400, 30}, {450, 600, 10}}}}
	p := New(s, kinds, []Grid{g}, w, Settings{Seed: seed, Removals: 8, Nearby: 40, Optional: true})
	for range 6 {
		p.Open(0, nil)
		p.Open(1, nil)
	}
	return p
}

func TestCostIsWhatItIsWhenCountedAnew(t *testing.T) {
	for seed := range uint64(20) {
		p := part(40, seed)
		p.Fill()
		for range 30 {
			p.Iterate(50, 20)
			fresh := part(40, seed)
			p.Rounds(func(kind int32, stops []int32) {
				if !fresh.Open(kind, stops) {
					t.Fatalf("seed %d: a round is late", seed)
				}
				r := fresh.routes[len(fresh.routes)-1]
				if r.load > p.Kinds[kind].Capacity {
					t.Fatalf("seed %d: load %d", seed, r.load)
				}
				for _, c := range stops {
					if p.Skills[c]&^p.Kinds[kind].Skills != 0 {
						t.Fatalf("seed %d: stop %d wants skills", seed, c)
					}
				}
			})
			absent := slices.Sorted(slices.Values(p.Absent()))
			if fresh.Cost() != p.Cost() || !slices.Equal(absent, slices.Sorted(slices.Values(fresh.Absent()))) {
				t.Fatalf("seed %d: cost %d is %d, left out %v is %v", seed, p.Cost(), fresh.Cost(), absent, fresh.Absent())
			}
		}
	}
}

func TestColdSearchNeverGetsWorse(t *testing.T) {
	p := part(60, 3)
	p.Fill()
	for range 100 {
		before := p.Cost()
		if p.Iterate(20, 0); p.Cost() > before {
			t.Fatalf("from %d to %d", before, p.Cost())
		}
	}
}

func TestBreaksDelayArrivalAndLeaveAtLastAgree(t *testing.T) {
	r := Random(1)
	for range 20000 {
		kd := Kind{Breaks: []Break{{From: int64(r.Below(20)), Length: int64(r.Below(9))}}}
		kd.Breaks[0].To = kd.Breaks[0].From + int64(r.Below(9))
		b := kd.Breaks[0]
		kd.Breaks = append(kd.Breaks, Break{From: b.From + b.Length + int64(r.Below(5)), To: b.To + b.Length + int64(r.Below(9)), Length: int64(r.Below(9))})
		kd.Breaks[1].To = max(kd.Breaks[1].To, kd.Breaks[1].From)
		way, deadline, from, to := int32(r.Below(20)), int32(r.Below(60)), r.Below(3), r.Below(3)
		latest := [MostBreaks + 1]int32{-Never, -Never, -Never, -Never}
		latest[to] = deadline
		last := kd.depart(&latest, way)[from]
		for leave := range int32(70) {
			at := [MostBreaks + 1]int32{Never, Never, Never, Never}
			at[from] = leave
			if in := kd.Arrive(&at, way)[to] <= deadline; in != (leave <= last) {
				t.Fatalf("%+v: leaves at %d, at last %d, in time %v", kd.Breaks, leave, last, in)
			}
		}
	}
}
