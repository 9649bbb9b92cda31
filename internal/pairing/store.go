package pairing

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of the runs. No other package names the table.
//
//go:embed schema/*.sql
var Schema embed.FS

const columns = `id, region, month, state, created, decided, version, body`

// body is what is not searched; it may hold names and is sealed.
func (s *Service) body(r PairingRun) string {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // our own types
	}
	return s.Box.Seal(string(b))
}

func (s *Service) scan(r *sql.Rows) (x PairingRun, err error) {
	var id, at, month, state, sealed string
	var created, decided, version int64
	if err = r.Scan(&id, &at, &month, &state, &created, &decided, &version, &sealed); err != nil {
		return x, err
	}
	text, err := s.Box.Open(sealed)
	if err != nil {
		return x, err
	}
	if err = json.Unmarshal([]byte(text), &x); err != nil {
		return x, fmt.Errorf("pairing: a body: %w", err)
	}
	x.ID, x.Region, x.Month, x.State, x.Created, x.Version = id, region.Code(at), month, State(state), store.Time(created), version
	if decided != 0 {
		x.Decided = store.Time(decided)
	}
	return x, nil
}

func decided(r PairingRun) int64 {
	if r.Decided.IsZero() {
		return 0
	}
	return store.Micros(r.Decided)
}

func (s *Service) add(ctx context.Context, tx *store.Tx, r PairingRun) error {
	return tx.Insert(ctx, r.Region, `INSERT INTO pairing_runs (street, id, region, month, state, created, decided, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Region.Street(), r.ID, r.Region, r.Month, string(r.State), store.Micros(r.Created), decided(r), r.Version, s.body(r))
}

// save keeps a changed run; ErrOnce where another of the month is confirmed.
func (s *Service) save(ctx context.Context, tx *store.Tx, r *PairingRun) error {
	if r.State == Asking {
		rows, err := tx.Query(ctx, `SELECT id FROM pairing_runs WHERE region = ? AND month = ? AND state IN ('asking','confirmed') AND id <> ? AND @scope(region)`, r.Region, r.Month, r.ID)
		other, err := store.All(rows, err, store.Value[string])
		if err != nil {
			return err
		}
		if len(other) > 0 {
			return ErrOnce.On("month")
		}
	}
	n, err := tx.Exec(ctx, `UPDATE pairing_runs SET state = ?, decided = ?, version = version + 1, body = ? WHERE street = ? AND id = ? AND version = ? AND @scope(region)`,
		string(r.State), decided(*r), s.body(*r), r.Region.Street(), r.ID, r.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	r.Version++
	return err
}

func (s *Service) byID(ctx context.Context, tx *store.Tx, id string) (PairingRun, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM pairing_runs WHERE id = ? AND @scope(region)`, id)
	return store.One(rows, err, ErrNone, s.scan)
}

func (s *Service) list(ctx context.Context, tx *store.Tx, before string, limit int) ([]PairingRun, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM pairing_runs WHERE (? = '' OR id < ?) AND @scope(region) ORDER BY id DESC LIMIT ?`, before, before, limit)
	all, err := store.All(rows, err, s.scan)
	for i := range all {
		all[i].Rows, all[i].Alone = nil, nil
	}
	return all, err
}

// cutOff are runs whose asking nobody has gone on with.
func (s *Service) cutOff(ctx context.Context, tx *store.Tx, before time.Time) ([]PairingRun, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM pairing_runs WHERE state = 'asking' AND decided < ? AND @scope(region) ORDER BY id LIMIT 50`, store.Micros(before))
	return store.All(rows, err, s.scan)
}

// months are the communities that have a run of a month.
func (s *Service) months(ctx context.Context, tx *store.Tx, month string) (map[region.Code]bool, error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT region FROM pairing_runs WHERE month = ? AND state <> 'discarded' AND @scope(region)`, month)
	all, err := store.All(rows, err, store.Value[string])
	out := map[region.Code]bool{}
	for _, c := range all {
		out[region.Code(c)] = true
	}
	return out, err
}
