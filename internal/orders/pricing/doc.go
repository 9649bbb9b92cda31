// Package pricing says what an order costs and who pays: the person, programmes of
// the public purse, a fund. What programmes pay is held with the order within the
// person's caps, and drawn from their budgets at the end of the transaction.
package pricing
