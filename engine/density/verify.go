package density

import (
	"fmt"
	"math"
)

// Verify checks a surface against the sum over all points: at every cell where
// that is at most fifty million evaluations, otherwise at the peak and at as many
// other cells, spread evenly, as that allows. It trusts only the problem. A cell may
// differ by Bound, and Bound itself by no more than the method ever needs: 2e-5 of
// what all the weight in one place would reach.
func Verify(p Problem, s Surface) error {
	if err := p.Check(); err != nil {
		return err
	}
	if len(s.Cell) != p.Width*p.Height {
		return fmt.Errorf("%w: %d cells for %d × %d", ErrWrong, len(s.Cell), p.Width, p.Height)
	}
	peak, total := 0, 0.0
	for k, v := range s.Cell {
		if !(v >= 0) {
			return fmt.Errorf("%w: cell %d is %g", ErrWrong, k, v)
		}
		if v > s.Cell[peak] {
			peak = k
		}
	}
	for i := range p.X {
		total += p.weight(i)
	}
	if math.Abs(total-s.Total) > 1e-9*(1+total) || s.Peak != s.Cell[peak] {
		return fmt.Errorf("%w: it weighs %g with a peak of %g, which should be %g and %g", ErrWrong, s.Total, s.Peak, total, s.Cell[peak])
	}
	if !(s.Bound >= 0) || s.Bound > 2e-5*p.top()*total {
		return fmt.Errorf("%w: its bound of %g is too generous for its peak of %g", ErrWrong, s.Bound, s.Peak)
	}
	step := max(1, len(s.Cell)*len(p.X)/50_000_000)
	for k := range s.Cell {
		if k%step != 0 && k != peak {
			continue
		}
		x := p.Box.MinX + (float64(k%p.Width)+0.5)*p.cellX()
		y := p.Box.MinY + (float64(k/p.Width)+0.5)*p.cellY()
		sum := 0.0
		for i := range p.X {
			dx, dy := x-p.X[i], y-p.Y[i]
			sum += p.weight(i) * p.at(dx*dx+dy*dy)
		}
		if math.Abs(sum-s.Cell[k]) > s.Bound+1e-12*sum {
			return fmt.Errorf("%w: cell %d is %g, the sum is %g, the bound %g", ErrWrong, k, s.Cell[k], sum, s.Bound)
		}
	}
	return nil
}
