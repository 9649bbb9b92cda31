// Package sanctions is what a street does about a provider that does not do what
// it promised.
//
//	proposed ──impose──► imposed ──appeal──► appealed ──uphold──► upheld
//	    └──drop──► dropped   │                  └──────lift──────► lifted
//	                         └──(its last day, or lift)──► ended | lifted
//
// Kinds, from mild to severe: warning, improvement (with a last day), suspension
// from new orders (with a last day), removal. Who proposes does not impose; who
// proposed or imposed does not decide the appeal; an appeal comes within ten days
// and is decided at the district. An appeal does not stay a suspension: what is
// unsafe today does not wait.
package sanctions
