package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"linli/internal/platform/access"
	"linli/internal/region"
)

// maxHoles is how many parameters one statement may carry: SQLite takes 32,766,
// PostgreSQL 65,535.
const maxHoles = 32_000

// nextWord finds the next "?" or "@scope(column)" in q at or after from: its
// bounds, and the column of a scope. Statements run to 100 kB, so no regexp.
func nextWord(q string, from int) (begin, end int, column string) {
	for i := from; i < len(q); i++ {
		switch q[i] {
		case '?':
			return i, i + 1, ""
		case '@':
			if rest, ok := strings.CutPrefix(q[i:], "@scope("); ok {
				if n := strings.IndexByte(rest, ')'); n > 0 {
					return i, i + len("@scope(") + n + 1, rest[:n]
				}
			}
		}
	}
	return -1, -1, ""
}

// expand turns our SQL into the engine's. It never writes a value into the text.
func (tx *Tx) expand(q string, args []any, mustScope bool) (string, []any, error) {
	if !mustScope && tx.db.Engine == SQLite && plain(q, args) {
		return q, args, nil
	}
	out := make([]any, 0, len(args)+4)
	var b strings.Builder
	last, next, scoped := 0, 0, false
	hole := func(v any) {
		out = append(out, v)
		if tx.db.Engine == Postgres {
			b.WriteString("$" + strconv.Itoa(len(out)))
		} else {
			b.WriteByte('?')
		}
	}
	b.Grow(len(q) + 64)
	for {
		begin, end, column := nextWord(q, last)
		if begin < 0 {
			break
		}
		b.WriteString(q[last:begin])
		last = end
		if column != "" {
			scoped = true
			tx.scope(&b, column, hole)
			continue
		}
		if next >= len(args) {
			return "", nil, fmt.Errorf("store: more ? than arguments in %q", q)
		}
		list(&b, args[next], hole)
		next++
	}
	b.WriteString(q[last:])
	if next != len(args) {
		return "", nil, fmt.Errorf("store: %d arguments for %d ? in %q", len(args), next, q)
	}
	if mustScope && !scoped {
		return "", nil, fmt.Errorf("store: statement without @scope: %q", q)
	}
	return b.String(), out, nil
}

// plain reports whether a statement is SQLite's already: no scope, no lists, and
// as many values as holes.
func plain(q string, args []any) bool {
	for _, v := range args {
		switch v.(type) {
		case string, int64, int, bool, float64, region.Code:
		default:
			return false
		}
	}
	return strings.Count(q, "?") == len(args) && !strings.Contains(q, "@scope(")
}

func (tx *Tx) scope(b *strings.Builder, col string, hole func(any)) {
	if tx.pass.Everywhere() {
		b.WriteString("1=1")
		return
	}
	if len(tx.pass.Places()) == 0 {
		b.WriteString("1=0")
		return
	}
	b.WriteByte('(')
	for i, place := range tx.pass.Places() {
		if i > 0 {
			b.WriteString(" OR ")
		}
		lo, hi := place.Bounds()
		b.WriteString(col + " >= ")
		hole(string(lo))
		b.WriteString(" AND " + col + " < ")
		hole(string(hi))
	}
	b.WriteByte(')')
}

// list writes one hole, or a comma-separated row of them for a slice that is
// not bytes; an empty slice is NULL, which matches nothing in IN.
func list(b *strings.Builder, v any, hole func(any)) {
	switch v.(type) {
	case string, int64, int, bool, float64, region.Code:
		hole(v)
		return
	}
	r := reflect.ValueOf(v)
	if r.Kind() != reflect.Slice || r.Type().Elem().Kind() == reflect.Uint8 {
		hole(v)
		return
	}
	if r.Len() == 0 {
		b.WriteString("NULL")
	}
	for i := range r.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		hole(r.Index(i).Interface())
	}
}

// InsertMany adds many rows that all lie in one place. head is
// "INSERT INTO t (a, b)" and may go on after the word @rows, for ON CONFLICT:
// "INSERT INTO t (a, b) @rows ON CONFLICT (a) DO NOTHING". Every row has the
// same number of values. O(len(rows)), a few statements.
func (tx *Tx) InsertMany(ctx context.Context, at region.Code, head string, rows [][]any) error {
	if !tx.pass.Covers(at) {
		return access.ErrOutside.On("region")
	}
	if len(rows) == 0 {
		return nil
	}
	head, tail, _ := strings.Cut(head, "@rows")
	width := len(rows[0])
	one := "(" + strings.TrimSuffix(strings.Repeat("?,", width), ",") + ")"
	for len(rows) > 0 {
		n := min(len(rows), max(1, maxHoles/max(width, 1)))
		args := make([]any, 0, n*width)
		for _, r := range rows[:n] {
			if len(r) != width {
				return fmt.Errorf("store: a row of %d values among rows of %d in %q", len(r), width, head)
			}
			args = append(args, r...)
		}
		q := head + " VALUES " + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + " " + tail
		if _, err := tx.exec(ctx, q, args, false); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// One reads exactly one row, or returns none when there is no row.
func One[T any](rows *sql.Rows, err error, none error, scan func(*sql.Rows) (T, error)) (T, error) {
	all, err := All(rows, err, scan)
	if err != nil || len(all) == 0 {
		var zero T
		if err == nil {
			err = none
		}
		return zero, err
	}
	return all[0], nil
}

// All reads every row and never forgets rows.Err.
func All[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err has the news
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// Each calls fn for every row without holding more than one in memory.
func Each(rows *sql.Rows, err error, fn func(*sql.Rows) error) error {
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err has the news
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Value scans a single column, for counts and look-ups.
func Value[T any](r *sql.Rows) (v T, err error) {
	err = r.Scan(&v)
	return v, err
}

// IsUnique reports whether err is a violated unique index or primary key.
func IsUnique(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// spoken turns "try again" of either engine into ErrBusy and leaves the rest.
func spoken(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01" || pg.Code == "55P03") {
		return fmt.Errorf("%w: %s", ErrBusy, pg.Message)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) && (lite.Code()&0xff == sqlite3.SQLITE_BUSY || lite.Code()&0xff == sqlite3.SQLITE_LOCKED) {
		return fmt.Errorf("%w: %s", ErrBusy, lite.Error())
	}
	return err
}
