package family

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
)

// Schema of the ties. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

const columns = `id, region, person, holder, helper, state, until, asked, version, body`

type body struct {
	Given     string   `json:"given,omitempty"`
	HelpsName string   `json:"helps,omitempty"`
	Relation  string   `json:"relation"`
	What      []string `json:"what"`
	Evidence  string   `json:"evidence,omitempty"`
	By        string   `json:"by,omitempty"`
	Decided   int64    `json:"decided,omitempty"`
}

func scan(r *sql.Rows) (t FamilyTie, err error) {
	var text string
	var asked int64
	if err = r.Scan(&t.ID, &t.Region, &t.Person, &t.holder, &t.Helper, &t.State, &t.Until, &asked, &t.Version, &text); err != nil {
		return t, err
	}
	var b body
	err = json.Unmarshal([]byte(text), &b)
	t.Asked, t.given, t.helpsName, t.Relation, t.What, t.Evidence, t.By = store.Time(asked), b.Given, b.HelpsName, b.Relation, b.What, b.Evidence, b.By
	if b.Decided != 0 {
		t.Decided = store.Time(b.Decided)
	}
	return t, err
}

func (t FamilyTie) text() string {
	b := body{Given: t.given, HelpsName: t.helpsName, Relation: t.Relation, What: t.What, Evidence: t.Evidence, By: t.By}
	if !t.Decided.IsZero() {
		b.Decided = store.Micros(t.Decided)
	}
	out, err := json.Marshal(b)
	if err != nil {
		panic(err) // our own types
	}
	return string(out)
}

func add(ctx context.Context, tx *store.Tx, t FamilyTie) error {
	return tx.Insert(ctx, t.Region, `INSERT INTO family_ties (street, id, region, person, holder, helper, state, until, asked, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.Region.Street(), t.ID, t.Region, t.Person, t.holder, t.Helper, t.State, t.Until, store.Micros(t.Asked), t.Version, t.text())
}

func save(ctx context.Context, tx *store.Tx, t *FamilyTie) error {
	n, err := tx.Exec(ctx, `UPDATE family_ties SET person = ?, helper = ?, state = ?, until = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		t.Person, t.Helper, t.State, t.Until, t.text(), t.Region.Street(), t.ID, t.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	t.Version++
	return err
}

func byID(ctx context.Context, tx *store.Tx, id string) (FamilyTie, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM family_ties WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

// ofHolder are the ties of an account, the newest first.
func ofHolder(ctx context.Context, tx *store.Tx, account string) ([]FamilyTie, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM family_ties WHERE holder = ? AND @scope(region) ORDER BY asked DESC, id LIMIT 200`, account)
	return store.All(rows, err, scan)
}

// ofPersons are the ties by which others act for these.
func ofPersons(ctx context.Context, tx *store.Tx, persons []string) ([]FamilyTie, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM family_ties WHERE person IN (?) AND @scope(region) ORDER BY asked DESC, id LIMIT 500`, persons)
	return store.All(rows, err, scan)
}

// ofHelper are the ties by which a person acts for others.
func ofHelper(ctx context.Context, tx *store.Tx, person string) ([]FamilyTie, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM family_ties WHERE helper = ? AND @scope(region)`, person)
	return store.All(rows, err, scan)
}

// over are the ties whose last day has passed, and what nobody has answered.
func over(ctx context.Context, tx *store.Tx, day string, askedBefore int64) ([]FamilyTie, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM family_ties WHERE (state = ? AND until <> '' AND until < ? OR state = ? AND asked < ?) AND @scope(region) LIMIT 500`, Agreed, day, Asked, askedBefore)
	return store.All(rows, err, scan)
}
