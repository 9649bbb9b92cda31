package calendar

import (
	_ "embed" // the notices
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/internal/fault"
)

// Kind is what a notice says of a day.
type Kind string

// The kinds of moved days.
const (
	Holiday Kind = "holiday" // nobody works
	Swapped Kind = "work"    // a Saturday or Sunday that is worked in exchange
)

// Day is a day that a notice moves.
type Day struct {
	Date   string `json:"date" format:"date"`
	Kind   Kind   `json:"kind" enum:"holiday,work"`
	NameZh string `json:"name_zh" minLength:"1" maxLength:"40" doc:"Such as 国庆节"`
	NameEn string `json:"name_en,omitempty" maxLength:"60"`
}

// What can be wrong with a list of days.
var (
	ErrDate    = fault.New(fault.Invalid, "calendar.date", "日期“%s”应写成“年-月-日”。", "The date %q is to be written YYYY-MM-DD.")
	ErrKind    = fault.New(fault.Invalid, "calendar.kind", "类型“%s”应为 holiday（放假）或 work（调休上班）。", "The kind %q is holiday or work.")
	ErrTwice   = fault.New(fault.Invalid, "calendar.twice", "%s 出现了两次。", "%s is given twice.")
	ErrWeekday = fault.New(fault.Invalid, "calendar.weekday", "%s 是星期一至星期五，本来就上班，不能是调休上班日。", "%s is a Monday to Friday, worked anyway: it cannot be worked in exchange.")
	ErrColumns = fault.New(fault.Invalid, "calendar.columns", "应有 date、kind、name_zh 三列。", "The columns date, kind and name_zh are needed.")
)

// Days is a calendar; the zero value knows no notice and works Monday to Friday.
type Days struct {
	days  map[string]Kind
	years map[int]bool
}

// Of makes a calendar of moved days, which Check has passed.
func Of(all []Day) Days {
	d := Days{map[string]Kind{}, map[int]bool{}}
	for _, x := range all {
		d.days[x.Date] = x.Kind
		d.years[Year(x)] = true
	}
	return d
}

// Year is the year of a day, 0 where its date cannot be read.
func Year(d Day) int {
	y, _, _ := strings.Cut(d.Date, "-")
	n, err := strconv.Atoi(y)
	if err != nil {
		return 0
	}
	return n
}

// Knows whether the notice of a year is known.
func (d Days) Knows(year int) bool { return d.years[year] }

// Holiday whether a day, YYYY-MM-DD, is a holiday by notice.
func (d Days) Holiday(day string) bool { return d.days[day] == Holiday }

// Swapped whether a day, YYYY-MM-DD, of a weekend is worked by notice.
func (d Days) Swapped(day string) bool { return d.days[day] == Swapped }

// Works whether the day of t, in t's own zone, is worked.
func (d Days) Works(t time.Time) bool {
	switch d.days[t.Format(time.DateOnly)] {
	case Holiday:
		return false
	case Swapped:
		return true
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

// Add is the same time of day n working days later; the day of from is not
// counted. (Administrative Licensing Law art. 82: time limits in days are
// working days, without public holidays; the day on which a term begins is not
// counted, Civil Code art. 201.) n below 1 gives from.
func (d Days) Add(from time.Time, n int) time.Time {
	for n > 0 {
		from = from.AddDate(0, 0, 1)
		if d.Works(from) {
			n--
		}
	}
	return from
}

// Check reports what is wrong with days, each with its place in the list.
func Check(all []Day) error {
	var bad []*fault.Fault
	seen := map[string]bool{}
	for i, x := range all {
		at := "days[" + strconv.Itoa(i) + "]"
		t, err := time.Parse(time.DateOnly, x.Date)
		switch {
		case err != nil:
			bad = append(bad, ErrDate.With(x.Date).On(at+".date"))
		case x.Kind != Holiday && x.Kind != Swapped:
			bad = append(bad, ErrKind.With(string(x.Kind)).On(at+".kind"))
		case seen[x.Date]:
			bad = append(bad, ErrTwice.With(x.Date).On(at+".date"))
		case x.Kind == Swapped && t.Weekday() != time.Saturday && t.Weekday() != time.Sunday:
			bad = append(bad, ErrWeekday.With(x.Date).On(at+".date"))
		}
		seen[x.Date] = true
	}
	return fault.Join(bad...)
}

// Parse reads days from CSV with the columns date, kind, name_zh and, if wanted,
// to (the last day of a stretch) and name_en, in any order.
func Parse(r io.Reader) ([]Day, error) {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = -1
	head, err := rows.Read()
	if err != nil {
		return nil, ErrColumns.On("file")
	}
	col := map[string]int{}
	for i, name := range head {
		col[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))] = i
	}
	for _, want := range []string{"date", "kind", "name_zh"} {
		if _, ok := col[want]; !ok {
			return nil, ErrColumns.On("file")
		}
	}
	var out []Day
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return out, Check(out)
		}
		if err != nil {
			return nil, fmt.Errorf("calendar: %w", err)
		}
		get := func(name string) string {
			if i, ok := col[name]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		first, last := get("date"), get("to")
		if last == "" {
			last = first
		}
		from, err1 := time.Parse(time.DateOnly, first)
		to, err2 := time.Parse(time.DateOnly, last)
		if err1 != nil || err2 != nil || to.Before(from) || to.Sub(from) > 31*24*time.Hour {
			return nil, ErrDate.With(first + " – " + last).On("date")
		}
		for t := from; !t.After(to); t = t.AddDate(0, 0, 1) {
			out = append(out, Day{t.Format(time.DateOnly), Kind(get("kind")), get("name_zh"), get("name_en")})
		}
	}
}

//go:embed notices.csv
var notices string

// Official is the days of the notices that are part of the package, by date.
func Official() []Day {
	all, err := Parse(strings.NewReader(notices))
	if err != nil {
		panic(err) // the file is ours
	}
	slices.SortFunc(all, func(a, b Day) int { return strings.Compare(a.Date, b.Date) })
	return all
}
