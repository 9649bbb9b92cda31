// Package town makes a believable fictional district, 和乐区 He Le (division
// code 449901, which the state has given to nobody): its ground, homes, people,
// organisations and services. Demo, tests, load runs and documentation all use
// it, so that no real person is ever needed for any of them.
//
//	Options{Seed, Residents, Today}
//	      │ New: ground, streets, communities, grids, organisations, services (small, all at once)
//	      ▼
//	    *Town ──Stream──▶ Batch of one community: buildings, households, people, needs, offers, truth
//	      └─────Roster──▶ rows of a spreadsheet with Chinese headers, some spoilt on purpose
//
// Who does what: cmd and app load a Town through the features' own use cases;
// tests take a small one; the linkage tests read its truth about duplicates.
//
// Promises: the same options give the same bytes, on every machine; a batch
// depends on no other batch, so that 1.5 million residents need the memory of
// one community; a resident ID is never given twice; every point lies in the
// boundary of its grid; boundaries of one level tile those of the level above.
//
// Resident IDs begin with 449901; phones with 160, a range that the numbering
// plan does not list as given to an operator (not checked with the ministry).
package town
