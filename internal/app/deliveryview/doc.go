// Package deliveryview shows the directory, the register, family ties and accounts
// to delivery, which imports none of them.
package deliveryview
