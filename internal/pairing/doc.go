// Package pairing brings together who waits and who gives, in one community: micro-wishes with
// what party members offer, requests with offers of skills and time, needs with what residents offer.
//
//	drawn ──confirm──▶ asking ──all asked──▶ confirmed
//	  └────discard───▶ discarded
//
// Once a month, or when a worker asks, everything open is paired at once (package rule) by a rule that
// the community can read, with the proof that no other pairing is better. A worker looks at
// it, takes out what does not suit with the reason, and confirms; then each pair is proposed to its feature, which asks
// the people: nobody is bound before they agree. A community has one confirmed run a month.
//
// Between the runs everybody sees what suits them: "for me".
package pairing
