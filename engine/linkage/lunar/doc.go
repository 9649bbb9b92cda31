// Package lunar tells the day of the traditional Chinese calendar, on which many
// old people keep their birthday.
package lunar
