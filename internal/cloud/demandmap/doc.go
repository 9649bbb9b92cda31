// Package demandmap is the social demand map (社区需求图): how many of whom live
// where, for any combination of attributes, age and sex, at every level and as
// a heat surface, counted while one looks.
//
//	people ──Source──▶ Index: one bitmap per attribute, level, sex, birth year and place
//	event log ──Follow──▶ put and take, a person at a time
//	      Filter ──pick──▶ one bitmap ──▶ counts by place, pyramid, households, cells of the map
//
// Who does what: grid and community workers, street operators and data
// stewards see every count in their places, for there they may see the persons;
// a district planner, social worker or auditor sees aggregates: a count below
// K = 10 is not told, and neither is one that could be had by subtraction from
// the total of the same answer. What is shown on the map is cells of about 140
// metres or more, never the point of a person.
//
// Not prevented: subtracting two answers to different filters ("women" from
// "all"). To make it harder, the ages of those who see aggregates only go in
// steps of five years.
//
// The index lives in memory and is nobody's truth: it is built at start from
// the register and again every night, since an attribute may end by its date
// without an event. O(residents) to build; a question touches a few bitmaps.
package demandmap
