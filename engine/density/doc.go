// Package density turns weighted points into a surface of weight a square metre
// on a raster, or into a honeycomb of counts.
//
// Each point is spread by a kernel whose integral over the plane is 1, so that a
// surface adds up to the weight of its points, less what lies beyond the box. The
// value of a cell is that at its middle.
//
// # Method
//
// Quartic and Epanechnikov are polynomials within their radius. Along a row of
// cells the coefficients of a point are added where its disc begins and taken
// away where it ends, and one walk sums them (Chan, U, Choi and Xu, "SLAM: efficient
// sweep line algorithms for kernel density visualization", 2022): exact but for
// rounding, in O(points within the radius of the row + width) for each row.
//
// A Gaussian, cut off at 5.5 bandwidths, is the product of one along each axis. Few
// points are summed one by one. Many are shared out to a lattice of an eleventh of the
// bandwidth by cubic interpolation and convolved along each axis, in O(points +
// lattice × taps), whatever the points.
//
// # What is promised
//
// A surface carries Bound, the most by which a cell may differ from the sum over
// all points; Verify checks it against that sum and shares no sums with Estimate.
// The bound is absolute. It is not promised relative to a cell far below the peak.
// The same problem gives the same surface on any number of processors. There is no
// clock and no randomness.
//
// Hexagons leaves cells of few points out; it does not prevent that two
// honeycombs of different size or place are compared.
package density
