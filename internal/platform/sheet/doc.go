// Package sheet reads the tables that people really send, XLSX and CSV of any
// encoding, as a bounded stream of rows, and writes them.
//
// Nothing is unpacked before its size is known to be sane: an XLSX says in its
// directory how large its parts will be (APPNOTE 4.3.12), and a part that lies
// about it is cut off by the reader's own limit.
package sheet
