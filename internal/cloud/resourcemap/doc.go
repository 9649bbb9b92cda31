// Package resourcemap is the social resource map (社区资源图): service points and
// projects on the map, whom they reach, and how much they can do per head.
//
//	directory ──Directory──▶ points, projects ──▶ /resources (GeoJSON)
//	                              │
//	demandmap ──Demand──▶ who is meant lives within the radius? ──▶ /coverage
//
// Who does what: every member of staff looks, in their places; points beyond a
// border are counted for the people on this side of it. It owns no table: what
// it needs of its neighbours is declared here, small, and supplied by app.
//
// Distances are straight lines in metres; the walk is longer, in a city by a
// third or so, and 500 m straight is what "within 15 minutes" is planned with.
// Counts too small to be told come as null, as the demand map decides.
package resourcemap
