package decisions

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/cloud/decisions/sites"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of this feature's tables. No other package names them.
//
//go:embed schema/*.sql
var Schema embed.FS

const columns = `body, state, progress, best, bound, version`

func scan(r *sql.Rows) (s Scenario, err error) {
	var body string
	var now Scenario
	if err = r.Scan(&body, &now.State, &now.Progress, &now.Best, &now.Limit, &now.Version); err != nil {
		return s, err
	}
	err = json.Unmarshal([]byte(body), &s)
	s.State, s.Progress, s.Best, s.Limit, s.Version = now.State, now.Progress, now.Best, now.Limit, now.Version
	return s, err
}

func byID(ctx context.Context, tx *store.Tx, id string) (Scenario, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM decisions_scenarios WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

func list(ctx context.Context, tx *store.Tx, f Filter, before string, limit int) ([]Scenario, error) {
	if before == "" {
		before = "g" // sorts after every hexadecimal id
	}
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM decisions_scenarios
		WHERE id < ? AND (? = '' OR kind = ?) AND (? = '' OR state = ?) AND @scope(region) ORDER BY id DESC LIMIT ?`, before, f.Kind, f.Kind, f.State, f.State, limit)
	return store.All(rows, err, scan)
}

func count(ctx context.Context, tx *store.Tx, f Filter) (int64, error) {
	rows, err := tx.Query(ctx, `SELECT COUNT(*) FROM decisions_scenarios WHERE (? = '' OR kind = ?) AND (? = '' OR state = ?) AND @scope(region)`, f.Kind, f.Kind, f.State, f.State)
	return store.One(rows, err, ErrNone, store.Value[int64])
}

func add(ctx context.Context, tx *store.Tx, s Scenario) error {
	return tx.Insert(ctx, s.Region, `INSERT INTO decisions_scenarios (id, region, kind, state, progress, body, result, cells, created, version) VALUES (?, ?, ?, ?, 0, ?, '', '', ?, 1)`,
		s.ID, s.Region, s.Kind, s.State, text(s), store.Micros(s.Created))
}

func save(ctx context.Context, tx *store.Tx, s Scenario) error {
	n, err := tx.Exec(ctx, `UPDATE decisions_scenarios SET state = ?, progress = ?, best = ?, bound = ?, body = ?, version = version + 1 WHERE id = ? AND version = ? AND @scope(region)`,
		s.State, s.Progress, s.Best, s.Limit, text(s), s.ID, s.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	return err
}

// advance writes how far a run has come and nothing else; it does not count as a
// change. It tells whether the scenario is still running.
func advance(ctx context.Context, tx *store.Tx, id string, at sites.Step) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE decisions_scenarios SET progress = ?, best = ?, bound = ? WHERE id = ? AND state = 'running' AND @scope(region)`, at.Share, at.Best, at.Bound, id)
	return n == 1, err
}

func keep(ctx context.Context, tx *store.Tx, id string, result, cells any) error {
	_, err := tx.Exec(ctx, `UPDATE decisions_scenarios SET result = ?, cells = ? WHERE id = ? AND @scope(region)`, text(result), text(cells), id)
	return err
}

// kept reads a result or the cells into v; it leaves v alone where there are none.
func kept(ctx context.Context, tx *store.Tx, id string, cells bool, v any) error {
	q := `SELECT result FROM decisions_scenarios WHERE id = ? AND @scope(region)`
	if cells {
		q = `SELECT cells FROM decisions_scenarios WHERE id = ? AND @scope(region)`
	}
	rows, err := tx.Query(ctx, q, id)
	body, err := store.One(rows, err, ErrNone, store.Value[string])
	if err != nil || body == "" {
		return err
	}
	return json.Unmarshal([]byte(body), v)
}

func remove(ctx context.Context, tx *store.Tx, id string, version int64) error {
	n, err := tx.Exec(ctx, `DELETE FROM decisions_scenarios WHERE id = ? AND version = ? AND @scope(region)`, id, version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	return err
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own types, with finite numbers
	}
	return string(b)
}
