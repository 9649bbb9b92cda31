package simplex

import "math"

// State says how a solve ended.
type State int

// The ends.
const (
	Optimal    State = iota // X is best for the moved costs
	Infeasible              // no x fits; Prices is a ray that shows it
	Cut                     // the bound fell below the cutoff; Prices shows it
	Stopped                 // too many steps or lost precision; Prices is still ≥ 0
)

// where a variable stands.
const (
	atLower = int8(iota)
	atUpper
	inBasis
)

type entry struct {
	at int32 // row or column
	by float64
}

// LP is a program and its last basis. Variables 0 … N−1 are the caller's; N+i is
// the slack of row i, from 0 up. Not for use by several goroutines at once.
type LP struct {
	N      int
	cost   []float64 // moved a little
	lower  []float64
	upper  []float64
	rows   [][]entry
	cols   [][]entry
	b      []float64
	stat   []int8    // of variables and slacks
	d      []float64 // reduced costs: cost less prices; ≤ 0 at the lower bound, ≥ 0 at the upper
	head   []int32   // which variable is basic in each position
	xb     []float64 // its value
	inv    [][]float64
	weight []float64 // dual steepest edge: squared length of the rows of inv
	pivots int       // since inv was made anew

	// Steps counts pivots since the beginning.
	Steps int

	alpha  []float64 // of the pivot row, per variable and slack
	touch  []int32   // which alphas are not 0
	column []float64
	tau    []float64
	points []point
	ray    []float64
	useRay bool
	where  []int32 // position of basic variables, for AddRow
	was    []float64
}

// point is where a reduced cost changes its sign.
type point struct {
	ratio float64
	j     int32
}

// New makes a program without rows. All variables lie between 0 and 1.
func New(cost []float64) *LP {
	n := len(cost)
	l := &LP{N: n, cost: make([]float64, n), lower: make([]float64, n), upper: make([]float64, n), cols: make([][]entry, n), stat: make([]int8, n), d: make([]float64, n), alpha: make([]float64, n)}
	scale := 0.0
	for _, c := range cost {
		scale = max(scale, math.Abs(c))
	}
	for j, c := range cost {
		// A fixed pattern without a period, so that the same program takes the same way.
		_, noise := math.Modf(float64(j+1) * 0.6180339887498949)
		l.cost[j] = c + scale*1e-9*(0.5+noise)
		l.upper[j] = 1
		l.d[j] = l.cost[j]
	}
	return l
}

// AddRow adds Σ by[k]·x[at[k]] ≤ most and returns its number. The next solve
// starts from the basis at hand.
func (l *LP) AddRow(at []int32, by []float64, most float64) int {
	i := len(l.rows)
	row := make([]entry, len(at))
	inv := make([]float64, i+1)
	value := most
	if cap(l.where) < l.N {
		l.where = make([]int32, l.N)
	}
	where := l.where[:l.N]
	for r, v := range l.head {
		if int(v) < l.N {
			where[v] = int32(r)
		}
	}
	for k, j := range at {
		row[k] = entry{j, by[k]}
		l.cols[j] = append(l.cols[j], entry{int32(i), by[k]})
		if l.stat[j] == inBasis {
			r := where[j]
			for c, v := range l.inv[r] {
				inv[c] -= by[k] * v
			}
			value -= by[k] * l.xb[r]
		} else {
			value -= by[k] * l.bound(j)
		}
	}
	inv[i] = 1
	for r := range l.inv {
		l.inv[r] = append(l.inv[r], 0)
	}
	l.rows, l.b, l.inv = append(l.rows, row), append(l.b, most), append(l.inv, inv)
	l.head, l.xb = append(l.head, int32(l.N+i)), append(l.xb, value)
	l.stat, l.d, l.alpha = append(l.stat, inBasis), append(l.d, 0), append(l.alpha, 0)
	l.column, l.tau = append(l.column, 0), append(l.tau, 0)
	l.weight = append(l.weight, norm(inv))
	return i
}

func norm(v []float64) (s float64) {
	for _, x := range v {
		s += x * x
	}
	return s
}

// Rows is the number of rows.
func (l *LP) Rows() int { return len(l.rows) }

// Bound sets the bounds of a variable.
func (l *LP) Bound(j int, lower, upper float64) { l.lower[j], l.upper[j] = lower, upper }

// bound is the value of a variable that is not basic.
func (l *LP) bound(j int32) float64 {
	if int(j) >= l.N {
		return 0
	}
	if l.stat[j] == atUpper {
		return l.upper[j]
	}
	return l.lower[j]
}

// X writes the values of the variables.
func (l *LP) X(x []float64) {
	for j := range l.N {
		x[j] = l.bound(int32(j))
	}
	for r, j := range l.head {
		if int(j) < l.N {
			x[j] = l.xb[r]
		}
	}
}

// Prices writes one price for each row, all ≥ 0; after Infeasible the ray.
func (l *LP) Prices(y []float64) {
	for i := range l.rows {
		v := -l.d[l.N+i]
		if l.useRay {
			v = l.ray[i]
		}
		if !(v > 0) { // NaN too
			v = 0
		}
		y[i] = v
	}
}

// Reduced is the reduced cost of a variable.
func (l *LP) Reduced(j int) float64 { return l.d[j] }

// Basic reports whether a variable is basic.
func (l *LP) Basic(j int) bool { return l.stat[j] == inBasis }

// Slack is what is left of a row.
func (l *LP) SlackBasic(i int) bool { return l.stat[l.N+i] == inBasis }

// value is the dual value of the basis: no x is worth more, rounding aside.
func (l *LP) value() float64 {
	z := 0.0
	for i, b := range l.b {
		if d := l.d[l.N+i]; d != 0 {
			z -= d * b
		}
	}
	for j := range l.N {
		if l.stat[j] != inBasis {
			z += l.d[j] * l.bound(int32(j))
		}
	}
	return z
}

// Value is the dual value of the basis, of the moved costs: with moved costs no x
// is worth more, rounding aside.
func (l *LP) Value() float64 { return l.value() }

// Memory keeps a basis to come back to.
type Memory struct {
	stat         []int8
	head         []int32
	d, xb, wt    []float64
	inv          []float64
	pivots, rows int
}

// Keep writes the basis into m, whose memory is used again.
func (l *LP) Keep(m *Memory) {
	m.stat, m.head = append(m.stat[:0], l.stat...), append(m.head[:0], l.head...)
	m.d, m.xb, m.wt = append(m.d[:0], l.d...), append(m.xb[:0], l.xb...), append(m.wt[:0], l.weight...)
	m.inv = m.inv[:0]
	for _, row := range l.inv {
		m.inv = append(m.inv, row...)
	}
	m.pivots, m.rows = l.pivots, len(l.rows)
}

// Back returns to a kept basis; no row was added since.
func (l *LP) Back(m *Memory) {
	copy(l.stat, m.stat)
	copy(l.head, m.head)
	copy(l.d, m.d)
	copy(l.xb, m.xb)
	copy(l.weight, m.wt)
	for r := range l.inv {
		copy(l.inv[r], m.inv[r*m.rows:(r+1)*m.rows])
	}
	l.pivots = m.pivots
}

// Basis calls fn for each basic variable or slack (N + row) with its value and the
// row of the inverse that belongs to it: by these numbers the rows add up to its
// row of the tableau. The row is valid during the call.
func (l *LP) Basis(fn func(j int, value float64, row []float64)) {
	for r, j := range l.head {
		fn(int(j), l.xb[r], l.inv[r])
	}
}
