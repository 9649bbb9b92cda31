// Package account knows who signs in and which posts they hold.
//
// Staff sign in with login, password (argon2id) and a one-time code (TOTP, RFC
// 6238); residents with their phone and a code sent to it. A session lives in a
// cookie that scripts cannot read; the database keeps only its hash. Posts are
// read anew for every request, so that a change of post holds from the next one.
//
//	staff:    created ──first sign-in──▶ enrolling (sees nothing yet) ──TOTP confirmed──▶ active ──Close──▶ closed
//	session:  open ──2 h idle, 12 h in all, sign-out, revoked──▶ ended
//	sign-in:  5 failures in a row ──▶ locked for 15 minutes
//
// An administrator makes accounts and posts but sees no personal data, and
// nobody grants themselves a post.
package account
