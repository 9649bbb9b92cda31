// Package linkage finds records that are likely to be of the same person or
// thing, and says why. Nobody labels anything and nobody picks a threshold: a
// link is a pair that is likelier one than not.
//
// # Method
//
// The model of Fellegi and Sunter (1969, "A theory for record linkage", JASA 64):
// two records are compared column by column (package evidence), each comparison
// answers with a level of agreement, and each level has a probability among pairs
// of one, of one home, and of strangers. They are learned by expectation and
// maximisation without labels (package mixture). What columns say, their roles, is
// inferred from headers and values or given (package columns). Not every pair of
// n records is looked at but those that share one of about twenty keys that are
// chosen by the data (package blocks), which also estimates what share of the true
// pairs that catches. Pairs are grouped by the mean of their evidence, so that
// groups do not chain, and known strangers never come together (package clusters).
//
// Solve links one table or two; Verify checks a solution without trusting it. Index
// answers for one new record at a time, and takes records in and out.
//
// # What is promised
//
// The same problem gives the same solution, whatever the number of workers. A
// probability follows from the published model (Fitted) alone and is calibrated
// as far as the model holds: comparisons are taken to be independent given the
// kind of pair, but for the few that follow from another. Time is that of about
// twenty comparisons for a record; a million records took 107 s on two cores and
// 2.9 GB. A new record is answered by at most two thousand comparisons, mostly
// a few dozen.
//
// Errors that people make are in package errors, which makes files of known truth.
package linkage
