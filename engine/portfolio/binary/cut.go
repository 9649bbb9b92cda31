package binary

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/bits"
)

// Cut is a row that every choice keeps because it keeps other rows and is whole:
// a mixed integer rounding inequality (Nemhauser and Wolsey 1990; Marchand and Wolsey
// 2001; with a row of a simplex tableau it is Gomory's of 1960). The rows Of,
// numbered as for Price but for earlier cuts only, are added up with By; where a
// row has room s ≥ 0, s is whole too, so that
//
//	Σ A x + Σ By s = B
//
// in whole numbers. Things of Flip stand as 1 − x. With r the rest of B divided by D
// and
//
//	f(a) = ⌊a/D⌋·(D − r) + max(0, a mod D − r)
//
// Σ f(A) x + Σ f(By) s ≤ ⌊B/D⌋·(D − r) holds for all whole x, s ≥ 0, because f is
// superadditive. s is put back as what it stands for. The result times 2^Shift,
// rounded down, is the row.
//
// The row −1 says that the value is at least Above: what is better than the claim
// keeps it.
type Cut struct {
	Of    []int32
	By    []int64
	Flip  []int32
	D     int64 // > 0
	Shift int
	Above int64 // where Of has −1
}

var errCut = errors.New("binary: a cut does not follow from its rows")

// mostCut is the largest number of a cut's row.
const mostCut = 1 << 52

// Row computes the cut from rows and the values of things.
func (c Cut) Row(rows []Row, value []int64) (Row, error) {
	left, right, err := c.Raw(rows, value)
	if err != nil {
		return Row{}, err
	}
	return c.Shifted(left, right)
}

// Raw is the row before it is shifted.
func (c Cut) Raw(rows []Row, value []int64) (left []big.Int, most *big.Int, err error) {
	n := len(value)
	if c.D <= 0 || c.D > 1<<60 || len(c.Of) != len(c.By) || c.Shift < -300 || c.Shift > 300 {
		return nil, nil, fmt.Errorf("%w: its shape", errCut)
	}
	sum, back := make([]wide, n), make([]big.Int, n)
	touched := make([]bool, n)
	var all wide
	size := 0.0 // of all sums
	for k, i := range c.Of {
		if i < Better || int(i) >= len(rows) {
			return nil, nil, fmt.Errorf("%w: there is no row %d", errCut, i)
		}
		r := c.rowOf(i, rows, value)
		one := math.Abs(float64(r.Most))
		for _, v := range r.By {
			one += math.Abs(float64(v))
		}
		if size += one * math.Abs(float64(c.By[k])); !(size < 0x1p125) {
			return nil, nil, fmt.Errorf("%w: row %d times %d", errCut, i, c.By[k])
		}
		for x, j := range r.At {
			sum[j].add(c.By[k], r.By[x])
			touched[j] = true
		}
		all.add(c.By[k], r.Most)
	}
	flip := make([]bool, n)
	for _, j := range c.Flip {
		if j < 0 || int(j) >= n || flip[j] {
			return nil, nil, fmt.Errorf("%w: thing %d", errCut, j)
		}
		flip[j] = true
		all.take(sum[j])
	}
	var total, d, rest, quotient, keep, tmp big.Int
	d.SetInt64(c.D)
	quotient.DivMod(all.big(&total), &d, &rest) // Euclidean: 0 ≤ rest < D
	keep.Sub(&d, &rest)
	var q, m big.Int
	f := func(a *big.Int) *big.Int {
		q.DivMod(a, &d, &m)
		out := new(big.Int).Mul(&q, &keep)
		if m.Sub(&m, &rest).Sign() > 0 {
			out.Add(out, &m)
		}
		return out
	}
	right := new(big.Int).Mul(&quotient, &keep)
	for j := range n {
		if !touched[j] {
			continue
		}
		a := sum[j].big(&tmp)
		if flip[j] {
			g := f(a.Neg(a))
			right.Sub(right, g)
			back[j].Neg(g)
		} else {
			back[j].Set(f(a))
		}
	}
	for k, i := range c.Of {
		g := f(tmp.SetInt64(c.By[k]))
		if g.Sign() == 0 {
			continue
		}
		r := c.rowOf(i, rows, value)
		for x, j := range r.At {
			back[j].Sub(&back[j], tmp.Mul(g, tmp.SetInt64(r.By[x])))
		}
		right.Sub(right, tmp.Mul(g, tmp.SetInt64(r.Most)))
	}
	return back, right, nil
}

// Better is the number of the row that says that the value is at least Above.
const Better = -1

func (c Cut) rowOf(i int32, rows []Row, value []int64) Row {
	if i != Better {
		return rows[i]
	}
	r := Row{At: make([]int32, len(value)), By: make([]int64, len(value)), Most: -c.Above}
	for j, v := range value {
		r.At[j], r.By[j] = int32(j), -v
	}
	return r
}

// Shifted rounds down; for x ≥ 0 that only weakens, and the right side is whole then.
func (c Cut) Shifted(left []big.Int, right *big.Int) (Row, error) {
	round := func(v *big.Int) (int64, bool) {
		if c.Shift >= 0 {
			v.Lsh(v, uint(c.Shift))
		} else {
			v.Rsh(v, uint(-c.Shift)) // towards −∞
		}
		return v.Int64(), v.IsInt64() && v.Int64() >= -mostCut && v.Int64() <= mostCut
	}
	var row Row
	ok := true
	for j := range left {
		v, fits := round(&left[j])
		ok = ok && fits
		if v != 0 {
			row.At, row.By = append(row.At, int32(j)), append(row.By, v)
		}
	}
	var fits bool
	if row.Most, fits = round(right); !ok || !fits {
		return Row{}, fmt.Errorf("%w: its numbers are too large", errCut)
	}
	return row, nil
}

// wide is a sum of products in 128 bits, low part first.
type wide struct {
	lo, hi uint64
}

func (w *wide) add(a, b int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	// From unsigned to signed.
	if a < 0 {
		hi -= uint64(b)
	}
	if b < 0 {
		hi -= uint64(a)
	}
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, lo, 0)
	w.hi, _ = bits.Add64(w.hi, hi, carry)
}

func (w *wide) take(v wide) {
	var borrow uint64
	w.lo, borrow = bits.Sub64(w.lo, v.lo, 0)
	w.hi, _ = bits.Sub64(w.hi, v.hi, borrow)
}

func (w wide) big(out *big.Int) *big.Int {
	negative := int64(w.hi) < 0
	if negative {
		var borrow uint64
		w.lo, borrow = bits.Sub64(0, w.lo, 0)
		w.hi, _ = bits.Sub64(0, w.hi, borrow)
	}
	out.SetUint64(w.hi)
	out.Lsh(out, 64)
	out.Or(out, new(big.Int).SetUint64(w.lo))
	if negative {
		out.Neg(out)
	}
	return out
}
