package waiting

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/orders/slots"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of the line. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

const reason = "a line at a point is of people of other streets too"

type record struct {
	Waiting
	Keep Keep
}

const columns = `body, region, person, state, wake, created, version`

func scan(r *sql.Rows) (w Waiting, err error) {
	var x record
	var body string
	var wake, created int64
	var at, person string
	if err = r.Scan(&body, &at, &person, &w.State, &wake, &created, &w.Version); err != nil {
		return w, err
	}
	if err = json.Unmarshal([]byte(body), &x); err != nil {
		return w, err
	}
	state, version := w.State, w.Version
	w = x.Waiting
	w.Keep, w.State, w.Version, w.Until, w.Created = x.Keep, state, version, store.Time(wake), store.Time(created)
	w.Person = person
	return w, nil
}

func (w Waiting) body() string {
	b, err := json.Marshal(record{w, w.Keep})
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

func add(ctx context.Context, tx *store.Tx, w Waiting) error {
	err := tx.Insert(ctx, w.Region, `
		INSERT INTO order_waiting (street, id, region, at, org, person, service, point, day, slot, state, wake, created, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.Region.Street(), w.ID, w.Region, w.At, w.Org, w.Person, w.Service, w.Point, w.Day, w.Slot.Key, string(w.State), store.Micros(w.Until), store.Micros(w.Created), w.Version, w.body())
	if store.IsUnique(err) {
		err = ErrTwice.On("slot")
	}
	return err
}

// save writes a row that was read at w.Version. Whose turn it is does not depend
// on who gave a place back, so it goes past the scope.
func save(ctx context.Context, tx *store.Tx, w *Waiting) error {
	n, err := tx.UnscopedExec(ctx, reason, `UPDATE order_waiting SET state = ?, wake = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ?`,
		string(w.State), store.Micros(w.Until), w.body(), w.Region.Street(), w.ID, w.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	w.Version++
	return err
}

func byID(ctx context.Context, tx *store.Tx, id string) (Waiting, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM order_waiting WHERE id = ? AND (@scope(region) OR @scope(at))`, id)
	return store.One(rows, err, ErrNone, scan)
}

// line is who waits for a time, unordered.
func line(ctx context.Context, tx *store.Tx, p slots.Place) ([]Waiting, error) {
	rows, err := tx.Unscoped(ctx, reason, `SELECT `+columns+` FROM order_waiting WHERE point = ? AND service = ? AND day = ? AND slot = ? AND state = 'waiting'`, p.Point, p.Service, p.Day, p.Slot)
	return store.All(rows, err, scan)
}

// Filter narrows a list.
type Filter struct {
	Persons, Orgs []string // nil: any
	Point         string
	Service       string
	Day           string
	Ended         bool // these too
	Before        string
	Limit         int
}

func list(ctx context.Context, tx *store.Tx, f Filter) ([]Waiting, error) {
	if f.Before == "" {
		f.Before = "g" // sorts after every hexadecimal id
	}
	q, args := `SELECT `+columns+` FROM order_waiting WHERE id < ?`, []any{f.Before}
	also := func(piece string, v any) { q, args = q+` AND `+piece, append(args, v) }
	if f.Persons != nil {
		also(`person IN (?)`, f.Persons)
	}
	if f.Orgs != nil {
		also(`org IN (?)`, f.Orgs)
	}
	for _, x := range [][2]string{{`point = ?`, f.Point}, {`service = ?`, f.Service}, {`day = ?`, f.Day}} {
		if x[1] != "" {
			also(x[0], x[1])
		}
	}
	if !f.Ended {
		q += ` AND state IN ('waiting', 'offered')`
	}
	rows, err := tx.Query(ctx, q+` AND (@scope(region) OR @scope(at)) ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
	return store.All(rows, err, scan)
}

// due are offers and lines whose time has come.
func due(ctx context.Context, tx *store.Tx, now int64) ([]Waiting, error) {
	rows, err := tx.Unscoped(ctx, reason, `SELECT `+columns+` FROM order_waiting WHERE wake <= ? AND state IN ('waiting', 'offered') ORDER BY wake LIMIT 200`, now)
	return store.All(rows, err, scan)
}
