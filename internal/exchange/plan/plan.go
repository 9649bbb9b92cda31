package plan

import (
	"context"
	"fmt"
	"math"
	"slices"

	"linli/engine/match"
	"linli/internal/fault"
	"linli/internal/geo"
)

// Need is one need for one unit.
type Need struct {
	ID, Category string
	At           geo.Point
	Weight       int64 // ≥ 1: how much worse it is to leave this one unmatched
	Constraints  []string
}

// Offer is units of a category at a place.
type Offer struct {
	ID, Category string
	At           geo.Point
	Capacity     int
	ReachM       int      // farthest home; 0: as far as Settings.RadiusM
	Constraints  []string // those it can heed
}

// Settings of a plan. The zero value of a field takes the default.
type Settings struct {
	RadiusM       int   // farthest pair in metres; 0: only the reach of the offer counts
	UnmatchedCost int64 // metres that an unmatched need of weight 1 is worth; default 20,000
	Candidates    int   // nearest offers that a need begins with; default 16
	// Possible says what else speaks against a pair: nil, or a pair may be refused
	// with NotEntitled. It must give the same answer each time.
	Possible func(need, offer int) bool
	// Progress hears how far the plan is, 0 to 1.
	Progress func(float64)
}

// DefaultUnmatchedCost is UnmatchedCost where it is not set, in metres: more
// than any way within a district, so that being served comes before being near.
const DefaultUnmatchedCost = 20_000

// Why is the reason why a need stays unmatched.
type Why string

// The reasons, the first that holds.
const (
	NoOffer     Why = "no_offer"     // nobody offers this category
	NoPlace     Why = "no_place"     // the home has no place on the map
	TooFar      Why = "too_far"      // offers, but none within reach
	Unheeded    Why = "unheeded"     // within reach, but none heeds the constraints
	NotEntitled Why = "not_entitled" // within reach, but the rules do not entitle
	Full        Why = "full"         // all units went to needs of more weight or less way
)

// Pair is one need matched.
type Pair struct {
	Need, Offer int
	DistanceM   int
	Rank        int // 1: the nearest possible offer
	Possible    int // how many offers were possible
}

// Unmet is one need unmatched.
type Unmet struct {
	Need     int
	Why      Why
	NearestM int // the nearest offer of the category, or -1
}

// Result is a plan with its proof.
type Result struct {
	Pairs     []Pair // by need
	Unmet     []Unmet
	Cost      int64 // metres of the pairs and cost of the unmatched
	DualCost  int64 // the lower bound by the prices; equal to Cost is the proof
	Ways      int64 // metres of the pairs alone
	Listed    int   // pairs that the engine was given
	Rounds    int
	OfferUsed []int // units taken, by offer
	Proved    bool  // checked by match.Verify, over all possible pairs
}

// What can be wrong with the input.
var (
	ErrWeight   = fault.New(fault.Invalid, "plan.weight", "优先权重应为 1 至 1000 的整数。", "A weight is a whole number from 1 to 1,000.")
	ErrCapacity = fault.New(fault.Invalid, "plan.capacity", "容量应为 0 至 1000000 的整数。", "A capacity is a whole number from 0 to 1,000,000.")
	ErrCost     = fault.New(fault.Invalid, "plan.cost", "未匹配的代价应为 1 至 1000000000。", "The cost of staying unmatched is 1 to 1,000,000,000.")
)

// Make plans. It returns ctx.Err() when ctx ends first. Time and memory grow with
// the pairs that matter, not with needs × offers.
func Make(ctx context.Context, needs []Need, offers []Offer, s Settings) (Result, error) {
	if s.UnmatchedCost == 0 {
		s.UnmatchedCost = DefaultUnmatchedCost
	}
	if s.UnmatchedCost < 0 || s.UnmatchedCost > 1_000_000_000 {
		return Result{}, ErrCost.On("unmatched_cost")
	}
	if s.Candidates <= 0 {
		s.Candidates = 16
	}
	if s.Progress == nil {
		s.Progress = func(float64) {}
	}
	w := &work{needs: needs, offers: offers, Settings: s, index: indexOf(needs, offers), reach: map[string]int32{}}
	for j, o := range offers {
		w.reach[o.Category] = max(w.reach[o.Category], int32(w.within(int32(j))))
	}
	p := match.Problem{Unmatched: make([]int64, len(needs)), Capacity: make([]int32, len(offers))}
	for i, n := range needs {
		if n.Weight < 1 || n.Weight > 1000 {
			return Result{}, ErrWeight.On("needs[" + n.ID + "]")
		}
		p.Unmatched[i] = n.Weight * s.UnmatchedCost
	}
	for j, o := range offers {
		if o.Capacity < 0 || o.Capacity > 1_000_000 {
			return Result{}, ErrCapacity.On("offers[" + o.ID + "]")
		}
		p.Capacity[j] = int32(o.Capacity)
	}
	listed, err := w.first(ctx)
	if err != nil {
		return Result{}, err
	}
	for round := 1; ; round++ {
		s.Progress(0.2 + 0.6*(1-1/float64(round+1)))
		fill(&p, listed)
		sol, err := match.Solve(ctx, p, nil)
		if err != nil {
			return Result{}, err
		}
		more, err := w.bargains(ctx, p, sol, listed)
		if err != nil {
			return Result{}, err
		}
		if more > 0 {
			continue
		}
		if err := match.Verify(p, sol); err != nil {
			panic(fmt.Sprintf("plan: the engine's solution does not hold: %v", err))
		}
		s.Progress(0.95)
		out, err := w.result(ctx, p, sol)
		out.Rounds = round
		return out, err
	}
}

type edge struct {
	offer int32
	dist  int32
}

type work struct {
	Settings
	needs  []Need
	offers []Offer
	index  map[string]*grid
	reach  map[string]int32 // the farthest that any offer of a category goes
}

// seen is how many offers around a need are counted for its reasons; beyond it,
// what is told is "at least".
const seen = 1000

// within is the farthest that offer j may be for any need; -1 is no limit.
func (w *work) within(j int32) int {
	reach := w.offers[j].ReachM
	switch {
	case reach == 0 && w.RadiusM == 0:
		return math.MaxInt32
	case reach == 0:
		return w.RadiusM
	case w.RadiusM == 0:
		return reach
	}
	return min(reach, w.RadiusM)
}

func metres(a, b geo.Point) int32 {
	return int32(math.Round(geo.Metres(a, b)))
}

// possible reports whether a pair may be matched, but for capacity.
func (w *work) possible(i int, j int32, dist int32) bool {
	if int(dist) > w.within(j) {
		return false
	}
	return w.heeds(i, j) && (w.Possible == nil || w.Possible(i, int(j)))
}

func (w *work) heeds(i int, j int32) bool {
	for _, c := range w.needs[i].Constraints {
		if !slices.Contains(w.offers[j].Constraints, c) {
			return false
		}
	}
	return true
}

// first lists the nearest possible offers of each need.
func (w *work) first(ctx context.Context) ([][]edge, error) {
	out := make([][]edge, len(w.needs))
	for i, n := range w.needs {
		if i%1024 == 0 {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			w.Progress(0.2 * float64(i) / float64(len(w.needs)))
		}
		g := w.index[n.Category]
		if g == nil || n.At.IsZero() {
			continue
		}
		var near []edge
		reach := w.reach[n.Category]
		g.around(n.At, func() int32 { return min(reach, worst(near, w.Candidates)) }, func(j int32, dist int32) {
			if w.possible(i, j, dist) {
				near = insert(near, edge{j, dist}, w.Candidates)
			}
		})
		out[i] = slices.Clone(near)
	}
	return out, nil
}

// worst is the distance beyond which nothing can enter a full list.
func worst(near []edge, k int) int32 {
	if len(near) < k {
		return math.MaxInt32
	}
	return near[k-1].dist
}

// insert keeps the k nearest, ties by offer.
func insert(near []edge, e edge, k int) []edge {
	at, _ := slices.BinarySearchFunc(near, e, func(a, b edge) int {
		if a.dist != b.dist {
			return int(a.dist) - int(b.dist)
		}
		return int(a.offer) - int(b.offer)
	})
	near = slices.Insert(near, at, e)
	if len(near) > k {
		near = near[:k]
	}
	return near
}

func fill(p *match.Problem, listed [][]edge) {
	n := 0
	for _, l := range listed {
		n += len(l)
	}
	p.Start = make([]int32, 1, len(listed)+1)
	p.Offer, p.Cost = make([]int32, 0, n), make([]int64, 0, n)
	for _, l := range listed {
		for _, e := range l {
			p.Offer, p.Cost = append(p.Offer, e.offer), append(p.Cost, int64(e.dist))
		}
		p.Start = append(p.Start, int32(len(p.Offer)))
	}
}

// bargains adds to listed the pairs left out that the prices call better than
// what the need has, and tells how many.
func (w *work) bargains(ctx context.Context, p match.Problem, sol match.Solution, listed [][]edge) (int, error) {
	more := 0
	for i, n := range w.needs {
		if i%1024 == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		g := w.index[n.Category]
		if g == nil || n.At.IsZero() || len(listed[i]) < w.Candidates {
			continue // everything possible is listed
		}
		price := sol.NeedPrice[i]
		var add []edge
		reach := int32(min(price, int64(w.reach[n.Category])))
		g.around(n.At, func() int32 { return reach }, func(j int32, dist int32) {
			if int64(dist)+sol.OfferPrice[j] < price && p.Capacity[j] > 0 && w.possible(i, j, dist) {
				add = append(add, edge{j, dist})
			}
		})
		for _, e := range add {
			if !slices.Contains(listed[i], e) {
				listed[i], more = append(listed[i], e), more+1
			}
		}
	}
	return more, nil
}

func (w *work) result(ctx context.Context, p match.Problem, sol match.Solution) (Result, error) {
	out := Result{Cost: sol.Cost, DualCost: sol.DualCost, Listed: len(p.Offer), OfferUsed: make([]int, len(w.offers)), Proved: sol.Cost == sol.DualCost}
	for i, j := range sol.Match {
		if i%1024 == 0 && ctx.Err() != nil {
			return out, ctx.Err()
		}
		if j < 0 {
			out.Unmet = append(out.Unmet, w.why(i))
			continue
		}
		dist := metres(w.needs[i].At, w.offers[j].At)
		pair := Pair{Need: i, Offer: int(j), DistanceM: int(dist), Rank: 1}
		n := w.needs[i]
		w.index[n.Category].around(n.At, func() int32 {
			if pair.Possible >= seen {
				return dist // what is nearer still counts for the rank
			}
			return w.reach[n.Category]
		}, func(k int32, d int32) {
			if w.possible(i, k, d) {
				pair.Possible++
				if d < dist {
					pair.Rank++
				}
			}
		})
		out.Pairs = append(out.Pairs, pair)
		out.Ways += int64(dist)
		out.OfferUsed[j]++
	}
	return out, nil
}

// why finds the first reason that keeps need i unmatched.
func (w *work) why(i int) Unmet {
	n, out := w.needs[i], Unmet{Need: i, NearestM: -1}
	g := w.index[n.Category]
	switch {
	case g == nil:
		out.Why = NoOffer
		return out
	case n.At.IsZero():
		out.Why = NoPlace
		return out
	}
	near, heeded, entitled, visited := false, false, false, 0
	g.around(n.At, func() int32 {
		switch {
		case out.NearestM < 0:
			return math.MaxInt32
		case entitled || visited >= seen:
			return int32(out.NearestM)
		}
		return max(w.reach[n.Category], int32(out.NearestM))
	}, func(j int32, dist int32) {
		visited++
		if out.NearestM < 0 || int(dist) < out.NearestM {
			out.NearestM = int(dist)
		}
		if int(dist) > w.within(j) {
			return
		}
		near = true
		if !w.heeds(i, j) {
			return
		}
		heeded = true
		if w.Possible == nil || w.Possible(i, int(j)) {
			entitled = true
		}
	})
	switch {
	case !near:
		out.Why = TooFar
	case !heeded:
		out.Why = Unheeded
	case !entitled:
		out.Why = NotEntitled
	default:
		out.Why = Full
	}
	return out
}
