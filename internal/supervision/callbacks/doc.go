// Package callbacks asks a sample of those who were served whether it was so. A
// draw takes the orders delivered in a street on some days and, of each provider,
// as many as wanted: those whose SHA-256 of seed and order's id is smallest. The
// seed is written down with the draw, so that anybody with the list of orders
// draws the same ones again (Check). The seed is made by the house after the days
// are over: nobody can choose it, nor know it before.
//
//	drawn ──call──► reached | refused
//	  └──not reached, three times──► unreached
//
// A provider never calls for its own orders.
package callbacks
