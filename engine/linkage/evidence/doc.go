// Package evidence compares two records column by column and writes the outcome,
// a level of agreement for each, into one number, a pattern.
//
// Some levels are of two columns together: given name and surname that stand in
// each other's place, lines of an address that are crossed, a suburb written where
// the postal code belongs. Such a level is given to the first of the two, and the
// other says nothing more, so that no agreement counts twice. Equality has several
// levels, by how often the value occurs; so the weight of an agreement is learned
// for rare and for common values apart (a discrete form of the frequency weights
// of Newcombe, Kennedy, Axford and James 1959 and Winkler 2000).
package evidence
