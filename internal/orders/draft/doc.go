// Package draft is an order in the making: what is asked for, the offer and the
// person it is for, and every rule that speaks against it. It is pure: who asks,
// the moment and the calendar are given.
package draft
