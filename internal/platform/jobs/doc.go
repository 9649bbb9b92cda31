// Package jobs is background work that must happen once for each order given:
// River on the same database. A job is enqueued in the transaction of the change
// that wants it, so there is neither a lost job nor one for a change that was
// undone. A job that dies with the process is run again: workers must bear it.
package jobs
