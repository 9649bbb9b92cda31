// Package supervisionview shows orders, providers and accounts to supervision, which
// imports none of them.
package supervisionview
