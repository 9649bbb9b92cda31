// Package storetest gives a test a fresh database of each engine, and passes
// for the roles it plays.
package storetest
