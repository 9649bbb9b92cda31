// Package onedoor is the matters of a person's life at one counter (一门式):
// birth registration, vaccination, school entry, … retirement, death.
//
//	          submit            accept             decide
//	drafted ─────────▶ submitted ─────────▶ accepted ─────────▶ decided ─────────▶ closed
//	   ▲                   │ return (what is missing)             granted | refused   close
//	   └───────────────────┘
//
// A community worker drafts and submits for the person at the counter; a street
// operator accepts, returns and decides within the time limit of the kind, in
// working days. What a person has once shown stands on their shelf of evidence
// and is never asked for twice while it is valid. A death opens the follow-up
// matters by itself: they follow the event people.died.
package onedoor
