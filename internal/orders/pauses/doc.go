// Package pauses keeps when a person's services rest: a hospital stay, a
// journey. What is ordered for these days is called off without being counted
// against them, series leave the days out, and nothing can be ordered.
//
// The list is small and is asked for by every order: it is held in memory and
// read again when it changes, here or on another server.
package pauses
