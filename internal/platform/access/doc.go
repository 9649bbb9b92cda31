// Package access decides who may do what, where. It is the only place that
// does: a use case takes a Pass, and only this package makes one.
package access
