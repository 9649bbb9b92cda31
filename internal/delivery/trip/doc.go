// Package trip lays out who brings which meals in which order: rounds from one
// kitchen, planned by engine/routing, that keep to the order couriers remember
// unless it costs too much.
//
// A way is the straight line times 1.35, at the pace of the means of travel: the
// mean detour of streets in cities (Boscoe, Henry and Zdeb 2012 give 1.417 for the
// United States; dense grids lie lower). Homes without a place on the map come
// last on the shortest round, for the courier to fit in.
package trip
