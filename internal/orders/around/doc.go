// Package around is what orders need of their neighbours in the house: the
// directory, the register of people, who may act for whom, the purse, the staff.
package around
