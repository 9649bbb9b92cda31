// Package export writes lists of orders as spreadsheets, a page of rows in memory
// at a time.
package export
