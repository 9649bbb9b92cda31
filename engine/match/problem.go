package match

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
)

// Problem lists the pairs of need i as Start[i] ≤ e < Start[i+1]: the offer
// Offer[e] at cost Cost[e] ≥ 0. len(Start) is the number of needs + 1,
// len(Unmatched) the number of needs, len(Capacity) the number of offers. No pair
// is listed twice. Costs are in the caller's unit; the largest cost times the
// number of offers + 2, and times the number of needs, must stay below 2^60.
type Problem struct {
	Start     []int32
	Offer     []int32
	Cost      []int64
	Unmatched []int64 // cost of staying unmatched, per need, ≥ 0
	Capacity  []int32 // units, per offer, ≥ 0

	// Group is the number of the group of each offer, -1 for none; nil where there
	// are no groups. Limit is the units that the offers of a group give together.
	Group []int32
	Limit []int32
}

// Solution is an assignment of least cost. Match[i] is the offer of need i, or
// -1. NeedPrice[i] is what need i costs at the margin; OfferPrice[j] ≥ 0 is what
// one more unit of offer j would save, GroupPrice[g] ≥ 0 one more of the limit of
// group g (nil where there are no groups).
type Solution struct {
	Match      []int32
	Cost       int64 // of the matched pairs and the unmatched needs
	DualCost   int64 // NeedPrice less capacity × OfferPrice less limit × GroupPrice, summed: equals Cost
	Matched    int
	NeedPrice  []int64
	OfferPrice []int64
	GroupPrice []int64
}

// What can be wrong with a problem; the errors returned say where.
var (
	ErrShape    = errors.New("match: the lists of the problem do not fit each other")
	ErrPair     = errors.New("match: a pair names no offer")
	ErrTwice    = errors.New("match: a pair is listed twice")
	ErrNegative = errors.New("match: a cost, a capacity or a limit is negative")
	ErrRange    = errors.New("match: the costs are too large to be added up exactly")
)

// Check reports what is wrong with a problem, wrapping one of the errors above.
// O(needs + offers + pairs).
func (p Problem) Check() error {
	n, m := len(p.Unmatched), len(p.Capacity)
	if n == 0 && len(p.Start) == 0 && len(p.Offer) == 0 {
		return nil
	}
	if len(p.Start) != n+1 || p.Start[0] != 0 || len(p.Offer) != len(p.Cost) || int(p.Start[n]) != len(p.Offer) || p.Group != nil && len(p.Group) != m {
		return ErrShape
	}
	most := int64(0)
	for i, u := range p.Unmatched {
		if p.Start[i] > p.Start[i+1] || int(p.Start[i+1]) > len(p.Offer) {
			return fmt.Errorf("%w: need %d has a negative number of pairs", ErrShape, i)
		}
		if u < 0 {
			return fmt.Errorf("%w: need %d stays unmatched at %d", ErrNegative, i, u)
		}
		most = max(most, u)
	}
	last := make([]int32, m) // need + 1 that listed the offer last
	for i := range p.Unmatched {
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			j := p.Offer[e]
			if j < 0 || int(j) >= m {
				return fmt.Errorf("%w: pair %d names offer %d of %d", ErrPair, e, j, m)
			}
			if last[j] == int32(i)+1 {
				return fmt.Errorf("%w: need %d and offer %d", ErrTwice, i, j)
			}
			last[j] = int32(i) + 1
			if p.Cost[e] < 0 {
				return fmt.Errorf("%w: pair %d costs %d", ErrNegative, e, p.Cost[e])
			}
			most = max(most, p.Cost[e])
		}
	}
	for j, c := range p.Capacity {
		if c < 0 {
			return fmt.Errorf("%w: offer %d has %d units", ErrNegative, j, c)
		}
		if p.Group != nil && (p.Group[j] < -1 || int(p.Group[j]) >= len(p.Limit)) {
			return fmt.Errorf("%w: offer %d is of group %d of %d", ErrShape, j, p.Group[j], len(p.Limit))
		}
	}
	for g, l := range p.Limit {
		if l < 0 {
			return fmt.Errorf("%w: group %d has the limit %d", ErrNegative, g, l)
		}
	}
	for _, times := range []int{m + 2, n} {
		if hi, lo := bits.Mul64(uint64(most), uint64(times)); hi != 0 || lo >= 1<<60 {
			return fmt.Errorf("%w: the largest is %d", ErrRange, most)
		}
	}
	return nil
}

// Weigh returns a problem in which need i counts weights[i] times: its pairs and
// its staying unmatched cost that much more. It shares Start, Offer, Capacity
// and groups with p. Weights are ≥ 0; ErrRange where a product is out of range.
func (p Problem) Weigh(weights []int64) (Problem, error) {
	if len(weights) != len(p.Unmatched) {
		return p, fmt.Errorf("%w: %d weights for %d needs", ErrShape, len(weights), len(p.Unmatched))
	}
	if err := p.Check(); err != nil {
		return p, err
	}
	out := p
	out.Cost, out.Unmatched = make([]int64, len(p.Cost)), make([]int64, len(p.Unmatched))
	for i, w := range weights {
		if w < 0 {
			return p, fmt.Errorf("%w: need %d weighs %d", ErrNegative, i, w)
		}
		times := func(c int64) int64 {
			if hi, lo := bits.Mul64(uint64(c), uint64(w)); hi == 0 && lo < math.MaxInt64 {
				return int64(lo)
			}
			return math.MaxInt64
		}
		out.Unmatched[i] = times(p.Unmatched[i])
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			out.Cost[e] = times(p.Cost[e])
		}
	}
	return out, out.Check()
}

// total fills in the sums of a solution.
func (s *Solution) total(p Problem) {
	s.Cost, s.DualCost, s.Matched = 0, 0, 0
	for i, j := range s.Match {
		s.DualCost += s.NeedPrice[i]
		if j < 0 {
			s.Cost += p.Unmatched[i]
			continue
		}
		s.Matched++
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			if p.Offer[e] == j {
				s.Cost += p.Cost[e]
			}
		}
	}
	for j, v := range s.OfferPrice {
		s.DualCost -= v * int64(p.Capacity[j])
	}
	for g, v := range s.GroupPrice {
		s.DualCost -= v * int64(p.Limit[g])
	}
}

// prices sets what each need costs at the margin, and prices offers without
// units (0 × price) out of everybody's reach.
func (s *Solution) prices(p Problem) {
	for i := range s.Match {
		v := p.Unmatched[i]
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			if j := p.Offer[e]; p.units(j) > 0 {
				v = min(v, p.Cost[e]+s.OfferPrice[j]+s.group(p, j))
			}
		}
		s.NeedPrice[i] = v
		for e := p.Start[i]; e < p.Start[i+1]; e++ {
			j := p.Offer[e]
			if short := v - p.Cost[e] - s.OfferPrice[j] - s.group(p, j); short > 0 {
				if p.Capacity[j] == 0 {
					s.OfferPrice[j] += short
				} else {
					s.GroupPrice[p.Group[j]] += short
				}
			}
		}
	}
}

// units is what an offer can give by itself and by the limit of its group.
func (p Problem) units(j int32) int32 {
	if p.Group != nil && p.Group[j] >= 0 {
		return min(p.Capacity[j], p.Limit[p.Group[j]])
	}
	return p.Capacity[j]
}

func (s *Solution) group(p Problem, j int32) int64 {
	if p.Group == nil || p.Group[j] < 0 {
		return 0
	}
	return s.GroupPrice[p.Group[j]]
}
