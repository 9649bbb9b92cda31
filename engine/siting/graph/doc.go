// Package graph measures ways on a graph of streets: shortest paths from some of its
// points to all (Dijkstra 1959), on all cores. It also reads the p-median graphs of
// OR-Library (Beasley 1985).
package graph
