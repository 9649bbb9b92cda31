// Package books keeps what was delivered, who owes whom for it, and the monthly statements
// of providers.
//
//	drawn ──approve──▶ approved ──pay──▶ paid
//	  │ ▲
//	dispute answer
//	  ▼ │
//	disputed
//
// It follows the orders. A delivered order becomes an item and transfers between accounts; one that is
// taken back becomes their reversal, and where it was in a statement already, a negative
// item of the next: nothing that was written is changed. A statement is approved by another person than drew
// it up. Each transfer has both its sides in one row, so that books which do not balance cannot be written.
//
// Accounts: expenses:programme:ID, what a programme of the purse or of a fund gives;
// assets:residents:ORG, what residents pay at hand-over, which the provider takes itself; liabilities:provider:ORG, what
// the street owes it; assets:bank, from which it is paid.
package books
