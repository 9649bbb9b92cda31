// Package subsidy says what part of a price the public purse, or a fund, pays: by
// programmes whose brackets are what real cities have. A bracket is for whom a rule of
// the directory's language says (age, ability, income, groups, where one is registered); it
// gives a fixed amount a unit or a share of the price, leaves the person at least so
// much to pay, and has caps by day, week and month. Examples with their cities stand
// in the tests.
//
// Everything here is pure: what was used before is an argument.
package subsidy
