package onedoor

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

const kindReason = "kinds of matters are the same in the whole district"

func kinds(ctx context.Context, tx *store.Tx) ([]Kind, error) {
	rows, err := tx.Unscoped(ctx, kindReason, `
		SELECT key, name_zh, name_en, department, days, evidence, follows, active, version FROM matter_kinds ORDER BY key`)
	return store.All(rows, err, scanKind)
}

func anyKind(ctx context.Context, tx *store.Tx, key string) (Kind, error) {
	rows, err := tx.Unscoped(ctx, kindReason, `
		SELECT key, name_zh, name_en, department, days, evidence, follows, active, version FROM matter_kinds WHERE key = ?`, key)
	return store.One(rows, err, ErrKind.On("kind"), scanKind)
}

func kindByKey(ctx context.Context, tx *store.Tx, key string) (Kind, error) {
	k, err := anyKind(ctx, tx, key)
	if err == nil && !k.Active {
		err = ErrKind.On("kind")
	}
	return k, err
}

func scanKind(r *sql.Rows) (k Kind, err error) {
	var evidence string
	if err = r.Scan(&k.Key, &k.NameZh, &k.NameEn, &k.Department, &k.Days, &evidence, &k.Follows, &k.Active, &k.Version); err != nil {
		return k, err
	}
	return k, json.Unmarshal([]byte(evidence), &k.Evidence)
}

func saveKind(ctx context.Context, tx *store.Tx, k Kind) (Kind, error) {
	evidence := jsonList(k.Evidence)
	if k.Version == 0 {
		_, err := tx.UnscopedExec(ctx, kindReason, `
			INSERT INTO matter_kinds (key, name_zh, name_en, department, days, evidence, follows, active, version)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)`, k.Key, k.NameZh, k.NameEn, k.Department, k.Days, evidence, k.Follows, k.Active)
		k.Version = 1
		if store.IsUnique(err) {
			err = api.ErrStale
		}
		return k, err
	}
	n, err := tx.UnscopedExec(ctx, kindReason, `
		UPDATE matter_kinds SET name_zh = ?, name_en = ?, department = ?, days = ?, evidence = ?, follows = ?, active = ?, version = version + 1
		WHERE key = ? AND version = ?`, k.NameZh, k.NameEn, k.Department, k.Days, evidence, k.Follows, k.Active, k.Key, k.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	k.Version++
	return k, err
}

const columns = `id, region, person, kind, state, outcome, reason, evidence, note, due, opened_by, created, changed, version`

func list(ctx context.Context, tx *store.Tx, f Filter, before string, limit int) ([]Matter, error) {
	if before == "" {
		before = "g" // sorts after every hexadecimal id
	}
	rows, err := tx.Query(ctx, `
		SELECT `+columns+` FROM matters
		WHERE id < ? AND (? = '' OR person = ?) AND (? = '' OR kind = ?) AND (? = '' OR state = ?)
			AND (? = '' OR due <> '' AND due < ? AND state IN ('submitted','accepted')) AND @scope(region)
		ORDER BY id DESC LIMIT ?`,
		before, f.Person, f.Person, f.Kind, f.Kind, f.State, f.State, f.LateOn, f.LateOn, limit)
	return store.All(rows, err, scan)
}

func byID(ctx context.Context, tx *store.Tx, id string) (Matter, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM matters WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

func scan(r *sql.Rows) (m Matter, err error) {
	var evidence string
	var created, changed int64
	if err = r.Scan(&m.ID, &m.Region, &m.Person, &m.Kind, &m.State, &m.Outcome, &m.Reason, &evidence, &m.Note, &m.Due, &m.OpenedBy, &created, &changed, &m.Version); err != nil {
		return m, err
	}
	m.Created, m.Changed = store.Time(created), store.Time(changed)
	return m, json.Unmarshal([]byte(evidence), &m.Evidence)
}

func openedBy(ctx context.Context, tx *store.Tx, person, kind, by string) (bool, error) {
	rows, err := tx.Query(ctx, `SELECT id FROM matters WHERE person = ? AND kind = ? AND opened_by = ? AND @scope(region)`, person, kind, by)
	all, err := store.All(rows, err, store.Value[string])
	return len(all) > 0, err
}

func add(ctx context.Context, tx *store.Tx, m Matter) error {
	return tx.Insert(ctx, m.Region, `
		INSERT INTO matters (street, `+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.Region.Street(), m.ID, m.Region, m.Person, m.Kind, m.State, m.Outcome, m.Reason, jsonList(m.Evidence), m.Note, m.Due, m.OpenedBy,
		store.Micros(m.Created), store.Micros(m.Changed), m.Version)
}

func save(ctx context.Context, tx *store.Tx, m Matter) error {
	n, err := tx.Exec(ctx, `
		UPDATE matters SET state = ?, outcome = ?, reason = ?, evidence = ?, note = ?, due = ?, changed = ?, version = version + 1
		WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		m.State, m.Outcome, m.Reason, jsonList(m.Evidence), m.Note, m.Due, store.Micros(m.Changed), m.Region.Street(), m.ID, m.Version)
	if err == nil && n != 1 {
		err = api.ErrStale // another hand was quicker
	}
	return err
}

func shelf(ctx context.Context, tx *store.Tx, person, day string) (map[string]bool, error) {
	rows, err := tx.Query(ctx, `
		SELECT key FROM matter_shelf WHERE person = ? AND (until = '' OR until >= ?) AND @scope(region)`, person, day)
	all, err := store.All(rows, err, store.Value[string])
	out := map[string]bool{}
	for _, k := range all {
		out[k] = true
	}
	return out, err
}

func putOnShelf(ctx context.Context, tx *store.Tx, m Matter, keys []string, until string) error {
	rows := make([][]any, 0, len(keys))
	for _, k := range keys {
		rows = append(rows, []any{m.Region.Street(), m.Person, k, m.Region, m.ID, store.Micros(tx.Now), until})
	}
	return tx.InsertMany(ctx, m.Region, `
		INSERT INTO matter_shelf (street, person, key, region, matter, shown, until) @rows
		ON CONFLICT (street, person, key) DO UPDATE SET matter = excluded.matter, shown = excluded.shown, until = excluded.until`, rows)
}

func jsonList(v []string) string {
	if v == nil {
		v = []string{}
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a list of strings
	}
	return string(b)
}
