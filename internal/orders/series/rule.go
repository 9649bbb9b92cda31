package series

import (
	"slices"
	"time"

	"linli/internal/fault"
)

// What can be wrong with a rule.
var (
	ErrDay     = fault.New(fault.Invalid, "series.day", "日期应写作 2026-11-25。", "A day is written 2026-11-25.")
	ErrLong    = fault.New(fault.Invalid, "series.long", "连续订餐最长 366 天。", "A series is at most 366 days long.")
	ErrOrder   = fault.New(fault.Invalid, "series.order", "结束日期早于开始日期。", "The last day is before the first.")
	ErrWeekday = fault.New(fault.Invalid, "series.weekday", "星期应为 1（星期一）至 7（星期日）。", "A weekday is 1 (Monday) to 7 (Sunday).")
	ErrNoDays  = fault.New(fault.Invalid, "series.no_days", "没有选中任何一天。", "No day is left of it.")
	ErrPast    = fault.New(fault.Invalid, "series.past", "不能从过去的日期开始。", "It cannot begin in the past.")
	ErrPauses  = fault.New(fault.Invalid, "series.pauses", "最多 50 段暂停。", "At most 50 pauses.")
)

// MaxDays is how long a series may be.
const MaxDays = 366

// SeriesGap is a time in which a series rests.
type SeriesGap struct {
	From string `json:"from" maxLength:"10"`
	To   string `json:"to" maxLength:"10" doc:"Included"`
	Why  string `json:"why,omitempty" enum:",hospital,travel,other"`
}

// Rule is the short name of a SeriesRule.
type Rule = SeriesRule

// SeriesRule says which days.
type SeriesRule struct {
	From     string      `json:"from" maxLength:"10"`
	To       string      `json:"to" maxLength:"10" doc:"Included; at most 366 days after from"`
	Weekdays []int       `json:"weekdays,omitempty" maxItems:"7" doc:"1 Monday … 7 Sunday"`
	Dates    []string    `json:"dates,omitempty" maxItems:"366" doc:"Single days, besides the weekdays"`
	Except   []string    `json:"except,omitempty" maxItems:"366" doc:"Days left out"`
	Workdays bool        `json:"except_holidays,omitempty" doc:"Not on public holidays"`
	Pauses   []SeriesGap `json:"pauses,omitempty" maxItems:"50"`
}

// Check reports what is wrong with a rule.
func (r SeriesRule) Check() error {
	from, err1 := parse(r.From)
	to, err2 := parse(r.To)
	switch {
	case err1 != nil:
		return ErrDay.On("from")
	case err2 != nil:
		return ErrDay.On("to")
	case to.Before(from):
		return ErrOrder.On("to")
	case to.Sub(from) >= MaxDays*24*time.Hour:
		return ErrLong.On("to")
	case len(r.Pauses) > 50:
		return ErrPauses.On("pauses")
	case len(r.Dates) > MaxDays || len(r.Except) > MaxDays:
		return ErrLong.On("dates")
	}
	for _, w := range r.Weekdays {
		if w < 1 || w > 7 {
			return ErrWeekday.On("weekdays")
		}
	}
	for field, days := range map[string][]string{"dates": r.Dates, "except": r.Except} {
		for _, d := range days {
			if _, err := parse(d); err != nil {
				return ErrDay.On(field)
			}
		}
	}
	for _, g := range r.Pauses {
		if err := g.check(); err != nil {
			return err
		}
	}
	if len(r.Days(r.From, r.To, nil)) == 0 {
		return ErrNoDays.On("weekdays")
	}
	return nil
}

func (g SeriesGap) check() error {
	_, err1 := parse(g.From)
	_, err2 := parse(g.To)
	switch {
	case err1 != nil || err2 != nil:
		return ErrDay.On("pauses")
	case g.To < g.From:
		return ErrOrder.On("pauses")
	}
	return nil
}

func parse(day string) (time.Time, error) { return time.Parse(time.DateOnly, day) }

// Days are the days of the rule from a day to a day, both included, in order.
// holiday may be nil. O(days).
func (r SeriesRule) Days(from, to string, holiday func(day string) bool) (out []string) {
	from, to = max(from, r.From), min(to, r.To)
	day, err := parse(from)
	if err != nil {
		return nil
	}
	for n := 0; n < MaxDays; n++ {
		d := day.Format(time.DateOnly)
		if d > to {
			break
		}
		if r.means(d, day, holiday) {
			out = append(out, d)
		}
		day = day.AddDate(0, 0, 1)
	}
	return out
}

func (r SeriesRule) means(d string, day time.Time, holiday func(string) bool) bool {
	weekday := int(day.Weekday()+6)%7 + 1
	switch {
	case slices.Contains(r.Except, d):
		return false
	case r.Workdays && holiday != nil && holiday(d):
		return false
	case slices.ContainsFunc(r.Pauses, func(g SeriesGap) bool { return g.From <= d && d <= g.To }):
		return false
	}
	return slices.Contains(r.Weekdays, weekday) || slices.Contains(r.Dates, d)
}

// Pause adds a gap.
func (r SeriesRule) Pause(g SeriesGap) (Rule, error) {
	if err := g.check(); err != nil {
		return r, err
	}
	if len(r.Pauses) >= 50 {
		return r, ErrPauses.On("pauses")
	}
	r.Pauses = append(slices.Clone(r.Pauses), g)
	return r, nil
}

// Resume takes the gaps back from a day on.
func (r SeriesRule) Resume(day string) Rule {
	var kept []SeriesGap
	yesterday := ""
	if d, err := parse(day); err == nil {
		yesterday = d.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	for _, g := range r.Pauses {
		if g.From >= day {
			continue
		}
		g.To = min(g.To, yesterday)
		kept = append(kept, g)
	}
	r.Pauses = kept
	return r
}
