// Package blocks chooses which pairs of records are worth comparing.
//
// A key is one or two coarse codes of a record (the sound of the surname with the
// month of birth, the last half of a number with a postal code, …). Pairs that
// share a key are candidates, unless more records share it than a cap allows. About
// twenty keys are chosen by the data: damage is done to random records as people do
// it, and keys are taken one by one that find most of the damaged copies which
// the keys before do not find well, within a budget of pairs that a sample
// of records estimates (greedy maximisation of a submodular measure: Nemhauser,
// Wolsey and Fisher 1978; learning blocking keys: Bilenko, Kamath and Mooney 2006).
//
// How many true pairs no key has caught is estimated from how many were caught by
// exactly one and by exactly two keys (Chao 1987, "Estimating the population size
// for capture-recapture data with unequal catchability").
package blocks
