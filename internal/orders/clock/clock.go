package clock

import (
	"regexp"
	"strconv"
	"time"

	"linli/internal/directory/hours"
	"linli/internal/orders/flow"
)

// Workdays knows which days are worked; internal/calendar does.
type Workdays interface {
	Works(day time.Time) bool
}

// Span of a working day, in minutes: 08:30 to 18:00.
const (
	opens  = 8*60 + 30
	closes = 18 * 60
)

// Add is d of working time after t.
func Add(t time.Time, d time.Duration, w Workdays) time.Time {
	t = t.In(hours.Shanghai)
	for range 2000 { // five years of days: a rule asks for hours
		day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, hours.Shanghai)
		from, to := day.Add(opens*time.Minute), day.Add(closes*time.Minute)
		if w.Works(day) && t.Before(to) {
			if t.Before(from) {
				t = from
			}
			if end := t.Add(d); !end.After(to) {
				return end
			}
			d -= to.Sub(t)
		}
		t = day.AddDate(0, 0, 1)
	}
	return t
}

// Between is the working time from a to b; 0 where b is not after a.
func Between(a, b time.Time, w Workdays) (d time.Duration) {
	a, b = a.In(hours.Shanghai), b.In(hours.Shanghai)
	for range 2000 {
		if !a.Before(b) {
			return d
		}
		day := time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, hours.Shanghai)
		from, to := day.Add(opens*time.Minute), day.Add(closes*time.Minute)
		if w.Works(day) {
			lo, hi := later(a, from), earlier(b, to)
			if lo.Before(hi) {
				d += hi.Sub(lo)
			}
		}
		a = day.AddDate(0, 0, 1)
	}
	return d
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

var cutOff = regexp.MustCompile(`^(0|-[1-9]\d?)(w?)d ([01]\d|2[0-3]):([0-5]\d)$`)

// Until is the last moment to order: rule "-1d 16:00" is four in the afternoon
// of the day before, "-1wd 16:00" of the working day before. Without a rule it
// is when the time begins; where people come by themselves, when it ends.
func Until(rule string, m flow.Mode, from, to time.Time, w Workdays) time.Time {
	x := cutOff.FindStringSubmatch(rule)
	if x == nil {
		if m == flow.OnSite || m == flow.Online {
			return to
		}
		return from
	}
	from = from.In(hours.Shanghai)
	day := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, hours.Shanghai)
	n, _ := strconv.Atoi(x[1])
	h, _ := strconv.Atoi(x[3])
	min, _ := strconv.Atoi(x[4])
	for n < 0 {
		day = day.AddDate(0, 0, -1)
		if x[2] == "" || w.Works(day) {
			n++
		}
	}
	return day.Add(time.Duration(h)*time.Hour + time.Duration(min)*time.Minute)
}

// FreeUntil is the last moment to cancel without it being counted as late.
func FreeUntil(cancelHours int, from time.Time) time.Time {
	return from.Add(-time.Duration(cancelHours) * time.Hour)
}

// Anchor is the moment of the service that a limit is measured from.
type Anchor string

// The anchors.
const (
	None  Anchor = ""
	Begin Anchor = "begin" // of the time ordered
	End   Anchor = "end"
)

// Rule is the short name of a TimeLimit.
type Rule = TimeLimit

// TimeLimit limits a state in a mode.
type TimeLimit struct {
	Mode    flow.Mode  `json:"mode" enum:"on_site,home_visit,delivery,day_care,online"`
	State   flow.State `json:"state" enum:"placed,accepted,assigned,on_the_way,in_service,delivered"`
	Working int        `json:"working_minutes" minimum:"0" maximum:"60000" doc:"Of working time since the state began; 0: no such limit"`
	Anchor  Anchor     `json:"anchor,omitempty" enum:",begin,end" doc:"begin or end of the time ordered"`
	Minutes int        `json:"anchor_minutes" minimum:"-60000" maximum:"60000" doc:"After the anchor; negative: before it"`
	Step    int        `json:"step_minutes" minimum:"1" maximum:"60000" doc:"Of working time until the next above is told"`
	Version int64      `json:"version" doc:"0: the default"`
}

// Defaults are the rules to begin with.
var Defaults = func() (out []Rule) {
	for _, m := range flow.Modes {
		out = append(out, Rule{Mode: m, State: flow.Placed, Working: 120, Anchor: Begin, Minutes: -60, Step: 60},
			Rule{Mode: m, State: flow.Delivered, Anchor: End, Minutes: 3 * 24 * 60, Step: 600})
	}
	return append(out,
		Rule{Mode: flow.OnSite, State: flow.Accepted, Anchor: End, Minutes: 60, Step: 120},
		Rule{Mode: flow.OnSite, State: flow.InService, Anchor: End, Minutes: 60, Step: 120},
		Rule{Mode: flow.Online, State: flow.Accepted, Working: 240, Step: 120},
		Rule{Mode: flow.Delivery, State: flow.Accepted, Anchor: Begin, Minutes: -30, Step: 20},
		Rule{Mode: flow.Delivery, State: flow.Assigned, Anchor: Begin, Minutes: 15, Step: 20},
		Rule{Mode: flow.Delivery, State: flow.OnTheWay, Anchor: End, Minutes: 15, Step: 20},
		Rule{Mode: flow.HomeVisit, State: flow.Accepted, Working: 480, Anchor: Begin, Minutes: -120, Step: 60},
		// a visit that nobody came to is told after a quarter of an hour
		Rule{Mode: flow.HomeVisit, State: flow.Assigned, Anchor: Begin, Minutes: 15, Step: 15},
		Rule{Mode: flow.HomeVisit, State: flow.OnTheWay, Anchor: Begin, Minutes: 15, Step: 15},
		Rule{Mode: flow.HomeVisit, State: flow.InService, Anchor: End, Minutes: 60, Step: 60},
		Rule{Mode: flow.DayCare, State: flow.Accepted, Anchor: Begin, Minutes: 60, Step: 60},
		Rule{Mode: flow.DayCare, State: flow.InService, Anchor: End, Minutes: 60, Step: 60})
}()

// Rules are those in force.
type Rules map[key]Rule

type key struct {
	mode  flow.Mode
	state flow.State
}

// Make puts rows of an installation over the defaults.
func Make(own []Rule) Rules {
	out := Rules{}
	for _, r := range append(Defaults, own...) {
		out[key{r.Mode, r.State}] = r
	}
	return out
}

// Of is the rule of a state.
func (r Rules) Of(m flow.Mode, s flow.State) (Rule, bool) {
	x, ok := r[key{m, s}]
	return x, ok
}

// Due is when a state that began at since must have moved on; zero: never. An
// order that was placed too late for its limit has a quarter of an hour.
func (r Rules) Due(m flow.Mode, s flow.State, since, from, to time.Time, w Workdays) (due time.Time) {
	x, ok := r.Of(m, s)
	if !ok {
		return due
	}
	if x.Working > 0 {
		due = Add(since, time.Duration(x.Working)*time.Minute, w)
	}
	if x.Anchor != None {
		at := from
		if x.Anchor == End {
			at = to
		}
		at = at.Add(time.Duration(x.Minutes) * time.Minute)
		if due.IsZero() || at.Before(due) {
			due = at
		}
	}
	if least := since.Add(15 * time.Minute); !due.IsZero() && due.Before(least) && s != flow.Delivered {
		due = least
	}
	return due
}

// Remind is when to remind before due: at three quarters of the time; zero where
// that is less than five minutes before it.
func Remind(since, due time.Time) time.Time {
	if due.IsZero() || due.Sub(since) < 20*time.Minute {
		return time.Time{}
	}
	return since.Add(due.Sub(since) * 3 / 4)
}

// Next is when the next above is told of an order that is late at now. A time
// that is told from the time of the service does not wait for office hours.
func (x TimeLimit) Next(now time.Time, w Workdays) time.Time {
	d := time.Duration(x.Step) * time.Minute
	if x.Anchor != None && x.State != flow.Placed && x.State != flow.Delivered {
		return now.Add(d)
	}
	return Add(now, d, w)
}
