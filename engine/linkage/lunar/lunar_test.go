package lunar

import (
	"testing"
	"time"
)

func TestTheYearBeginsWhenTheAlmanacSays(t *testing.T) {
	for _, day := range []string{"1900-01-31", "1911-01-30", "1924-02-05", "1938-01-31", "1949-01-29", "1958-02-18", "1966-01-21", "1976-01-31", "1985-02-20", "1990-01-27", "1995-01-31", "2000-02-05", "2004-01-22", "2008-02-07", "2012-01-23", "2015-02-19", "2017-01-28", "2020-01-25", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06"} {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if y, m, n, ok := Date(d); !ok || y != d.Year() || m != 1 || n != 1 {
			t.Error(day, y, m, n, ok)
		}
		if y, m, n, ok := Date(d.AddDate(0, 0, -1)); d.Year() > 1900 && (!ok || y != d.Year()-1 || m != 12 || n < 29) {
			t.Error("the eve of", day, y, m, n, ok)
		}
	}
}

func TestFeastsFallOnTheirDay(t *testing.T) {
	for day, want := range map[string][2]int{"2023-09-29": {8, 15}, "2020-10-01": {8, 15}, "2020-06-25": {5, 5}, "2024-06-10": {5, 5}, "1958-09-27": {8, 15}, "2025-10-06": {8, 15}, "2023-03-22": {2, 1}} {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if _, m, n, ok := Date(d); !ok || [2]int{m, n} != want {
			t.Error(day, m, n, ok)
		}
	}
}

func TestDaysOutsideTheTableAreNotKnown(t *testing.T) {
	for _, d := range []time.Time{time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if _, _, _, ok := Date(d); ok {
			t.Error(d)
		}
	}
}
