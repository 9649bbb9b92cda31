package hsds

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/connect/hsds/packages"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of this package's tables. No other package names them.
//
//go:embed schema/*.sql
var Schema embed.FS

const openReason = "a published directory is for everybody to read"

func putRows(ctx context.Context, tx *store.Tx, at region.Code, source, table string, all []*packages.Entry, versions map[string]int64) error {
	var rows, links [][]any
	for _, e := range all {
		body, err := json.Marshal(e.Cells)
		if err != nil {
			return err
		}
		rows = append(rows, []any{table, e.ID, string(at), source, versions[e.ID], string(body)})
		for _, o := range owners(e) {
			links = append(links, []any{o, table, e.ID, string(at)})
		}
	}
	if err := tx.InsertMany(ctx, at, `
		INSERT INTO hsds_rows (tbl, id, region, source, version, body) @rows
		ON CONFLICT (tbl, id) DO UPDATE SET source = excluded.source, version = excluded.version, body = excluded.body`, rows); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM hsds_links WHERE tbl = ? AND id IN (?) AND @scope(region)`, table, ids(all)); err != nil {
		return err
	}
	return tx.InsertMany(ctx, at, `INSERT INTO hsds_links (parent, tbl, id, region)`, links)
}

type row struct {
	packages.Entry
	version int64
	parent  string
}

func scan(r *sql.Rows) (v row, err error) {
	var body string
	if err = r.Scan(&v.Table, &v.ID, &v.version, &body, &v.parent); err != nil {
		return v, err
	}
	return v, json.Unmarshal([]byte(body), &v.Cells)
}

func byIDs(ctx context.Context, tx *store.Tx, table string, ids []string) (map[string]row, error) {
	out := map[string]row{}
	for len(ids) > 0 {
		n := min(len(ids), 1000)
		rows, err := tx.Unscoped(ctx, openReason, `SELECT tbl, id, version, body, '' FROM hsds_rows WHERE tbl = ? AND id IN (?)`, table, ids[:n])
		all, err := store.All(rows, err, scan)
		if err != nil {
			return nil, err
		}
		for _, r := range all {
			out[r.ID] = r
		}
		ids = ids[n:]
	}
	return out, nil
}

// kids are what belongs to each of the parents, by parent and table.
func kids(ctx context.Context, tx *store.Tx, parents []string) (map[string]map[string][]row, error) {
	out := map[string]map[string][]row{}
	for len(parents) > 0 {
		n := min(len(parents), 1000)
		rows, err := tx.Unscoped(ctx, openReason, `
			SELECT r.tbl, r.id, r.version, r.body, l.parent FROM hsds_links l JOIN hsds_rows r ON r.tbl = l.tbl AND r.id = l.id
			WHERE l.parent IN (?) ORDER BY r.tbl, r.id`, parents[:n])
		all, err := store.All(rows, err, scan)
		if err != nil {
			return nil, err
		}
		for _, r := range all {
			if out[r.parent] == nil {
				out[r.parent] = map[string][]row{}
			}
			out[r.parent][r.Table] = append(out[r.parent][r.Table], r)
		}
		parents = parents[n:]
	}
	return out, nil
}

// allOf are the rows of a small table.
func allOf(ctx context.Context, tx *store.Tx, table string) ([]row, error) {
	rows, err := tx.Unscoped(ctx, openReason, `SELECT tbl, id, version, body, '' FROM hsds_rows WHERE tbl = ? ORDER BY id`, table)
	return store.All(rows, err, scan)
}
