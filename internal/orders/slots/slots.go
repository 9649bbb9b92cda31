package slots

import (
	"strings"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/orders/flow"
)

// Slot is a time of a day at which a service is given.
type Slot struct {
	Key  string `json:"key" doc:"lunch, dinner, 0900, day …"`
	From string `json:"from" doc:"Such as 11:00"`
	To   string `json:"to" doc:"Such as 12:30"`
}

// Whole is the key where a day has no times of its own.
const Whole = "day"

// window is a meal: from, to in minutes of the day.
type window struct {
	key      string
	from, to int
}

// The meals of a day. A canteen that is open through the day has all three.
var meals = []window{{"breakfast", 6 * 60, 9*60 + 30}, {"lunch", 10*60 + 30, 14 * 60}, {"dinner", 16*60 + 30, 20 * 60}}

// Meal reports whether a category of services feeds people: nobody eats the same
// meal twice, whichever of these services brings it.
func Meal(category string) bool {
	return strings.HasPrefix(category, "elder.meal") || strings.HasPrefix(category, "elder.canteen") || strings.Contains(category, ".meals")
}

// Same is the key under which an order is the same as another of the person on
// the same day: the meal, or the kind of service at the time.
func Same(category, day, slot string) string {
	if Meal(category) {
		return "meal|" + day + "|" + slot
	}
	return category + "|" + day + "|" + slot
}

// At is the moment of a time of day, HH:MM up to 24:00 and beyond, on a day.
func At(day time.Time, clock string) time.Time {
	m := minutes(clock)
	return time.Date(day.Year(), day.Month(), day.Day(), 0, m, 0, 0, hours.Shanghai)
}

// Bounds are the moments at which a slot begins and ends.
func (s Slot) Bounds(day time.Time) (from, to time.Time) { return At(day, s.From), At(day, s.To) }

func minutes(clock string) int {
	if len(clock) != 5 {
		return 0
	}
	digit := func(i int) int { return int(clock[i] - '0') }
	return (digit(0)*10+digit(1))*60 + digit(3)*10 + digit(4)
}

func clock(m int) string {
	return string([]byte{byte('0' + m/600), byte('0' + m/60%10), ':', byte('0' + m%60/10), byte('0' + m%10)})
}

// Day parses YYYY-MM-DD as midnight in the zone of the house.
func Day(s string) (time.Time, bool) {
	t, err := time.ParseInLocation(time.DateOnly, s, hours.Shanghai)
	return t, err == nil
}

// On lists the slots of a service on a day, in order; none when it is closed.
// O(openings of the day).
func On(p hours.Plan, day time.Time, cal hours.Calendar, closed []hours.Closure, category string, mode flow.Mode) []Slot {
	var out []Slot
	for _, s := range spans(p, day, cal, closed) {
		switch {
		case Meal(category):
			for _, w := range meals {
				if from, to := max(s[0], w.from), min(s[1], w.to); to-from >= 20 {
					out = append(out, Slot{w.key, clock(from), clock(to)})
				}
			}
		case mode == flow.DayCare:
			out = append(out, Slot{Whole, clock(s[0]), clock(s[1])})
		case mode == flow.HomeVisit:
			for from := s[0]; from < s[1]; from += 120 {
				if to := min(from+120, s[1]); to-from >= 30 {
					out = append(out, Slot{hhmm(from), clock(from), clock(to)})
				}
			}
		default:
			out = append(out, Slot{hhmm(s[0]), clock(s[0]), clock(s[1])})
		}
	}
	if len(out) == 0 && len(p.Spans) == 0 && len(p.Special) == 0 && len(closed) == 0 {
		return []Slot{{Whole, "00:00", "24:00"}} // a service whose hours nobody wrote down
	}
	return once(out)
}

func hhmm(m int) string { return strings.Replace(clock(m), ":", "", 1) }

// once joins what has one key: two openings that meet the same meal, or a day
// with a break.
func once(in []Slot) (out []Slot) {
	for _, s := range in {
		if n := len(out); n > 0 && out[n-1].Key == s.Key {
			out[n-1].To = s.To
			continue
		}
		out = append(out, s)
	}
	return out
}

// spans are the openings of a day in minutes, from 0 to 1440.
func spans(p hours.Plan, day time.Time, cal hours.Calendar, closed []hours.Closure) (out [][2]int) {
	day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, hours.Shanghai)
	end := day.AddDate(0, 0, 1)
	for t := day; t.Before(end); {
		now := p.At(t, cal, closed)
		if now.Until.IsZero() || !now.Until.After(t) {
			break
		}
		if now.Open {
			until := now.Until
			if until.After(end) {
				until = end
			}
			out = append(out, [2]int{int(t.Sub(day).Minutes()), int(until.Sub(day).Minutes())})
		}
		t = now.Until
	}
	return out
}

// Find is the slot of a key; "" is the only one of the day.
func Find(all []Slot, key string) (Slot, bool) {
	if key == "" && len(all) == 1 {
		return all[0], true
	}
	for _, s := range all {
		if s.Key == key {
			return s, true
		}
	}
	return Slot{}, false
}
