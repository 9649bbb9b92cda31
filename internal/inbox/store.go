package inbox

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"time"

	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of the messages. No other package names the tables.
//
//go:embed schema/*.sql
var Schema embed.FS

type row struct {
	id, person, kind, subject string
	region                    region.Code
	at                        time.Time
	facts                     facts
	read                      bool
}

func scan(r *sql.Rows) (m row, err error) {
	var at int64
	var body string
	if err = r.Scan(&m.id, &m.person, &m.kind, &m.subject, &m.region, &at, &body, &m.read); err != nil {
		return m, err
	}
	m.at = store.Time(at)
	return m, json.Unmarshal([]byte(body), &m.facts)
}

func add(ctx context.Context, tx *store.Tx, m row) error {
	body, err := json.Marshal(m.facts)
	if err != nil {
		panic(err) // our own types
	}
	return tx.Insert(ctx, m.region, `INSERT INTO inbox_messages (street, id, region, person, kind, subject, at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		m.region.Street(), m.id, m.region, m.person, m.kind, m.subject, store.Micros(m.at), string(body))
}

// list is the newest messages about these people, before an id.
func list(ctx context.Context, tx *store.Tx, account string, persons []string, before string, limit int) ([]row, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	if before == "" {
		before = "g" // sorts after every hexadecimal id
	}
	rows, err := tx.Query(ctx, `SELECT m.id, m.person, m.kind, m.subject, m.region, m.at, m.body, CASE WHEN r.message IS NULL THEN FALSE ELSE TRUE END
		FROM inbox_messages m LEFT JOIN inbox_reads r ON r.account = ? AND r.message = m.id
		WHERE m.person IN (?) AND m.id < ? AND @scope(m.region) ORDER BY m.id DESC LIMIT ?`, account, persons, before, limit)
	return store.All(rows, err, scan)
}

func unread(ctx context.Context, tx *store.Tx, account string, persons []string) (int64, error) {
	if len(persons) == 0 {
		return 0, nil
	}
	rows, err := tx.Query(ctx, `SELECT COUNT(*) FROM inbox_messages m WHERE m.person IN (?) AND @scope(m.region) AND NOT EXISTS (SELECT 1 FROM inbox_reads r WHERE r.account = ? AND r.message = m.id)`, persons, account)
	return store.One(rows, err, nil, store.Value[int64])
}

func about(ctx context.Context, tx *store.Tx, id string) (person string, err error) {
	rows, err := tx.Query(ctx, `SELECT person FROM inbox_messages WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, store.Value[string])
}

func mark(ctx context.Context, tx *store.Tx, account, message string, at time.Time) error {
	_, err := tx.UnscopedExec(ctx, "what an account has read lies with the account, not in a place", `INSERT INTO inbox_reads (account, message, at) VALUES (?, ?, ?) ON CONFLICT (account, message) DO NOTHING`, account, message, store.Micros(at))
	return err
}

func clear(ctx context.Context, tx *store.Tx, before time.Time) (int, error) {
	n, err := tx.Exec(ctx, `DELETE FROM inbox_messages WHERE at < ? AND @scope(region)`, store.Micros(before))
	if err == nil {
		_, err = tx.UnscopedExec(ctx, "what an account has read lies with the account, not in a place", `DELETE FROM inbox_reads WHERE at < ?`, store.Micros(before))
	}
	return int(n), err
}
