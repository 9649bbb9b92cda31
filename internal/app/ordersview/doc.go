// Package ordersview shows the register, the directory, the calendar and accounts to orders,
// which imports none of them, and says what a person's record means for rules of the
// directory and for who is vulnerable.
package ordersview
