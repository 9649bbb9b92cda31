// Package reminders tells in time what of an organisation runs out: a licence, the
// yearly review. What is due is looked up, never stored; that it was told is: once
// sixty, thirty and seven days ahead, and on the day.
package reminders
