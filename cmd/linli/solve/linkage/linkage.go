// Package linkage is linli solve linkage: which records are of one person or thing.
package linkage

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/cmd/linli/solve/table"
	"linli/cmd/linli/term"
	"linli/engine/linkage"
	"linli/engine/linkage/chinese"
	"linli/engine/linkage/columns"
	"linli/internal/fault"
	"linli/internal/platform/sheet"
)

// Cmd finds which records are of one person or thing.
type Cmd struct {
	Files    []string          `arg:"" type:"existingfile" help:"One table, whose doubles are sought, or two, between which links are sought: CSV or XLSX with a header, UTF-8 or GB 18030."`
	ID       string            `name:"id" help:"Column that names a record; by itself the one that looks like it, else the number of the row."`
	Ignore   []string          `help:"Columns that are no evidence, with commas between."`
	Role     map[string]string `help:"What a column says, where it is not guessed right: COLUMN=ROLE; may be repeated." mapsep:"none"`
	Apart    string            `type:"existingfile" help:"CSV id_a,id_b: pairs known to be of two; they never come together."`
	Out      string            `type:"path" help:"CSV to write: id_a,id_b,probability,reason; every link."`
	Clusters string            `type:"path" help:"CSV to write: id,cluster; every record."`
	Model    string            `type:"path" help:"JSON to write: the learned weights, from which every probability follows."`
	JSON     bool              `help:"Print a line that a machine may read."`
}

type linkageSummary struct {
	Records  int               `json:"records"`
	Pairs    int               `json:"pairs"`
	Clusters int               `json:"clusters"`
	Recall   float64           `json:"blocking_recall"`
	Compared int               `json:"candidates"`
	Keys     []string          `json:"keys"`
	Seconds  float64           `json:"seconds"`
	Solved   float64           `json:"solve_seconds"`
	Columns  map[string]string `json:"columns"`
	Verified bool              `json:"verified"`
}

// Run reads, solves, verifies and writes.
func (c *Cmd) Run(ctx context.Context, out *term.Term) error {
	began := time.Now()
	if len(c.Files) > 2 {
		return fmt.Errorf("%d files: one or two are linked", len(c.Files))
	}
	t, err := c.read()
	if err != nil {
		return err
	}
	p := &linkage.Problem{Records: t.raw, Split: t.split, Workers: runtime.GOMAXPROCS(0)}
	if p.Roles, err = c.roles(t); err != nil {
		return err
	}
	if err := t.name(c.ID, p.Roles); err != nil {
		return err
	}
	if p.Apart, err = c.apart(t); err != nil {
		return err
	}
	show, done := out.Progress("percent of the way")
	p.Progress = func(x float64) { show(int64(100*x), 100) }
	solving := time.Now()
	s, err := linkage.Solve(ctx, p)
	done()
	if err == nil {
		err = linkage.Verify(p, s)
	}
	if err != nil {
		return err
	}
	sum := linkageSummary{Records: t.raw.Len(), Pairs: len(s.Links), Recall: s.Recall, Compared: s.Candidates, Keys: s.Keys, Solved: time.Since(solving).Seconds(), Columns: map[string]string{}, Verified: true}
	for i, r := range s.Roles {
		sum.Columns[t.raw.Headers[i]] = r.String()
	}
	for i, g := range s.Cluster {
		if int(g) == i {
			sum.Clusters++
		}
	}
	if err := c.write(t, s); err != nil {
		return err
	}
	sum.Seconds = time.Since(began).Seconds()
	if c.JSON {
		return json.NewEncoder(out.Out).Encode(sum)
	}
	_, err = fmt.Fprintf(out.Out, "%d records, %d links, %d clusters; %.2f %% of the true pairs were compared (estimated); %.1f s\n", sum.Records, sum.Pairs, sum.Clusters, 100*sum.Recall, sum.Seconds)
	return err
}

// tables is what was read: one table or two with the columns they share.
type tables struct {
	raw   *columns.Raw
	split int
	ids   []string // nil: the number of the row
	both  bool     // a name stands in both tables
}

func (c *Cmd) read() (*tables, error) {
	t := &tables{}
	for n, path := range c.Files {
		err := eachRecord(path, func(header []string) (order []int, err error) {
			if n == 0 {
				t.raw, err = columns.NewRaw(header)
				return nil, err
			}
			t.split = t.raw.Len()
			order = columns.Pair(t.raw.Headers, header)
			if !slices.ContainsFunc(order, func(k int) bool { return k >= 0 }) {
				err = fmt.Errorf("no column of %s is here", c.Files[0])
			}
			return order, err
		}, func(row []string) error { return t.raw.Add(row) })
		if err != nil {
			return nil, err
		}
		if t.raw.Len() == t.split {
			return nil, fmt.Errorf("%s has no records", path)
		}
	}
	return t, nil
}

// eachRecord reads a table. begin hears of the header and says which columns are
// wanted, in order (-1 for an empty one), or nil for all.
func eachRecord(path string, begin func(header []string) (order []int, err error), fn func(row []string) error) error {
	next, end, err := openTable(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer end()
	header, err := next()
	if errors.Is(err, io.EOF) {
		err = errors.New("no header")
	}
	var order []int
	if err == nil {
		order, err = begin(header)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	out := make([]string, len(order))
	for line := 2; ; line++ {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && (len(row) == 0 || len(row) == 1 && row[0] == "") {
			continue
		}
		if err == nil && order != nil {
			for k, from := range order {
				out[k] = ""
				if from >= 0 && from < len(row) {
					out[k] = row[from]
				}
			}
			row = out
		}
		if err == nil {
			err = fn(row)
		}
		if err != nil {
			return fmt.Errorf("%s line %d: %w", path, line, err)
		}
	}
}

// openTable reads what people send; tables beyond what a sheet may hold are read
// as plain UTF-8 CSV.
func openTable(path string) (next func() ([]string, error), end func(), err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if info.Size() > table.MaxInput {
		return nil, nil, fmt.Errorf("larger than %d MB", table.MaxInput>>20)
	}
	const large = 64 << 20 // smaller ones hold fewer rows than a sheet may
	if info.Size() <= large {
		r, err := sheet.Open(path)
		if err != nil {
			return nil, nil, err
		}
		return r.Next, func() { _ = r.Close() }, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	b := bufio.NewReaderSize(f, 1<<20)
	if head, _ := b.Peek(4); bytes.HasPrefix(head, []byte("\ufeff")) {
		_, _ = b.Discard(3)
	} else if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		_ = f.Close()
		return nil, nil, sheet.ErrLarge.With(large >> 20)
	}
	r := csv.NewReader(b)
	r.FieldsPerRecord, r.ReuseRecord, r.LazyQuotes = -1, true, true
	return r.Read, func() { _ = f.Close() }, nil
}

func (c *Cmd) roles(t *tables) ([]columns.Role, error) {
	given := map[string]columns.Role{}
	for _, name := range c.Ignore {
		given[strings.TrimSpace(name)] = columns.Ignored
	}
	for name, role := range c.Role {
		r, err := columns.ParseRole(role)
		if err != nil {
			return nil, fmt.Errorf("--role %s: %w", name, err)
		}
		given[strings.TrimSpace(name)] = r
	}
	if c.ID != "" {
		given[c.ID] = columns.Key
	}
	for name := range given {
		if !slices.Contains(t.raw.Headers, name) {
			return nil, fmt.Errorf("there is no column %q; there are %s", name, strings.Join(t.raw.Headers, ", "))
		}
	}
	return t.raw.Infer(given, t.split), nil
}

// name takes the records' names from a column; each stands once in a table.
func (t *tables) name(column string, roles []columns.Role) error {
	at := slices.Index(t.raw.Headers, column)
	if at < 0 {
		at = slices.Index(roles, columns.Key)
	}
	if at < 0 {
		t.both = t.split > 0
		return nil
	}
	t.ids = make([]string, t.raw.Len())
	first := map[string]int{}
	for i := range t.ids {
		id := t.raw.At(i, at)
		was, known := first[id]
		switch {
		case id == "":
			return fmt.Errorf("record %d has no %s", i+1, t.raw.Headers[at])
		case known && (t.split == 0 || (was < t.split) == (i < t.split)):
			return fmt.Errorf("records %d and %d have the same %s, %q", was+1, i+1, t.raw.Headers[at], id)
		case known:
			t.both = true
		}
		first[id] = i
		t.ids[i] = id
	}
	return nil
}

// id names a record in its table.
func (t *tables) id(i int) string {
	if t.ids != nil {
		return t.ids[i]
	}
	if t.split > 0 && i >= t.split {
		i -= t.split
	}
	return strconv.Itoa(i + 1)
}

// only names a record among both tables: where names are not enough, a: and b:
// tell the tables apart.
func (t *tables) only(i int) string {
	switch {
	case !t.both:
		return t.id(i)
	case i < t.split:
		return "a:" + t.id(i)
	}
	return "b:" + t.id(i)
}

func (c *Cmd) apart(t *tables) (out [][2]int32, err error) {
	if c.Apart == "" {
		return nil, nil
	}
	of := [2]map[string]int32{{}, {}}
	for i := range t.raw.Len() {
		side := 0
		if t.split > 0 && i >= t.split {
			side = 1
		}
		of[side][t.id(i)] = int32(i)
	}
	if t.split == 0 {
		of[1] = of[0]
	}
	err = table.EachRow(c.Apart, []string{"id_a", "id_b"}, func(row [][]byte) error {
		var pair [2]int32
		for k, name := range row {
			i, known := of[k][string(name)]
			if !known {
				return fmt.Errorf("there is no record %q", name)
			}
			pair[k] = i
		}
		out = append(out, pair)
		return nil
	})
	return out, err
}

func (c *Cmd) write(t *tables, s *linkage.Solution) error {
	zh := term.Lang() == fault.Zh || chinese.Has(strings.Join(t.raw.Headers, ""))
	if c.Out != "" {
		err := table.WriteCSV(c.Out, []string{"id_a", "id_b", "probability", "reason"}, func(put func(...string) error) error {
			for _, l := range s.Links {
				why := s.Model.Explain(l.Pattern, zh)
				if l.Through >= 0 {
					if zh {
						why = "经由 " + t.only(int(l.Through)) + "：" + why
					} else {
						why = "through " + t.only(int(l.Through)) + ": " + why
					}
				}
				if err := put(t.id(int(l.I)), t.id(int(l.J)), strconv.FormatFloat(l.Probability, 'f', 6, 64), why); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if c.Clusters != "" {
		number := make([]int, len(s.Cluster))
		last := 0
		err := table.WriteCSV(c.Clusters, []string{"id", "cluster"}, func(put func(...string) error) error {
			for i, g := range s.Cluster {
				if int(g) == i {
					last++
					number[i] = last
				}
				if err := put(t.only(i), strconv.Itoa(number[g])); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if c.Model == "" {
		return nil
	}
	return table.WriteWhole(c.Model, func(w io.Writer) error { return json.NewEncoder(w).Encode(s.Model) })
}
