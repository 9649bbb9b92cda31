// Package orders is the street's micro-service centre: what was ordered, by whom
// and for whom, at what price, and how far it has come. The states and who leads
// where are in package flow below.
//
// Who does what: residents order for themselves and for those who agreed (the
// consent is recorded); community workers for callers; grid workers at the door;
// the staff of a point at its counter. Providers accept, decline, assign and
// carry out; the street does so for them and reopens; the person confirms, or
// three days without a complaint do.
//
// An order takes its place in the same transaction: package slots counts them,
// and the last place is given once. Who comes too late may wait (package
// waiting): a freed place is offered in a published order. A series (package
// series) puts its orders in two weeks ahead. Package clock says by when each
// state must have moved on; what is late is told to the provider, the street and
// the district in turn.
//
// An order lies in the street of the person's home and names the region of the
// point: staff see it from either side, a provider only what is of its
// organisation, with the address only until it is settled.
package orders
