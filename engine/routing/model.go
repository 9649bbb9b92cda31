package routing

import (
	"slices"

	"linli/engine/routing/ruin"
)

// kind is a set of vehicles that are alike.
type kind struct {
	start, end int // places
	ruin.Kind
}

// model is the whole problem in the search's numbers.
type model struct {
	p          Problem
	cost, time [][]int32 // by ways, rows of places
	kinds      []kind
	vehicles   [][]int // of each kind
	price      []int64 // of each stop; missing for those that must be served
	missing    int64
	optional   bool // a stop may be left out
	x, y       []float64
	follows    []int32 // as in local, in numbers of the problem
	worth      []int64
	remembered []bool
	orderCost  int64 // of all pairs, were none kept
}

func (m *model) kindsOf() {
	same := func(v, w Vehicle) bool {
		return v.Start == w.Start && v.End == w.End && v.From == w.From && v.To == w.To && v.Capacity == w.Capacity &&
			v.Skills == w.Skills && v.Fixed == w.Fixed && v.Ways == w.Ways && slices.Equal(v.Breaks, w.Breaks)
	}
vehicles:
	for i, v := range m.p.Vehicles {
		for k := range m.kinds {
			if same(m.p.Vehicles[m.vehicles[k][0]], v) {
				m.vehicles[k] = append(m.vehicles[k], i)
				continue vehicles
			}
		}
		kd := ruin.Kind{From: v.From, To: v.To, Capacity: v.Capacity, Fixed: v.Fixed, Skills: v.Skills, Ways: v.Ways}
		for _, b := range v.Breaks {
			kd.Breaks = append(kd.Breaks, ruin.Break(b))
		}
		m.kinds, m.vehicles = append(m.kinds, kind{v.Start, v.End, kd}), append(m.vehicles, []int{i})
	}
}

// read asks the ways once.
func (m *model) read() error {
	for k, w := range m.p.Ways {
		cost, err := table(m.p.Places, w.Cost, k, "cost")
		if err != nil {
			return err
		}
		time := cost
		if w.Time != nil {
			if time, err = table(m.p.Places, w.Time, k, "time"); err != nil {
				return err
			}
		}
		m.cost, m.time = append(m.cost, cost), append(m.time, time)
	}
	return nil
}

func table(n int, of func(a, b int) int64, k int, what string) ([]int32, error) {
	t := make([]int32, n*n)
	for a := range n {
		for b := range n {
			v := of(a, b)
			if v < 0 || v > MostWay {
				return nil, refuse("%s of ways %d from place %d to %d is %d, not from 0 to %d", what, k, a, b, v, MostWay)
			}
			t[a*n+b] = int32(v)
		}
	}
	return t, nil
}

func newModel(p Problem) (*model, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	m := &model{p: p}
	if err := m.read(); err != nil {
		return nil, err
	}
	m.kindsOf()
	most := int64(0)
	for _, c := range m.cost {
		most = max(most, int64(slices.Max(c)))
	}
	m.missing = 4 * most
	for _, v := range p.Vehicles {
		m.missing = max(m.missing, 4*most+v.Fixed)
	}
	for _, o := range p.Orders {
		m.missing += o.Price * 3
	}
	for _, s := range p.Stops {
		m.missing = max(m.missing, 2*s.Price)
	}
	m.missing *= 10
	for _, s := range p.Stops {
		price := s.Price
		m.optional = m.optional || price > 0
		if price == 0 {
			price = m.missing
		}
		m.price = append(m.price, price)
	}
	m.embed()
	m.orders()
	return m, nil
}

func (m *model) orders() {
	if len(m.p.Orders) == 0 {
		return
	}
	n := len(m.p.Stops)
	m.follows, m.worth, m.remembered = make([]int32, n), make([]int64, n), make([]bool, n)
	for i := range m.follows {
		m.follows[i] = -1
	}
	for _, o := range m.p.Orders {
		for i, s := range o.Stops {
			m.remembered[s] = true
			if i+1 < len(o.Stops) {
				m.follows[s], m.worth[s] = int32(o.Stops[i+1]), o.Price
				m.orderCost += o.Price
			}
		}
	}
}
