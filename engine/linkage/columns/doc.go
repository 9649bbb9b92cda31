// Package columns holds a table of records by column: what each column says (its
// role), its distinct values cleaned and taken apart once, and how often each
// occurs.
//
// Roles are inferred from the headers, in English and Chinese, and from the
// values; where the two disagree, the values win. Two spellings of one value (case,
// punctuation, full width, traditional characters, abbreviations of streets, ways
// to write a date, a flat or a resident ID number) are one value.
package columns
