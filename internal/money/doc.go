// Package money counts in fen, a hundredth of a yuan, in whole numbers: no sum
// of the house is ever a floating-point number.
//
// A price is split between who pays it; a Split always adds up to the price.
package money
