package exchange

import (
	"context"
	"database/sql"
	"encoding/json"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

func scanRun(r *sql.Rows) (v Run, err error) {
	var body string
	if err = r.Scan(&body, &v.State, &v.Progress, &v.Version); err != nil {
		return v, err
	}
	state, progress, version := v.State, v.Progress, v.Version
	err = json.Unmarshal([]byte(body), &v)
	v.State, v.Progress, v.Version = state, progress, version
	return v, err
}

func runByID(ctx context.Context, tx *store.Tx, id string) (Run, error) {
	rows, err := tx.Query(ctx, `SELECT body, state, progress, version FROM exchange_runs WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNoRun, scanRun)
}

func listRuns(ctx context.Context, tx *store.Tx, before string, limit int) ([]Run, error) {
	if before == "" {
		before = "g" // sorts after every hexadecimal id
	}
	rows, err := tx.Query(ctx, `SELECT body, state, progress, version FROM exchange_runs WHERE id < ? AND @scope(region) ORDER BY id DESC LIMIT ?`, before, limit)
	return store.All(rows, err, scanRun)
}

func addRun(ctx context.Context, tx *store.Tx, r Run) error {
	return tx.Insert(ctx, r.Region, `INSERT INTO exchange_runs (id, region, state, progress, body, created, version) VALUES (?, ?, ?, ?, ?, ?, 1)`,
		r.ID, r.Region, r.State, r.Progress, body(r), store.Micros(r.Created))
}

func saveRun(ctx context.Context, tx *store.Tx, r Run) error {
	n, err := tx.Exec(ctx, `UPDATE exchange_runs SET state = ?, progress = ?, body = ?, version = version + 1 WHERE id = ? AND version = ? AND @scope(region)`,
		r.State, r.Progress, body(r), r.ID, r.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	return err
}

// advance writes progress and nothing else; it does not count as a change.
func advance(ctx context.Context, tx *store.Tx, id string, progress float64) error {
	_, err := tx.Exec(ctx, `UPDATE exchange_runs SET progress = ? WHERE id = ? AND state = 'running' AND @scope(region)`, progress, id)
	return err
}

func body(r Run) string {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // our own type
	}
	return string(b)
}

// putRows writes the rows of a run anew.
func putRows(ctx context.Context, tx *store.Tx, run string, at region.Code, all []Row) error {
	if _, err := tx.Exec(ctx, `DELETE FROM exchange_matches WHERE run = ? AND @scope(region)`, run); err != nil {
		return err
	}
	rows := make([][]any, len(all))
	for i, r := range all {
		rows[i] = []any{r.Region.Street(), run, r.Need, r.Region, r.version, r.Offer, r.DistanceM, r.Rank, r.Possible, r.Weight, string(r.Why), r.State}
	}
	return tx.InsertMany(ctx, at, `
		INSERT INTO exchange_matches (street, run, need, region, need_version, offer, distance_m, place, possible, weight, why, state)`, rows)
}

const rowSQL = `
	SELECT m.need, n.subject, m.region, n.category, n.urgency, m.weight, m.offer, m.distance_m, m.place, m.possible, m.why, m.state, n.lon, n.lat, m.need_version
	FROM exchange_matches m JOIN exchange_needs n ON n.street = m.street AND n.id = m.need `

func scanRow(r *sql.Rows) (v Row, err error) {
	err = r.Scan(&v.Need, &v.Person, &v.Region, &v.Category, &v.Urgency, &v.Weight, &v.Offer, &v.DistanceM, &v.Rank, &v.Possible, &v.Why, &v.State, &v.From[0], &v.From[1], &v.version)
	return v, err
}

func listRows(ctx context.Context, tx *store.Tx, run string, unmatched bool, category, after string, limit int) ([]Row, error) {
	rows, err := tx.Query(ctx, rowSQL+`
		WHERE m.run = ? AND (m.state = 'unmatched') = ? AND m.need > ? AND (? = '' OR n.category = ?) AND @scope(m.region) ORDER BY m.need LIMIT ?`,
		run, unmatched, after, category, category, limit)
	return store.All(rows, err, scanRow)
}

// lastRow is how the newest run that looked at a need decided.
func lastRow(ctx context.Context, tx *store.Tx, need string) ([]Row, string, error) {
	type pair struct {
		row Row
		run string
	}
	rows, err := tx.Query(ctx, `
		SELECT m.need, n.subject, m.region, n.category, n.urgency, m.weight, m.offer, m.distance_m, m.place, m.possible, m.why, m.state, n.lon, n.lat, m.need_version, m.run
		FROM exchange_matches m JOIN exchange_needs n ON n.street = m.street AND n.id = m.need
		WHERE m.need = ? AND @scope(m.region) ORDER BY m.run DESC LIMIT 1`, need)
	all, err := store.All(rows, err, func(r *sql.Rows) (p pair, err error) {
		v := &p.row
		err = r.Scan(&v.Need, &v.Person, &v.Region, &v.Category, &v.Urgency, &v.Weight, &v.Offer, &v.DistanceM, &v.Rank, &v.Possible, &v.Why, &v.State, &v.From[0], &v.From[1], &v.version, &p.run)
		return p, err
	})
	if err != nil || len(all) == 0 {
		return nil, "", err
	}
	return []Row{all[0].row}, all[0].run, nil
}

// dropStale marks the pairs of a run whose need or offer has changed since, and
// tells how many.
func dropStale(ctx context.Context, tx *store.Tx, run string) (int64, error) {
	return tx.Exec(ctx, `
		UPDATE exchange_matches SET state = 'dropped' WHERE run = ? AND state = 'proposed' AND (
			NOT EXISTS (SELECT 1 FROM exchange_needs n WHERE n.street = exchange_matches.street AND n.id = exchange_matches.need AND n.state = 'open' AND n.version = exchange_matches.need_version)
			OR NOT EXISTS (SELECT 1 FROM exchange_offers o WHERE o.id = exchange_matches.offer AND o.state = 'open')) AND @scope(region)`, run)
}

type held struct {
	need, offer string
	distance    int
	weight      int64
}

// crowded lists, most deserving first, the pairs of offers that have fewer free
// units now than the run gives.
func crowded(ctx context.Context, tx *store.Tx, run string) ([]held, error) {
	rows, err := tx.Query(ctx, `
		SELECT m.need, m.offer, m.distance_m, m.weight FROM exchange_matches m JOIN exchange_offers o ON o.id = m.offer
		WHERE m.run = ? AND m.state = 'proposed' AND o.capacity - o.taken < (
			SELECT COUNT(*) FROM exchange_matches x WHERE x.run = m.run AND x.offer = m.offer AND x.state = 'proposed') AND @scope(m.region)
		ORDER BY m.offer, m.weight DESC, m.distance_m, m.need`, run)
	return store.All(rows, err, func(r *sql.Rows) (h held, err error) {
		err = r.Scan(&h.need, &h.offer, &h.distance, &h.weight)
		return h, err
	})
}

func drop(ctx context.Context, tx *store.Tx, run string, needs []string) error {
	for len(needs) > 0 {
		n := min(len(needs), 1000)
		if _, err := tx.Exec(ctx, `UPDATE exchange_matches SET state = 'dropped' WHERE run = ? AND need IN (?) AND @scope(region)`, run, needs[:n]); err != nil {
			return err
		}
		needs = needs[n:]
	}
	return nil
}

// takeUnits takes the units that a run gives and refuses with ErrMoved when some
// offer has not so many, as it may on PostgreSQL when two confirm at once.
func takeUnits(ctx context.Context, tx *store.Tx, run string) error {
	if _, err := tx.UnscopedExec(ctx, offerReason, `
		UPDATE exchange_offers SET version = version + 1, taken = taken + (SELECT COUNT(*) FROM exchange_matches m WHERE m.run = ? AND m.offer = exchange_offers.id AND m.state = 'proposed')
		WHERE id IN (SELECT offer FROM exchange_matches WHERE run = ? AND state = 'proposed')`, run, run); err != nil {
		return err
	}
	rows, err := tx.Unscoped(ctx, offerReason, `
		SELECT COUNT(*) FROM exchange_offers WHERE taken > capacity AND id IN (SELECT offer FROM exchange_matches WHERE run = ? AND state = 'proposed')`, run)
	n, err := store.One(rows, err, ErrNoRun, store.Value[int64])
	if err == nil && n > 0 {
		err = ErrMoved
	}
	return err
}

// matchNeeds marks the needs of a run as matched; ErrMoved when one of them
// changed in the same moment.
func matchNeeds(ctx context.Context, tx *store.Tx, run string) (int, error) {
	n, err := tx.Exec(ctx, `
		UPDATE exchange_needs SET state = 'matched', run = ?, changed = ?, version = version + 1,
			offer = (SELECT m.offer FROM exchange_matches m WHERE m.street = exchange_needs.street AND m.run = ? AND m.need = exchange_needs.id)
		WHERE state = 'open' AND EXISTS (SELECT 1 FROM exchange_matches m WHERE m.street = exchange_needs.street AND m.run = ? AND m.need = exchange_needs.id AND m.state = 'proposed') AND @scope(region)`,
		run, store.Micros(tx.Now), run, run)
	if err != nil {
		return 0, err
	}
	k, err := tx.Exec(ctx, `UPDATE exchange_matches SET state = 'confirmed' WHERE run = ? AND state = 'proposed' AND @scope(region)`, run)
	if err == nil && k != n {
		err = ErrMoved
	}
	return int(n), err
}

type done struct {
	region      region.Code
	need, offer string
}

func confirmed(ctx context.Context, tx *store.Tx, run string) ([]done, error) {
	rows, err := tx.Query(ctx, `SELECT region, need, offer FROM exchange_matches WHERE run = ? AND state = 'confirmed' AND @scope(region) ORDER BY region, need`, run)
	return store.All(rows, err, func(r *sql.Rows) (d done, err error) {
		err = r.Scan(&d.region, &d.need, &d.offer)
		return d, err
	})
}

// differences counts by (offer then, offer now).
func differences(ctx context.Context, tx *store.Tx, a, b string) (c Compare, err error) {
	const side = `SELECT need, CASE WHEN state IN ('proposed','confirmed') THEN offer ELSE '' END AS offer FROM exchange_matches WHERE run = ? AND @scope(region)`
	rows, err := tx.Query(ctx, `
		SELECT COALESCE(SUM(CASE WHEN a <> '' AND a = b THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN a <> '' AND b <> '' AND a <> b THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN a <> '' AND b = '' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN a = '' AND b <> '' THEN 1 ELSE 0 END), 0)
		FROM (SELECT COALESCE(x.offer, '') AS a, COALESCE(y.offer, '') AS b FROM (`+side+`) x FULL JOIN (`+side+`) y ON x.need = y.need) d`, a, b)
	return store.One(rows, err, ErrNoRun, func(r *sql.Rows) (Compare, error) {
		c := Compare{Run: a, With: b}
		return c, r.Scan(&c.Same, &c.Changed, &c.Gained, &c.Lost)
	})
}
