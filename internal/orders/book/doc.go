// Package book keeps orders: what an order is, as the house and its viewers see
// it, and the one table that holds it. Which steps there are is in flow, who may
// make them in orders.
package book
