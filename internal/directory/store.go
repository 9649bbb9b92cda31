package directory

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"strings"
	"time"

	"github.com/mozillazg/go-pinyin"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of this feature's tables. No other package names them.
//
//go:embed schema/*.sql
var Schema embed.FS

// table is one kind of record: JSON with the few columns that it is searched by.
// The names in its SQL are the constants below, never input.
type table[T any] struct {
	name    string
	columns string // besides id, region, source, body, version, changed
	row     func(T) ([]any, string)
	at      func(T) (id string, place region.Code, source string, version int64)
	stamp   func(t *T, version int64, changed time.Time)
}

var organisations = table[Organisation]{"directory_organisations", "kind, stage, credit, expires",
	func(o Organisation) ([]any, string) {
		return []any{string(o.Kind), string(o.Stage), o.Credit, o.firstExpiry()}, o.Name + " " + o.NameEn + " " + o.Credit
	},
	func(o Organisation) (string, region.Code, string, int64) { return o.ID, o.Region, o.Source, o.Version },
	func(o *Organisation, v int64, t time.Time) { o.Version, o.Changed = v, t }}

var points = table[ServicePoint]{"directory_points", "organisation, kind, lon, lat, retired",
	func(p ServicePoint) ([]any, string) {
		return []any{p.Organisation, p.Kind, p.Lon, p.Lat, p.Retired}, p.Name + " " + p.NameEn + " " + p.Address
	},
	func(p ServicePoint) (string, region.Code, string, int64) { return p.ID, p.Region, p.Source, p.Version },
	func(p *ServicePoint, v int64, t time.Time) { p.Version, p.Changed = v, t }}

var services = table[Service]{"directory_services", "organisation, category, state",
	func(s Service) ([]any, string) {
		return []any{s.Organisation, s.Category, string(s.State)}, s.Name + " " + s.NameEn + " " + s.Category
	},
	func(s Service) (string, region.Code, string, int64) { return s.ID, s.Region, s.Source, s.Version },
	func(s *Service, v int64, t time.Time) { s.Version, s.Changed = v, t }}

var projects = table[Project]{"directory_projects", "operator, from_day, to_day",
	func(p Project) ([]any, string) {
		return []any{p.Operator, p.From, p.To}, p.Name + " " + p.NameEn
	},
	func(p Project) (string, region.Code, string, int64) { return p.ID, p.Region, p.Source, p.Version },
	func(p *Project, v int64, t time.Time) { p.Version, p.Changed = v, t }}

func (t table[T]) scan(r *sql.Rows) (v T, err error) {
	var body string
	var version, changed int64
	if err = r.Scan(&body, &version, &changed); err != nil {
		return v, err
	}
	err = json.Unmarshal([]byte(body), &v)
	t.stamp(&v, version, store.Time(changed))
	return v, err
}

func (t table[T]) get(ctx context.Context, tx *store.Tx, id string) (T, error) {
	rows, err := tx.Query(ctx, `SELECT body, version, changed FROM `+t.name+` WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, t.scan)
}

// many gives those of the ids that are there, by id.
func (t table[T]) many(ctx context.Context, tx *store.Tx, ids []string) (map[string]T, error) {
	out := map[string]T{}
	for len(ids) > 0 {
		n := min(len(ids), 1000)
		rows, err := tx.Query(ctx, `SELECT body, version, changed FROM `+t.name+` WHERE id IN (?) AND @scope(region)`, ids[:n])
		all, err := store.All(rows, err, t.scan)
		if err != nil {
			return nil, err
		}
		for _, v := range all {
			id, _, _, _ := t.at(v)
			out[id] = v
		}
		ids = ids[n:]
	}
	return out, nil
}

// list pages by id, newest first; where is one of the constants of the callers.
func (t table[T]) list(ctx context.Context, tx *store.Tx, where string, args []any, before string, limit int) ([]T, error) {
	if before == "" {
		before = "g" // sorts after every hexadecimal id
	}
	rows, err := tx.Query(ctx, `SELECT body, version, changed FROM `+t.name+` t WHERE id < ? `+where+` AND @scope(region) ORDER BY id DESC LIMIT ?`,
		append(append([]any{before}, args...), limit)...)
	return store.All(rows, err, t.scan)
}

// ids are all of a filter, in order.
func (t table[T]) ids(ctx context.Context, tx *store.Tx, where string, args []any) ([]string, error) {
	rows, err := tx.Query(ctx, `SELECT id FROM `+t.name+` t WHERE 1 = 1 `+where+` AND @scope(region) ORDER BY id`, args...)
	return store.All(rows, err, store.Value[string])
}

func (t table[T]) count(ctx context.Context, tx *store.Tx, where string, args []any) (int64, error) {
	rows, err := tx.Query(ctx, `SELECT COUNT(*) FROM `+t.name+` t WHERE 1 = 1 `+where+` AND @scope(region)`, args...)
	return store.One(rows, err, ErrNone, store.Value[int64])
}

func (t table[T]) values(v T, version int64, now time.Time) []any {
	id, at, source, _ := t.at(v)
	t.stamp(&v, 0, time.Time{})
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own types
	}
	cols, find := t.row(v)
	return append([]any{id, string(at), findable(find), source, string(body), version, store.Micros(now)}, cols...)
}

func (t table[T]) holes() string {
	return strings.Repeat(", ?", strings.Count(t.columns, ",")+1)
}

func (t table[T]) add(ctx context.Context, tx *store.Tx, v T) (T, error) {
	_, at, _, _ := t.at(v)
	err := tx.Insert(ctx, at, `INSERT INTO `+t.name+` (id, region, find, source, body, version, changed, `+t.columns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?`+t.holes()+`)`, t.values(v, 1, tx.Now)...)
	t.stamp(&v, 1, tx.Now)
	return v, err
}

// save writes a record that was read at a version; ErrStale when it has moved on.
func (t table[T]) save(ctx context.Context, tx *store.Tx, v T, version int64) (T, error) {
	id, at, _, _ := t.at(v)
	if !tx.Pass().Covers(at) {
		return v, outside(at)
	}
	vals := t.values(v, version+1, tx.Now)
	n, err := tx.Exec(ctx, `UPDATE `+t.name+` SET id = ?, region = ?, find = ?, source = ?, body = ?, version = ?, changed = ?, `+
		strings.ReplaceAll(t.columns, ",", " = ?,")+` = ? WHERE id = ? AND version = ? AND @scope(region)`, append(vals, id, version)...)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	t.stamp(&v, version+1, tx.Now)
	return v, err
}

// load adds or changes records that carry their ids, in a few statements. It
// tells which were added and which changed; the rest is as it was.
func (t table[T]) load(ctx context.Context, tx *store.Tx, all []T) (Taken, []T, error) {
	var taken Taken
	var ids []string
	for _, v := range all {
		id, at, _, _ := t.at(v)
		if !tx.Pass().Covers(at) {
			return taken, nil, outside(at)
		}
		ids = append(ids, id)
	}
	have, err := t.many(ctx, tx, ids)
	if err != nil {
		return taken, nil, err
	}
	var rows [][]any
	var moved []T
	seen := map[string]bool{}
	for _, v := range all {
		id, _, _, _ := t.at(v)
		if seen[id] { // a statement must not touch a row twice
			continue
		}
		seen[id] = true
		vals, version := t.values(v, 1, tx.Now), int64(1)
		if old, ok := have[id]; ok {
			was, now := t.values(old, 1, tx.Now), vals
			if was[4] == now[4] {
				taken.Same++
				continue
			}
			_, _, _, version = t.at(old)
			version++
			vals[5] = version
			taken.Changed++
		} else {
			taken.Added++
		}
		t.stamp(&v, version, tx.Now)
		rows, moved = append(rows, vals), append(moved, v)
	}
	if len(rows) == 0 {
		return taken, nil, nil
	}
	set := ""
	for _, c := range strings.Split("region, find, source, body, version, changed, "+t.columns, ", ") {
		set += ", " + c + " = excluded." + c
	}
	_, at, _, _ := t.at(moved[0]) // each was checked above
	return taken, moved, tx.InsertMany(ctx, at, `INSERT INTO `+t.name+` (id, region, find, source, body, version, changed, `+t.columns+`) @rows
		ON CONFLICT (id) DO UPDATE SET `+set[2:], rows)
}

var spoken = pinyin.NewArgs()

// findable is the text that a search looks into: small letters, pinyin, initials.
func findable(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	var full, initials strings.Builder
	for _, r := range s {
		if said := pinyin.SinglePinyin(r, spoken); len(said) > 0 {
			full.WriteString(said[0])
			initials.WriteByte(said[0][0])
		}
	}
	if full.Len() == 0 {
		return s
	}
	return s + " " + full.String() + " " + initials.String()
}

// like is the LIKE pattern of what a person typed.
func like(q string) string {
	q = strings.ToLower(strings.TrimSpace(q))
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(q) + "%"
}
