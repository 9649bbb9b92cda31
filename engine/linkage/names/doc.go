// Package names is the words of which names and addresses of people who do not
// exist are made: Chinese surnames and given names as frequent as they are, with
// the readings and the look of their characters; English names, streets and
// suburbs with a long tail of rare ones.
//
// Where the frequencies come from stands in package errors, which uses them. The tables are
// built when the program starts and never change.
package names
