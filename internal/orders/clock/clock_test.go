package clock

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/internal/calendar"
	"linli/internal/directory/hours"
	"linli/internal/orders/flow"
)

var official = calendar.Of(calendar.Official())

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, hours.Shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWorkingTimeLeavesOutNightsWeekendsAndHolidays(t *testing.T) {
	for _, c := range []struct {
		from string
		add  time.Duration
		want string
	}{
		{"2026-11-23 09:00", 2 * time.Hour, "2026-11-23 11:00"},
		{"2026-11-23 17:00", 2 * time.Hour, "2026-11-24 09:30"},
		{"2026-11-23 20:00", time.Hour, "2026-11-24 09:30"},
		{"2026-11-23 07:00", time.Hour, "2026-11-23 09:30"},
		{"2026-11-27 17:30", time.Hour, "2026-11-30 09:00"}, // over a weekend
		{"2026-09-30 17:30", time.Hour, "2026-10-08 09:00"}, // over National Day
		{"2026-11-28 12:00", 30 * time.Minute, "2026-11-30 09:00"},
	} {
		if got := Add(at(c.from), c.add, official); !got.Equal(at(c.want)) {
			t.Errorf("%s + %s = %s, want %s", c.from, c.add, got.Format("2006-01-02 15:04"), c.want)
		}
	}
}

func TestAddAndBetweenAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := at("2026-09-01 00:00").Add(time.Duration(rapid.IntRange(0, 90*24*60).Draw(t, "from")) * time.Minute)
		d := time.Duration(rapid.IntRange(1, 3000).Draw(t, "minutes")) * time.Minute
		end := Add(from, d, official)
		if got := Between(from, end, official); got != d {
			t.Fatalf("%s + %s = %s, which is %s later", from, d, end, got)
		}
		if Between(end, from, official) != 0 {
			t.Fatal("time runs backwards")
		}
	})
}

func TestCutOffs(t *testing.T) {
	from, to := at("2026-11-30 11:00"), at("2026-11-30 13:00") // a Monday
	for _, c := range []struct {
		rule string
		mode flow.Mode
		want string
	}{
		{"-1d 16:00", flow.Delivery, "2026-11-29 16:00"},
		{"-1wd 16:00", flow.Delivery, "2026-11-27 16:00"},
		{"-2wd 12:00", flow.HomeVisit, "2026-11-26 12:00"},
		{"0d 09:30", flow.Delivery, "2026-11-30 09:30"},
		{"", flow.Delivery, "2026-11-30 11:00"},
		{"", flow.OnSite, "2026-11-30 13:00"},
		{"tomorrow", flow.HomeVisit, "2026-11-30 11:00"},
	} {
		if got := Until(c.rule, c.mode, from, to, official); !got.Equal(at(c.want)) {
			t.Errorf("%q for %s: %s, want %s", c.rule, c.mode, got.Format("2006-01-02 15:04"), c.want)
		}
	}
	if got := FreeUntil(12, from); !got.Equal(at("2026-11-29 23:00")) {
		t.Error(got)
	}
}

func TestByWhenAStateMustMoveOn(t *testing.T) {
	rules := Make(nil)
	from, to := at("2026-11-25 10:45"), at("2026-11-25 13:00")
	for _, c := range []struct {
		mode  flow.Mode
		state flow.State
		since string
		want  string
	}{
		{flow.Delivery, flow.Placed, "2026-11-23 09:00", "2026-11-23 11:00"},
		{flow.Delivery, flow.Placed, "2026-11-25 09:00", "2026-11-25 09:45"}, // an hour before the meal is earlier
		{flow.Delivery, flow.Placed, "2026-11-25 10:40", "2026-11-25 10:55"}, // at least a quarter of an hour
		{flow.Delivery, flow.OnTheWay, "2026-11-25 10:50", "2026-11-25 13:15"},
		{flow.HomeVisit, flow.Assigned, "2026-11-24 10:00", "2026-11-25 11:00"}, // nobody came: a quarter past
		{flow.Delivery, flow.Delivered, "2026-11-25 11:30", "2026-11-28 13:00"},
	} {
		if got := rules.Due(c.mode, c.state, at(c.since), from, to, official); !got.Equal(at(c.want)) {
			t.Errorf("%s %s since %s: %s, want %s", c.mode, c.state, c.since, got.In(hours.Shanghai).Format("2006-01-02 15:04"), c.want)
		}
	}
	if due := rules.Due(flow.Delivery, flow.Settled, from, from, to, official); !due.IsZero() {
		t.Error("a settled order is due", due)
	}
	own := Make([]Rule{{Mode: flow.Delivery, State: flow.Placed, Working: 30, Step: 10}})
	if got := own.Due(flow.Delivery, flow.Placed, at("2026-11-23 09:00"), from, to, official); !got.Equal(at("2026-11-23 09:30")) {
		t.Error("a row of the installation does not replace the default:", got)
	}
}

func TestARemiderComesAtThreeQuarters(t *testing.T) {
	since := at("2026-11-23 09:00")
	if got := Remind(since, since.Add(2*time.Hour)); !got.Equal(since.Add(90 * time.Minute)) {
		t.Error(got)
	}
	if got := Remind(since, since.Add(15*time.Minute)); !got.IsZero() {
		t.Error("there is no time for a reminder", got)
	}
}

func TestEveryOpenStateOfEveryModeHasALimit(t *testing.T) {
	rules := Make(nil)
	for _, m := range flow.Modes {
		for _, s := range append([]flow.State{flow.Delivered}, flow.Open...) {
			reached := s == flow.Placed || s == flow.Delivered
			for _, from := range flow.Open {
				for _, v := range flow.Verbs {
					to, ok := flow.To(m, from, v)
					reached = reached || ok && to == s
				}
			}
			if x, ok := rules.Of(m, s); reached && (!ok || x.Step <= 0) {
				t.Errorf("an order (%s) that is %s may stay so for ever", m, s)
			}
		}
	}
}
