// Package fault is the few kinds of "no" that a person can be told, in their
// language. Any other error is our own failure: logged in full, shown as one
// sentence.
package fault
