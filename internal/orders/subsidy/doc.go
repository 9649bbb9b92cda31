// Package subsidy says what part of a price the public purse pays.
package subsidy
