// Package packages reads directories of services that others publish: Open
// Referral HSDS 3.0 (JSON, CSV) and the 1.x and 2.x packages before it. It is
// pure: files in, checked rows of HSDS 3.0 out, and a report in which every row
// of the source is accounted for.
//
//	folder, .zip, .json, .csv ─▶ Source ─Upgrade─▶ rows of 3.0 ─Check─▶ Directory + Report
//
// A row is skipped only when nothing useful is left of it: no id, an id twice, no
// name, a service of nobody. Anything less (an e-mail address that is none, a
// reference to nothing) loses the field, keeps the row and is told as mended.
//
// Source: Human Services Data Specification 3.0, Open Referral, CC BY-SA 4.0;
// the older versions after their data packages.
package packages
