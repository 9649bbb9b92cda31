// Package chinese knows what Chinese records of people look like: which
// characters are written for each other, how names sound, how resident ID numbers
// are built, and how an address is spelled.
//
// Readings come from github.com/mozillazg/go-pinyin; surnames that are read in a
// way of their own stand here. Traditional and variant characters are folded into
// the simplified standard (Table of General Standard Chinese Characters, 2013)
// as far as names and addresses use them.
package chinese
