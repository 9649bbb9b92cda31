package mixture

import (
	"context"
	"math"
	"slices"

	"linli/engine/linkage/columns"
	"linli/engine/linkage/evidence"
)

// The kinds of pairs.
const (
	One       = iota // of one person or thing
	Home             // of one home
	Strangers        // of two
	Kinds
)

// Table holds, by the parent's state (0 not equal, 1 equal) and level.
type Table [2][evidence.Levels]float64

// Input is what is learned from.
type Input struct {
	Scheme *evidence.Scheme
	// Patterns are distinct, Times says how many candidate pairs have each.
	Patterns []evidence.Pattern
	Times    []float64
	// Pairs is how many pairs there are, candidates or not; Records how many records.
	Pairs, Records float64
	// Totals says how many of all pairs have each level (missing ones left out).
	Totals []Table
}

// Model is what was learned. Share is how many of all pairs are of each kind;
// P, of each kind and comparison, the probabilities of the levels (Missing left
// out), which add up to 1.
type Model struct {
	Share [Kinds]float64
	P     [Kinds][]Table

	scheme *evidence.Scheme
	bits   [Kinds][]Table // logarithms
	firm   float64        // imagined pairs behind a belief for each pair found
}

const (
	believed  = 12.0 // imagined pairs of one person behind a belief
	strangers = 40.0 // imagined pairs of strangers
	homes     = 60.0
	rounds    = 120
	least     = 1e-9 // no level is rarer
	firmest   = 1e6
)

// Start is the model before anything was learned.
func Start(in *Input) *Model {
	m := &Model{scheme: in.Scheme}
	n := len(in.Scheme.Comparisons)
	for k := range Kinds {
		m.P[k], m.bits[k] = make([]Table, n), make([]Table, n)
	}
	one := min(0.1*in.Records, 0.2*in.Pairs) / in.Pairs
	m.Share = [Kinds]float64{one, one, 1 - 2*one}
	if !hasHomes(in.Scheme) {
		m.Share[Home], m.Share[Strangers] = 0, 1-one
	}
	var none [Kinds][]Table
	for k := range none {
		none[k] = make([]Table, n)
	}
	m.step(in, none)
	m.step(in, none) // homes follow strangers
	return m
}

// hasHomes reports whether there is something that people of a home share and
// something that tells them apart.
func hasHomes(s *evidence.Scheme) bool {
	place, person := false, false
	for _, c := range s.Comparisons {
		switch c.Role {
		case columns.Street, columns.Address, columns.House, columns.Phone, columns.Postcode:
			place = true
		}
		person = person || c.Personal && c.Role != columns.Category && c.Role != columns.Text
	}
	return place && person
}

// Learn fits the model. It returns the context's error when cancelled.
//
// First the shares are learned with the beliefs as they are, then the beliefs are
// let go, as far as the pairs of one person stay about as many: a model that suddenly
// finds many more has found something else (people of one age, shops of one
// street), and beliefs are held on to more firmly.
func Learn(ctx context.Context, in *Input) (*Model, error) {
	m := Start(in)
	m.firm = firmest
	if err := m.rounds(ctx, in); err != nil {
		return nil, err
	}
	sure := m.Share[One] * in.Pairs
	for _, firm := range []float64{0.02, 0.2, 1, 5} {
		try := m.clone()
		try.firm = firm
		if err := try.rounds(ctx, in); err != nil {
			return nil, err
		}
		if try.Share[One]*in.Pairs <= 1.5*sure+3 {
			return try, nil
		}
	}
	return m, nil
}

func (m *Model) clone() *Model {
	out := *m
	for k := range Kinds {
		out.P[k], out.bits[k] = slices.Clone(m.P[k]), slices.Clone(m.bits[k])
	}
	return &out
}

func (m *Model) rounds(ctx context.Context, in *Input) error {
	n := len(in.Scheme.Comparisons)
	for range rounds {
		if err := ctx.Err(); err != nil {
			return err
		}
		var soft [Kinds][]Table
		for k := range soft {
			soft[k] = make([]Table, n)
		}
		var sum [Kinds]float64
		for i, p := range in.Patterns {
			post := m.Posterior(p)
			t := in.Times[i]
			for k := range Kinds {
				w := post[k] * t
				if w < 1e-12 {
					continue
				}
				sum[k] += w
				for c := range n {
					if l := p.Level(c); l != evidence.Missing {
						soft[k][c][m.scheme.State(p, c)][l] += w
					}
				}
			}
		}
		before := m.Share
		one, home := sum[One]+0.1, sum[Home]
		if m.Share[Home] > 0 {
			home += 0.1
		}
		m.Share[One] = min(one/in.Pairs, 0.9)
		m.Share[Home] = min(home/in.Pairs, 0.9*(1-m.Share[One]))
		m.Share[Strangers] = max(1-m.Share[One]-m.Share[Home], 0.01)
		change := m.step(in, soft)
		change = max(change, math.Abs(math.Log(m.Share[One]/before[One]))/10)
		if change < 1e-4 {
			break
		}
	}
	return nil
}

// step is the maximisation; it returns the largest change of a probability of One.
func (m *Model) step(in *Input, soft [Kinds][]Table) (change float64) {
	for c := range in.Scheme.Comparisons {
		cmp := &in.Scheme.Comparisons[c]
		for s := range 2 {
			total := &in.Totals[c][s]
			var mass [evidence.Levels]float64 // of equality by how common the value is
			all := 0.0
			for l := evidence.Rare; l <= evidence.Common; l++ {
				mass[l] = cmp.Band[l]
				all += mass[l]
			}
			one, two, home := counts(), counts(), counts()
			found := 0.0
			for _, v := range soft[One][c][s] {
				found += v
			}
			behind := believed + m.firm*found
			for l := 1; l < evidence.Levels; l++ {
				b, u := cmp.Belief.M[l], cmp.Belief.U[l]
				if evidence.Equal(l) {
					b, u = cmp.Belief.M[evidence.Rare]*mass[l]/all, cmp.Belief.U[evidence.Rare]*cmp.Square[l]
				}
				one[l] = soft[One][c][s][l] + behind*b
				two[l] = max(total[l]-soft[One][c][s][l]-soft[Home][c][s][l], soft[Strangers][c][s][l]) + strangers*u
			}
			if s == 1 && (cmp.Parent < 0) {
				continue
			}
			m.hold(cmp, &one)
			share(&one)
			share(&two)
			for l := 1; l < evidence.Levels; l++ {
				home[l] = two[l]
				if s == 1 && cmp.Follows { // a number that was borrowed at home says nothing of the rest
					home[l], two[l] = m.P[Home][c][0][l], one[l]
				}
			}
			if s == 0 && cmp.Shared != nil || !cmp.Follows && cmp.Shared != nil {
				m.home(cmp, &home, &two, &soft[Home][c][s], &mass, all)
			}
			share(&home)
			for l := 1; l < evidence.Levels; l++ {
				change = max(change, math.Abs(one[l]-m.P[One][c][s][l]))
				m.P[One][c][s][l], m.P[Strangers][c][s][l], m.P[Home][c][s][l] = one[l], two[l], home[l]
				m.bits[One][c][s][l], m.bits[Strangers][c][s][l], m.bits[Home][c][s][l] = math.Log2(one[l]), math.Log2(two[l]), math.Log2(home[l])
			}
		}
	}
	return change
}

func counts() [evidence.Levels]float64 { return [evidence.Levels]float64{} }

// home: the belief of what a home shares, the rest as strangers, and what was seen.
func (m *Model) home(cmp *evidence.Comparison, home, two, soft, mass *[evidence.Levels]float64, all float64) {
	rest := 1.0
	for _, p := range cmp.Shared {
		rest -= p
	}
	for l := 1; l < evidence.Levels; l++ {
		b := cmp.Shared[l]
		if evidence.Equal(l) {
			b = cmp.Shared[evidence.Rare] * mass[l] / all
		}
		home[l] = homes * (b + rest*two[l])
		if !cmp.Personal || l >= evidence.Near || cmp.Role == columns.Birth || cmp.Role == columns.Resident { // twins
			home[l] += soft[l]
		}
	}
}

// hold keeps a comparison that tells people apart from saying that records of
// one person mostly differ in it, or are seldom equal: then it is not persons that
// were found.
func (m *Model) hold(cmp *evidence.Comparison, one *[evidence.Levels]float64) {
	if !cmp.Personal || cmp.Role == columns.Text || cmp.Role == columns.Category {
		return
	}
	const most, fewest = 0.25, 0.25
	sum, equal := 0.0, 0.0
	if cmp.Role == columns.Resident { // a second valid number is hardly ever one's own
		for _, v := range one {
			sum += v
		}
		one[14] = min(one[14], cmp.Belief.M[14]*sum)
		sum = 0
	}
	far := one[evidence.Different] + one[14]
	for l, v := range one {
		sum += v
		if evidence.Equal(l) {
			equal += v
		}
	}
	if far > most*sum {
		f := most * (sum - far) / (1 - most) / far
		one[evidence.Different] *= f
		one[14] *= f
		sum -= far * (1 - f)
	}
	if equal > 0 && equal < fewest*sum {
		f := fewest * (sum - equal) / (1 - fewest) / equal
		for l := evidence.Rare; l <= evidence.Common; l++ {
			one[l] *= f
		}
	}
}

func share(p *[evidence.Levels]float64) {
	sum := 0.0
	for l := 1; l < evidence.Levels; l++ {
		p[l] = max(p[l], 0)
		sum += p[l]
	}
	again := 0.0
	for l := 1; l < evidence.Levels; l++ {
		p[l] = max(p[l]/sum, least)
		again += p[l]
	}
	for l := 1; l < evidence.Levels; l++ {
		p[l] /= again
	}
}

// Posterior is the probability of each kind, given a pattern.
func (m *Model) Posterior(p evidence.Pattern) [Kinds]float64 {
	b := m.Bits(p)
	most := max(b[One], b[Home], b[Strangers])
	sum := 0.0
	for k := range b {
		b[k] = math.Exp2(b[k] - most)
		sum += b[k]
	}
	for k := range b {
		b[k] /= sum
	}
	return b
}

// Bits is the logarithm to base 2 of the joint probability of each kind and a
// pattern.
func (m *Model) Bits(p evidence.Pattern) [Kinds]float64 {
	b := [Kinds]float64{math.Log2(m.Share[One]), math.Inf(-1), math.Log2(m.Share[Strangers])}
	if m.Share[Home] > 0 {
		b[Home] = math.Log2(m.Share[Home])
	}
	for c := range m.scheme.Comparisons {
		if l := p.Level(c); l != evidence.Missing {
			s := m.scheme.State(p, c)
			for k := range b {
				b[k] += m.bits[k][c][s][l]
			}
		}
	}
	return b
}

// Odds is log2 of p/(1−p) that a pair with the pattern is of one.
func (m *Model) Odds(p evidence.Pattern) float64 {
	b := m.Bits(p)
	most := max(b[Home], b[Strangers])
	return b[One] - most - math.Log2(math.Exp2(b[Home]-most)+math.Exp2(b[Strangers]-most))
}

// Probability is that of one person.
func (m *Model) Probability(p evidence.Pattern) float64 { return 1 / (1 + math.Exp2(-m.Odds(p))) }

// Weight is what a comparison adds for a pattern: log2 of how much likelier its
// level is among records of one than among the likeliest other kind.
func (m *Model) Weight(p evidence.Pattern, c int) float64 {
	l := p.Level(c)
	if l == evidence.Missing {
		return 0
	}
	other := Strangers
	if b := m.Bits(p); b[Home] > b[Strangers] {
		other = Home
	}
	s := m.scheme.State(p, c)
	return m.bits[One][c][s][l] - m.bits[other][c][s][l]
}
