// Package delivery brings meals to doors: what the kitchen cooks and packs, who
// takes which boxes in which order, and what is done when nobody opens.
//
//	planned ──out──▶ out ──back──▶ back
//	planned ─dissolve▶ dissolved
//
// A round is planned from the accepted orders of a time at a point (package trip)
// and given to a courier; it may be rearranged until it sets out. Setting out
// counts bags and food temperature and puts its orders on the way; each door ends
// with a code, a photo, a signature, or with package door's protocol; coming back
// counts bags in. The order in which doors were served is remembered for the same
// weekday and time.
//
// A round says where it stands; how far each stop has come is the order's own
// state. No name or address is kept here: they come with the orders, for those
// who may see them, until the orders are settled.
//
// Hot food is handed over at 60 °C or more at its centre: the Operational Norms for
// Food Safety in Catering Services (SAMR 2018 no. 12) want it kept at 60 °C or more.
package delivery
