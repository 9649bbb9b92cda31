// Package events is the one log of everything that happened. An event is
// written in the transaction of the change it tells of, and is delivered only
// by reading the log after the commit:
//
//	use case ──Append──▶ events ──Read in order of position──▶ Follow   (a projection with a stored place, exactly once)
//	                                                      └──▶ Hub      (live screens, in-memory counts)
//
// An event names things by id and place. Its body never holds personal data:
// the log is kept, exported and anchored long after a record may be deleted.
package events
