// Package arch holds the house's floors. It has no code but its test.
package arch
