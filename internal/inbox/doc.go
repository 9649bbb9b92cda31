// Package inbox holds what residents are told: that lunch was accepted, is on the way, was
// called off and why; that a place has come free and until when it waits; that somebody
// asks to act for them.
//
// It follows the log. A message is kept as the facts of its event, without a name or an address,
// and put into words when it is read, in the reader's language. Who may read it is
// decided then too: the person, and whoever acts for them in messages. Each reads
// for themselves. What is older than 180 days is taken away.
package inbox
