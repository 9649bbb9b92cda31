package evidence

import (
	"math/bits"

	"linli/engine/linkage/columns"
	"linli/engine/linkage/measure"
)

// Comparison is how one column is compared.
type Comparison struct {
	Name string
	Role columns.Role
	// With is the comparison whose column may stand in this one's place, -1 for
	// none; such a level is this one's, and With says nothing then.
	With int
	// Parent is the comparison that this one depends on: once records agree there,
	// they agree here more often, be they of one or of two. -1 for none.
	Parent int
	// Follows: what agrees in the parent agrees here for that reason alone, so it says
	// nothing more.
	Follows  bool
	Belief   Belief
	Shared   map[int]float64 // see the roles of a home; nil for none
	Personal bool
	// Band and Square say, by the levels of equality, how many records have a value
	// so common, and which share of the pairs of equal values are of them.
	Band, Square [Levels]float64

	rarity *measure.Rarity
	span   int
}

// Scheme is how records of a table are compared.
type Scheme struct {
	Comparisons []Comparison
	guest       []int // the comparison whose With is k, else -1
	order       []int // those with a guest come first
}

// NewScheme makes the comparisons, one for each column of the table.
func NewScheme(t *columns.Table) *Scheme {
	s := &Scheme{guest: make([]int, len(t.Columns))}
	of := map[columns.Role][]int{}
	for k := range t.Columns {
		c := &t.Columns[k]
		most := int32(2)
		for id, n := range c.Count {
			if id > 0 {
				most = max(most, n)
			}
		}
		s.Comparisons = append(s.Comparisons, Comparison{Name: c.Name, Role: c.Role, With: -1, Parent: -1, Belief: beliefs[c.Role], Shared: shared[c.Role], Personal: personal(c.Role), rarity: c.Rarity, span: max(1, bits.Len32(uint32(most))-2)})
		s.Comparisons[k].bands(c.Count)
		of[c.Role] = append(of[c.Role], k)
		s.guest[k] = -1
	}
	s.cross(of[columns.Given], of[columns.Family])
	if lines := of[columns.Street]; len(lines) > 1 {
		s.cross(lines[:1], lines[1:2])
	}
	s.cross(of[columns.Place], of[columns.Postcode])
	s.chain(of)
	for pass := range 2 {
		for k := range s.Comparisons {
			if (s.Comparisons[k].With < 0) == (pass == 1) {
				s.order = append(s.order, k)
			}
		}
	}
	return s
}

func (c *Comparison) bands(count []int32) {
	pairs := 0.0
	for id, n := range count {
		if id > 0 && n >= 2 {
			l, x := c.Equal(n), float64(n)
			c.Band[l] += x
			c.Square[l] += x * (x - 1)
			pairs += x * (x - 1)
		}
	}
	for l := Rare; l <= Common; l++ {
		c.Band[l] += 1
		c.Square[l] = (c.Square[l] + 1) / (pairs + Common)
	}
}

func (s *Scheme) cross(a, b []int) {
	if len(a) > 0 && len(b) > 0 {
		s.Comparisons[a[0]].With = b[0]
		s.guest[b[0]] = a[0]
	}
}

// chain says which columns follow from which: an address has one town, a town few
// postal codes and one state, a first name mostly one sex, a resident ID number
// one birth date and sex.
func (s *Scheme) chain(of map[columns.Role][]int) {
	last := -1
	for _, r := range []columns.Role{columns.Address, columns.Street, columns.Place, columns.Postcode, columns.State} {
		for _, k := range of[r] {
			if last >= 0 && (r != columns.Street || s.Comparisons[last].Role != columns.Street) {
				s.Comparisons[k].Parent = last
			}
			last = k
		}
	}
	for _, child := range []columns.Role{columns.Sex, columns.Birth} {
		for _, k := range of[child] {
			for _, r := range []columns.Role{columns.Full, columns.Given, columns.Resident} {
				if len(of[r]) > 0 && (child == columns.Sex || r == columns.Resident) {
					s.Comparisons[k].Parent = of[r][0]
					s.Comparisons[k].Follows = r == columns.Resident
				}
			}
		}
	}
}

// State is 1 where a pattern agrees in the parent of a comparison, else 0.
func (s *Scheme) State(p Pattern, c int) int {
	cmp := &s.Comparisons[c]
	if cmp.Parent < 0 {
		return 0
	}
	if l := p.Level(cmp.Parent); Equal(l) || cmp.Follows && l != Missing && l < 14 {
		return 1
	}
	return 0
}

// Cell is a record's value in a column.
type Cell struct {
	ID    uint32
	Count int32 // of records that have it
	Value *columns.Value
}

// Equal is the level of an equal value that count records have.
func (c *Comparison) Equal(count int32) int {
	l := bits.Len32(uint32(max(count, 2))) - 2
	return min(Common, Rare+l*5/c.span)
}

// Compare makes the pattern of two records. w lets it give up early: once what is
// left to compare cannot lift the score to the floor, ok is false and the pattern
// is not whole. nil compares all.
func (s *Scheme) Compare(a, b []Cell, w *Cut) (p Pattern, ok bool) {
	var score, hope float64
	var open [columns.MostColumns]uint8
	n := 0
	for _, k := range s.order {
		x, y := a[k], b[k]
		switch {
		case x.ID == 0 || y.ID == 0:
			if s.guest[k] < 0 && s.Comparisons[k].With < 0 {
				continue
			}
		case x.ID == y.ID:
			l := s.Comparisons[k].Equal(x.Count)
			p = p.With(k, l)
			if w != nil {
				score += w.Add[k][l]
			}
			continue
		}
		open[n] = uint8(k)
		n++
		if w != nil {
			hope += w.Most[k]
		}
	}
	if w != nil && score+hope < w.Floor {
		return p, false
	}
	var silent uint32 // the guests of crossings
	for _, o := range open[:n] {
		k := int(o)
		if silent&(1<<k) != 0 {
			continue
		}
		if w != nil {
			hope -= w.Most[k]
		}
		c := &s.Comparisons[k]
		l := Missing
		if c.With >= 0 && p.Level(c.With) == Missing {
			l = crossed(a[k], b[k], a[c.With], b[c.With])
			if l != Missing {
				silent |= 1 << c.With
				if w != nil {
					hope -= w.Most[c.With]
				}
			}
		}
		if l == Missing && a[k].ID != 0 && b[k].ID != 0 {
			l = near(c.Role, c.rarity, a[k].Value, b[k].Value)
		}
		p = p.With(k, l)
		if w != nil && l != Missing {
			score += w.Add[k][l]
			if score+hope < w.Floor {
				return p, false
			}
		}
	}
	return p, true
}

// crossed is 7 where two columns stand in each other's place, 8 where one of them
// does and the other is like it or not known, else Missing.
func crossed(a, b, c, d Cell) int {
	one, two := cross(a, d), cross(c, b)
	switch {
	case one == 2 && two == 2:
		return 7
	case one+two >= 3, one+two == 2 && (a.ID == 0 || b.ID == 0 || c.ID == 0 || d.ID == 0) && one != 1:
		return 8
	}
	return Missing
}

// cross is 2 for equal, 1 for alike, 0 for not known or different.
func cross(a, b Cell) int {
	if a.ID == 0 || b.ID == 0 {
		return 0
	}
	x, y := a.Value.Text, b.Value.Text
	if x == y {
		return 2
	}
	if len(x) >= 3 && len(y) >= 3 && (x[0] == y[0] || x[len(x)-1] == y[len(y)-1]) && abs(len(x)-len(y)) <= 2 && measure.Distance(x, y) <= 1+min(len(x), len(y))/6 {
		return 1
	}
	return 0
}

// Cut is what lets Compare give up a pair early.
type Cut struct {
	Add   [columns.MostColumns][Levels]float64
	Most  [columns.MostColumns]float64 // of levels that are not equality
	Floor float64
}
