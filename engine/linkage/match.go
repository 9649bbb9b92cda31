package linkage

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"linli/engine/linkage/blocks"
	"linli/engine/linkage/clusters"
	"linli/engine/linkage/columns"
	"linli/engine/linkage/evidence"
	"linli/engine/linkage/mixture"
)

// What can be wrong with a problem.
var (
	ErrEmpty  = errors.New("linkage: no records")
	ErrApart  = errors.New("linkage: bad pair that must not be linked")
	ErrNoting = errors.New("linkage: no column that says anything")
)

// Problem is records, of which some are of one person or thing.
type Problem struct {
	// Records, one table or two, one after the other with the same columns.
	Records *columns.Raw
	// Split is the number of the second table's first record: only pairs across are
	// linked. 0 for one table.
	Split int
	// Roles has one for each column; nil infers them.
	Roles []columns.Role
	// Apart lists pairs that are known to be of two: they never come together.
	Apart [][2]int32
	// Workers is how many goroutines are used, at least 1. It changes nothing else.
	Workers int
	// Progress hears how far the work is, 0 to 1; nil for nobody. It is called on one
	// goroutine at a time.
	Progress func(done float64)
}

// Link is two records of one.
type Link struct {
	I, J        int32 // I < J
	Probability float64
	Pattern     evidence.Pattern
	// Through is a third record that both are surer to be one with than with each
	// other; the probability is then that of both steps. -1 for none.
	Through int32
}

// Solution is what Solve found.
type Solution struct {
	Roles   []columns.Role
	Links   []Link  // sorted by I, J
	Cluster []int32 // of each record the lowest record that is one with it
	Model   *Fitted
	// Candidates is how many pairs were compared, Keys what they shared.
	Candidates int
	Keys       []string
	// Recall estimates which share of the true pairs are among the candidates.
	Recall float64
}

const allPairs = 200_000 // up to so many pairs, all are candidates

type candidate struct {
	i, j    int32
	pattern evidence.Pattern
}

type matcher struct {
	side    side
	scheme  *evidence.Scheme
	cut     *evidence.Cut // set by learn
	workers int
	tell    func(float64)
}

func (m *matcher) cells(i int, out []evidence.Cell) {
	for c, id := range m.side.t.Row(i) {
		col := &m.side.t.Columns[c]
		out[c] = evidence.Cell{ID: id, Count: col.Count[id], Value: &col.Values[id]}
	}
}

func (m *matcher) pattern(i, j int) evidence.Pattern {
	var a, b [columns.MostColumns]evidence.Cell
	n := len(m.scheme.Comparisons)
	m.cells(i, a[:n])
	m.cells(j, b[:n])
	p, _ := m.scheme.Compare(a[:n], b[:n], nil)
	return p
}

// Check reports what is wrong with a problem.
func (p *Problem) Check() error {
	if p.Records == nil || p.Records.Len() == 0 {
		return ErrEmpty
	}
	n := p.Records.Len()
	if p.Split < 0 || p.Split >= n {
		return fmt.Errorf("%w: the second table begins at record %d of %d", ErrEmpty, p.Split, n)
	}
	if p.Roles != nil && len(p.Roles) != len(p.Records.Headers) {
		return fmt.Errorf("linkage: %d roles for %d columns", len(p.Roles), len(p.Records.Headers))
	}
	for _, a := range p.Apart {
		if a[0] < 0 || a[1] < 0 || int(a[0]) >= n || int(a[1]) >= n || a[0] == a[1] {
			return fmt.Errorf("%w: %d and %d of %d records", ErrApart, a[0], a[1], n)
		}
	}
	return nil
}

// ready makes the table and how it is compared.
func (p *Problem) ready() (*matcher, []columns.Role, error) {
	if err := p.Check(); err != nil {
		return nil, nil, err
	}
	roles := p.Roles
	if roles == nil {
		roles = p.Records.Infer(nil, p.Split)
	}
	used := 0
	for _, r := range roles {
		if r != columns.Ignored && r != columns.Key {
			used++
		}
	}
	if used == 0 || used > columns.MostColumns {
		return nil, roles, fmt.Errorf("%w: %d columns are evidence, want 1 to %d", ErrNoting, used, columns.MostColumns)
	}
	t := p.Records.Ready(roles)
	m := &matcher{side: side{t, p.Split}, scheme: evidence.NewScheme(t), workers: max(1, p.Workers), tell: p.Progress}
	if m.tell == nil {
		m.tell = func(float64) {}
	}
	return m, roles, nil
}

// Solve finds which records are of one. The same problem gives the same solution.
// O(candidates) comparisons, about twenty for a record.
func Solve(ctx context.Context, p *Problem) (*Solution, error) {
	s, _, err := p.solve(ctx)
	return s, err
}

// fitted is what is left of solving, for an index.
type fitted struct {
	*matcher
	model  *mixture.Model
	shared *blocks.Blocks // nil where all pairs were candidates
}

func (p *Problem) solve(ctx context.Context) (*Solution, *fitted, error) {
	m, roles, err := p.ready()
	if err != nil {
		return nil, nil, err
	}
	s := &Solution{Roles: roles, Recall: 1}
	m.tell(0.1)
	model, all, shared, err := m.learn(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	s.Model = publish(m, model)
	m.tell(0.9)
	m.link(s, model, all, p.Apart)
	if shared != nil {
		s.Recall = recall(model, all, shared)
	}
	m.tell(1)
	return s, &fitted{m, model, shared}, nil
}

// learn finds the candidates and fits the model.
func (m *matcher) learn(ctx context.Context, s *Solution) (*mixture.Model, []candidate, *blocks.Blocks, error) {
	totals, err := m.totals(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	in := &mixture.Input{Scheme: m.scheme, Pairs: max(m.side.pairs(), 1), Records: float64(m.side.t.N), Totals: totals}
	m.cut = m.hopeless(mixture.Start(in), in)
	m.tell(0.15)
	var all []candidate
	var shared *blocks.Blocks
	if in.Pairs <= allPairs {
		all = m.every(m.cut)
		s.Candidates = int(in.Pairs)
	} else {
		if shared, all, err = m.blocked(ctx, s, m.cut); err != nil {
			return nil, nil, nil, err
		}
	}
	m.tell(0.8)
	patterns := make([]evidence.Pattern, len(all))
	for i := range all {
		patterns[i] = all[i].pattern
	}
	slices.Sort(patterns)
	for i := 0; i < len(patterns); {
		j := i + 1
		for j < len(patterns) && patterns[j] == patterns[i] {
			j++
		}
		in.Patterns, in.Times = append(in.Patterns, patterns[i]), append(in.Times, float64(j-i))
		i = j
	}
	model, err := mixture.Learn(ctx, in)
	return model, all, shared, err
}

// slack is how many bits a pair may fall short before anything was learned.
const slack = 12

// hopeless lets comparison give up pairs that no learning will make likely.
func (m *matcher) hopeless(start *mixture.Model, in *mixture.Input) *evidence.Cut {
	w := &evidence.Cut{Floor: math.Log2(max(1, in.Pairs/in.Records)) - slack}
	for c := range m.scheme.Comparisons {
		w.Most[c] = math.Inf(-1)
		for l := 1; l < evidence.Levels; l++ {
			w.Add[c][l] = math.Inf(-1)
			for s := range 2 {
				if s == 0 || m.scheme.Comparisons[c].Parent >= 0 {
					w.Add[c][l] = max(w.Add[c][l], math.Log2(start.P[mixture.One][c][s][l]/start.P[mixture.Strangers][c][s][l]))
				}
			}
			if l >= evidence.Near && m.scheme.Comparisons[c].Belief.M[l] > 0 {
				w.Most[c] = max(w.Most[c], w.Add[c][l])
			}
		}
		w.Most[c] = max(w.Most[c], 0)
	}
	return w
}

func (m *matcher) every(cut *evidence.Cut) (all []candidate) {
	n := len(m.scheme.Comparisons)
	a, b := make([]evidence.Cell, n), make([]evidence.Cell, n)
	for i := range m.side.t.N {
		m.cells(i, a)
		for j := max(i+1, m.side.split); j < m.side.t.N; j++ {
			if m.side.split > 0 && i >= m.side.split {
				break
			}
			m.cells(j, b)
			if p, ok := m.scheme.Compare(a, b, cut); ok {
				all = append(all, candidate{int32(i), int32(j), p})
			}
		}
	}
	return all
}

func (m *matcher) blocked(ctx context.Context, s *Solution, cut *evidence.Cut) (*blocks.Blocks, []candidate, error) {
	t := m.side.t
	damage := make([]blocks.Damage, len(t.Columns))
	for c := range damage {
		damage[c] = blocks.Damage{Equal: m.scheme.Comparisons[c].Belief.M[evidence.Rare], With: m.scheme.Comparisons[c].With}
	}
	plan := blocks.Make(t, damage, 500_000+40*float64(t.N), 80, m.workers)
	for _, k := range plan.Keys {
		s.Keys = append(s.Keys, k.Name)
	}
	b, err := blocks.Build(ctx, plan, t, m.workers)
	if err != nil {
		return nil, nil, err
	}
	m.tell(0.25)
	var found [][]candidate
	var looked []int
	done := 0
	lock := make(chan struct{}, 1)
	err = b.Each(ctx, m.side.split, m.workers, func(parts int) {
		found, looked = make([][]candidate, parts), make([]int, parts)
	}, func(part, i, j int) {
		var x, y [columns.MostColumns]evidence.Cell
		n := len(m.scheme.Comparisons)
		m.cells(i, x[:n])
		m.cells(j, y[:n])
		looked[part]++
		if p, ok := m.scheme.Compare(x[:n], y[:n], cut); ok {
			found[part] = append(found[part], candidate{int32(i), int32(j), p})
		}
	}, func() {
		lock <- struct{}{}
		done++
		m.tell(0.25 + 0.55*float64(done)/float64(len(found)))
		<-lock
	})
	if err != nil {
		return nil, nil, err
	}
	for _, n := range looked {
		s.Candidates += n
	}
	return b, slices.Concat(found...), nil
}

func recall(model *mixture.Model, all []candidate, b *blocks.Blocks) float64 {
	var one, two, any float64
	for _, c := range all {
		p := model.Probability(c.pattern)
		if p < 0.5 {
			continue
		}
		any += p
		switch b.Shared(int(c.i), int(c.j)) {
		case 1:
			one += p
		case 2:
			two += p
		}
	}
	return blocks.Recall(one, two, any)
}

// link groups the records and lists the pairs of each group.
func (m *matcher) link(s *Solution, model *mixture.Model, all []candidate, apart [][2]int32) {
	var edges []clusters.Edge
	for _, c := range all {
		if o := model.Odds(c.pattern); o > 0 {
			edges = append(edges, clusters.Edge{I: c.i, J: c.j, Odds: float32(o)})
		}
	}
	odds := func(i, j int) float64 { return model.Odds(m.pattern(i, j)) }
	s.Cluster = clusters.Make(m.side.t.N, edges, odds, apart)
	members := map[int32][]int32{}
	for i, g := range s.Cluster {
		if int(g) != i {
			if members[g] == nil {
				members[g] = []int32{g}
			}
			members[g] = append(members[g], int32(i))
		}
	}
	for _, group := range members {
		m.pairsOf(s, model, group)
	}
	slices.SortFunc(s.Links, func(a, b Link) int {
		if a.I != b.I {
			return int(a.I) - int(b.I)
		}
		return int(a.J) - int(b.J)
	})
}

// pairsOf lists the pairs of a group that are likelier one than not, by
// themselves or through a third.
func (m *matcher) pairsOf(s *Solution, model *mixture.Model, group []int32) {
	n := len(group)
	direct := make([]float64, n*n)
	patterns := make([]evidence.Pattern, n*n)
	for x := range n {
		for y := x + 1; y < n; y++ {
			p := m.pattern(int(group[x]), int(group[y]))
			q := model.Probability(p)
			direct[x*n+y], direct[y*n+x], patterns[x*n+y] = q, q, p
		}
	}
	for x := range n {
		for y := x + 1; y < n; y++ {
			if m.side.split > 0 && (int(group[x]) < m.side.split) == (int(group[y]) < m.side.split) {
				continue
			}
			l := Link{I: group[x], J: group[y], Probability: direct[x*n+y], Pattern: patterns[x*n+y], Through: -1}
			for z := range n {
				if q := direct[x*n+z] * direct[z*n+y]; q > l.Probability {
					l.Probability, l.Through = q, group[z]
				}
			}
			if l.Probability >= 0.5 {
				s.Links = append(s.Links, l)
			}
		}
	}
}
