package callbacks

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of the draws and calls. No other package names the tables.
//
//go:embed schema/*.sql
var Schema embed.FS

type record struct {
	Callback
	Hands []string
}

func scan(r *sql.Rows) (c Callback, err error) {
	var body string
	var version int64
	if err = r.Scan(&body, &version); err != nil {
		return c, err
	}
	var x record
	err = json.Unmarshal([]byte(body), &x)
	c = x.Callback
	c.Hands, c.Version = x.Hands, version
	return c, err
}

func scanDraw(r *sql.Rows) (d CallbackDraw, err error) {
	var body string
	if err = r.Scan(&body); err != nil {
		return d, err
	}
	var x drawRecord
	err = json.Unmarshal([]byte(body), &x)
	d = x.CallbackDraw
	d.pool = x.Pool
	return d, err
}

type drawRecord struct {
	CallbackDraw
	Pool []string `json:"from_orders"`
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

func (c Callback) body() string { c.OrgName = ""; return text(record{c, c.Hands}) }

func add(ctx context.Context, tx *store.Tx, d CallbackDraw, calls []Callback) error {
	err := tx.Insert(ctx, d.Region, `INSERT INTO callback_draws (street, id, region, created, body) VALUES (?, ?, ?, ?, ?)`, d.Region, d.ID, d.Region, store.Micros(d.Created), text(drawRecord{d, d.pool}))
	if err != nil {
		return err
	}
	rows := make([][]any, len(calls))
	for i, c := range calls {
		rows[i] = []any{d.Region, c.ID, c.Region, c.Draw, c.Order, c.Org, c.State, c.Version, c.body()}
	}
	err = tx.InsertMany(ctx, d.Region, `INSERT INTO callbacks (street, id, region, draw, orderid, org, state, version, body) @rows`, rows)
	if store.IsUnique(err) {
		err = api.ErrStale // drawn twice at once
	}
	return err
}

func save(ctx context.Context, tx *store.Tx, c *Callback) error {
	n, err := tx.Exec(ctx, `UPDATE callbacks SET state = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		c.State, c.body(), c.Region.Street(), c.ID, c.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	c.Version++
	return err
}

func byID(ctx context.Context, tx *store.Tx, id string) (Callback, error) {
	rows, err := tx.Query(ctx, `SELECT body, version FROM callbacks WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

func list(ctx context.Context, tx *store.Tx, state, draw string, limit int) ([]Callback, error) {
	rows, err := tx.Query(ctx, `SELECT body, version FROM callbacks WHERE (? = '' OR state = ?) AND (? = '' OR draw = ?) AND @scope(region) ORDER BY id DESC LIMIT ?`, state, state, draw, draw, limit)
	return store.All(rows, err, scan)
}

func draws(ctx context.Context, tx *store.Tx) ([]CallbackDraw, error) {
	rows, err := tx.Query(ctx, `SELECT body FROM callback_draws WHERE @scope(region) ORDER BY id DESC LIMIT 100`)
	return store.All(rows, err, scanDraw)
}

func drawByID(ctx context.Context, tx *store.Tx, id string) (CallbackDraw, error) {
	rows, err := tx.Query(ctx, `SELECT body FROM callback_draws WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scanDraw)
}

// drawn are the orders that were drawn at any time.
func drawn(ctx context.Context, tx *store.Tx) (map[string]bool, error) {
	rows, err := tx.Query(ctx, `SELECT orderid FROM callbacks WHERE @scope(region)`)
	return set(store.All(rows, err, store.Value[string]))
}

func set(all []string, err error) (map[string]bool, error) {
	out := make(map[string]bool, len(all))
	for _, x := range all {
		out[x] = true
	}
	return out, err
}
