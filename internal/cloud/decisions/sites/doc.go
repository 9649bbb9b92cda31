// Package sites works out where to open: it lays demand out in cells, gathers the
// places that could be opened, lets engine/siting choose, checks the answer and
// turns it into figures that people decide by.
//
// Everything here but Sources is pure: the same data give the same result.
package sites
