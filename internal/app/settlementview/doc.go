// Package settlementview makes the programmes of the demo.
package settlementview
