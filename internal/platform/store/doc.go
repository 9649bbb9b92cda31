// Package store runs one plain SQL text on SQLite and on PostgreSQL.
//
// SQL is written once, in the subset both know: RETURNING, ON CONFLICT, window
// functions, common table expressions, BIGINT, TEXT. Placeholders are "?". A
// slice given for a "?" becomes a list, for IN (?). One word is ours:
// @scope(col) becomes the viewer's regions as ranges over col.
//
// A statement that reads or changes rows without @scope is refused unless it
// goes through Unscoped, which wants the reason in words; a golden file in
// internal/arch lists all reasons, so that a new one is seen in review.
//
//	In    one write transaction: all or nothing. On SQLite one goroutine runs
//	      them in turn and commits those that wait together, each under its own
//	      savepoint, so that one failure rolls back alone.
//	View  one read transaction: a single snapshot, no writes.
//
// Times are BIGINT microseconds UTC, dates TEXT 'YYYY-MM-DD', money BIGINT fen.
package store
