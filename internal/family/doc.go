// Package family holds who may act for whom, because the person agreed: a daughter
// who orders lunch for her father, a neighbour who gets his messages, a guardian.
//
//	asked ──agree──▶ agreed ──end──▶ ended
//	asked ──refuse─▶ refused
//
// The helper asks by name and phone and learns nothing about a stranger: the answer
// is the same whether or not there is anybody. The person agrees on a phone of their own, or
// before a worker, who notes how. A guardian needs a document instead of consent, which
// only a worker records (Civil Code of the PRC, articles 28 and 33 to 36). A tie says
// for what it is, may have a last day, and ends at once when either wishes, and with the death of either.
//
// Whoever shares a phone that the register knows as several people's acts for
// each of them, as the holder of that phone.
package family
