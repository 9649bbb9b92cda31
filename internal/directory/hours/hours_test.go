package hours

import (
	"errors"
	"testing"
	"time"

	"linli/internal/fault"

	"pgregory.net/rapid"
)

type days map[string]string

func (d days) Holiday(s string) bool { return d[s] == "holiday" }
func (d days) Swapped(s string) bool { return d[s] == "swapped" }

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, Shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	week   = []int{1, 2, 3, 4, 5}
	all    = []int{1, 2, 3, 4, 5, 6, 7}
	office = Plan{Office: true, Spans: []Span{{week, "08:30", "12:00"}, {week, "14:00", "17:30"}}}
	// 2026-02-14 is a Saturday that is worked in the sample, the week after is holiday.
	sample = days{"2026-02-14": "swapped", "2026-02-16": "holiday", "2026-02-17": "holiday", "2026-02-18": "holiday", "2026-02-19": "holiday", "2026-02-20": "holiday", "2026-02-23": "holiday"}
)

func TestOpenNow(t *testing.T) {
	canteen := Plan{Spans: []Span{{all, "10:45", "13:00"}}, Special: []Special{{From: "2026-02-17", To: "2026-02-17"}, {From: "2026-02-18", To: "2026-02-19", Spans: []Clock{{"11:00", "12:00"}}}}}
	night := Plan{Spans: []Span{{[]int{5}, "22:00", "02:00"}}}
	day := Plan{Spans: []Span{{all, "00:00", "24:00"}}}
	for name, c := range map[string]struct {
		plan     Plan
		t        string
		closures []Closure
		open     bool
		until    string
	}{
		"in the morning":                              {office, "2026-02-11 09:00", nil, true, "2026-02-11 12:00"},
		"over noon, opens again":                      {office, "2026-02-11 12:00", nil, false, "2026-02-11 14:00"},
		"the minute it closes it is closed":           {office, "2026-02-11 17:30", nil, false, "2026-02-12 08:30"},
		"a swapped Saturday is worked":                {office, "2026-02-14 09:00", nil, true, "2026-02-14 12:00"},
		"a usual Saturday is not":                     {office, "2026-02-07 09:00", nil, false, "2026-02-09 08:30"},
		"a holiday, open after the long week":         {office, "2026-02-16 09:00", nil, false, "2026-02-24 08:30"},
		"a canteen keeps no holidays":                 {canteen, "2026-02-16 11:00", nil, true, "2026-02-16 13:00"},
		"but its own special day":                     {canteen, "2026-02-17 11:30", nil, false, "2026-02-18 11:00"},
		"with hours of its own":                       {canteen, "2026-02-18 11:30", nil, true, "2026-02-18 12:00"},
		"past midnight":                               {night, "2026-02-14 01:59", nil, true, "2026-02-14 02:00"},
		"a closure":                                   {office, "2026-02-11 09:00", []Closure{{at("2026-02-11 08:00"), at("2026-02-11 10:00")}}, false, "2026-02-11 10:00"},
		"a closure later today shortens the opening":  {office, "2026-02-11 09:00", []Closure{{at("2026-02-11 10:00"), at("2026-02-12 10:00")}}, true, "2026-02-11 10:00"},
		"round the clock never closes within 14 days": {day, "2026-02-11 09:00", nil, true, "2026-02-26 00:00"},
		"no spans: never open":                        {Plan{}, "2026-02-11 09:00", nil, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.plan.At(at(c.t), sample, c.closures)
			var until time.Time
			if c.until != "" {
				until = at(c.until)
			}
			if got.Open != c.open || !got.Until.Equal(until) {
				t.Errorf("got %v until %v; want %v until %v", got.Open, got.Until, c.open, until)
			}
		})
	}
}

func TestAPlanIsChecked(t *testing.T) {
	for name, c := range map[string]struct {
		plan Plan
		want error
	}{
		"good":             {office, nil},
		"eighth day":       {Plan{Spans: []Span{{[]int{8}, "08:00", "09:00"}}}, ErrDay},
		"no day":           {Plan{Spans: []Span{{nil, "08:00", "09:00"}}}, ErrDay},
		"25 o'clock":       {Plan{Spans: []Span{{week, "25:00", "09:00"}}}, ErrClock},
		"opens at 24:00":   {Plan{Spans: []Span{{week, "24:00", "09:00"}}}, ErrClock},
		"special reversed": {Plan{Special: []Special{{From: "2026-02-02", To: "2026-02-01"}}}, ErrOrder},
	} {
		if err := c.plan.Check(); !errors.Is(err, c.want) && (err != nil || c.want != nil) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if f := fault.Of(Plan{Spans: []Span{{week, "8", "09:00"}}}.Check()); f == nil || f.Field != "hours.spans[0].from" {
		t.Error("the field is not named")
	}
}

// Whatever the plan, what At says of a moment holds until the moment it names.
func TestUntilHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clock := rapid.Custom(func(t *rapid.T) string {
			return at("2026-02-11 00:00").Add(time.Duration(rapid.IntRange(0, 24*4-1).Draw(t, "quarter")) * 15 * time.Minute).Format("15:04")
		})
		var p Plan
		for range rapid.IntRange(0, 4).Draw(t, "spans") {
			p.Spans = append(p.Spans, Span{rapid.SliceOfNDistinct(rapid.IntRange(1, 7), 1, 7, rapid.ID[int]).Draw(t, "days"), clock.Draw(t, "from"), clock.Draw(t, "to")})
		}
		p.Office = rapid.Bool().Draw(t, "office")
		now := at("2026-02-08 00:00").Add(time.Duration(rapid.IntRange(0, 14*24*60).Draw(t, "now")) * time.Minute)
		got := p.At(now, sample, nil)
		if got.Until.IsZero() {
			return
		}
		for probe := now; probe.Before(got.Until); probe = probe.Add(7 * time.Minute) {
			if p.At(probe, sample, nil).Open != got.Open {
				t.Fatalf("at %v it is %v until %v, but not at %v", now, got.Open, got.Until, probe)
			}
		}
		if p.At(got.Until, sample, nil).Open == got.Open && got.Until.Sub(now) < 13*24*time.Hour {
			t.Fatalf("nothing changes at %v", got.Until)
		}
	})
}
