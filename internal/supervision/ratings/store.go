package ratings

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of the ratings. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

const columns = `body, created, version`

func scan(r *sql.Rows) (x ServiceRating, err error) {
	var body string
	var created, version int64
	if err = r.Scan(&body, &created, &version); err != nil {
		return x, err
	}
	err = json.Unmarshal([]byte(body), &x)
	x.Created, x.Version = store.Time(created), version
	return x, err
}

func (x ServiceRating) body() string {
	x.OrgName = ""
	b, err := json.Marshal(x)
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

func add(ctx context.Context, tx *store.Tx, x ServiceRating) error {
	err := tx.Insert(ctx, x.Region, `INSERT INTO ratings (street, id, region, at, org, orderid, stars, created, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		x.Region.Street(), x.ID, x.Region, x.At, x.Org, x.Order, x.Stars, store.Micros(x.Created), x.Version, x.body())
	if store.IsUnique(err) {
		err = api.ErrStale // rated twice at once
	}
	return err
}

func save(ctx context.Context, tx *store.Tx, x *ServiceRating) error {
	n, err := tx.Exec(ctx, `UPDATE ratings SET stars = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND (@scope(region) OR @scope(at))`,
		x.Stars, x.body(), x.Region.Street(), x.ID, x.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	x.Version++
	return err
}

func byID(ctx context.Context, tx *store.Tx, id string) (ServiceRating, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM ratings WHERE id = ? AND (@scope(region) OR @scope(at))`, id)
	return store.One(rows, err, ErrNone, scan)
}

func ofOrder(ctx context.Context, tx *store.Tx, order string) (ServiceRating, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM ratings WHERE orderid = ? AND @scope(region)`, order)
	return store.One(rows, err, ErrNone, scan)
}

func list(ctx context.Context, tx *store.Tx, f Filter) ([]ServiceRating, error) {
	if f.Before == "" {
		f.Before = "g" // sorts after every hexadecimal id
	}
	q, args := `SELECT `+columns+` FROM ratings WHERE id < ?`, []any{f.Before}
	also := func(piece string, v any) { q, args = q+` AND `+piece, append(args, v) }
	if len(f.Orgs) > 0 {
		also(`org IN (?)`, f.Orgs)
	}
	if f.Org != "" {
		also(`org = ?`, f.Org)
	}
	if f.AtMost > 0 {
		also(`stars <= ?`, f.AtMost)
	}
	rows, err := tx.Query(ctx, q+` AND (@scope(region) OR @scope(at)) ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
	return store.All(rows, err, scan)
}
