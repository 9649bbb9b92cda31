// Package people is the natural-person register (自然人库): who lives here, in
// which household, with which attributes, from birth to death.
//
//	living ──Die──▶ died          living ──merged into another──▶ merged ──unmerged──▶ living
//
// Community workers keep it for their community; rosters come in through Bulk;
// everybody else sees what their post lets them see. Resident ID and phone
// numbers are sealed, leave the server masked, and are shown in full only by
// Reveal, with a purpose, into the trail that the person can read.
//
// History is never overwritten: memberships and attributes have periods, every
// change writes its event, and the events of a person are their timeline.
package people
