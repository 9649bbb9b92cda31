package calendar_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/internal/calendar"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWorkingDays(t *testing.T) {
	c := calendar.Of(calendar.Official())
	for name, x := range map[string]struct {
		from string
		n    int
		want string
	}{
		"an ordinary week":                    {"2026-03-02", 5, "2026-03-09"},
		"over Spring Festival":                {"2026-02-13", 3, "2026-02-25"}, // Sat 14 worked, 15 to 23 off, 24 and 25 worked
		"over a Saturday worked in exchange":  {"2026-05-08", 1, "2026-05-09"},
		"over National Day, both exchanges":   {"2026-09-30", 3, "2026-10-10"},
		"the eight days of 2025":              {"2025-09-30", 1, "2025-10-09"},
		"nothing":                             {"2026-03-07", 0, "2026-03-07"},
		"a year without notice: the weekdays": {"2031-10-01", 3, "2031-10-06"},
	} {
		if got := c.Add(day(x.from), x.n).Format(time.DateOnly); got != x.want {
			t.Errorf("%s: %d working days after %s is %s, want %s", name, x.n, x.from, got, x.want)
		}
	}
	if !c.Knows(2026) || c.Knows(2031) {
		t.Error("it does not know what it knows")
	}
}

// In a year of the notices every holiday moved beyond the statutory days is
// worked off: the working days are those of the weekdays less the days that the
// Regulation on public holidays gives (11 until 2024, 13 since 2025).
func TestTheNoticesAddUp(t *testing.T) {
	c := calendar.Of(calendar.Official())
	for year, statutory := range map[int]int{2025: 13, 2026: 13} {
		worked, weekdays := 0, 0
		for d := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == year; d = d.AddDate(0, 0, 1) {
			if c.Works(d) {
				worked++
			}
			if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
				weekdays++
			}
		}
		if worked != weekdays-statutory {
			t.Errorf("%d: %d days worked, want %d - %d", year, worked, weekdays, statutory)
		}
	}
}

func TestParseNamesWhatIsWrong(t *testing.T) {
	for csv, want := range map[string]error{
		"":                               calendar.ErrColumns,
		"day,what\n2026-01-01,holiday\n": calendar.ErrColumns,
		"date,kind,name_zh\n2026-13-01,holiday,x\n":                       calendar.ErrDate,
		"date,kind,name_zh\n2026-01-01,off,x\n":                           calendar.ErrKind,
		"date,kind,name_zh\n2026-01-05,work,x\n":                          calendar.ErrWeekday,
		"date,kind,name_zh\n2026-01-01,holiday,x\n2026-01-01,holiday,x\n": calendar.ErrTwice,
		"\ufeffkind,name_zh,date\nholiday,元旦,2027-01-01\n":                nil,
	} {
		if _, err := calendar.Parse(strings.NewReader(csv)); !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%q: %v, want %v", csv, err, want)
		}
	}
}

// Adding a then b working days is adding both, the result is a working day, and
// exactly n working days lie after the first and up to the last.
func TestAddAddsUp(t *testing.T) {
	c := calendar.Of(calendar.Official())
	rapid.Check(t, func(r *rapid.T) {
		from := day("2024-12-01").AddDate(0, 0, rapid.IntRange(0, 800).Draw(r, "from"))
		a, b := rapid.IntRange(1, 40).Draw(r, "a"), rapid.IntRange(0, 40).Draw(r, "b")
		end := c.Add(from, a+b)
		if !c.Add(c.Add(from, a), b).Equal(end) || !c.Works(end) {
			r.Fatalf("%s + %d + %d is %s", from, a, b, end)
		}
		n := 0
		for d := from.AddDate(0, 0, 1); !d.After(end); d = d.AddDate(0, 0, 1) {
			if c.Works(d) {
				n++
			}
		}
		if n != a+b {
			r.Fatalf("%d working days, want %d", n, a+b)
		}
	})
}
