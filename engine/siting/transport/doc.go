// Package transport brings amounts from where they are to places with limited
// room at the least total cost, exactly, with prices that prove it.
//
// It suits many sources and few places, because the work is done on the places
// only: each source in turn is sent along a cheapest chain of moves (from a full
// place, the source that is moved on most cheaply makes room), found by label
// correction. This is successive shortest paths (Jewell 1958; Iri 1960; Busacker and
// Gowen 1961) with the sources folded into the arcs between places. Amounts are real
// numbers and may be split.
//
// Memory is O(sources × places). Time is O(chains × (places² + sources of the
// places passed × places)); there are about as many chains as sources.
package transport
