// Package hsds takes in directories of services that others publish in the Open
// Referral Human Services Data Specification, and serves ours in it.
//
//	folder, .zip, .json ─packages─▶ rows of 3.0 ─┬▶ internal/directory (what it knows)
//	                                             └▶ hsds_rows (everything, word for word)
//	directory + hsds_rows ─compose─▶ /hsds/services, /organizations … and export
//
// Who does what: data stewards import from the command line; everybody reads
// /hsds. What staff have changed since an import comes from the directory, the
// rest as the source said it.
//
// Source: HSDS 3.0 and its API, Open Referral.
package hsds
