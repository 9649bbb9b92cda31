package workdays_test

import (
	"errors"
	"testing"
	"time"

	"linli/internal/calendar"
	"linli/internal/platform/audit"
	"linli/internal/platform/store"
	"linli/internal/platform/storetest"
	"linli/internal/platform/workdays"
	"linli/internal/role"
)

func TestAYearIsReplacedAsAWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		p := storetest.Pass(t, workdays.Rules, "steward", role.DataSteward, "449901", workdays.Edit)
		s, other := &workdays.Service{DB: db}, &workdays.Service{DB: db}
		thursday := time.Date(2027, 9, 30, 10, 0, 0, 0, time.UTC)
		if s.Of(2027).Known || s.DueDate(thursday, 1).Day() != 1 {
			t.Error("it knows a notice that nobody has imported")
		}
		days := []calendar.Day{{Date: "2027-10-01", Kind: calendar.Holiday, NameZh: "国庆节"}, {Date: "2027-10-02", Kind: calendar.Swapped, NameZh: "调休"}}
		if err := s.Put(ctx, p, 2027, days); err != nil {
			t.Fatal(err)
		}
		if err := other.Load(ctx); err != nil {
			t.Fatal(err)
		}
		for _, s := range []*workdays.Service{s, other} {
			if got := s.DueDate(thursday, 1).Day(); got != 2 || !s.Holiday("2027-10-01") || !s.Swapped("2027-10-02") || !s.Of(2027).Known || len(s.Of(2027).Days) != 2 {
				t.Errorf("one working day after 30 September 2027 is the %d.: %+v", got, s.Of(2027))
			}
			if len(s.Of(2026).Days) != 39 {
				t.Errorf("2026 has %d moved days", len(s.Of(2026).Days))
			}
		}
		for want, bad := range map[error][]calendar.Day{
			workdays.ErrYear:    {{Date: "2026-10-01", Kind: calendar.Holiday, NameZh: "国庆节"}},
			calendar.ErrTwice:   {days[0], days[0]},
			calendar.ErrDate:    {{Date: "2027-02-30", Kind: calendar.Holiday, NameZh: "春节"}},
			calendar.ErrWeekday: {{Date: "2027-10-04", Kind: calendar.Swapped, NameZh: "调休"}},
		} {
			if err := s.Put(ctx, p, 2027, bad); !errors.Is(err, want) {
				t.Errorf("%v: %v", bad, err)
			}
		}
		if len(s.Of(2027).Days) != 2 {
			t.Error("a refused list changed the year")
		}
		if err := s.Put(ctx, p, 2027, nil); err != nil || s.Of(2027).Known {
			t.Errorf("emptied: %v", err)
		}
	}, workdays.Schema, audit.Schema)
}
