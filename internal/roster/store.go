package roster

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of this feature's tables. No other package names them.
//
//go:embed schema/*.sql
var Schema embed.FS

const mappingReason = "how a form's columns are mapped is remembered for the whole installation and holds no personal data"

const columns = `id, region, name, file, digest, header, columns, mapping, state, total, line, taken, updated, unchanged, rejected, kept, error, account, created, changed, version`

func byID(ctx context.Context, tx *store.Tx, id string) (Batch, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM import_batches WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

func list(ctx context.Context, tx *store.Tx, before string, limit int) ([]Batch, error) {
	if before == "" {
		before = "g" // sorts after every hexadecimal id
	}
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM import_batches WHERE id < ? AND @scope(region) ORDER BY id DESC LIMIT ?`, before, limit)
	return store.All(rows, err, scan)
}

// unfinished are batches that somebody began to run and that have not moved
// since a moment.
func unfinished(ctx context.Context, tx *store.Tx, since int64) ([]Batch, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM import_batches WHERE state IN ('running','undoing') AND changed < ? AND @scope(region) ORDER BY id`, since)
	return store.All(rows, err, scan)
}

func scan(r *sql.Rows) (b Batch, err error) {
	var cols, mapping string
	var created, changed int64
	err = r.Scan(&b.ID, &b.Region, &b.Name, &b.file, &b.digest, &b.header, &cols, &mapping, &b.State, &b.Total, &b.line, &b.Taken, &b.Updated, &b.Unchanged,
		&b.Rejected, &b.Kept, &b.Error, &b.Account, &created, &changed, &b.Version)
	if err != nil {
		return b, err
	}
	b.Created, b.Changed, b.Done = store.Time(created), store.Time(changed), b.done()
	if err := json.Unmarshal([]byte(cols), &b.Columns); err != nil {
		return b, err
	}
	return b, json.Unmarshal([]byte(mapping), &b.Mapping)
}

func add(ctx context.Context, tx *store.Tx, b Batch) error {
	return tx.Insert(ctx, b.Region, `
		INSERT INTO import_batches (street, `+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		b.Region.Street(), b.ID, b.Region, b.Name, b.file, b.digest, b.header, text(b.Columns), text(b.Mapping), b.State, b.Total, b.line, b.Taken, b.Updated, b.Unchanged,
		b.Rejected, b.Kept, b.Error, b.Account, store.Micros(b.Created), store.Micros(b.Changed), b.Version)
}

func save(ctx context.Context, tx *store.Tx, b Batch) error {
	n, err := tx.Exec(ctx, `
		UPDATE import_batches SET mapping = ?, state = ?, total = ?, line = ?, taken = ?, updated = ?, unchanged = ?, rejected = ?, kept = ?, error = ?, changed = ?, version = version + 1
		WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		text(b.Mapping), b.State, b.Total, b.line, b.Taken, b.Updated, b.Unchanged, b.Rejected, b.Kept, b.Error, store.Micros(tx.Now), b.Region.Street(), b.ID, b.Version)
	if err == nil && n != 1 {
		err = api.ErrStale // another hand runs this batch
	}
	return err
}

func text(v []string) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a list of strings
	}
	return string(b)
}

func addChanges(ctx context.Context, tx *store.Tx, b Batch, from int64, changes []string) error {
	rows := make([][]any, len(changes))
	for i, c := range changes {
		rows[i] = []any{b.Region.Street(), b.ID, from + int64(i), b.Region, c}
	}
	return tx.InsertMany(ctx, b.Region, `INSERT INTO import_changes (street, batch, n, region, change)`, rows)
}

type changeRow struct {
	n    int64
	text string
}

func lastChanges(ctx context.Context, tx *store.Tx, b Batch, limit int) ([]changeRow, error) {
	rows, err := tx.Query(ctx, `SELECT n, change FROM import_changes WHERE street = ? AND batch = ? AND @scope(region) ORDER BY n DESC LIMIT ?`, b.Region.Street(), b.ID, limit)
	return store.All(rows, err, func(r *sql.Rows) (c changeRow, err error) {
		err = r.Scan(&c.n, &c.text)
		return c, err
	})
}

func dropChanges(ctx context.Context, tx *store.Tx, b Batch, from int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM import_changes WHERE street = ? AND batch = ? AND n >= ? AND @scope(region)`, b.Region.Street(), b.ID, from)
	return err
}

func addErrors(ctx context.Context, tx *store.Tx, b Batch, rows [][]any) error {
	return tx.InsertMany(ctx, b.Region, `INSERT INTO import_errors (street, batch, line, region, cells, reasons)`, rows)
}

// ErrorRow is a bad row: its cells are sealed.
type errorRow struct {
	line           int64
	cells, reasons string
}

func errorsOf(ctx context.Context, tx *store.Tx, b Batch, after int64, limit int) ([]errorRow, error) {
	rows, err := tx.Query(ctx, `
		SELECT line, cells, reasons FROM import_errors WHERE street = ? AND batch = ? AND line > ? AND @scope(region) ORDER BY line LIMIT ?`,
		b.Region.Street(), b.ID, after, limit)
	return store.All(rows, err, func(r *sql.Rows) (e errorRow, err error) {
		err = r.Scan(&e.line, &e.cells, &e.reasons)
		return e, err
	})
}

func remembered(ctx context.Context, tx *store.Tx, digest string) ([]string, error) {
	rows, err := tx.Unscoped(ctx, mappingReason, `SELECT mapping FROM import_mappings WHERE digest = ?`, digest)
	all, err := store.All(rows, err, store.Value[string])
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var out []string
	return out, json.Unmarshal([]byte(all[0]), &out)
}

func remember(ctx context.Context, tx *store.Tx, digest string, mapping []string) error {
	_, err := tx.UnscopedExec(ctx, mappingReason, `
		INSERT INTO import_mappings (digest, mapping, changed) VALUES (?, ?, ?)
		ON CONFLICT (digest) DO UPDATE SET mapping = excluded.mapping, changed = excluded.changed`, digest, text(mapping), store.Micros(tx.Now))
	return err
}
