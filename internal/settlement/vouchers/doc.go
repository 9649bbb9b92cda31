// Package vouchers corrects what was delivered already: a card that was approved
// late, a birthday that was wrong. Who pays of each order is reckoned anew with
// what is known now of the day of the order; the difference is booked as a voucher
// and stands in the provider's next statement. Orders and statements stay as they
// are.
//
//	due ──refunded──▶ refunded
//	even                          (nothing is due to the person)
//
// What a person paid too much the provider hands back and says so. Who pays more
// after a correction is not asked for the money: that is a decision of people, and
// is shown before the voucher is made.
package vouchers
