package given

import (
	"errors"
	"fmt"
	"math"
)

// Objective is what the sites are chosen for.
type Objective string

// The objectives.
const (
	Median   Objective = "median"    // the least sum of weight × distance to the site that serves
	Coverage Objective = "coverage"  // the most weight within Radius of an open site
	Center   Objective = "center"    // the least distance of the farthest demand of weight above 0
	CoverAll Objective = "cover-all" // the least sum of prices (or number) of sites so that all demand is within Radius
)

// Problem is demand, places where a site may be, and what is wanted. Distances
// are in any unit, weights in any other; both are ≥ 0.
type Problem struct {
	Objective Objective
	Weight    []float64 // of each demand
	Sites     int
	// Distance of a demand from a site; +Inf forbids the pair. It is asked by
	// several goroutines at once and always answers the same.
	Distance func(demand, site int) float64
	P        int       // at most so many sites are open, those kept included; 0: no bound
	Price    []float64 // of opening each site, ≥ 0; nil: 1 each
	Budget   float64   // the prices of open sites that are not kept add up to no more; 0: no bound
	Radius   float64   // of Coverage and CoverAll
	Keep     []int     // sites that are open already
	// Capacity is what each site can serve, in units of weight, +Inf for no bound;
	// nil: none has a bound. A demand may then be served by several sites in parts.
	Capacity []float64
}

// Solution is a choice with what is known of its quality.
type Solution struct {
	Open      []int   // sites, in order
	Site      []int32 // of each demand the site that serves it (its nearest open one; with capacities the one that serves most of it); -1: none
	Parts     []Part  // with capacities: who serves how much, by demand and site
	Objective float64 // of the choice: sum, weight covered, distance or price
	Bound     float64 // no choice is better than this
	Gap       float64 // |Objective − Bound| ÷ |Objective|; 0 is proved the best
	Proved    bool    // Bound is the objective, up to 1e-9 of the sums involved
	Nodes     int     // of the search tree
	Tree      *Node   // the certificate: Verify checks Bound with it
}

// Part is an amount of weight of a demand that a site serves.
type Part struct {
	Demand, Site int32
	Amount       float64
}

// Node is a node of the search tree and, all together, the certificate. At a
// node some sites are open, some closed, others undecided. Price gives the
// multiplier of each demand, Money that of the budget; their bound (see doc.go)
// with the opposite of each of Fix in turn is no better than Bound claims, so the
// sites of Fix are decided. Then, either the node's own bound is no better than is
// claimed, or Then goes on with new multipliers, or the site Branch divides the
// node in two.
type Node struct {
	Price  []float64
	Money  float64
	Fix    []Fixed
	Then   *Node
	Branch int   // where there is In and Out
	In     *Node // with Branch open
	Out    *Node // with Branch closed
}

// Fixed is a site that is decided.
type Fixed struct {
	Site int32
	Open bool
}

// What can be wrong.
var (
	ErrEmpty      = errors.New("siting: there is no demand or no site")
	ErrValue      = errors.New("siting: a number is negative, not a number or too large")
	ErrShape      = errors.New("siting: the lists of the problem do not fit each other")
	ErrObjective  = errors.New("siting: there is no such objective, or it does not go with these bounds")
	ErrImpossible = errors.New("siting: no choice of sites serves all demand within the bounds")
)

// largest is the largest number that may stand in a problem: sums of products of
// two stay exact enough to be compared.
const largest = 1e15

// Check reports what is wrong with a problem, without asking for distances.
func (p Problem) Check() error {
	if len(p.Weight) == 0 || p.Sites <= 0 || p.Distance == nil {
		return ErrEmpty
	}
	if len(p.Weight) > math.MaxInt32 || p.Sites > math.MaxInt32 {
		return fmt.Errorf("%w: %d demands and %d sites", ErrShape, len(p.Weight), p.Sites)
	}
	if p.Price != nil && len(p.Price) != p.Sites || p.Capacity != nil && len(p.Capacity) != p.Sites {
		return fmt.Errorf("%w: %d sites, %d prices, %d capacities", ErrShape, p.Sites, len(p.Price), len(p.Capacity))
	}
	for what, list := range map[string][]float64{"weight": p.Weight, "price": p.Price, "budget": {p.Budget}, "radius": {p.Radius}} {
		for i, v := range list {
			if !(v >= 0) || v > largest {
				return fmt.Errorf("%w: %s %d is %g", ErrValue, what, i, v)
			}
		}
	}
	for j, v := range p.Capacity {
		if !(v >= 0) || v > largest && !math.IsInf(v, 1) {
			return fmt.Errorf("%w: capacity %d is %g", ErrValue, j, v)
		}
	}
	seen := map[int]bool{}
	for _, j := range p.Keep {
		if j < 0 || j >= p.Sites || seen[j] {
			return fmt.Errorf("%w: site %d to keep stands twice or is none of %d", ErrShape, j, p.Sites)
		}
		seen[j] = true
	}
	return p.checkObjective()
}

func (p Problem) checkObjective() error {
	if p.P < 0 {
		return fmt.Errorf("%w: %d sites", ErrObjective, p.P)
	}
	switch p.Objective {
	case Median, Coverage, Center:
		if p.P == 0 && p.Budget == 0 || p.P > 0 && len(p.Keep) > p.P {
			return fmt.Errorf("%w: %s wants a number of sites, no less than are kept, or a budget", ErrObjective, p.Objective)
		}
	case CoverAll:
		if p.P != 0 || p.Budget != 0 {
			return fmt.Errorf("%w: cover-all takes as many sites as it needs", ErrObjective)
		}
	default:
		return fmt.Errorf("%w: %q", ErrObjective, p.Objective)
	}
	return nil
}

// PriceOf is the price of opening site j.
func (p Problem) PriceOf(j int) float64 {
	if p.Price == nil {
		return 1
	}
	return p.Price[j]
}

// DistanceOf is what Distance says, or an error where that is no distance.
func (p Problem) DistanceOf(i, j int) (float64, error) {
	d := p.Distance(i, j)
	if !(d >= 0) || d > largest && !math.IsInf(d, 1) {
		return 0, fmt.Errorf("%w: demand %d is %g from site %d", ErrValue, i, d, j)
	}
	return d, nil
}

// CenterWeights are the weights with which a center counts who is left out.
func CenterWeights(p Problem) []float64 {
	if p.Capacity != nil { // parts may be left out
		return p.Weight
	}
	w := make([]float64, len(p.Weight))
	for i, v := range p.Weight {
		if v > 0 {
			w[i] = 1
		}
	}
	return w
}

// LeftOut is less than what a choice leaves out that does not cover all.
func LeftOut(weight []float64) float64 {
	sum := 0.0
	for _, w := range weight {
		sum += w
	}
	return 1e-7 * sum
}
