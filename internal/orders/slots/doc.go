// Package slots says at what times a service can be had on a day, and counts the
// places of each.
//
// Times come from the opening of the point. A service of meals has the meals
// that its opening meets: breakfast, lunch, dinner. A home visit has windows of
// two hours; day care has the day; everything else has one time an opening.
//
// Places are counted in a table of their own, a row for each point, service and
// day, and one for each time where the service limits it. Hold takes them with
// one statement that changes nothing where they are not there, so that no two
// orders ever share a place, on either database, without a lock of ours.
package slots
