package linkage

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"linli/engine/linkage/columns"
	"linli/engine/linkage/evidence"
)

// ErrWrong is what Verify returns, wrapped, for a solution that does not hold.
var ErrWrong = errors.New("linkage: the solution does not hold")

// Probability follows from the published model alone: Bayes' rule over the three
// kinds of pairs.
func (f *Fitted) Probability(p evidence.Pattern) float64 {
	one, home, strangers := math.Log(f.One), math.Log(f.Home), math.Log(f.Strangers)
	for c, w := range f.Comparisons {
		l := int(p>>(4*c)) & 15
		if l == 0 {
			continue
		}
		s := 0
		if w.Parent >= 0 {
			if at := int(p>>(4*w.Parent)) & 15; at >= 1 && at <= 6 || w.Follows && at >= 7 && at <= 13 {
				s = 1
			}
		}
		one += math.Log(w.One[s][l])
		home += math.Log(w.Home[s][l])
		strangers += math.Log(w.Strangers[s][l])
	}
	return 1 / (1 + math.Exp(home-one) + math.Exp(strangers-one))
}

// Check reports what is wrong with a model: shares and levels are probabilities
// that add up.
func (f *Fitted) Check() error {
	if sum := f.One + f.Home + f.Strangers; f.One <= 0 || f.Home < 0 || f.Strangers <= 0 || math.Abs(sum-1) > 0.02 || math.IsNaN(sum) {
		return fmt.Errorf("%w: the shares of the kinds of pairs are %g, %g and %g", ErrWrong, f.One, f.Home, f.Strangers)
	}
	for _, w := range f.Comparisons {
		for s := range 2 {
			if s == 1 && w.Parent < 0 {
				continue
			}
			for _, p := range [][16]float64{w.One[s], w.Home[s], w.Strangers[s]} {
				sum := 0.0
				for _, v := range p[1:] {
					if v <= 0 || v > 1 || math.IsNaN(v) {
						return fmt.Errorf("%w: %s has a level with probability %g", ErrWrong, w.Name, v)
					}
					sum += v
				}
				if math.Abs(sum-1) > 1e-6 {
					return fmt.Errorf("%w: the levels of %s add up to %g", ErrWrong, w.Name, sum)
				}
			}
		}
	}
	return nil
}

// Verify checks a solution against its problem and trusts nothing of Solve:
//
//   - the model's probabilities add up;
//   - every pattern is what comparing the two records gives, and every probability
//     what the model says of it, or of both steps through a third record;
//   - every link is likelier one than not, stands once, joins two records of one
//     cluster, and two tables where there are two;
//   - every cluster hangs together by links, is named by its lowest record, and no
//     pair that must not be linked is in one.
//
// O(links · comparisons).
func Verify(p *Problem, s *Solution) error {
	if err := p.Check(); err != nil {
		return err
	}
	n := p.Records.Len()
	if s == nil || s.Model == nil || len(s.Cluster) != n || len(s.Roles) != len(p.Records.Headers) {
		return fmt.Errorf("%w: it is of another problem", ErrWrong)
	}
	if err := s.Model.Check(); err != nil {
		return err
	}
	t := p.Records.Ready(s.Roles)
	scheme := evidence.NewScheme(t)
	if len(scheme.Comparisons) != len(s.Model.Comparisons) {
		return fmt.Errorf("%w: %d comparisons for %d columns", ErrWrong, len(s.Model.Comparisons), len(scheme.Comparisons))
	}
	pattern := func(i, j int32) evidence.Pattern {
		var side [2][columns.MostColumns]evidence.Cell
		for k, r := range []int32{i, j} {
			for c, id := range t.Row(int(r)) {
				side[k][c] = evidence.Cell{ID: id, Count: t.Columns[c].Count[id], Value: &t.Columns[c].Values[id]}
			}
		}
		q, _ := scheme.Compare(side[0][:], side[1][:], nil)
		return q
	}
	joined := make([]int32, n)
	for i := range joined {
		joined[i] = int32(i)
	}
	root := func(i int32) int32 {
		for joined[i] != i {
			joined[i] = joined[joined[i]]
			i = joined[i]
		}
		return i
	}
	for x, l := range s.Links {
		if l.I < 0 || l.J <= l.I || int(l.J) >= n {
			return fmt.Errorf("%w: link %d joins %d and %d", ErrWrong, x, l.I, l.J)
		}
		if x > 0 && (s.Links[x-1].I > l.I || s.Links[x-1].I == l.I && s.Links[x-1].J >= l.J) {
			return fmt.Errorf("%w: links are not in order at %d", ErrWrong, x)
		}
		if p.Split > 0 && (int(l.I) >= p.Split || int(l.J) < p.Split) {
			return fmt.Errorf("%w: %d and %d are of one table", ErrWrong, l.I, l.J)
		}
		if l.Pattern != pattern(l.I, l.J) {
			return fmt.Errorf("%w: %d and %d do not agree as said", ErrWrong, l.I, l.J)
		}
		want := s.Model.Probability(l.Pattern)
		if l.Through >= 0 {
			if int(l.Through) >= n || s.Cluster[l.Through] != s.Cluster[l.I] {
				return fmt.Errorf("%w: %d is no step from %d to %d", ErrWrong, l.Through, l.I, l.J)
			}
			a, b := s.Model.Probability(pattern(min(l.I, l.Through), max(l.I, l.Through))), s.Model.Probability(pattern(min(l.J, l.Through), max(l.J, l.Through)))
			want = a * b
		}
		if math.Abs(want-l.Probability) > 1e-6 || l.Probability < 0.5 {
			return fmt.Errorf("%w: %d and %d are one with %.6f, not %.6f", ErrWrong, l.I, l.J, want, l.Probability)
		}
		if s.Cluster[l.I] != s.Cluster[l.J] {
			return fmt.Errorf("%w: %d and %d are linked but not together", ErrWrong, l.I, l.J)
		}
		joined[root(l.I)] = root(l.J)
		if l.Through >= 0 && p.Split > 0 { // a step may be inside one table
			joined[root(l.Through)] = root(l.J)
		}
	}
	for i, g := range s.Cluster {
		if g < 0 || int(g) > i || s.Cluster[g] != g || root(g) != root(int32(i)) {
			return fmt.Errorf("%w: record %d does not hang together with %d", ErrWrong, i, g)
		}
	}
	for _, a := range p.Apart {
		if s.Cluster[a[0]] == s.Cluster[a[1]] {
			return fmt.Errorf("%w: %d and %d must not be linked", ErrWrong, a[0], a[1])
		}
	}
	if !slices.IsSorted([]float64{0, s.Recall, 1}) {
		return fmt.Errorf("%w: a recall of %g", ErrWrong, s.Recall)
	}
	return nil
}
