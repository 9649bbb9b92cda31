// Package cards keeps the scorecard of each provider and month, for everybody to
// read: what was delivered, in time or late, declined or failed; stars; complaints
// for a thousand orders, how many were upheld; what call-backs brought. It counts
// from the log alone, once an event, and can be counted anew from zero. Shares of
// fewer than ten are not told: they would say something of one person or of chance.
package cards
