package directory

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/platform/access"
	"linli/internal/platform/api"
	"linli/internal/platform/store"
	"linli/internal/region"
)

const categoryReason = "categories are the same in the whole district"

func outside(region.Code) error { return access.ErrOutside.On("region") }

func categories(ctx context.Context, tx *store.Tx) ([]Category, error) {
	rows, err := tx.Unscoped(ctx, categoryReason, `
		SELECT key, parent, name_zh, name_en, about, taxonomy, source_id, active, version FROM directory_categories ORDER BY taxonomy, place, key`)
	return store.All(rows, err, func(r *sql.Rows) (c Category, err error) {
		err = r.Scan(&c.Key, &c.Parent, &c.NameZh, &c.NameEn, &c.About, &c.Taxonomy, &c.SourceID, &c.Active, &c.Version)
		return c, err
	})
}

func saveCategory(ctx context.Context, tx *store.Tx, c Category, place int) (Category, error) {
	if c.Version == 0 {
		_, err := tx.UnscopedExec(ctx, categoryReason, `
			INSERT INTO directory_categories (key, parent, name_zh, name_en, about, taxonomy, source_id, active, place, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
			c.Key, c.Parent, c.NameZh, c.NameEn, c.About, c.Taxonomy, c.SourceID, c.Active, place)
		if store.IsUnique(err) {
			err = api.ErrStale
		}
		c.Version = 1
		return c, err
	}
	n, err := tx.UnscopedExec(ctx, categoryReason, `
		UPDATE directory_categories SET parent = ?, name_zh = ?, name_en = ?, about = ?, taxonomy = ?, source_id = ?, active = ?, version = version + 1
		WHERE key = ? AND version = ?`, c.Parent, c.NameZh, c.NameEn, c.About, c.Taxonomy, c.SourceID, c.Active, c.Key, c.Version)
	if err == nil && n != 1 {
		err = api.ErrStale
	}
	c.Version++
	return c, err
}

// link writes anew what services are listed under and where they are given.
func link(ctx context.Context, tx *store.Tx, all []Service) error {
	var rows [][]any
	for from := 0; from < len(all); from += 1000 {
		var ids []string
		for _, s := range all[from:min(from+1000, len(all))] {
			ids = append(ids, s.ID)
			seen := map[string]bool{}
			add := func(kind, target string) {
				if k := kind + target; target != "" && !seen[k] {
					seen[k] = true
					rows = append(rows, []any{s.ID, kind, target, string(s.Region)})
				}
			}
			add("category", s.Category)
			for _, c := range s.Also {
				add("category", c)
			}
			for _, p := range s.Points {
				add("point", p)
			}
		}
		if _, err := tx.Exec(ctx, `DELETE FROM directory_service_links WHERE service IN (?) AND @scope(region)`, ids); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.InsertMany(ctx, all[0].Region, `INSERT INTO directory_service_links (service, kind, target, region)`, rows)
}

// keep writes a version of each service into its history.
func keep(ctx context.Context, tx *store.Tx, all []Service, held bool) error {
	var rows [][]any
	for _, s := range all {
		from := s.From
		if from == "" {
			from = today(tx.Now)
		}
		body, err := json.Marshal(s)
		if err != nil {
			return err
		}
		rows = append(rows, []any{s.ID, s.Version, string(s.Region), from, string(s.State), tx.Pass().Who(), store.Micros(tx.Now), held, string(body)})
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.InsertMany(ctx, all[0].Region, `
		INSERT INTO directory_service_versions (service, number, region, from_day, state, by_whom, at, held, body)`, rows)
}

func scanVersion(r *sql.Rows) (v Version, err error) {
	var at int64
	var body string
	if err = r.Scan(&v.Number, &v.From, &v.State, &v.By, &at, &v.Held, &body); err != nil {
		return v, err
	}
	v.At = store.Time(at)
	return v, json.Unmarshal([]byte(body), &v.Body)
}

func versions(ctx context.Context, tx *store.Tx, service string) ([]Version, error) {
	rows, err := tx.Query(ctx, `
		SELECT number, from_day, state, by_whom, at, held, body FROM directory_service_versions WHERE service = ? AND @scope(region) ORDER BY number DESC`, service)
	return store.All(rows, err, scanVersion)
}

// due are the versions whose day has come, oldest first.
func due(ctx context.Context, tx *store.Tx, day string) ([]Version, error) {
	rows, err := tx.Query(ctx, `
		SELECT number, from_day, state, by_whom, at, held, body FROM directory_service_versions
		WHERE NOT held AND from_day <= ? AND @scope(region) ORDER BY from_day, number LIMIT 500`, day)
	return store.All(rows, err, scanVersion)
}

func dropVersion(ctx context.Context, tx *store.Tx, service string, number int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM directory_service_versions WHERE service = ? AND number = ? AND NOT held AND @scope(region)`, service, number)
	return err
}

// closuresOf lists what closes points from a moment on, by point.
func closuresOf(ctx context.Context, tx *store.Tx, ids []string, from time.Time) (map[string][]Closure, error) {
	out := map[string][]Closure{}
	for len(ids) > 0 {
		n := min(len(ids), 1000)
		rows, err := tx.Query(ctx, `
			SELECT id, point, from_at, to_at, reason_zh, reason_en FROM directory_closures
			WHERE point IN (?) AND to_at > ? AND @scope(region) ORDER BY from_at`, ids[:n], store.Micros(from))
		all, err := store.All(rows, err, func(r *sql.Rows) (c Closure, err error) {
			var a, b int64
			err = r.Scan(&c.ID, &c.Point, &a, &b, &c.ReasonZh, &c.ReasonEn)
			c.From, c.To = store.Time(a), store.Time(b)
			return c, err
		})
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			out[c.Point] = append(out[c.Point], c)
		}
		ids = ids[n:]
	}
	return out, nil
}

func addClosures(ctx context.Context, tx *store.Tx, at region.Code, all []Closure) error {
	rows := make([][]any, len(all))
	for i, c := range all {
		rows[i] = []any{c.ID, string(at), c.Point, store.Micros(c.From), store.Micros(c.To), c.ReasonZh, c.ReasonEn, tx.Pass().Who()}
	}
	return tx.InsertMany(ctx, at, `
		INSERT INTO directory_closures (id, region, point, from_at, to_at, reason_zh, reason_en, by_whom) @rows ON CONFLICT (id) DO NOTHING`, rows)
}

func dropClosure(ctx context.Context, tx *store.Tx, point, id string) error {
	n, err := tx.Exec(ctx, `DELETE FROM directory_closures WHERE id = ? AND point = ? AND @scope(region)`, id, point)
	if err == nil && n == 0 {
		err = ErrNone
	}
	return err
}

// servicesAt gives, by point, the ids of published services.
func servicesAt(ctx context.Context, tx *store.Tx, ids []string) (map[string][]Service, error) {
	out := map[string][]Service{}
	type pair struct {
		point string
		s     Service
	}
	for len(ids) > 0 {
		n := min(len(ids), 1000)
		rows, err := tx.Query(ctx, `
			SELECT l.target, s.body, s.version, s.changed FROM directory_service_links l JOIN directory_services s ON s.id = l.service
			WHERE l.kind = 'point' AND l.target IN (?) AND s.state = 'published' AND @scope(s.region) ORDER BY s.category, s.id`, ids[:n])
		all, err := store.All(rows, err, func(r *sql.Rows) (p pair, err error) {
			var body string
			var version, changed int64
			if err = r.Scan(&p.point, &body, &version, &changed); err != nil {
				return p, err
			}
			err = json.Unmarshal([]byte(body), &p.s)
			p.s.Version, p.s.Changed = version, store.Time(changed)
			return p, err
		})
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			out[p.point] = append(out[p.point], p.s)
		}
		ids = ids[n:]
	}
	return out, nil
}

func spans(all []Closure) (out []hours.Closure) {
	for _, c := range all {
		out = append(out, hours.Closure{From: c.From, To: c.To})
	}
	return out
}

// givens are the pairs of services of a filter with their points.
func givens(ctx context.Context, tx *store.Tx, where string, args []any) ([]Given, error) {
	rows, err := tx.Query(ctx, `
		SELECT g.service, g.target FROM directory_service_links g JOIN directory_services t ON t.id = g.service
		WHERE g.kind = 'point' `+where+` AND @scope(t.region) ORDER BY g.service, g.target`, args...)
	return store.All(rows, err, func(r *sql.Rows) (g Given, err error) {
		err = r.Scan(&g.Service, &g.Point)
		return g, err
	})
}
