// Package measure holds measures of likeness between short texts: edit distance,
// Jaro and Winkler's similarity, an English sound code, and shares of common
// words weighted by how rare they are.
//
// All are symmetric, count runes, and know no state but Rarity, which is read
// only once made. Texts of ASCII letters of up to 64 bytes, which nearly all
// values in registers are, go by bit-parallel code without allocation.
package measure
