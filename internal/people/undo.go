package people

import (
	"context"

	"linli/internal/platform/events"
	"linli/internal/platform/store"
)

func last[T any](all []T, key func(T) string) []T {
	at := map[string]int{}
	var out []T
	for _, v := range all {
		k := key(v)
		if i, dup := at[k]; dup {
			out[i] = v
			continue
		}
		at[k] = len(out)
		out = append(out, v)
	}
	return out
}

func only[T any](all []T, keep func(T) bool) []T {
	out := all[:0:0]
	for _, v := range all {
		if keep(v) {
			out = append(out, v)
		}
	}
	return out
}

// Undo takes back the changes of a Bulk, newest first: the tables of the
// register are as before to the byte. A person who was changed since is left
// alone and named in kept. The log keeps both what happened and its undoing.
func (s *Service) Undo(ctx context.Context, tx *store.Tx, changes []Change) (kept []string, err error) {
	ids := make([]string, len(changes))
	for i, c := range changes {
		ids[i] = c.Person
	}
	now, err := byIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var gone, back, houses []string
	var rows []record
	var attrs []attribute
	var members []member
	var log []events.Event
	for _, c := range changes {
		if r, ok := now[c.Person]; !ok || r.Version != c.Version {
			kept = append(kept, c.Person)
			continue
		}
		log = append(log, events.Event{Kind: "people.import_undone", Region: c.Region, Subject: c.Person})
		if c.Household != "" {
			houses = append(houses, c.Household)
		}
		if c.Before == nil {
			gone = append(gone, c.Person)
			continue
		}
		back = append(back, c.Person)
		rows, attrs, members = append(rows, *c.Before), append(attrs, c.Attrs...), append(members, c.Members...)
	}
	if err := forget(ctx, tx, gone, true); err != nil {
		return kept, err
	}
	if err := forget(ctx, tx, back, false); err != nil {
		return kept, err
	}
	b := &bulk{s: s, tx: tx, rows: rows, newAttrs: attrs, newMembers: members}
	if err := b.write(ctx); err != nil {
		return kept, err
	}
	l := &bulk{s: s, tx: tx, log: log}
	for _, e := range log {
		l.rows = append(l.rows, record{Region: e.Region})
	}
	for _, at := range l.places() {
		if err := events.AppendMany(ctx, tx, at, only(log, func(e events.Event) bool { return e.Region.In(at) })); err != nil {
			return kept, err
		}
	}
	return kept, dropEmpty(ctx, tx, houses)
}
