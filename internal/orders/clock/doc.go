// Package clock says until when: when an order must be placed, until when it
// can be cancelled without it counting, by when each state must have moved on,
// and whom it is told when it has not.
//
// A limit of a state is in working time (working days by the official calendar,
// 08:30 to 18:00), or measured from the time of the service, or both: then the
// earlier counts. Nobody is late because of a night, a weekend or a holiday,
// but a lunch waits for nobody.
//
//	in time ──reminder──▶ in time ──due──▶ overdue: the provider is told ──▶ street ──▶ district
//
// Rules are data: a row for a mode and state replaces the default.
package clock
