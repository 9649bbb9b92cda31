// Package app puts the house together: it opens the database, makes the
// services, supplies each with what it declared to need, and serves them. It is
// the only package that knows all the others, and it holds no rules.
package app
