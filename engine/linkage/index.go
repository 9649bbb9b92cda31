package linkage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"linli/engine/linkage/blocks"
	"linli/engine/linkage/columns"
	"linli/engine/linkage/evidence"
)

// Index answers, one record at a time, whom a new record is likely to be. Records
// come and go; the model, and which keys records are found by, stay those of
// the records it was built of. It is safe for use by several goroutines.
type Index struct {
	mu     sync.RWMutex
	fitted *fitted
	model  *Fitted
	keys   *blocks.Lookup // nil: few records; all are looked at
	from   []int          // of each column that is evidence, its place in a record
	width  int
	gone   []bool
	built  int // records it was built of
	live   int
}

// Match is a record of an index that another one is likely to be.
type Match struct {
	Record      int32
	Probability float64
	Pattern     evidence.Pattern
}

// What an index refuses.
var (
	ErrRecord = errors.New("linkage: there is no such record in the index")
	ErrSplit  = errors.New("linkage: an index is of one table")
)

// NewIndex solves a problem and keeps what is needed to answer. Records are numbered
// as in the problem. The work is that of Solve and one sort.
func NewIndex(ctx context.Context, p *Problem) (*Index, *Solution, error) {
	if p.Split > 0 {
		return nil, nil, ErrSplit
	}
	s, f, err := p.solve(ctx)
	if err != nil {
		return nil, nil, err
	}
	n := p.Records.Len()
	x := &Index{fitted: f, model: s.Model, gone: make([]bool, n), built: n, live: n, width: len(p.Records.Headers)}
	for c, r := range s.Roles {
		if r != columns.Ignored && r != columns.Key {
			x.from = append(x.from, c)
		}
	}
	if f.shared != nil {
		x.keys = f.shared.Lookup()
		f.shared = nil
	}
	return x, s, nil
}

// Model is the model that the probabilities follow from.
func (x *Index) Model() *Fitted { return x.model }

// Len is how many records there are.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.live
}

// Stale reports whether so much has changed that the index is better built anew.
func (x *Index) Stale() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	changed := len(x.gone) - x.built + len(x.gone) - x.live
	return changed > 200 && 5*changed > x.built
}

func (x *Index) pick(row []string) ([]string, error) {
	if len(row) != x.width {
		return nil, fmt.Errorf("%w: a record of %d fields, want %d", columns.ErrTable, len(row), x.width)
	}
	out := make([]string, len(x.from))
	for k, c := range x.from {
		out[k] = row[c][:min(len(row[c]), columns.MaxValue)]
	}
	return out, nil
}

// Add takes a record in and returns its number. row has the columns of the
// problem.
func (x *Index) Add(row []string) (int32, error) {
	raw, err := x.pick(row)
	if err != nil {
		return 0, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.gone) >= columns.MaxRecords {
		return 0, fmt.Errorf("%w: more than %d records", columns.ErrTable, columns.MaxRecords)
	}
	t := x.fitted.side.t
	t.Add(raw)
	n := int32(len(x.gone))
	x.gone = append(x.gone, false)
	x.live++
	if x.keys != nil {
		row := t.Row(int(n))
		x.keys.Add(n, func(c int) *columns.Value { return &t.Columns[c].Values[row[c]] })
	}
	return n, nil
}

// Remove takes a record out; its number is not used again.
func (x *Index) Remove(record int32) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if record < 0 || int(record) >= len(x.gone) || x.gone[record] {
		return fmt.Errorf("%w: %d", ErrRecord, record)
	}
	x.fitted.side.t.Drop(int(record))
	x.gone[record] = true
	x.live--
	return nil
}

// Find lists the records that a new one is with probability floor or more, the
// likeliest first. row has the columns of the problem. It looks at no more than
// two thousand records.
func (x *Index) Find(row []string, floor float64) ([]Match, error) {
	raw, err := x.pick(row)
	if err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	m := x.fitted
	t := m.side.t
	ids, values := t.Look(raw)
	n := len(ids)
	var mine, other [columns.MostColumns]evidence.Cell
	for c := range ids {
		mine[c] = evidence.Cell{ID: ids[c], Value: &values[c]}
		if int(ids[c]) < len(t.Columns[c].Count) {
			mine[c].Count = t.Columns[c].Count[ids[c]] + 1
		}
	}
	var out []Match
	look := func(r int32) {
		if x.gone[r] {
			return
		}
		m.cells(int(r), other[:n])
		p, ok := m.scheme.Compare(mine[:n], other[:n], m.cut)
		if !ok {
			return
		}
		if q := m.model.Probability(p); q >= floor {
			out = append(out, Match{r, q, p})
		}
	}
	if x.keys == nil {
		for r := range x.gone {
			look(int32(r))
		}
	} else {
		for _, r := range x.keys.Find(func(c int) *columns.Value { return &values[c] }) {
			look(r)
		}
	}
	slices.SortFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Probability, a.Probability), cmp.Compare(a.Record, b.Record))
	})
	return out, nil
}
