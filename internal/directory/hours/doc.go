// Package hours answers "is it open now?" for a place with several spans a day,
// public holidays, swapped working days, special days and closures.
//
//	closure covers the moment      → closed
//	special day                    → its own spans
//	public holiday, office keeps it → closed
//	swapped working day, office    → the hours of a Monday
//	otherwise                      → the spans of the weekday
//
// All times of day are of Asia/Shanghai, which has had no summer time since 1991.
package hours
