package audit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"linli/internal/platform/access"
	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of the trail.
//
//go:embed schema/*.sql
var Schema embed.FS

// Entry is one act. Purpose is what the account gave as its reason. Detail
// names fields and counts, never their values.
type Entry struct {
	ID       string      `json:"id"`
	At       time.Time   `json:"at"`
	Region   region.Code `json:"region"`
	Account  string      `json:"account"`
	Action   string      `json:"action"`
	Subject  string      `json:"subject"`
	Purpose  string      `json:"purpose,omitempty"`
	Detail   string      `json:"detail,omitempty"`
	position int64
}

// Note writes an entry; account and time are the transaction's.
func Note(ctx context.Context, tx *store.Tx, e Entry) error {
	position, err := tx.Position(ctx)
	if err != nil {
		return err
	}
	return tx.Insert(ctx, e.Region, `
		INSERT INTO audit_entries (street, id, position, at, region, account, action, subject, purpose, detail)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Region.Street(), tx.ID(), position, store.Micros(tx.Now), e.Region, tx.Pass().Who(), e.Action, e.Subject, e.Purpose, e.Detail)
}

const columns = `id, at, region, account, action, subject, purpose, detail, position`

// Of lists the entries about one subject, newest first.
func Of(ctx context.Context, tx *store.Tx, subject string, limit int) ([]Entry, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+columns+` FROM audit_entries
		WHERE subject = ? AND @scope(region) ORDER BY position DESC, id DESC LIMIT ?`, subject, limit)
	return store.All(rows, err, scan)
}

// List pages through the trail, newest first, from before an entry's id on.
// UUIDv7 ids sort by time.
func List(ctx context.Context, tx *store.Tx, before string, limit int) ([]Entry, error) {
	if before == "" {
		before = "g" // sorts after every hexadecimal id
	}
	rows, err := tx.Query(ctx, `
		SELECT `+columns+` FROM audit_entries
		WHERE id < ? AND @scope(region) ORDER BY id DESC LIMIT ?`, before, limit)
	return store.All(rows, err, scan)
}

func scan(r *sql.Rows) (e Entry, err error) {
	var at int64
	err = r.Scan(&e.ID, &at, &e.Region, &e.Account, &e.Action, &e.Subject, &e.Purpose, &e.Detail, &e.position)
	e.At = store.Time(at)
	return e, err
}

type seal struct {
	N, Entries, Position int64
	Entry, Digest        string
}

// Seal closes all new entries, at most 10,000 a call, and returns how many.
func Seal(ctx context.Context, db *store.DB) (int, error) {
	return store.In(ctx, db, access.House("audit.seal"), func(tx *store.Tx) (int, error) {
		rows, err := tx.Unscoped(ctx, "seals of the audit trail cover every place",
			`SELECT n, entries, position, entry, digest FROM audit_seals ORDER BY n DESC LIMIT 1`)
		last, err := store.All(rows, err, scanSeal)
		if err != nil {
			return 0, err
		}
		var prev seal
		if len(last) > 0 {
			prev = last[0]
		}
		settled, err := tx.Settled(ctx)
		if err != nil {
			return 0, err
		}
		batch, err := after(ctx, tx, prev, settled, 10_000)
		if err != nil || len(batch) == 0 {
			return 0, err
		}
		end := batch[len(batch)-1]
		_, err = tx.UnscopedExec(ctx, "seals of the audit trail cover every place", `
			INSERT INTO audit_seals (n, at, entries, position, entry, digest) VALUES (?, ?, ?, ?, ?, ?)`,
			prev.N+1, store.Micros(tx.Now), len(batch), end.position, end.ID, digest(prev.Digest, batch))
		return len(batch), err
	})
}

func after(ctx context.Context, tx *store.Tx, s seal, upto int64, limit int64) ([]Entry, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+columns+` FROM audit_entries
		WHERE (position > ? OR position = ? AND id > ?) AND position <= ? AND @scope(region)
		ORDER BY position, id LIMIT ?`, s.Position, s.Position, s.Entry, upto, limit)
	return store.All(rows, err, scan)
}

func scanSeal(r *sql.Rows) (s seal, err error) {
	err = r.Scan(&s.N, &s.Entries, &s.Position, &s.Entry, &s.Digest)
	return s, err
}

func digest(prev string, batch []Entry) string {
	h := sha256.New()
	h.Write([]byte(prev))
	for _, e := range batch {
		b, err := json.Marshal(e)
		if err != nil {
			panic(err) // an Entry is text and a time
		}
		h.Write(append(b, '\n'))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Check recomputes every seal and returns how many entries they cover, or an
// error that names the first seal that does not hold.
func Check(ctx context.Context, db *store.DB) (int64, error) {
	return store.View(ctx, db, access.House("audit.check"), func(tx *store.Tx) (int64, error) {
		rows, err := tx.Unscoped(ctx, "seals of the audit trail cover every place",
			`SELECT n, entries, position, entry, digest FROM audit_seals ORDER BY n`)
		seals, err := store.All(rows, err, scanSeal)
		if err != nil {
			return 0, err
		}
		var prev seal
		var total int64
		for _, s := range seals {
			batch, err := after(ctx, tx, prev, s.Position, s.Entries)
			if err != nil {
				return total, err
			}
			if s.N != prev.N+1 || int64(len(batch)) != s.Entries || digest(prev.Digest, batch) != s.Digest {
				return total, fmt.Errorf("audit: seal %d does not hold: an entry it covers was changed, added or removed", s.N)
			}
			total += s.Entries
			prev = s
		}
		return total, nil
	})
}
