package core

import "math"

// Core is what the root of a search leaves undecided.
type Core struct {
	T      *Table
	Is     []int8   // what is decided
	Things []int32  // undecided when it was built
	Place  []int32  // of a thing among Things; -1
	Hard   []int32  // rows of the program that can still be broken
	Rules  []int32  // other rows that can be broken
	Lines  []Scaled // of each row of the table
	Cells  [][]Cell // of Things: their hard rows
	Rest   []float64
	Offset float64 // value of what is decided
}

// Cell is what a thing takes of a hard row, which is numbered by its place in Hard.
type Cell struct {
	Row int32
	By  float64
}

// Scaled is a row among the undecided, its numbers times Scale: about 1.
type Scaled struct {
	At    []int32 // places in Things
	By    []float64
	Most  float64
	Scale float64
}

// Build makes the core anew from what is undecided.
func (c *Core) Build() {
	c.Things, c.Place = c.Things[:0:0], make([]int32, len(c.Is))
	c.Offset = 0
	for j, v := range c.Is {
		c.Place[j] = -1
		switch v {
		case Undecided:
			c.Place[j] = int32(len(c.Things))
			c.Things = append(c.Things, int32(j))
		case One:
			c.Offset += c.T.Value[j]
		}
	}
	c.Hard, c.Rules, c.Rest, c.Lines = nil, nil, nil, nil
	c.Cells = make([][]Cell, len(c.Things))
	for range c.T.Rows {
		c.Shrink()
	}
}

// Shrink makes the next row of the table a row of the core; where it can be broken
// it is listed.
func (c *Core) Shrink() {
	i := int32(len(c.Lines))
	r, l := &c.T.Rows[i], Scaled{Most: c.T.Rows[i].Most, Scale: 1}
	sum, largest := 0.0, 0.0
	for k, j := range r.At {
		switch {
		case c.Place[j] >= 0:
			l.At, l.By = append(l.At, c.Place[j]), append(l.By, r.By[k])
			sum += max(0, r.By[k])
			largest = max(largest, math.Abs(r.By[k]))
		case c.Is[j] == One:
			l.Most -= r.By[k]
		}
	}
	if len(l.At) > 0 && sum > l.Most { // else whatever is chosen keeps it
		if int(i) >= len(c.T.P.Rows) {
			c.Rules = append(c.Rules, i)
		} else {
			place := int32(len(c.Hard))
			c.Hard, c.Rest = append(c.Hard, i), append(c.Rest, l.Most)
			for k, at := range l.At {
				c.Cells[at] = append(c.Cells[at], Cell{place, l.By[k]})
			}
		}
		if largest > 0 {
			l.Scale = math.Exp2(-math.Floor(math.Log2(largest)))
		}
		for k := range l.By {
			l.By[k] *= l.Scale
		}
		l.Most *= l.Scale
	}
	c.Lines = append(c.Lines, l)
}
