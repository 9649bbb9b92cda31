// Package mixture learns, without labels, how likely it is that two records with
// a pattern of agreement are of one person.
//
// The model is that of Fellegi and Sunter (1969) with three kinds of pairs instead
// of two: of one person, of one home (who share address, phone or surname, and
// otherwise differ as any two people do), and of strangers. Without the second
// kind, families are what the data show most of after true doubles, and a model of
// two kinds takes them for one person (Winkler 1993; Larsen and Rubin 2001 on
// mixtures with more than two kinds). Comparisons are independent given the kind,
// but for those with a parent, whose levels have probabilities for an equal
// and for an unequal parent (a tree of dependences).
//
// Parameters come from expectation and maximisation (Dempster, Laird and Rubin
// 1977; Winkler 1988) over the candidate pairs, compressed to distinct patterns.
// What strangers agree in is known from all pairs: equality is counted exactly
// from value frequencies and partial agreement on random pairs; from these totals
// each round takes away the pairs that it believes to be of one person or home.
// So a file in which four of five records are doubles is learned as well as
// one with hardly any. Beliefs stand in as a few imagined pairs (a Dirichlet prior),
// which decide where a file is too small to learn from.
package mixture
