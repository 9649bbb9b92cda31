// Package vrplib reads instances of vehicle routing: the VRPLIB format with or
// without time windows (http://vrp.galgos.inf.puc-rio.br), and the text format of
// Solomon (1987) and of Gehring and Homberger (1999). It writes and reads VRPLIB
// solutions.
//
// Distances follow the rules of the public benchmarks: with time windows the
// Euclidean distance truncated to one decimal (DIMACS challenge 2021), held as whole
// tenths; without, the Euclidean distance rounded to the nearest whole number.
//
// Reading is O(size of the file). Nonsense is refused with its line.
package vrplib
