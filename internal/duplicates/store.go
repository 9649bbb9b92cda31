package duplicates

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"slices"
	"strings"

	"linli/internal/people"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of this feature's tables. No other package names them.
//
//go:embed schema/*.sql
var Schema embed.FS

const pairColumns = `id, region, a, b, probability, levels, state, joined, decided_by, found, version`

func scan(r *sql.Rows) (p Pair, err error) {
	var levels string
	var found int64
	if err = r.Scan(&p.ID, &p.Region, &p.a, &p.b, &p.Probability, &levels, &p.State, &p.joined, &p.by, &found, &p.Version); err != nil {
		return p, err
	}
	p.Found = store.Time(found)
	p.levels, err = groundsIn(levels)
	return p, err
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and numbers
	}
	return string(b)
}

func joinedOf(s string) (j people.Joined, err error) {
	err = json.Unmarshal([]byte(s), &j)
	return j, err
}

func pairByID(ctx context.Context, tx *store.Tx, id string) (Pair, error) {
	rows, err := tx.Query(ctx, `SELECT `+pairColumns+` FROM duplicate_pairs WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, scan)
}

// apartPairs are those that somebody has looked at and found to be two people.
func apartPairs(ctx context.Context, tx *store.Tx) ([][2]string, error) {
	rows, err := tx.Query(ctx, `SELECT a, b FROM duplicate_pairs WHERE state = ? AND @scope(region)`, Dismissed)
	return store.All(rows, err, func(r *sql.Rows) (two [2]string, err error) {
		return two, r.Scan(&two[0], &two[1])
	})
}

// Place is where a page of pairs ended.
type Place struct {
	Probability float64
	ID          string
}

func listPairs(ctx context.Context, tx *store.Tx, state State, after Place, limit int) ([]Pair, error) {
	if after.ID == "" {
		after.Probability = 2
	}
	rows, err := tx.Query(ctx, `
		SELECT `+pairColumns+` FROM duplicate_pairs
		WHERE (? = '' OR state = ?) AND (probability < ? OR probability = ? AND id > ?) AND @scope(region)
		ORDER BY probability DESC, id LIMIT ?`, string(state), string(state), after.Probability, after.Probability, after.ID, limit)
	return store.All(rows, err, scan)
}

func countPairs(ctx context.Context, tx *store.Tx, state State) (int64, error) {
	rows, err := tx.Query(ctx, `SELECT COUNT(*) FROM duplicate_pairs WHERE (? = '' OR state = ?) AND @scope(region)`, string(state), string(state))
	return store.One(rows, err, ErrNone, store.Value[int64])
}

// addPairs adds those that are not known, and tells how many. A pair keeps its
// region even where a record has moved since: its people are read anew.
func addPairs(ctx context.Context, tx *store.Tx, all []Pair) (int, error) {
	before, err := countPairs(ctx, tx, "")
	if err != nil {
		return 0, err
	}
	slices.SortFunc(all, func(a, b Pair) int { return strings.Compare(a.a+a.b, b.a+b.b) })
	by := map[region.Code][][]any{}
	var places []region.Code
	for _, p := range all {
		if by[p.Region] == nil {
			places = append(places, p.Region)
		}
		by[p.Region] = append(by[p.Region], []any{p.Region.Street(), p.ID, p.Region, p.a, p.b, p.Probability, text(p.levels), p.State, "", "", store.Micros(p.Found), store.Micros(p.Found), p.Version})
	}
	for _, at := range places {
		err := tx.InsertMany(ctx, at, `INSERT INTO duplicate_pairs (street, id, region, a, b, probability, levels, state, joined, decided_by, found, changed, version) @rows
			ON CONFLICT (street, a, b) DO NOTHING`, by[at])
		if err != nil {
			return 0, err
		}
	}
	after, err := countPairs(ctx, tx, "")
	return int(after - before), err
}

func savePair(ctx context.Context, tx *store.Tx, p Pair) error {
	n, err := tx.Exec(ctx, `
		UPDATE duplicate_pairs SET state = ?, joined = ?, decided_by = ?, changed = ?, version = version + 1
		WHERE id = ? AND version = ? AND @scope(region)`, p.State, p.joined, p.by, store.Micros(tx.Now), p.ID, p.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	return err
}

func addSearch(ctx context.Context, tx *store.Tx, s Search) error {
	return tx.Insert(ctx, s.Region, `INSERT INTO duplicate_checks (id, region, state, looked, found, progress, by_whom, created) VALUES (?, ?, ?, 0, 0, 0, ?, ?)`,
		s.ID, s.Region, s.State, s.by, store.Micros(s.Created))
}

func moveSearch(ctx context.Context, tx *store.Tx, s Search) error {
	_, err := tx.Exec(ctx, `UPDATE duplicate_checks SET state = ?, looked = ?, found = ?, progress = ? WHERE id = ? AND @scope(region)`, s.State, s.Looked, s.Found, s.Progress, s.ID)
	return err
}

func searchByID(ctx context.Context, tx *store.Tx, id string) (Search, error) {
	rows, err := tx.Query(ctx, `SELECT id, region, state, looked, found, progress, created FROM duplicate_checks WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, func(r *sql.Rows) (s Search, err error) {
		var created int64
		err = r.Scan(&s.ID, &s.Region, &s.State, &s.Looked, &s.Found, &s.Progress, &created)
		s.Created = store.Time(created)
		return s, err
	})
}
