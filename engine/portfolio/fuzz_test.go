package portfolio_test

import (
	"context"
	"encoding/binary"
	"testing"
	"time"

	"linli/engine/portfolio"
)

// bytes give numbers, any at all: most are small, some are enormous.
type source struct{ data []byte }

func (s *source) number() int64 {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	if b < 250 || len(s.data) < 8 {
		return int64(b) - 3
	}
	v := int64(binary.LittleEndian.Uint64(s.data))
	s.data = s.data[8:]
	return v
}

func (s *source) small() int32 { return int32(s.number() % 8) }

func FuzzSolve(f *testing.F) {
	f.Add([]byte{5, 3, 3, 3, 90, 10, 3, 3, 12, 20, 4, 4, 15, 30, 3, 5, 18, 2, 1, 4, 4, 30})
	f.Add([]byte{255, 1, 2, 3, 4, 5, 6, 7, 127})
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &source{data}
		p := portfolio.Problem{Communities: int(s.small()), Groups: int(s.small()), Categories: int(s.small()), Budget: s.number()}
		for range s.number()%12 + 3 {
			p.Projects = append(p.Projects, portfolio.Project{Cost: s.number(), Community: s.small(), Category: s.small(), Effect: s.number()})
		}
		for len(s.data) > 0 {
			switch s.small() {
			case 0:
				p.Effects = append(p.Effects, portfolio.Effect{Project: s.small(), Community: s.small(), Group: s.small(), Amount: s.number()})
			case 1:
				p.Floors = append(p.Floors, portfolio.Floor{Scope: portfolio.Scope{Community: s.small(), Group: s.small(), Category: s.small()}, Money: s.small() == 0, Least: s.number()})
			case 2:
				p.Limits = append(p.Limits, portfolio.Limit{Scope: portfolio.Scope{Community: s.small(), Group: -1, Category: s.small()}, Most: s.number()})
			case 3:
				p.Needs = append(p.Needs, [2]int32{s.small(), s.small()})
			case 4:
				p.Excludes = append(p.Excludes, [2]int32{s.small(), s.small()})
			case 5:
				p.OneOf = append(p.OneOf, []int32{s.small(), s.small(), s.small()})
			case 6:
				if p.GroupWeight == nil {
					for range p.Groups {
						p.GroupWeight = append(p.GroupWeight, s.number())
					}
				}
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		plan, err := portfolio.Solve(ctx, p, portfolio.Options{})
		if err != nil {
			return
		}
		if err := portfolio.Verify(p, plan); err != nil {
			t.Fatalf("%+v\n%+v\n%v", p, plan, err)
		}
		if len(p.Projects) <= 10 && ctx.Err() == nil {
			if v, any := best(p); any != (plan.Chosen != nil) || any && v != plan.Effect {
				t.Fatalf("%+v\n%s %d, the best is %d (%v)", p, plan.Status, plan.Effect, v, any)
			}
		}
	})
}
