package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
)

// Migrate applies every schema file of the features that the database has not
// seen, in the order of their names (NNNN_what.sql), each in a transaction of
// its own. A file NNNN_what.postgres.sql or .sqlite.sql is for one engine. A
// file that was changed after it had been applied is an error: write a new one.
// It returns the names of the files applied.
func (db *DB) Migrate(ctx context.Context, schemas ...fs.FS) ([]string, error) {
	const own = `
		CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, digest TEXT NOT NULL, at BIGINT NOT NULL);
		CREATE TABLE IF NOT EXISTS store_clock (id BIGINT PRIMARY KEY, position BIGINT NOT NULL);
		INSERT INTO store_clock (id, position) VALUES (1, 0) ON CONFLICT (id) DO NOTHING;`
	if _, err := db.write.ExecContext(ctx, own); err != nil {
		return nil, fmt.Errorf("store: migrate: %w", err)
	}
	files, err := db.schemaFiles(schemas)
	if err != nil {
		return nil, err
	}
	seen, err := db.applied(ctx)
	if err != nil {
		return nil, err
	}
	var did []string
	for _, f := range files {
		digest, was := seen[f.name]
		if was && digest != f.digest {
			return did, fmt.Errorf("store: migrate: %s was changed after it had been applied", f.name)
		}
		if was {
			continue
		}
		if err := db.apply(ctx, f); err != nil {
			return did, fmt.Errorf("store: migrate: %s: %w", f.name, err)
		}
		did = append(did, f.name)
	}
	return did, nil
}

type schemaFile struct{ name, text, digest string }

func (db *DB) schemaFiles(schemas []fs.FS) ([]schemaFile, error) {
	var out []schemaFile
	names := map[string]bool{}
	for _, schema := range schemas {
		err := fs.WalkDir(schema, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(p) != ".sql" {
				return err
			}
			name := path.Base(p)
			if e := engineOf(name); e != "" && e != db.Engine.String() {
				return nil
			}
			if names[name] {
				return fmt.Errorf("store: migrate: two files are called %s", name)
			}
			names[name] = true
			b, err := fs.ReadFile(schema, p)
			sum := sha256.Sum256(b)
			out = append(out, schemaFile{name, string(b), hex.EncodeToString(sum[:])})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].name < out[j].name })
	return out, nil
}

func engineOf(name string) string {
	for _, e := range []Engine{SQLite, Postgres} {
		if strings.HasSuffix(name, "."+e.String()+".sql") {
			return e.String()
		}
	}
	return ""
}

func (db *DB) applied(ctx context.Context) (map[string]string, error) {
	rows, err := db.write.QueryContext(ctx, `SELECT name, digest FROM schema_migrations`)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err has the news
	out := map[string]string{}
	for rows.Next() {
		var name, digest string
		if err := rows.Scan(&name, &digest); err != nil {
			return nil, err
		}
		out[name] = digest
	}
	return out, rows.Err()
}

func (db *DB) apply(ctx context.Context, f schemaFile) error {
	raw, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer raw.Rollback() //nolint:errcheck // after Commit it does nothing
	if _, err := raw.ExecContext(ctx, f.text); err != nil {
		return err
	}
	q := `INSERT INTO schema_migrations (name, digest, at) VALUES (?, ?, ?)`
	if db.Engine == Postgres {
		q = `INSERT INTO schema_migrations (name, digest, at) VALUES ($1, $2, $3)`
	}
	if _, err := raw.ExecContext(ctx, q, f.name, f.digest, Micros(db.Now())); err != nil {
		return err
	}
	return raw.Commit()
}
