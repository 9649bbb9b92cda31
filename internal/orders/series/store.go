package series

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of the series. No other package names the tables.
//
//go:embed schema/*.sql
var Schema embed.FS

type record struct {
	OrderSeries
	Keep Keep
}

const columns = `body, region, person, state, upto, created, version`

func scan(r *sql.Rows) (x OrderSeries, err error) {
	var body, at, person, upto string
	var state State
	var created, version int64
	if err = r.Scan(&body, &at, &person, &state, &upto, &created, &version); err != nil {
		return x, err
	}
	var rec record
	if err = json.Unmarshal([]byte(body), &rec); err != nil {
		return x, err
	}
	x = rec.OrderSeries
	x.Keep, x.State, x.Person, x.Upto, x.Created, x.Version = rec.Keep, state, person, upto, store.Time(created), version
	return x, nil
}

func (x OrderSeries) body() string {
	b, err := json.Marshal(record{x, x.Keep})
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

func add(ctx context.Context, tx *store.Tx, x OrderSeries) error {
	return tx.Insert(ctx, x.Region, `
		INSERT INTO order_series (street, id, region, at, org, person, state, upto, last_day, created, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		x.Region.Street(), x.ID, x.Region, x.At, x.Org, x.Person, string(x.State), x.Upto, x.Rule.To, store.Micros(x.Created), x.Version, x.body())
}

func save(ctx context.Context, tx *store.Tx, x *OrderSeries) error {
	n, err := tx.Exec(ctx, `UPDATE order_series SET person = ?, state = ?, upto = ?, last_day = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND (@scope(region) OR @scope(at))`,
		x.Person, string(x.State), x.Upto, x.Rule.To, x.body(), x.Region.Street(), x.ID, x.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	x.Version++
	return err
}

func byID(ctx context.Context, tx *store.Tx, id string) (OrderSeries, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM order_series WHERE id = ? AND (@scope(region) OR @scope(at))`, id)
	return store.One(rows, err, ErrNone, scan)
}

// Filter narrows a list.
type Filter struct {
	Persons, Orgs []string // nil: any
	Ended         bool     // these too
	Before        string
	Limit         int
}

func list(ctx context.Context, tx *store.Tx, f Filter) ([]OrderSeries, error) {
	if f.Before == "" {
		f.Before = "g" // sorts after every hexadecimal id
	}
	q, args := `SELECT `+columns+` FROM order_series WHERE id < ?`, []any{f.Before}
	if f.Persons != nil {
		q, args = q+` AND person IN (?)`, append(args, f.Persons)
	}
	if f.Orgs != nil {
		q, args = q+` AND org IN (?)`, append(args, f.Orgs)
	}
	if !f.Ended {
		q += ` AND state = 'active'`
	}
	rows, err := tx.Query(ctx, q+` AND (@scope(region) OR @scope(at)) ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
	return store.All(rows, err, scan)
}

// due are the active series whose orders are not in up to a day.
func due(ctx context.Context, tx *store.Tx, upto, today string, after string) ([]OrderSeries, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+columns+` FROM order_series WHERE state = 'active' AND upto < ? AND (last_day > upto OR last_day < ?) AND id > ? AND @scope(region) ORDER BY id LIMIT 200`, upto, today, after)
	return store.All(rows, err, scan)
}

// claim takes a day; false where it was tried already.
func claim(ctx context.Context, tx *store.Tx, x OrderSeries, o Outcome) (bool, error) {
	if err := tx.Insert(ctx, x.Region, `
		INSERT INTO order_series_days (street, series, day, region, outcome, refused, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		x.Region.Street(), x.ID, o.Day, x.Region, o.Order+o.Refused, o.Refused != "", store.Micros(tx.Now)); err != nil {
		if store.IsUnique(err) {
			return false, nil
		}
		return false, err
	}
	return true, nil
}

// forget lets days be tried again: those of a pause that was taken back.
func forget(ctx context.Context, tx *store.Tx, x OrderSeries, days []string) error {
	_, err := tx.Exec(ctx, `DELETE FROM order_series_days WHERE street = ? AND series = ? AND day IN (?) AND @scope(region)`, x.Region.Street(), x.ID, days)
	return err
}

func outcomes(ctx context.Context, tx *store.Tx, x OrderSeries, from string) ([]Outcome, error) {
	rows, err := tx.Query(ctx, `SELECT day, outcome, refused FROM order_series_days WHERE street = ? AND series = ? AND day >= ? AND @scope(region) ORDER BY day LIMIT 400`, x.Region.Street(), x.ID, from)
	return store.All(rows, err, func(r *sql.Rows) (o Outcome, err error) {
		var what string
		var refused bool
		err = r.Scan(&o.Day, &what, &refused)
		if refused {
			o.Refused = what
		} else {
			o.Order = what
		}
		return o, err
	})
}
