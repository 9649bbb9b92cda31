// Package programmes holds the programmes that pay parts of prices: their brackets, caps
// and budgets, and what is held for each order.
//
//	draft ──start──▶ in_force ──end──▶ ended
//
// An order holds its part when it is placed, in the same transaction: a cap of the person or
// the budget is never passed, also when two are placed at once. What does not come about
// gives it back. A programme in force changes its brackets only for what is placed afterwards.
package programmes
