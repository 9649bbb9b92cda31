package match

import (
	"context"
	"errors"
	"math"
)

// Solve finds the least cost. The same problem gives the same solution.
// progress, where it is not nil, hears a share between 0 and 1 from time to time.
// The error wraps what Check found, or is ctx.Err() when ctx ends first.
func Solve(ctx context.Context, p Problem, progress func(share float64)) (Solution, error) {
	if err := p.Check(); err != nil {
		return Solution{}, err
	}
	if progress == nil {
		progress = func(float64) {}
	}
	most := int64(0)
	for _, c := range p.Cost {
		most = max(most, c)
	}
	for _, c := range p.Unmatched {
		most = max(most, c)
	}
	var s Solution
	var err error
	if most <= math.MaxInt32 {
		s, err = run[int32](ctx, p, most, progress)
	} else {
		s, err = run[int64](ctx, p, most, progress)
	}
	if err != nil {
		return Solution{}, err
	}
	if p.Group != nil {
		s.GroupPrice = make([]int64, len(p.Limit))
		if !s.within(p) {
			if s, err = chained(ctx, p, progress); err != nil {
				return Solution{}, err
			}
		}
	}
	s.prices(p)
	s.total(p)
	progress(1)
	return s, nil
}

// within reports whether the limits of groups hold.
func (s Solution) within(p Problem) bool {
	used := make([]int32, len(p.Limit))
	for _, j := range s.Match {
		if j >= 0 && p.Group[j] >= 0 {
			used[p.Group[j]]++
			if used[p.Group[j]] > p.Limit[p.Group[j]] {
				return false
			}
		}
	}
	return true
}

func run[C int32 | int64](ctx context.Context, p Problem, most int64, progress func(float64)) (Solution, error) {
	if err := ctx.Err(); err != nil {
		return Solution{}, err
	}
	a := newAuction[C](ctx, p)
	const fall = 8
	eps := max(1, most/4*a.scale)
	whole := math.Log(float64(eps)) + 1
	for {
		if err := a.phase(eps); err != nil {
			return Solution{}, err
		}
		if eps <= a.scale/10 || eps == 1 {
			if price, ok := a.exact(); ok {
				s := Solution{Match: make([]int32, len(a.at)), NeedPrice: make([]int64, len(a.at)), OfferPrice: price}
				for i, at := range a.at {
					s.Match[i] = at.offer
				}
				return s, nil
			}
		}
		if eps == 1 {
			return Solution{}, errors.New("match: the last phase left a better assignment: this is a fault of the program")
		}
		eps = max(1, eps/fall)
		progress(1 - math.Log(float64(eps))/whole)
	}
}

// exact looks for whole prices that prove the assignment: the greatest solution
// below the rounded scaled prices of
//
//	price[j] ≤ cost to stay unmatched − cost, for each holder of j
//	price[j] ≤ price[k] + cost at k − cost at j, for each holder of j and its pair k
//	price[j] ≤ 0 where j has units left
//
// It proves when the prices are ≥ 0 and no unmatched need would pay. A better
// assignment shows as prices that fall without end; the search gives up then.
func (a *auction[C]) exact() ([]int64, bool) {
	m := len(a.cap)
	price := make([]int64, m)
	queue, in := make([]int32, 0, m), make([]bool, m)
	for j := range price {
		price[j] = a.price[j]/a.scale + 2
		if a.load[j] < a.cap[j] {
			price[j] = 0
		}
		for _, i := range a.holders(int32(j)) {
			price[j] = min(price[j], int64(a.out[i])-int64(a.at[i].cost))
		}
		if price[j] < 0 {
			return nil, false
		}
		queue, in[j] = append(queue, int32(j)), true
	}
	looks := 0
	for head := 0; head < len(queue); head++ {
		k := queue[head]
		in[k] = false
		if looks++; looks > 40*m+1000 {
			return nil, false
		}
		for _, r := range a.arcs[a.first[k]:a.first[k+1]] {
			at := a.at[r.need]
			if at.offer == k {
				continue
			}
			reach := price[k] + int64(r.cost)
			if at.offer < 0 {
				if reach < int64(at.cost) {
					return nil, false
				}
				continue
			}
			if to := reach - int64(at.cost); to < price[at.offer] {
				if to < 0 {
					return nil, false
				}
				price[at.offer] = to
				if !in[at.offer] {
					queue, in[at.offer] = append(queue, at.offer), true
				}
			}
		}
	}
	return price, true
}
