// Package seen is what supervision sees of orders, people at work and working
// days. Each part asks only this; app supplies it.
package seen
