package series

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/internal/calendar"
)

func TestDaysOfARule(t *testing.T) {
	holiday := calendar.Of(calendar.Official()).Holiday
	week := Rule{From: "2026-11-23", To: "2026-11-29"}
	with := func(fn func(*Rule)) Rule { r := week; fn(&r); return r }
	for name, c := range map[string]struct {
		r    Rule
		want string
	}{
		"weekdays":         {with(func(r *Rule) { r.Weekdays = []int{1, 3, 5} }), "2026-11-23 2026-11-25 2026-11-27"},
		"single dates":     {with(func(r *Rule) { r.Dates = []string{"2026-11-24", "2026-12-24"} }), "2026-11-24"},
		"but not that one": {with(func(r *Rule) { r.Weekdays = []int{1, 2}; r.Except = []string{"2026-11-23"} }), "2026-11-24"},
		"a hospital stay": {with(func(r *Rule) {
			r.Weekdays = []int{1, 2, 3, 4, 5, 6, 7}
			r.Pauses = []SeriesGap{{From: "2026-11-24", To: "2026-11-28"}}
		}), "2026-11-23 2026-11-29"},
		"not on holidays": {Rule{From: "2026-09-30", To: "2026-10-09", Weekdays: []int{3, 4, 5}, Workdays: true}, "2026-09-30 2026-10-08 2026-10-09"},
		"holidays too":    {Rule{From: "2026-09-30", To: "2026-10-02", Weekdays: []int{3, 4, 5}}, "2026-09-30 2026-10-01 2026-10-02"},
	} {
		if got := strings.Join(c.r.Days("2026-01-01", "2027-12-31", holiday), " "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestRulesThatAreRefused(t *testing.T) {
	daily := []int{1, 2, 3, 4, 5, 6, 7}
	for name, c := range map[string]struct {
		r    Rule
		want error
	}{
		"ten thousand days": {Rule{From: "2026-11-23", To: "2054-04-10", Weekdays: daily}, ErrLong},
		"367 days":          {Rule{From: "2026-01-01", To: "2027-01-02", Weekdays: daily}, ErrLong},
		"backwards":         {Rule{From: "2026-11-23", To: "2026-11-22", Weekdays: daily}, ErrOrder},
		"no day":            {Rule{From: "2026-11-23", To: "2026-11-29"}, ErrNoDays},
		"an eighth day":     {Rule{From: "2026-11-23", To: "2026-11-29", Weekdays: []int{8}}, ErrWeekday},
		"the 31st":          {Rule{From: "2026-11-31", To: "2026-12-29", Weekdays: daily}, ErrDay},
		"a date in words":   {Rule{From: "2026-11-23", To: "2026-11-29", Dates: []string{"明天"}}, ErrDay},
		"a pause backwards": {Rule{From: "2026-11-23", To: "2026-11-29", Weekdays: daily, Pauses: []SeriesGap{{From: "2026-11-25", To: "2026-11-24"}}}, ErrOrder},
		"all days excepted": {Rule{From: "2026-11-23", To: "2026-11-23", Weekdays: daily, Except: []string{"2026-11-23"}}, ErrNoDays},
	} {
		if err := c.r.Check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if err := (Rule{From: "2026-01-01", To: "2027-01-01", Weekdays: daily}).Check(); err != nil {
		t.Errorf("366 days: %v", err)
	}
}

// Whatever the rule: its days are in order, inside it, on no day left out; and a
// pause that is taken back gives the same days as if there had been none.
func TestDaysOfAnyRule(t *testing.T) {
	first := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	day := func(t *rapid.T, name string) string {
		return first.AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, name)).Format(time.DateOnly)
	}
	rapid.Check(t, func(t *rapid.T) {
		r := Rule{From: day(t, "from"), To: day(t, "to"), Weekdays: rapid.SliceOfNDistinct(rapid.IntRange(1, 7), 0, 7, func(n int) int { return n }).Draw(t, "weekdays"),
			Dates: []string{day(t, "date")}, Except: []string{day(t, "except")}}
		all := r.Days("2020-01-01", "2030-01-01", nil)
		if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Fatalf("%v", all)
		}
		for _, d := range all {
			if d < r.From || d > r.To || slices.Contains(r.Except, d) {
				t.Fatalf("%s is not of %+v", d, r)
			}
		}
		a, b := day(t, "a"), day(t, "b")
		gap := SeriesGap{From: min(a, b), To: max(a, b)}
		rests, err := r.Pause(gap)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range rests.Days("2020-01-01", "2030-01-01", nil) {
			if d >= gap.From && d <= gap.To {
				t.Fatalf("%s is in the pause %+v", d, gap)
			}
		}
		if got := rests.Resume("2020-01-01").Days("2020-01-01", "2030-01-01", nil); !slices.Equal(got, all) {
			t.Fatalf("resumed: %v, want %v", got, all)
		}
		cut := day(t, "resume")
		for _, d := range all {
			in := slices.Contains(rests.Resume(cut).Days(d, d, nil), d)
			if paused := d >= gap.From && d <= gap.To && d < cut; in == paused {
				t.Fatalf("resumed from %s with pause %+v: %s is %v", cut, gap, d, in)
			}
		}
	})
}
