package packages

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"linli/internal/fault"
)

// Entry is one row of HSDS 3.0 that holds.
type Entry struct {
	Table    string
	ID       string // a UUID
	SourceID string // as the source has it; "" of what was made from a column
	Cells    map[string]string
}

// Issue is one row, or one field of it, that could not be used as it is.
type Issue struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	ID    string `json:"id,omitempty"`
	Field string `json:"field,omitempty"`
	Code  string `json:"code"`
	Zh    string `json:"zh"`
	En    string `json:"en"`
}

// TableReport accounts for the rows of one table of the source:
// Read = Taken + Repeated + len(Skipped).
type TableReport struct {
	Table    string   `json:"table"`
	Files    []string `json:"files"`
	Read     int      `json:"read"`
	Taken    int      `json:"taken"`
	Repeated int      `json:"repeated" doc:"The same record told again in another file"`
	Skipped  []Issue  `json:"skipped"`
	Mended   []Issue  `json:"mended" doc:"Rows that lost a field which could not be used"`
}

// Report accounts for a whole source.
type Report struct {
	Source string        `json:"source"`
	Tables []TableReport `json:"tables"`
	Notes  []Note        `json:"notes"`
}

// Directory is what holds, table by table, owners before what they own.
type Directory struct {
	Entries map[string][]*Entry // by table of 3.0
	byID    map[string]*Entry   // table + id
}

// Find gives an entry by its UUID, or nil.
func (d *Directory) Find(table, id string) *Entry { return d.byID[table+" "+id] }

// The reasons why a row is skipped or a field is lost.
var (
	errNoID      = fault.New(fault.Invalid, "hsds.no_id", "缺少编号（id）。", "The id is missing.")
	errTwice     = fault.New(fault.Invalid, "hsds.id_twice", "编号在本表中重复，第 %d 行已用。", "The id was used before, in row %d.")
	errMissing   = fault.New(fault.Invalid, "hsds.missing", "缺少必填项 %s。", "The field %s is missing, and nothing can be done without it.")
	errDangling  = fault.New(fault.Invalid, "hsds.dangling", "%s 指向的记录不存在：%s。", "%s refers to a record that is not there: %s.")
	errReference = fault.New(fault.Invalid, "hsds.reference", "%s 指向的记录不存在（%s），该引用已去除。", "%s refers to a record that is not there (%s); the reference was left out.")
	errNumber    = fault.New(fault.Invalid, "hsds.number", "“%s”不是数字，已去除。", "%s is no number; it was left out.")
	errEmail     = fault.New(fault.Invalid, "hsds.email", "“%s”不是电子邮箱，已去除。", "%s is no e-mail address; it was left out.")
	errURI       = fault.New(fault.Invalid, "hsds.uri", "“%s”不是网址，已去除。", "%s is no web address; it was left out.")
	errDate      = fault.New(fault.Invalid, "hsds.date", "“%s”不是日期，已去除。", "%s is no date; it was left out.")
	errChoice    = fault.New(fault.Invalid, "hsds.choice", "“%s”不在可选值之内，改为“%s”。", "%s is none of the values that there are; %q was taken.")
	errPlace     = fault.New(fault.Invalid, "hsds.place", "坐标 %s 不在地球上，已去除。", "The coordinates %s are not on the earth; they were left out.")
	errColumn    = fault.New(fault.Invalid, "hsds.column", "HSDS 3.0 没有 %s 这一列，未取用。", "HSDS 3.0 has no column %s; it was not taken.")
)

type checker struct {
	source string
	dir    *Directory
	rows   map[string]*fate // by source table and file
	order  []string
	fates  map[*Row]string // "", taken, repeated, skipped
	lines  map[string]int  // table + source id → row
}

type fate struct{ TableReport }

// Check upgrades and checks a source. name tells sources apart: it is part of the
// ids that are made here.
func Check(s *Source, name string) (*Directory, Report) {
	c := &checker{source: name, dir: &Directory{Entries: map[string][]*Entry{}, byID: map[string]*Entry{}}, rows: map[string]*fate{}, fates: map[*Row]string{}, lines: map[string]int{}}
	for _, f := range s.Files {
		t := c.of(f.Table)
		t.Read += f.Rows
		t.Files = append(t.Files, f.Name)
	}
	by := map[string][]*draft{}
	for _, d := range upgrade(s) {
		by[d.table] = append(by[d.table], d)
	}
	for _, t := range Tables {
		c.table(t, by[t.Name])
	}
	c.eligibility(by["eligibility"])
	out := Report{Source: name, Notes: s.Notes}
	for _, t := range c.order {
		r := c.rows[t].TableReport
		if known := ByName(t); known != nil {
			r.Table = known.Plural
		}
		sort.SliceStable(r.Skipped, func(a, b int) bool { return r.Skipped[a].Line < r.Skipped[b].Line })
		out.Tables = append(out.Tables, r)
	}
	if out.Notes == nil {
		out.Notes = []Note{}
	}
	return c.dir, out
}

func (c *checker) of(table string) *fate {
	f, ok := c.rows[table]
	if !ok {
		f = &fate{TableReport{Table: table, Skipped: []Issue{}, Mended: []Issue{}}}
		c.rows[table] = f
		c.order = append(c.order, table)
	}
	return f
}

func (c *checker) issue(d *draft, field string, f *fault.Fault) Issue {
	return Issue{File: d.from.File, Line: d.from.Line, ID: d.from.Cells["id"], Field: field, Code: f.Code, Zh: f.Text(fault.Zh), En: f.Text(fault.En)}
}

func (c *checker) skip(d *draft, field string, f *fault.Fault) {
	if d.own {
		t := c.of(d.from.Table)
		t.Skipped = append(t.Skipped, c.issue(d, field, f))
	}
}

func (c *checker) mend(d *draft, field string, f *fault.Fault) {
	t := c.of(d.from.Table)
	t.Mended = append(t.Mended, c.issue(d, field, f))
}

// uuidOf is the UUID of a source id.
func (c *checker) uuidOf(table, id string) string {
	if uuidLike.MatchString(id) {
		return strings.ToLower(id)
	}
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("linli-hsds:"+c.source+":"+table+":"+id)).String()
}

func (c *checker) table(t *Table, drafts []*draft) {
	var ok []*draft
	var entries []*Entry
	from := map[string]string{} // which table of the source an id came from
	for _, d := range merge(drafts) {
		e := &Entry{Table: t.Name, Cells: d.cells}
		id := d.cells["id"]
		c.of(d.from.Table).Repeated += d.repeated
		switch {
		case d.sideID != "":
			e.ID = c.uuidOf(t.Name, d.sideID)
			if id != "" { // a made row that others refer to
				e.ID = c.uuidOf(t.Name, id)
			}
		case id == "":
			c.skip(d, "id", errNoID)
			continue
		default:
			e.ID, e.SourceID = c.uuidOf(t.Name, id), id
			// Two tables of old may have become one: their ids are not each other's.
			if was, used := from[e.ID]; used && was != d.from.Table {
				e.ID = c.uuidOf(d.from.Table, d.from.Table+":"+id)
			}
		}
		if missing := lacks(t, d.cells); missing != "" {
			c.skip(d, missing, errMissing.With(missing))
			continue
		}
		if c.dir.byID[t.Name+" "+e.ID] != nil {
			c.skip(d, "id", errTwice.With(c.lines[t.Name+" "+e.ID]))
			continue
		}
		c.dir.byID[t.Name+" "+e.ID], from[e.ID] = e, d.from.Table
		c.lines[t.Name+" "+e.ID] = d.from.Line
		ok, entries = append(ok, d), append(entries, e)
	}
	for i, d := range ok {
		e := entries[i]
		if !c.fields(t, d, e) {
			delete(c.dir.byID, t.Name+" "+e.ID)
			continue
		}
		e.Cells["id"] = e.ID
		c.dir.Entries[t.Name] = append(c.dir.Entries[t.Name], e)
		if d.own {
			c.of(d.from.Table).Taken++
		}
	}
}

// merge makes one of the records that JSON repeats inside each other; in a CSV
// table an id that comes twice is a mistake and stays one.
func merge(drafts []*draft) []*draft {
	var out []*draft
	seen := map[string]*draft{}
	for _, d := range drafts {
		id := d.cells["id"]
		if !d.own || id == "" || strings.HasSuffix(strings.ToLower(d.from.File), ".csv") {
			out = append(out, d)
			continue
		}
		old := seen[id]
		if old == nil {
			seen[id] = d
			out = append(out, d)
			continue
		}
		old.repeated++
		for k, v := range d.cells {
			if old.cells[k] == "" {
				old.cells[k] = v
			}
		}
	}
	return out
}

func lacks(t *Table, cells map[string]string) string {
	for _, f := range t.Fields {
		if f.Required && f.Kind != ID && cells[f.Name] == "" {
			return f.Name
		}
	}
	return ""
}

// fields cleans the cells of an entry; false when it is of no use.
func (c *checker) fields(t *Table, d *draft, e *Entry) bool {
	clean := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(e.Cells)) {
		v := e.Cells[name]
		f := t.Field(name)
		if f == nil {
			if v != "" && d.own {
				c.mend(d, name, errColumn.With(name))
			}
			continue
		}
		if v == "" || f.Kind == ID {
			continue
		}
		if f.Kind == Ref {
			id, known := c.refer(f, v)
			if o := d.from.owner; !known && o != nil && (f.Table == "" || f.Table == o.Table) {
				id, known = c.refer(&Field{Table: o.Table}, o.Cells["id"]) // it was found inside of its owner
			}
			if !known {
				if f.Required {
					c.skip(d, name, errDangling.With(name, v))
					return false
				}
				c.mend(d, name, errReference.With(name, v))
				continue
			}
			clean[name] = id
			continue
		}
		w, bad := value(f, v)
		if bad != nil {
			c.mend(d, name, bad)
		}
		if w != "" {
			clean[name] = w
		}
	}
	for _, f := range t.Fields {
		if f.Present && f.Kind == Choice && clean[f.Name] == "" {
			clean[f.Name] = f.Choices[0]
		}
	}
	if t.Name == "location" {
		c.place(d, clean)
	}
	e.Cells = clean
	return true
}

func (c *checker) refer(f *Field, v string) (string, bool) {
	if f.Table != "" {
		id := c.uuidOf(f.Table, v)
		_, ok := c.dir.byID[f.Table+" "+id]
		return id, ok
	}
	for _, t := range Tables {
		id := c.uuidOf(t.Name, v)
		if _, ok := c.dir.byID[t.Name+" "+id]; ok {
			return id, true
		}
	}
	return "", false
}

func (c *checker) place(d *draft, cells map[string]string) {
	lat, err1 := strconv.ParseFloat(cells["latitude"], 64)
	lon, err2 := strconv.ParseFloat(cells["longitude"], 64)
	if cells["latitude"] == "" && cells["longitude"] == "" {
		return
	}
	if err1 != nil || err2 != nil || math.Abs(lat) > 90 || math.Abs(lon) > 180 {
		c.mend(d, "latitude", errPlace.With(cells["latitude"]+", "+cells["longitude"]))
		delete(cells, "latitude")
		delete(cells, "longitude")
	}
}

// eligibility adds the rows of a table of 1.x and 2.x to their services.
func (c *checker) eligibility(drafts []*draft) {
	for _, d := range drafts {
		s := c.dir.Find("service", c.uuidOf("service", d.cells["service_id"]))
		switch {
		case d.cells["service_id"] == "" || s == nil:
			c.skip(d, "service_id", errDangling.With("service_id", d.cells["service_id"]))
			continue
		case d.cells["eligibility"] == "":
			c.skip(d, "eligibility", errMissing.With("eligibility"))
			continue
		}
		if was := s.Cells["eligibility_description"]; was != "" {
			s.Cells["eligibility_description"] = was + "; " + d.cells["eligibility"]
		} else {
			s.Cells["eligibility_description"] = d.cells["eligibility"]
		}
		c.of(d.from.Table).Taken++
	}
}

// Object is an entry as JSON of 3.0: numbers are numbers, and what the schema
// wants there is there.
func (e *Entry) Object() map[string]any {
	t := ByName(e.Table)
	out := map[string]any{"id": e.ID}
	for _, f := range t.Fields {
		v := e.Cells[f.Name]
		switch {
		case f.Kind == ID:
		case v == "" && f.Present:
			out[f.Name] = ""
		case v == "":
		case f.Kind == Number:
			out[f.Name] = json.Number(v)
		default:
			out[f.Name] = v
		}
	}
	return out
}

// Line is the report in one line a table, for a terminal.
func (r Report) Line(t TableReport) string {
	return fmt.Sprintf("%-32s read %6d  taken %6d  repeated %4d  skipped %4d  mended %4d", t.Table, t.Read, t.Taken, t.Repeated, len(t.Skipped), len(t.Mended))
}

// Tidy is those of the cells that the schema of a table would accept, cleaned.
func Tidy(table string, cells map[string]string) map[string]string {
	out := map[string]string{}
	t := ByName(table)
	for k, v := range cells {
		f := t.Field(k)
		if f == nil || v == "" {
			continue
		}
		if w, bad := value(f, v); bad == nil {
			out[k] = w
		}
	}
	return out
}
