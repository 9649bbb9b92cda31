// Package exchange is the heart of the house: what people need, what is offered,
// and which need gets which offer.
//
//	need   open → matched → met              (confirmed in a run; then delivered)
//	       open | matched → withdrawn         (by the person)
//	       open | matched → closed            (by the house: a death, a double)
//	offer  open ⇄ paused → ended
//	run    queued → running → proposed → confirmed | discarded
//	                 running → failed
//
// Who does what: community workers, grid workers and street operators write needs
// down; street operators (and data stewards for the district) set up runs and
// confirm them; planners see the totals of runs and never a need. Published
// services become offers by themselves.
//
// A run matches everybody at once (package plan below): the most people served,
// the weightier first, then the shortest ways, with a proof. The weight is
//
//	1 + urgency × Weights.Urgency + vulnerabilities × Weights.Vulnerable + months waited × Weights.Waiting
//
// with at most three vulnerabilities and twelve months counted; it is stored with
// the run and shown with each match. A run only proposes. Confirming it is one
// transaction that looks again at every need and every offer: pairs whose need has
// changed since are dropped and counted, units are never given twice.
package exchange
