package vouchers

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/directory/hours"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of the vouchers. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

var shanghai = hours.Shanghai

const columns = `id, region, org, orderid, person, state, created, version, body`

func scan(r *sql.Rows) (v Voucher, err error) {
	var head Voucher
	var body string
	var created int64
	if err = r.Scan(&head.ID, &head.Region, &head.Org, &head.Order, &head.Person, &head.State, &created, &head.Version, &body); err != nil {
		return v, err
	}
	err = json.Unmarshal([]byte(body), &v)
	v.ID, v.Region, v.Org, v.Order, v.Person, v.State, v.Created, v.Version = head.ID, head.Region, head.Org, head.Order, head.Person, head.State, store.Time(created), head.Version
	return v, err
}

func (v Voucher) body() string {
	v.Name, v.OrgName = "", ""
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own types
	}
	return string(b)
}

func add(ctx context.Context, tx *store.Tx, v Voucher) error {
	return tx.Insert(ctx, v.Region, `INSERT INTO settlement_vouchers (street, `+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		v.Region.Street(), v.ID, v.Region, v.Org, v.Order, v.Person, v.State, store.Micros(v.Created), v.Version, v.body())
}

func save(ctx context.Context, tx *store.Tx, v *Voucher) error {
	n, err := tx.Exec(ctx, `UPDATE settlement_vouchers SET state = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND @scope(region)`, v.State, v.body(), v.Region.Street(), v.ID, v.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	v.Version++
	return err
}

func byID(ctx context.Context, tx *store.Tx, id string) (Voucher, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM settlement_vouchers WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

// Filter narrows a list.
type Filter struct {
	State  string
	Orgs   []string
	Before string
	Limit  int
}

func list(ctx context.Context, tx *store.Tx, f Filter) ([]Voucher, error) {
	if f.Before == "" {
		f.Before = "g" // sorts after every hexadecimal id
	}
	q, args := `SELECT `+columns+` FROM settlement_vouchers WHERE id < ?`, []any{f.Before}
	if f.State != "" {
		q, args = q+` AND state = ?`, append(args, f.State)
	}
	if len(f.Orgs) > 0 {
		q, args = q+` AND org IN (?)`, append(args, f.Orgs)
	}
	rows, err := tx.Query(ctx, q+` AND @scope(region) ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
	return store.All(rows, err, scan)
}
