package door

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of the cases. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

type record struct {
	Number, Round, Service, Day, Slot, Person string
	Frail                                     bool
	Log                                       []DoorTry
}

const columns = `id, region, at, org, orderid, courier, step, wake, ended, created, version, body`

func scan(r *sql.Rows) (c DoorCase, err error) {
	var body string
	var wake, created int64
	if err = r.Scan(&c.ID, &c.Region, &c.At, &c.Org, &c.Order, &c.Courier, &c.Step, &wake, &c.Ended, &created, &c.Version, &body); err != nil {
		return c, err
	}
	var x record
	err = json.Unmarshal([]byte(body), &x)
	c.Due, c.Created = store.Time(wake), store.Time(created)
	c.Number, c.Round, c.Service, c.Day, c.Slot, c.Person, c.Frail, c.Log = x.Number, x.Round, x.Service, x.Day, x.Slot, x.Person, x.Frail, x.Log
	return c, err
}

func (c DoorCase) body() string {
	log := make([]DoorTry, len(c.Log))
	for i, t := range c.Log {
		t.ByName = ""
		log[i] = t
	}
	b, err := json.Marshal(record{c.Number, c.Round, c.Service, c.Day, c.Slot, c.Person, c.Frail, log})
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

// add writes a new case; ErrOpen where the order has one that is open.
func add(ctx context.Context, tx *store.Tx, c DoorCase) error {
	err := tx.Insert(ctx, c.Region, `INSERT INTO door_cases (street, `+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Region.Street(), c.ID, c.Region, c.At, c.Org, c.Order, c.Courier, string(c.Step), store.Micros(c.Due), string(c.Ended), store.Micros(c.Created), c.Version, c.body())
	if store.IsUnique(err) {
		err = ErrOpen
	}
	return err
}

func save(ctx context.Context, tx *store.Tx, c *DoorCase) error {
	n, err := tx.Exec(ctx, `UPDATE door_cases SET step = ?, wake = ?, ended = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND (@scope(region) OR @scope(at))`,
		string(c.Step), store.Micros(c.Due), string(c.Ended), c.body(), c.Region.Street(), c.ID, c.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	c.Version++
	return err
}

func byID(ctx context.Context, tx *store.Tx, id string) (DoorCase, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM door_cases WHERE id = ? AND (@scope(region) OR @scope(at))`, id)
	return store.One(rows, err, ErrNone, scan)
}

func list(ctx context.Context, tx *store.Tx, f Filter) ([]DoorCase, error) {
	q, args := ``, []any{}
	also := func(piece string, v ...any) { q, args = q+` AND `+piece, append(args, v...) }
	if f.Before == "" {
		f.Before = "g" // sorts after every hexadecimal id
	}
	also(`id < ?`, f.Before)
	if f.Open {
		also(`ended = ''`)
	}
	if f.Orders != nil {
		also(`orderid IN (?)`, f.Orders)
	}
	if f.Orgs != nil {
		also(`org IN (?)`, f.Orgs)
	}
	if f.Courier != "" {
		also(`courier = ?`, f.Courier)
	}
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM door_cases WHERE 1 = 1`+q+` AND (@scope(region) OR @scope(at)) ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
	return store.All(rows, err, scan)
}

// due are the cases whose step's minutes are over.
func due(ctx context.Context, tx *store.Tx) ([]DoorCase, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM door_cases WHERE wake > 0 AND wake <= ? AND @scope(region) ORDER BY wake LIMIT 200`, store.Micros(tx.Now))
	return store.All(rows, err, scan)
}
