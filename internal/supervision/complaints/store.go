package complaints

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of the complaints. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

const (
	columns = `body, region, person, state, handler, wake, created, version`
	reason  = "a provider is told of complaints of it wherever they were filed"
)

type record struct {
	ServiceComplaint
	Keep keep
}

func (s *Service) scan(r *sql.Rows) (c ServiceComplaint, err error) {
	var sealed, at, person, state, handler string
	var wake, created, version int64
	if err = r.Scan(&sealed, &at, &person, &state, &handler, &wake, &created, &version); err != nil {
		return c, err
	}
	text, err := s.Box.Open(sealed)
	if err != nil {
		return c, err
	}
	var x record
	if err = json.Unmarshal([]byte(text), &x); err != nil {
		return c, fmt.Errorf("complaints: a body: %w", err)
	}
	region := x.Region
	c = x.ServiceComplaint
	c.Region, c.keep = region, x.Keep
	c.Person, c.State, c.Handler, c.wake, c.Created, c.Version = person, State(state), handler, store.Time(wake), store.Time(created), version
	return c, nil
}

func (s *Service) body(c ServiceComplaint) string {
	c.OrgName, c.HandledBy = "", ""
	b, err := json.Marshal(record{c, c.keep})
	if err != nil {
		panic(err) // our own types
	}
	return s.Box.Seal(string(b))
}

// digest is what is kept of a receipt.
func (s *Service) digest(receipt string) string {
	if receipt == "" {
		return ""
	}
	return s.Box.Blind("complaint receipt", strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(receipt), "-", "")))
}

func (s *Service) add(ctx context.Context, tx *store.Tx, c ServiceComplaint, receipt string) error {
	return tx.Insert(ctx, c.Region, `INSERT INTO complaints (street, id, region, org, person, orderid, receipt, state, handler, wake, created, version, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Street, c.ID, c.Region, c.Org, c.Person, c.Order, s.digest(receipt), string(c.State), c.Handler, store.Micros(c.wake), store.Micros(c.Created), c.Version, s.body(c))
}

func (s *Service) save(ctx context.Context, tx *store.Tx, c *ServiceComplaint) error {
	n, err := tx.Exec(ctx, `UPDATE complaints SET region = ?, person = ?, state = ?, handler = ?, wake = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		c.Region, c.Person, string(c.State), c.Handler, store.Micros(c.wake), s.body(*c), c.Street, c.ID, c.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	c.Version++
	return err
}

func (s *Service) byID(ctx context.Context, tx *store.Tx, id string) (ServiceComplaint, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM complaints WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, s.scan)
}

func (s *Service) byReceipt(ctx context.Context, tx *store.Tx, receipt string) (ServiceComplaint, error) {
	d := s.digest(receipt)
	if d == "" {
		return ServiceComplaint{}, ErrNone
	}
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM complaints WHERE receipt = ? AND @scope(region)`, d)
	return store.One(rows, err, ErrNone, s.scan)
}

func (s *Service) list(ctx context.Context, tx *store.Tx, f Filter, everywhere bool) ([]ServiceComplaint, error) {
	if f.Before == "" {
		f.Before = "g" // sorts after every hexadecimal id
	}
	q, args := `SELECT `+columns+` FROM complaints WHERE id < ?`, []any{f.Before}
	also := func(piece string, v any) { q, args = q+` AND `+piece, append(args, v) }
	if len(f.States) > 0 {
		also(`state IN (?)`, f.States)
	}
	if f.Orgs != nil {
		also(`org IN (?)`, f.Orgs)
	}
	if f.Persons != nil {
		also(`person IN (?)`, f.Persons)
	}
	if f.Handler != "" {
		also(`handler = ?`, f.Handler)
	}
	if f.Overdue {
		also(`state IN ('filed','assigned') AND wake <= ?`, store.Micros(tx.Now))
	}
	if everywhere {
		rows, err := tx.Unscoped(ctx, reason, q+` ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
		return store.All(rows, err, s.scan)
	}
	rows, err := tx.Query(ctx, q+` AND @scope(region) ORDER BY id DESC LIMIT ?`, append(args, f.Limit)...)
	return store.All(rows, err, s.scan)
}

// due are those whose time has come.
func (s *Service) due(ctx context.Context, tx *store.Tx) ([]string, error) {
	rows, err := tx.Query(ctx, `SELECT id FROM complaints WHERE wake > 0 AND wake <= ? AND @scope(region) ORDER BY wake LIMIT 500`, store.Micros(tx.Now))
	return store.All(rows, err, store.Value[string])
}

func (s *Service) merge(ctx context.Context, tx *store.Tx, from, into string) error {
	_, err := tx.Exec(ctx, `UPDATE complaints SET person = ?, version = version + 1 WHERE person = ? AND @scope(region)`, into, from)
	return err
}
