// Package workdays keeps the official calendar of holidays and worked weekend
// days as data that a steward imports each autumn, when the State Council's
// notice of the next year appears. Time limits and office hours ask it.
//
// Who does what: everyone reads; a data steward replaces a year as a whole.
// A year nobody has imported is as internal/calendar knows it.
package workdays
