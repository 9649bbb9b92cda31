package events

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"linli/internal/platform/store"
	"linli/internal/region"
)

// Schema of the log.
//
//go:embed schema/*.sql
var Schema embed.FS

// Event is one thing that happened. Kind is "feature.verb_in_the_past".
type Event struct {
	ID       string
	Position int64
	At       time.Time
	Region   region.Code
	Kind     string
	Subject  string // id of the thing it happened to
	Actor    string // account, or "house:…"
	Body     any    // JSON without personal data; json.RawMessage when read
}

// Cursor is a place in the log: everything up to it has been read.
type Cursor struct {
	Position int64
	ID       string
}

// Append writes one event into the transaction.
func Append(ctx context.Context, tx *store.Tx, e Event) error {
	return AppendMany(ctx, tx, e.Region, []Event{e})
}

// AppendMany writes many events of one place into the transaction; each may
// name a smaller place within at.
func AppendMany(ctx context.Context, tx *store.Tx, at region.Code, all []Event) error {
	position, err := tx.Position(ctx)
	if err != nil {
		return fmt.Errorf("events: position: %w", err)
	}
	rows := make([][]any, 0, len(all))
	for _, e := range all {
		if e.Kind == "" || e.Region == "" || !e.Region.In(at) {
			return fmt.Errorf("events: %q at %q within %q: an event has a kind and a place", e.Kind, e.Region, at)
		}
		tx.Touch(Topic(e.Kind))
		body := []byte("{}")
		if e.Body != nil {
			if body, err = json.Marshal(e.Body); err != nil {
				return fmt.Errorf("events: body of %s: %w", e.Kind, err)
			}
		}
		rows = append(rows, []any{e.Region.Street(), tx.ID(), position, store.Micros(tx.Now), e.Region,
			e.Kind, e.Subject, tx.Pass().Who(), string(body)})
	}
	return tx.InsertMany(ctx, at, `
		INSERT INTO events (street, id, position, at, region, kind, subject, actor, body)`, rows)
}

const columns = `id, position, at, region, kind, subject, actor, body`

// Of lists the events of one subject, newest first, from before a position on
// (0: from the newest), as far as the pass sees.
func Of(ctx context.Context, tx *store.Tx, subject string, before int64, limit int) ([]Event, error) {
	if before <= 0 {
		before = 1<<63 - 1
	}
	rows, err := tx.Query(ctx, `
		SELECT `+columns+` FROM events
		WHERE subject = ? AND position < ? AND @scope(region)
		ORDER BY position DESC, id DESC LIMIT ?`, subject, before, limit)
	return store.All(rows, err, scan)
}

// Read gives the next events after a cursor, oldest first, as far as the log
// is settled. Empty when there is nothing new.
func Read(ctx context.Context, tx *store.Tx, after Cursor, limit int) ([]Event, error) {
	settled, err := tx.Settled(ctx)
	if err != nil {
		return nil, err
	}
	return read(ctx, tx, after, settled, limit, nil)
}

// read gives those of some kinds, as Event.Is means them, up to a position.
func read(ctx context.Context, tx *store.Tx, after Cursor, upto int64, limit int, kinds []string) ([]Event, error) {
	only, args := ``, []any{after.Position, after.Position, after.ID, upto}
	for i, k := range kinds {
		only += []string{` AND (`, ` OR `}[min(i, 1)]
		if strings.HasSuffix(k, ".") {
			only, args = only+`kind LIKE ? ESCAPE '\'`, append(args, strings.ReplaceAll(k, "_", `\_`)+"%")
		} else {
			only, args = only+`kind = ?`, append(args, k)
		}
	}
	if only != "" {
		only += `)`
	}
	rows, err := tx.Query(ctx, `
		SELECT `+columns+` FROM events
		WHERE (position > ? OR position = ? AND id > ?) AND position <= ?`+only+` AND @scope(region)
		ORDER BY position, id LIMIT ?`, append(args, limit)...)
	return store.All(rows, err, scan)
}

// End is the cursor of the newest settled event: nothing is read twice from it.
func End(ctx context.Context, tx *store.Tx) (Cursor, error) {
	settled, err := tx.Settled(ctx)
	return Cursor{Position: settled, ID: "~"}, err // "~" sorts after every id
}

// CursorOf is the place after e.
func CursorOf(e Event) Cursor { return Cursor{e.Position, e.ID} }

func scan(r *sql.Rows) (e Event, err error) {
	var at int64
	var body string
	err = r.Scan(&e.ID, &e.Position, &at, &e.Region, &e.Kind, &e.Subject, &e.Actor, &body)
	e.At, e.Body = store.Time(at), json.RawMessage(body)
	return e, err
}

// Decode reads the body of a read event into v.
func (e Event) Decode(v any) error {
	raw, ok := e.Body.(json.RawMessage)
	if !ok {
		return fmt.Errorf("events: %s was not read from the log", e.Kind)
	}
	return json.Unmarshal(raw, v)
}

// Topic is what comes before the dot of a kind: store.DB.Touched counts it, for
// what is held in memory of a feature.
func Topic(kind string) string {
	topic, _, _ := strings.Cut(kind, ".")
	return topic
}

// Is reports whether the kind is one of a list; "people." matches every kind
// that begins so, and an empty list matches all.
func (e Event) Is(kinds ...string) bool {
	for _, k := range kinds {
		if e.Kind == k || strings.HasSuffix(k, ".") && strings.HasPrefix(e.Kind, k) {
			return true
		}
	}
	return len(kinds) == 0
}
