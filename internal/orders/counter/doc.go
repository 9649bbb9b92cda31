// Package counter is the desk of a point: who comes for a meal, a course, a day.
//
// Whoever has an order is found by its code, its number, or by name; whoever has
// none is found in the register by card number, phone or name and is served at
// once: ordered, accepted and handed over in one step, with the price split like
// any other. Guests of day care are marked as come and gone.
//
// Looking somebody up is noted in the audit trail: a desk sees names and ages,
// never a number or an address.
package counter
