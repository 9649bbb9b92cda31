// Package errors makes records of people who do not exist, and copies of these
// records with the errors that clerks, callers and scanners make. Each record
// carries the truth, so a matcher can be scored. The package knows nothing of any
// matcher, and no matcher was looked at when its rates were set.
//
// A Source is Chinese or English. Each walks over the records in the order of a
// shuffle, or by person; the same options and seed give the same records. A pass
// makes each person anew where a record asks for it, so that a million records
// take eight bytes each and no more. WriteCSV writes a file.
//
// # Chinese
//
// People live in households: alone, as a couple, with children, in three
// generations. Twins share the birth date, the address, the first character of
// the given name and often the telephone; brothers, sisters, fathers and sons often share a
// character. They are different people and must not be linked. So must the many
// who are called 张伟.
//
// Surnames are as frequent as the Ministry of Public Security's reports on names
// say (2018 to 2020; the five first are 30.8 % of all), by number of bearers for
// the first 22 and along a smooth curve below. Given names follow the year of birth
// and sex as the same reports describe them (建国 around 1950, 军 and 丽 around 1970, 伟
// and 静 around 1985, 浩然 and 欣怡 after 2000, 梓 and 辰 after 2010); the lists
// and the share of single characters are made by us after them. Resident ID
// numbers follow GB 11643-1999 with the division code 449901, which is not in
// use; mobile numbers begin with 160.
//
// # English
//
// After the generator of Febrl (Christen 2005; Pudjijono and Christen 2009): a
// number of copies per person that is uniform, Poisson or Zipf with a maximum, a number
// of modifications per field and per record, a choice of field and then of
// modification with Febrl's weights for both. Names, streets and suburbs are tables of
// our own: common ones by hand, then a tail built from syllables, with
// frequencies ∝ 1/(rank + 2.7) (Zipf–Mandelbrot). Febrl1 to Febrl4 are the four
// published settings. The suburb tells postcode and state, as it does in a
// country, unless Independent is set, as Febrl draws them.
//
// Slips of the keyboard hit the neighbour in the row with 40 % and in the column
// with 30 % (Febrl), scanners confuse shapes, ears confuse spellings. Share of
// substitutions, deletions, insertions and exchanges: Damerau 1964 and Peterson
// 1986, as Febrl's tables cite them.
//
// # Rates
//
// UsualRates and RoughRates give for each Kind of Chinese error how often it is tried
// on a copy. No count of errors in Chinese resident files is published that we know
// of: **these rates are our assumption**, guided by what clerks report (pinyin
// input makes homophones; old people give an old or a daughter's number; lunar
// birthdays) and by the share of copies with an error in one field found for
// English files. A kind that cannot strike (a number ends in no X) is drawn and does
// nothing; Tally counts both. Order and independence: each kind is drawn on its
// own for each copy, so a copy has several errors or none.
//
// A scored figure on these records says how a matcher does on these errors, not
// on those of a given office.
package errors
