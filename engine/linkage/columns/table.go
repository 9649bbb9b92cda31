package columns

import (
	"errors"
	"fmt"
	"strings"

	"linli/engine/linkage/chinese"
	"linli/engine/linkage/measure"
)

// Limits of a table.
const (
	MaxRecords = 1 << 27
	MaxColumns = 500
	MaxValue   = 1 << 16 // bytes of one value; the rest is cut off
)

// ErrTable is what is wrong with a table.
var ErrTable = errors.New("linkage: bad table")

// Raw is a table as it was written, each distinct spelling kept once.
type Raw struct {
	Headers []string
	cols    []rawColumn
	rows    int
}

type rawColumn struct {
	of   map[string]int32
	list []string
	ids  []int32
}

// NewRaw begins a table. Headers are trimmed; one that stands twice is refused.
func NewRaw(headers []string) (*Raw, error) {
	if len(headers) == 0 || len(headers) > MaxColumns {
		return nil, fmt.Errorf("%w: %d columns, want 1 to %d", ErrTable, len(headers), MaxColumns)
	}
	t := &Raw{cols: make([]rawColumn, len(headers))}
	seen := map[string]bool{}
	for i, h := range headers {
		h = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
		if h == "" {
			h = fmt.Sprintf("column %d", i+1)
		}
		if seen[h] {
			return nil, fmt.Errorf("%w: column %q stands twice", ErrTable, h)
		}
		seen[h] = true
		t.Headers = append(t.Headers, h)
		t.cols[i] = rawColumn{of: map[string]int32{}}
	}
	return t, nil
}

// Add takes in a record; a short row is filled up with nothing. The texts are
// copied.
func (t *Raw) Add(row []string) error {
	if len(row) > len(t.cols) {
		return fmt.Errorf("%w: record %d has %d fields, the header %d", ErrTable, t.rows+1, len(row), len(t.cols))
	}
	if t.rows >= MaxRecords {
		return fmt.Errorf("%w: more than %d records", ErrTable, MaxRecords)
	}
	for c := range t.cols {
		s := ""
		if c < len(row) {
			s = row[c][:min(len(row[c]), MaxValue)]
		}
		col := &t.cols[c]
		id, ok := col.of[s]
		if !ok {
			id = int32(len(col.list))
			s = strings.Clone(s)
			col.of[s] = id
			col.list = append(col.list, s)
		}
		col.ids = append(col.ids, id)
	}
	t.rows++
	return nil
}

// Len is the number of records.
func (t *Raw) Len() int { return t.rows }

// At is what stands in a record's column.
func (t *Raw) At(record, column int) string {
	return strings.TrimSpace(t.cols[column].list[t.cols[column].ids[record]])
}

// Column is a column made ready for comparison.
type Column struct {
	Name string
	Role Role
	// Values are distinct; Values[0] is none. Count is how many records hold each.
	Values []Value
	Count  []int32
	Rarity *measure.Rarity // of words, for texts and addresses; else nil

	of         map[string]uint32
	monthFirst bool
}

// Table is records as numbers of values.
type Table struct {
	Columns []Column
	N       int

	cells    []uint32 // row by row
	settling settling
}

// Row holds, for each column, the number of the record's value. It may be kept.
func (t *Table) Row(i int) []uint32 {
	k := len(t.Columns)
	return t.cells[i*k : i*k+k : i*k+k]
}

// Ready makes the columns that are evidence ready; roles has one for each column
// of the raw table.
func (t *Raw) Ready(roles []Role) *Table {
	out := &Table{N: t.rows}
	var from []int
	for c, r := range roles {
		if r != Ignored && r != Key {
			from = append(from, c)
			out.Columns = append(out.Columns, Column{Name: t.Headers[c], Role: r})
		}
	}
	k := len(from)
	out.cells = make([]uint32, k*t.rows)
	done := make(chan struct{}, 4)
	for at := range from {
		done <- struct{}{}
		go func() {
			defer func() { <-done }()
			col, raw := &out.Columns[at], &t.cols[from[at]]
			col.open(raw.list)
			to := make([]uint32, len(raw.list))
			for i, s := range raw.list {
				to[i] = col.number(s)
			}
			col.Count = make([]int32, len(col.Values))
			for i, id := range raw.ids {
				v := to[id]
				out.cells[i*k+at] = v
				col.Count[v]++
			}
			col.close(t.rows)
		}()
	}
	for range cap(done) {
		done <- struct{}{}
	}
	out.settling = settles(out.Columns)
	if out.settling.resident >= 0 {
		for i := range out.N {
			out.settle(out.Row(i))
		}
	}
	return out
}

func (c *Column) open(list []string) {
	c.of = make(map[string]uint32, len(list))
	c.Values = make([]Value, 1, len(list)+1)
	c.monthFirst = c.Role == Birth && monthsFirst(list)
}

func (c *Column) number(raw string) uint32 {
	text := clean(c.Role, raw, c.monthFirst)
	if text == "" {
		return 0
	}
	id, ok := c.of[text]
	if !ok {
		id = uint32(len(c.Values))
		c.of[text] = id
		c.Values = append(c.Values, take(c.Role, text))
	}
	return id
}

// close weighs words, which needs all values.
func (c *Column) close(records int) {
	if c.Role != Text && c.Role != Address && c.Role != Street && c.Role != Full {
		return
	}
	times := map[string]int{}
	for i := range c.Values {
		for _, w := range c.Values[i].Words {
			times[w] += int(c.Count[i])
		}
	}
	c.Rarity = measure.NewRarity(times, records)
	for i := range c.Values {
		c.rare(&c.Values[i])
	}
}

// rare sets the codes that depend on how rare words are.
func (c *Column) rare(v *Value) {
	if c.Rarity == nil || c.Role == Full || v.Han && c.Role != Text {
		return
	}
	best, second := "", ""
	for _, w := range v.Words {
		switch {
		case best == "" || c.Rarity.Of(w) > c.Rarity.Of(best):
			best, second = w, best
		case second == "" || c.Rarity.Of(w) > c.Rarity.Of(second):
			second = w
		}
	}
	v.Codes[1] = hash("w", best)
	if c.Role != Address {
		v.Codes[3] = hash("w", second)
	}
}

// Look is a value as a column would hold it: its number where it is known (0 for
// none), else a number past all of them; it changes nothing.
func (c *Column) Look(raw string) (uint32, Value) {
	text := clean(c.Role, raw, c.monthFirst)
	if text == "" {
		return 0, Value{}
	}
	if id, ok := c.of[text]; ok {
		return id, c.Values[id]
	}
	v := take(c.Role, text)
	c.rare(&v)
	return uint32(len(c.Values)), v
}

// Learn takes a value in, for a record that is added; it returns its number.
func (c *Column) Learn(raw string) uint32 {
	id := c.number(raw)
	if int(id) == len(c.Count) {
		c.Count = append(c.Count, 0)
		c.rare(&c.Values[id])
	}
	c.Count[id]++
	return id
}

// Forget takes one record off a value's count.
func (c *Column) Forget(id uint32) { c.Count[id] = max(0, c.Count[id]-1) }

// settle lets a row's own values correct each other.
func (t *Table) settle(row []uint32) {
	t.settling.settle(func(c int) *Value { return &t.Columns[c].Values[row[c]] }, func(c int, text string) {
		t.Columns[c].Forget(row[c])
		row[c] = t.Columns[c].Learn(text)
	})
}

// Look is a record as the table would hold it: the number and the value in each
// column. It changes nothing. raw has the table's own columns.
func (t *Table) Look(raw []string) (row []uint32, values []Value) {
	row, values = make([]uint32, len(t.Columns)), make([]Value, len(t.Columns))
	for c := range t.Columns {
		row[c], values[c] = t.Columns[c].Look(raw[c])
	}
	t.settling.settle(func(c int) *Value { return &values[c] }, func(c int, text string) {
		row[c], values[c] = t.Columns[c].Look(text)
	})
	return row, values
}

// Add takes a record in as the last one; raw has the table's own columns.
func (t *Table) Add(raw []string) {
	row := make([]uint32, len(t.Columns))
	for c := range row {
		row[c] = t.Columns[c].Learn(raw[c])
	}
	t.settle(row)
	t.cells = append(t.cells, row...)
	t.N++
}

// Drop takes a record off the counts of its values; it keeps its number.
func (t *Table) Drop(i int) {
	for c, id := range t.Row(i) {
		t.Columns[c].Forget(id)
	}
}

// HasHan reports whether most values of a sample hold Chinese characters.
func HasHan(values []string) bool {
	n := 0
	for _, v := range values {
		if chinese.Has(v) {
			n++
		}
	}
	return 2*n > len(values)
}
