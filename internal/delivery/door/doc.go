// Package door is what is done when nobody opens: an elder who lives alone may
// lie on the floor, or be at the market.
//
//	call ─▶ neighbour ─▶ family ─▶ grid worker ─▶ emergency
//
// A case opens with the call. Each step has its minutes; who tries says what came
// of it, and where nobody does the timer goes on to the next step and tells
// whoever is next. The emergency call (120, 110) is never made by a machine: it
// stands red until somebody says that it was made. A case ends when the person is
// found, or known to be safe elsewhere; only then is the order closed.
//
// For somebody who neither lives alone nor is frail the protocol ends with the
// family: then whoever carries the meal decides.
//
// Every step is kept with its time and who made it. Whom to call is looked up when
// it is shown, for the purpose of the case, and noted in the trail; a case holds no
// name, number or address.
package door
