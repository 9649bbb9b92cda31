// Package audit is the trail of who looked at what and who changed what
// matters, for the person concerned and for the inspectors.
//
// Entries are written in the transaction of the act. From time to time Seal
// closes all new entries under a digest that contains the digest before, so
// that no entry can be changed, removed or slipped in later without breaking
// every seal after it; Check recomputes them. (Cybersecurity Law art. 21: kept
// at least six months; we never delete.)
package audit
