// Package settlement is the money of the street micro-service centre: programmes that pay a part of
// prices (programmes), and the books, items and monthly statements of what was
// delivered (books). Orders asks it for the split of each price inside the transaction that
// places an order; it asks orders nothing, but reads their events.
package settlement
