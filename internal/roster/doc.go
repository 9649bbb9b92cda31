// Package roster takes lists of residents as offices keep them, in spreadsheets.
//
//	uploaded ──map columns──▶ mapped ──Start──▶ running ──▶ done ──Undo──▶ undoing ──▶ undone
//	                                               └──▶ failed
//
// A batch runs in chunks: rows, error rows, before-images and the place in the
// file are one transaction, so that a killed run goes on where it stopped. The
// same file again changes nothing; Undo leaves the register as it was before,
// but for records that somebody has changed since, which are counted as kept.
package roster
