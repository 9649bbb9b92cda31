// Package flow is the state machine of an order: which step leads where, in
// which mode of service, and which of the states hold a place.
//
//	placed → accepted → assigned → on_the_way → in_service → delivered → confirmed → rated → settled
//	placed → declined
//	placed | accepted | assigned → cancelled
//	accepted | assigned | on_the_way | in_service → no_show | failed
//	no_show | failed → accepted                          (reopened by the street)
//
// Not every mode has every state:
//
//	on_site, online  placed → accepted → delivered                            (at the counter)
//	delivery         placed → accepted → assigned → on_the_way → delivered    (with a round)
//	home_visit       … assigned → on_the_way → in_service → delivered         (checked in, checked out)
//	day_care         placed → accepted → in_service → delivered               (arrived, left)
//
// The package is pure: no clock, no database.
package flow
