package hours

import (
	"slices"
	"sort"
	"strconv"
	"time"

	"linli/internal/fault"
)

// Shanghai is the one zone of the house.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// Span is an opening on some weekdays (1 Monday … 7 Sunday), "HH:MM" to "HH:MM".
// "24:00" is midnight at the end of the day; a To at or before From is the next
// day's.
type Span struct {
	Days []int  `json:"days" minItems:"1" maxItems:"7"`
	From string `json:"from" pattern:"^([01]\\d|2[0-3]):[0-5]\\d$"`
	To   string `json:"to" pattern:"^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$"`
}

// Special is days with hours of their own, or none (closed).
type Special struct {
	From   string  `json:"from" format:"date"`
	To     string  `json:"to" format:"date" doc:"Included"`
	Spans  []Clock `json:"spans,omitempty" doc:"None: closed"`
	Reason string  `json:"reason,omitempty" maxLength:"200"`
}

// Clock is an opening on a special day.
type Clock struct {
	From string `json:"from" pattern:"^([01]\\d|2[0-3]):[0-5]\\d$"`
	To   string `json:"to" pattern:"^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$"`
}

// Plan is when a place is open.
type Plan struct {
	Spans []Span `json:"spans,omitempty" maxItems:"40"`
	// Office: closed on public holidays, open on swapped working days as on a
	// Monday. A canteen that feeds people every day is no office.
	Office  bool      `json:"office,omitempty"`
	Special []Special `json:"special,omitempty" maxItems:"100"`
}

// Closure is a time during which a place is closed whatever its plan says.
type Closure struct{ From, To time.Time }

// Calendar knows the days that the State Council's yearly notice moves.
type Calendar interface {
	Holiday(day string) bool // a public holiday, YYYY-MM-DD
	Swapped(day string) bool // a weekend day that is worked
}

// What can be wrong with a plan.
var (
	ErrClock = fault.New(fault.Invalid, "hours.clock", "时间应为 00:00 至 24:00 的“时:分”。", "A time of day is HH:MM, from 00:00 to 24:00.")
	ErrDay   = fault.New(fault.Invalid, "hours.day", "星期应为 1（星期一）至 7（星期日）。", "A weekday is 1 (Monday) to 7 (Sunday).")
	ErrOrder = fault.New(fault.Invalid, "hours.order", "结束日期早于开始日期。", "The last day is before the first.")
)

// Check reports what is wrong with a plan, naming the field.
func (p Plan) Check() error {
	var bad []*fault.Fault
	for i, s := range p.Spans {
		at := "hours.spans[" + strconv.Itoa(i) + "]"
		if len(s.Days) == 0 {
			bad = append(bad, ErrDay.On(at+".days"))
		}
		for _, d := range s.Days {
			if d < 1 || d > 7 {
				bad = append(bad, ErrDay.On(at+".days"))
			}
		}
		bad = append(bad, clocks(at, s.From, s.To)...)
	}
	for i, s := range p.Special {
		at := "hours.special[" + strconv.Itoa(i) + "]"
		from, err1 := time.Parse(time.DateOnly, s.From)
		to, err2 := time.Parse(time.DateOnly, s.To)
		if err1 != nil || err2 != nil || to.Before(from) {
			bad = append(bad, ErrOrder.On(at))
		}
		for _, c := range s.Spans {
			bad = append(bad, clocks(at, c.From, c.To)...)
		}
	}
	return fault.Join(bad...)
}

func clocks(at, from, to string) (bad []*fault.Fault) {
	if f, ok := minutes(from); !ok || f == 24*60 {
		bad = append(bad, ErrClock.On(at+".from"))
	}
	if _, ok := minutes(to); !ok {
		bad = append(bad, ErrClock.On(at+".to"))
	}
	return bad
}

func minutes(s string) (int, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	h, err1 := strconv.Atoi(s[:2])
	m, err2 := strconv.Atoi(s[3:])
	return h*60 + m, err1 == nil && err2 == nil && h >= 0 && m >= 0 && m < 60 && h*60+m <= 24*60
}

type stretch struct{ from, to time.Time }

// on is the stretches that begin on a day, in order.
func (p Plan) on(day time.Time, c Calendar) []stretch {
	date := day.Format(time.DateOnly)
	var out []stretch
	add := func(from, to string) {
		f, ok1 := minutes(from)
		t, ok2 := minutes(to)
		if !ok1 || !ok2 {
			return
		}
		if t <= f {
			t += 24 * 60
		}
		out = append(out, stretch{day.Add(time.Duration(f) * time.Minute), day.Add(time.Duration(t) * time.Minute)})
	}
	for _, s := range p.Special {
		if s.From <= date && date <= s.To {
			for _, x := range s.Spans {
				add(x.From, x.To)
			}
			sort.Slice(out, func(a, b int) bool { return out[a].from.Before(out[b].from) })
			return out
		}
	}
	weekday := int(day.Weekday()+6)%7 + 1
	if p.Office && c != nil {
		switch {
		case c.Holiday(date):
			return nil
		case c.Swapped(date):
			weekday = 1
		}
	}
	for _, s := range p.Spans {
		if slices.Contains(s.Days, weekday) {
			add(s.From, s.To)
		}
	}
	sort.Slice(out, func(a, b int) bool { return out[a].from.Before(out[b].from) })
	return out
}

// Now is what a visitor wants to know.
type Now struct {
	Open bool `json:"open"`
	// Until is when it closes, or opens next; zero when not within 14 days.
	Until time.Time `json:"until,omitzero"`
}

// At tells whether the place is open at a moment and until when that holds.
// c may be nil: no holidays are known. O(14 days × spans).
func (p Plan) At(t time.Time, c Calendar, closures []Closure) Now {
	t = t.In(Shanghai)
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, Shanghai)
	var all []stretch
	for d := -1; d <= 14; d++ {
		all = append(all, p.on(day.AddDate(0, 0, d), c)...)
	}
	all = cut(all, closures)
	for _, s := range join(all) {
		switch {
		case !t.Before(s.from) && t.Before(s.to):
			return Now{true, s.to}
		case t.Before(s.from):
			return Now{false, s.from}
		}
	}
	return Now{}
}

// Opens reports whether the place is open at any time of a day.
func (p Plan) Opens(day time.Time, c Calendar, closures []Closure) bool {
	day = day.In(Shanghai)
	return len(cut(p.on(time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, Shanghai), c), closures)) > 0
}

// cut takes the closures out.
func cut(in []stretch, closures []Closure) []stretch {
	for _, x := range closures {
		var out []stretch
		for _, s := range in {
			if !x.From.Before(s.to) || !s.from.Before(x.To) {
				out = append(out, s)
				continue
			}
			if s.from.Before(x.From) {
				out = append(out, stretch{s.from, x.From})
			}
			if x.To.Before(s.to) {
				out = append(out, stretch{x.To, s.to})
			}
		}
		in = out
	}
	return in
}

// join makes one of stretches that touch.
func join(in []stretch) (out []stretch) {
	sort.Slice(in, func(a, b int) bool { return in[a].from.Before(in[b].from) })
	for _, s := range in {
		if n := len(out); n > 0 && !out[n-1].to.Before(s.from) {
			if out[n-1].to.Before(s.to) {
				out[n-1].to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}
