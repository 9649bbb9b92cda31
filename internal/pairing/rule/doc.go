// Package rule decides who is paired with whom, for everybody of a community at once, and
// proves that no other pairing within the same rules is better.
//
// A want is a wish, a request for a skill, a need; a give is something a member or neighbour
// offers. A pair is possible when the kinds and categories are equal, the two are different
// people of different households, the way is no longer than the giver goes, and the giver heeds
// what the want asks for. What one person gives in a month, of all kinds together, is at most
// k less what they have taken on already: nobody is worn out while others wait to be asked.
//
// A want left over costs Unpaired × its weight, a pair its metres; the sum is made as
// small as it can be. As Unpaired is more than any way within a community, being helped comes
// before being near, and the weightier comes first. The weight is published:
//
//	weight = 1 + urgency × U + min(vulnerabilities, 3) × V + min(months waited, 12) × W
//
// engine/match finds the pairing and gives prices with it; Verify checks that the two belong
// together, which is the proof (linear programming duality).
package rule
