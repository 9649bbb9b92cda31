// Package decisionsview shows the demand map, the directory and the names of accounts
// to decisions, which imports neither the map nor accounts.
package decisionsview
