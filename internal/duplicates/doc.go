// Package duplicates finds records of the register that are likely to be one
// person, shows them side by side with the reasons, and carries out what a
// person decides: merge (which can be undone), or "not the same" (which is
// remembered).
//
//	open ──merge──▶ merged ──undo──▶ open
//	open ──dismiss──▶ dismissed
//
// Looking is a job that runs over all records of a place; a clerk who types a new
// record is told at once whom it may be a second one of. Likeness is judged by
// engine/linkage. Needs and attributes follow the record that carries on.
package duplicates
