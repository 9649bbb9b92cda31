// Package geo is points on the earth: WGS 84 degrees inside the house
// (CGCS2000 equals it for this use), GCJ-02 taken in and converted at the door,
// distances in metres.
package geo
