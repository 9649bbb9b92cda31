// Package linkage finds records that are likely to be of the same person or
// thing, and says why.
//
// Method: the model of Fellegi and Sunter (1969, "A theory for record linkage",
// JASA 64). Two records are compared field by field; each field answers with a
// level of agreement, and each level has two probabilities: M, that records of
// one thing agree like that, and U, that records of two things do. The log of
// M/U is the weight of the evidence in bits; weights add up, and with the prior
// odds they give the probability that the two are one.
//
// U is counted on random pairs, M is found by expectation and maximisation
// (Dempster, Laird and Rubin 1977; Winkler 1988 for linkage) over the candidate
// pairs with U held fixed, so nobody has to label anything. An agreement on a
// rare value is worth more than one on a common value: the weight of an exact
// agreement is moved by how often the value occurs (Winkler 2000).
//
// Candidates are the pairs that share a blocking key; not every pair of n
// records is looked at.
package linkage
